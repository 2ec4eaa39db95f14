"""Analysed answers come back as they were, or not at all."""

from __future__ import annotations

import zlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.narrative import (
    AnalysedSentence,
    Fact,
    Shared,
    analyse_answer,
    answer_key,
    dump_answers,
    load_answers,
)
from tests.forms.narrative.test_analysis import LINES, NAMES, NUMBERS, PIECES

Analysed = tuple[AnalysedSentence, ...]


def back(answers: dict[str, Analysed]) -> dict[str, Analysed]:
    return load_answers(dump_answers(answers), Shared())


def as_text(answers: dict[str, Analysed]) -> str:
    """Also tells numbers apart that are equal but written otherwise."""
    return repr(sorted(answers.items()))


def analysed(texts: list[str], names: tuple[str, ...]) -> dict[str, Analysed]:
    return {answer_key(text, names): analyse_answer(text, names) for text in texts}


FRAMES = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map(" ".join)


@st.composite
def sentences_with_numbers(draw: st.DrawFn) -> str:
    frame = draw(FRAMES)
    return frame.format(*[draw(NUMBERS) for _ in range(frame.count("{}"))])


ANYTHING = st.text(max_size=80) | st.text("\t\n\x1f \x85&#;0123456789<>aĐế.:-%", max_size=60)


@given(
    st.lists(
        st.lists(sentences_with_numbers() | st.sampled_from(LINES), max_size=4).map("\n".join)
        | ANYTHING,
        max_size=5,
    ),
    st.booleans(),
)
def test_whatever_was_analysed_comes_back_to_the_letter(texts: list[str], named: bool) -> None:
    answers = analysed(texts, NAMES if named else ())
    assert as_text(back(answers)) == as_text(answers)


FACT = Fact(0, 3, "1e3", "money", "đồng", "1000", None, True, False)
SENTENCE = AnalysedSentence(
    7,
    20,
    "1e3 đồng thu được.",
    "-",
    2,
    "<money> thu được",
    "<money> thu duoc",
    1,
    (FACT,),
    False,
    True,
)


@given(st.decimals(allow_nan=False) | st.none(), st.booleans(), st.booleans(), st.integers(0, 9))
def test_numbers_and_marks_come_back_exactly(
    value: Decimal | None, first: bool, second: bool, negations: int
) -> None:
    fact = FACT._replace(value=value, approximate=first, ambiguous=second)
    one = SENTENCE._replace(facts=(fact, FACT), fragment=second, shabby=first, negations=negations)
    assert as_text(back({"k": (one, one)})) == as_text({"k": (one, one)})


def test_an_answer_without_a_sentence_comes_back_empty() -> None:
    assert back({"k": ()}) == {"k": ()}
    assert back({}) == {}


@pytest.mark.parametrize(
    "odd",
    [
        SENTENCE._replace(text="hai\tphần"),
        SENTENCE._replace(bullet="\n"),
        SENTENCE._replace(facts=(FACT._replace(noun="\t"),)),
        SENTENCE._replace(facts=(FACT._replace(end=9),)),
        SENTENCE._replace(facts=(FACT._replace(kind="colour"),)),
        SENTENCE._replace(facts=(FACT._replace(identity=""),)),
    ],
)
def test_what_the_lines_cannot_hold_is_left_out_and_the_rest_is_kept(odd: AnalysedSentence) -> None:
    found = back({"odd": (SENTENCE, odd), "good": (SENTENCE,)})
    assert as_text(found) == as_text({"good": (SENTENCE,)})


def test_equal_words_of_many_reports_stand_in_memory_once() -> None:
    shared = Shared()
    ((one,), (other,), (alike,)) = (
        load_answers(dump_answers({"k": analyse_answer(f"Đã có {count} chi hội.")}), shared)["k"]
        for count in (12, 12, 34)
    )
    assert one.text is other.text
    assert one.mask is alike.mask
    assert one.plain_mask is alike.plain_mask
    assert one.facts is other.facts


def test_a_key_tells_words_and_names_apart() -> None:
    given = [
        ("a", ()),
        ("a", ("b",)),
        ("a", ("b", "c")),
        ("a", ("b', 'c",)),
        ("ab", ()),
        ("", ("a",)),
    ]
    assert len({answer_key(*one) for one in given}) == len(given)
    assert answer_key("\ud800", ()) != answer_key("", ())


GOOD = dump_answers({"k": (SENTENCE,)})


def packed(text: str) -> bytes:
    return zlib.compress(text.encode())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"other bytes",
        GOOD[:-3],
        GOOD[:20] + b"\0" + GOOD[21:],
        packed("no empty line"),
        packed("too\tfew\n\nk"),
        packed("t\tb\tm\tp\tx\n\nk"),
        packed("t\tb\tm\tp\t1\t0\traw\tnoun\n\nk"),
        packed("t\tb\tm\tp\t1\t0\traw\t\t\tno number\t00\n\nk"),
        packed("t\tb\tm\tp\t1\t0\traw\t\t\t\t99\n\nk"),
        packed("\nk\t1\t2\t0\t0"),
        packed("t\tb\tm\tp\t1\n\nk\t1\t2"),
        zlib.compress(b"\xff\xff"),
    ],
)
def test_damaged_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="analysed answers"):
        load_answers(data, Shared())
