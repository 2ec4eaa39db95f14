"""Sentences on their way into a claim: what equal words share is what each has by itself."""

from hypothesis import given
from hypothesis import strategies as st

from forms.narrative import Answer, analyse_answer
from forms.narrative.said import KnownWords

LINES = (
    "Phường 3 có 12 chi hội.",
    "Có 12 chi hội, đạt 80% kế hoạch.",
    "Xã Tân An đã ban hành kế hoạch.",
    "Kết quả",
    "Chưa có kinh phí.",
)
NAMES = ((), ("Phường 3",), ("Xã Tân An",))
SAID = st.lists(
    st.tuples(
        st.lists(st.sampled_from(LINES)).map("\n".join),
        st.sampled_from(NAMES),
        st.sampled_from(("ket_qua", "kho_khan")),
    ),
    max_size=8,
)


@given(SAID)
def test_equal_words_are_told_apart_where_a_unit_is_named(
    said: list[tuple[str, tuple[str, ...], str]],
) -> None:
    known = KnownWords()
    for number, (text, names, field_key) in enumerate(said):
        answer = Answer(f"u{number}", field_key, analyse_answer(text, names))
        assert repr(known.said_in(answer)) == repr(KnownWords().said_in(answer))
