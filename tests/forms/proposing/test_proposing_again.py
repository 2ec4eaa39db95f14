"""A field in which no unit said anything new is not grouped again; the proposals are the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from forms.drafting import Draft, remerge
from forms.merging import Expected, MergedReport, MergeMemory, UnitInfo, UnitReport, merge_report
from forms.narrative import AnalysedSentence, analyse_answer
from forms.proposing import ProposalMemory, ProposeOptions, propose_sections
from tests.forms.builders import a_field
from tests.forms.merging.campaigns import outline_of

FIELDS = ("ket_qua", "han_che")
OUTLINE = outline_of(*(a_field("narrative", key) for key in FIELDS))
UNITS = tuple(UnitInfo(f"u{n}", f"Đảng ủy xã {n}", f"Xã {n}", "xa_thi_tran", n) for n in range(4))
WORDS = st.sampled_from(
    (
        "",
        "Cấp ủy đưa khuyến học vào nghị quyết hằng năm.",
        "Cấp ủy đã đưa khuyến học vào nghị quyết hằng năm.",
        "Mô hình “Tiếng kẻng khuyến học” được 120 hộ tham gia.",
        "Mô hình “Tiếng kẻng khuyến học” được 95 hộ tham gia.",
        "Có 12/15 chi bộ đưa khuyến học vào nghị quyết.",
        "Cấp ủy chưa đưa khuyến học vào nghị quyết hằng năm.",
        "Đảng ủy xã 1 tổ chức 3 lớp tập huấn cho 150 đảng viên theo Kế hoạch số 12-KH/ĐU.",
        "Đảng ủy xã 2 tổ chức 5 lớp tập huấn cho 90 đảng viên theo Kế hoạch số 7-KH/ĐU, ngày "
        "15/8/2019 và công nhận 2 thôn đạt danh hiệu “Cộng đồng học tập”.",
        "Kết quả:",
    )
)
ANSWERS = st.lists(WORDS, max_size=4).map(" ".join)
STEPS = st.tuples(st.integers(0, len(UNITS) - 1), st.tuples(ANSWERS, ANSWERS))
SECTIONS = tuple(s.key for s in OUTLINE.walk() if {f.key for f in s.fields} & set(FIELDS))


def merged(
    said: Sequence[Sequence[str]],
    units: Sequence[UnitInfo] = UNITS,
    memory: MergeMemory | None = None,
) -> MergedReport:
    """A unit without a word has not sent its report."""
    found = [
        UnitReport(unit, {k: {"v": text} for k, text in zip(FIELDS, texts, strict=True) if text})
        for unit, texts in zip(units, said, strict=True)
        if any(texts)
    ]
    return merge_report(OUTLINE, found, Expected(tuple(units)), memory)


@given(st.lists(STEPS, min_size=2, max_size=8), st.booleans())
def test_whatever_comes_late_changes_or_goes_the_draft_is_that_of_a_merge_from_nothing(
    steps: list[tuple[int, tuple[str, str]]], counted: bool
) -> None:
    readings, memory = MergeMemory(), ProposalMemory()
    said, drafts = [("", "")] * len(UNITS), dict.fromkeys(SECTIONS, (Draft(), Draft()))
    options = ProposeOptions(count_suffix=counted)
    for number, texts in steps:
        said[number] = texts
        again = propose_sections(OUTLINE, merged(said, memory=readings), options, memory=memory)
        anew = propose_sections(OUTLINE, merged(said), options)
        assert repr(again) == repr(anew)
        for key in SECTIONS:
            one, other = drafts[key]
            drafts[key] = remerge(one, again[key].proposals), remerge(other, anew[key].proposals)
            assert drafts[key][0] == drafts[key][1]


def test_only_texts_that_changed_are_taken_apart() -> None:
    memory, seen = ProposalMemory(), []

    def analyse(text: str, names: Sequence[str]) -> tuple[AnalysedSentence, ...]:
        seen.append(text)
        return analyse_answer(text, names)

    said = [["Một câu về khuyến học.", "Hai câu về khuyến tài."]] * 4
    propose_sections(OUTLINE, merged(said), analyse=analyse, memory=memory)
    seen.clear()
    said = [*said[:3], ["Một câu về khuyến học.", "Ba câu về khuyến tài."]]
    propose_sections(OUTLINE, merged(said), analyse=analyse, memory=memory)
    assert seen == ["Ba câu về khuyến tài."]


def test_a_unit_under_another_name_is_named_so_at_once() -> None:
    memory = ProposalMemory()
    said = [["Mô hình “Tiếng kẻng khuyến học” được 120 hộ tham gia.", ""], *[["", ""]] * 3]
    renamed = (replace(UNITS[0], short_name="Phường Một"), *UNITS[1:])
    before = _texts(propose_sections(OUTLINE, merged(said), memory=memory))
    after = _texts(propose_sections(OUTLINE, merged(said, renamed), memory=memory))
    assert any(text.startswith("Xã 0: ") for text in before)
    assert any(text.startswith("Phường Một: ") for text in after)


def _texts(found: Mapping[str, object]) -> list[str]:
    return [p.text for section in found.values() for p in getattr(section, "proposals", ())]
