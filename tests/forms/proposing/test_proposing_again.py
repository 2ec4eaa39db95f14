"""A field in which no unit said anything new is not grouped again; the proposals are the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from forms.merging import Expected, MergedReport, UnitInfo, UnitReport, merge_report
from forms.narrative import AnalysedSentence, analyse_answer
from forms.proposing import ProposalMemory, ProposeOptions, propose_sections
from tests.outlines.library import library_outline

OUTLINE = library_outline("kl49/v1")
UNITS = tuple(UnitInfo(f"u{n}", f"Đảng ủy xã {n}", f"Xã {n}", "xa_thi_tran", n) for n in range(3))
FIELDS = ("p2_1_ket_qua", "p2_2_ket_qua")
WORDS = st.sampled_from(
    (
        "",
        "Cấp ủy đưa khuyến học vào nghị quyết hằng năm.",
        "Cấp ủy đã đưa khuyến học vào nghị quyết hằng năm.",
        "Mô hình “Tiếng kẻng khuyến học” được 120 hộ tham gia.",
        "Mô hình “Tiếng kẻng khuyến học” được 95 hộ tham gia.",
    )
)
SAID = st.lists(st.tuples(WORDS, WORDS), min_size=3, max_size=3)


def merged(said: Sequence[Sequence[str]], units: Sequence[UnitInfo] = UNITS) -> MergedReport:
    found = [
        UnitReport(unit, {k: {"v": text} for k, text in zip(FIELDS, texts, strict=True) if text})
        for unit, texts in zip(units, said, strict=True)
    ]
    return merge_report(OUTLINE, found, Expected(tuple(units)))


@given(st.lists(SAID, min_size=2, max_size=3), st.booleans())
def test_a_memory_never_changes_the_proposals(
    merges: list[list[tuple[str, str]]], counted: bool
) -> None:
    memory = ProposalMemory()
    for options in (ProposeOptions(), ProposeOptions(count_suffix=counted)):
        for said in merges:
            found = propose_sections(OUTLINE, merged(said), options, memory=memory)
            assert found == propose_sections(OUTLINE, merged(said), options)


def test_only_texts_that_changed_are_taken_apart() -> None:
    memory, seen = ProposalMemory(), []

    def analyse(text: str, names: Sequence[str]) -> tuple[AnalysedSentence, ...]:
        seen.append(text)
        return analyse_answer(text, names)

    said = [["Một câu về khuyến học.", "Hai câu về khuyến tài."]] * 3
    propose_sections(OUTLINE, merged(said), analyse=analyse, memory=memory)
    seen.clear()
    said = [*said[:2], ["Một câu về khuyến học.", "Ba câu về khuyến tài."]]
    propose_sections(OUTLINE, merged(said), analyse=analyse, memory=memory)
    assert seen == ["Ba câu về khuyến tài."]


def test_a_unit_under_another_name_is_named_so_at_once() -> None:
    memory = ProposalMemory()
    said = [["Mô hình “Tiếng kẻng khuyến học” được 120 hộ tham gia.", ""], ["", ""], ["", ""]]
    renamed = (replace(UNITS[0], short_name="Phường Một"), *UNITS[1:])
    before = _texts(propose_sections(OUTLINE, merged(said), memory=memory))
    after = _texts(propose_sections(OUTLINE, merged(said, renamed), memory=memory))
    assert any(text.startswith("Xã 0: ") for text in before)
    assert any(text.startswith("Phường Một: ") for text in after)


def _texts(found: Mapping[str, object]) -> list[str]:
    return [p.text for section in found.values() for p in getattr(section, "proposals", ())]
