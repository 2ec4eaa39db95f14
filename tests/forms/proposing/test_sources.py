"""Sentences of the sources pane carry the very names under which blocks know them."""

from __future__ import annotations

from forms.drafting import sources
from forms.merging import Expected, UnitInfo, UnitReport, merge_report
from forms.proposing import propose_sections, section_sources, source_digest, unit_spellings
from tests.outlines.library import library_outline

UNITS = tuple(UnitInfo(f"u{n}", f"Đảng ủy xã {n}", f"Xã {n}", "xa_thi_tran", n) for n in range(4))
SAID = (
    "Cấp ủy đưa khuyến học vào nghị quyết hằng năm.",
    "Cấp ủy đã đưa khuyến học vào nghị quyết hằng năm.",
    "Kinh phí còn chưa đáp ứng yêu cầu. Cơ sở vật chất thiếu.",
    "",
)


def reports() -> list[UnitReport]:
    return [
        UnitReport(unit, {"p2_1_ket_qua": {"v": text}} if text else {})
        for unit, text in zip(UNITS, SAID, strict=True)
    ]


def test_every_sentence_is_in_one_block_or_in_the_tray() -> None:
    outline = library_outline("kl49/v1")
    merged = merge_report(outline, reports(), Expected(UNITS))
    section = outline.section("p2_1")
    found = propose_sections(outline, merged)["p2_1"]
    listed = {one.member for one in section_sources(section, merged)}
    used = sources(member for proposal in found.proposals for member in proposal.members)
    tray = {(one.unit_id, source_digest(one.field_key, one.text)) for one in found.unused}
    assert len(listed) == 4
    assert listed == {m for m in used if not m[0].startswith("field:")} | tray
    assert not used & tray


def test_sentences_stand_by_unit_whatever_the_order_of_arrival() -> None:
    outline = library_outline("kl49/v1")
    section = outline.section("p2_1")
    one = merge_report(outline, reports(), Expected(UNITS))
    two = merge_report(outline, reports()[::-1], Expected(UNITS[::-1]))
    assert section_sources(section, one) == section_sources(section, two)
    assert [s.negated for s in section_sources(section, one)] == [False, False, True, False]


def test_a_unit_may_leave_its_level_out_of_its_name_when_that_stays_a_name() -> None:
    office = UnitInfo("p", "Phòng Giáo dục và Đào tạo huyện", "Phòng GD&ĐT")
    union = UnitInfo("h", "Hội Nông dân huyện", "HND")
    merged = merge_report(library_outline("kl49/v1"), [], Expected((office, union)))
    found = unit_spellings(merged)
    assert found["p"][-1] == "Phòng Giáo dục và Đào tạo"
    assert found["h"] == ("Hội Nông dân huyện", "HND")


def test_a_sentence_of_figures_that_nobody_gave_is_not_proposed() -> None:
    outline = library_outline("kl49/v1")
    empty = merge_report(outline, reports(), Expected(UNITS))
    found = propose_sections(outline, empty)
    kinds = {proposal.kind for section in found.values() for proposal in section.proposals}
    assert "figure" not in kinds
    rows = {"hoi_vien": {"nam_2024": {"v": "1200"}}}
    given = [UnitReport(UNITS[0], {"pl3a_to_chuc": {"rows": rows}})]
    some = propose_sections(outline, merge_report(outline, given, Expected(UNITS)))
    texts = [p.text for section in some.values() for p in section.proposals if p.kind == "figure"]
    assert any("{{pl3a_to_chuc.hoi_vien.nam_2024}}" in text for text in texts)


def test_examples_that_stand_alone_are_not_called_typical() -> None:
    outline = library_outline("kl49/v1")
    own = ("Xã duy trì mô hình “Tiếng trống khuyến học” với 120 hộ tham gia.", SAID[0], SAID[1])

    def leads(texts: tuple[str, ...]) -> list[object]:
        given = [
            UnitReport(unit, {"p2_1_ket_qua": {"v": text}})
            for unit, text in zip(UNITS, texts, strict=False)
        ]
        found = propose_sections(outline, merge_report(outline, given, Expected(UNITS)))["p2_1"]
        return [one.meta.get("lead") for one in found.proposals if one.kind == "example"]

    assert leads(own) == ["Tiêu biểu như:"]
    assert leads(own[:1]) == ["Kết quả cụ thể ở một số đơn vị:"]
