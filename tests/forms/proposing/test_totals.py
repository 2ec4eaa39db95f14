"""Differing figures that are figures of a table are told once, in total, as live figures."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from forms.merging import Expected, MergedReport, UnitInfo, UnitReport, merge_report, render_tokens
from forms.narrative import TrayReason
from forms.proposing import SectionProposals, propose_sections, source_digest
from forms.values import Json
from tests.outlines.library import library_outline

OUTLINE = library_outline("kl49/v1")
UNITS = tuple(UnitInfo(f"u{n}", f"Đảng ủy xã {n}", f"Xã {n}", "xa", n) for n in range(4))
Row = Mapping[str, str]


def table(**rows: Row) -> Json:
    return {"rows": {k: {c: {"v": v} for c, v in row.items()} for k, row in rows.items()}}


def report(unit: UnitInfo, key: str, text: str, **tables: Json) -> UnitReport:
    return UnitReport(unit, {key: {"v": text}, **tables})


def merged(reports: list[UnitReport]) -> MergedReport:
    return merge_report(OUTLINE, reports, Expected(UNITS))


def shown(report: MergedReport, found: SectionProposals) -> list[str]:
    return [render_tokens(p.text, report).text for p in found.proposals if p.kind == "paragraph"]


def branches(n: int) -> dict[str, Json]:
    """Commune n has 4 + n branches."""
    return {"pl3a_to_chuc": table(chi_hoi={"nam_2019": "3", "nam_2024": str(4 + n)})}


def test_what_all_units_have_in_a_table_is_told_in_total() -> None:
    said = "Hội hướng dẫn {} chi hội hoạt động nền nếp, đúng điều lệ."
    whole = merged(
        [report(u, "p2_1_ket_qua", said.format(4 + n), **branches(n)) for n, u in enumerate(UNITS)]
    )
    found = propose_sections(OUTLINE, whole)["p2_1"]
    assert shown(whole, found) == ["Hội hướng dẫn 22 chi hội hoạt động nền nếp, đúng điều lệ."]
    assert "{{pl3a_to_chuc.chi_hoi.nam_2024}}" in found.proposals[0].text


@pytest.mark.parametrize("level", ["xã", "phường", "thị trấn", "đặc khu"])
def test_what_one_unit_says_of_itself_keeps_its_range(level: str) -> None:
    said = f"Toàn {level} có {{}} chi hội hoạt động nền nếp, đúng điều lệ."
    whole = merged(
        [report(u, "p2_1_ket_qua", said.format(4 + n), **branches(n)) for n, u in enumerate(UNITS)]
    )
    found = propose_sections(OUTLINE, whole)["p2_1"]
    assert shown(whole, found) == ["Mỗi xã có từ 4 đến 7 chi hội hoạt động nền nếp, đúng điều lệ."]


def test_numbers_that_no_table_has_keep_their_range() -> None:
    said = "Hội hướng dẫn {} chi hội hoạt động nền nếp, đúng điều lệ."
    whole = merged(
        [report(u, "p2_1_ket_qua", said.format(40 + n), **branches(n)) for n, u in enumerate(UNITS)]
    )
    assert shown(whole, propose_sections(OUTLINE, whole)["p2_1"]) == [
        "Hội hướng dẫn từ 40 đến 43 chi hội hoạt động nền nếp, đúng điều lệ."
    ]


def test_the_like_number_of_something_else_is_not_taken_for_it() -> None:
    said = "Đã trao {} xe đạp cho học sinh có hoàn cảnh khó khăn."
    whole = merged(
        [report(u, "p2_1_ket_qua", said.format(4 + n), **branches(n)) for n, u in enumerate(UNITS)]
    )
    assert "từ 4 đến 7 xe đạp" in shown(whole, propose_sections(OUTLINE, whole)["p2_1"])[0]


def test_a_sentence_that_the_composed_one_tells_stays_in_the_tray() -> None:
    said = "Đến nay có {} chi hội khuyến học ở các thôn."
    key = "p2_4_ket_qua_a"
    whole = merged([report(u, key, said.format(4 + n), **branches(n)) for n, u in enumerate(UNITS)])
    found = propose_sections(OUTLINE, whole)["p2_4"]
    assert shown(whole, found) == []
    assert [p.kind for p in found.proposals if p.meta["field"] == key] == ["figure"]
    assert {(one.unit_id, source_digest(one.field_key, one.text)) for one in found.unused} == {
        (unit.id, source_digest(key, said.format(4 + n))) for n, unit in enumerate(UNITS)
    }
    assert {(one.reason, one.paths) for one in found.unused} == {
        (TrayReason.TOLD, ("pl3a_to_chuc.chi_hoi.nam_2024",))
    }


def test_of_two_sentences_the_one_that_tells_more_is_kept() -> None:
    less = "Hội hướng dẫn {} chi hội hoạt động nền nếp, đúng điều lệ. "
    more = "Mạng lưới gồm {} chi hội khuyến học với tất cả {} hội viên tham gia sinh hoạt đều."
    whole = merged(
        [
            report(
                unit,
                "p2_1_ket_qua",
                less.format(4 + n) + more.format(4 + n, 100 + n),
                pl3a_to_chuc=table(
                    chi_hoi={"nam_2024": str(4 + n)}, hoi_vien={"nam_2024": str(100 + n)}
                ),
            )
            for n, unit in enumerate(UNITS)
        ]
    )
    assert shown(whole, propose_sections(OUTLINE, whole)["p2_1"]) == [
        "Mạng lưới gồm 22 chi hội khuyến học với tất cả 406 hội viên tham gia sinh hoạt đều."
    ]


def test_a_share_that_no_table_has_says_that_it_is_each_units_own() -> None:
    said = "Hội hướng dẫn {} chi hội hoạt động nền nếp, đạt {}% kế hoạch."
    whole = merged(
        [
            report(u, "p2_1_ket_qua", said.format(4 + n, 81 + n), **branches(n))
            for n, u in enumerate(UNITS)
        ]
    )
    assert shown(whole, propose_sections(OUTLINE, whole)["p2_1"]) == [
        "Hội hướng dẫn 22 chi hội hoạt động nền nếp, đạt từ 81% đến 84% kế hoạch tùy đơn vị."
    ]


def members(n: int, *, population: int | None = None) -> dict[str, Json]:
    """Commune n has 100 + 10n members among 1,000 people, or among as many as given."""
    return {
        "pl3a_to_chuc": table(
            hoi_vien={"nam_2024": str(100 + 10 * n)},
            dan_so={"nam_2024": str(1000 if population is None else population)},
        )
    }


def test_a_share_of_one_figure_in_another_is_told_of_all() -> None:
    said = "Tổ chức hội được củng cố, phát triển rộng khắp; tỷ lệ hội viên đạt {}% dân số."
    whole = merged(
        [report(u, "p2_1_ket_qua", said.format(10 + n), **members(n)) for n, u in enumerate(UNITS)]
    )
    found = propose_sections(OUTLINE, whole)["p2_1"]
    assert shown(whole, found) == [said.format("11,5")], "460 of 4,000"
    assert found.proposals[0].text.count("{{") == 1


def test_units_whose_percentage_is_of_something_else_keep_their_range() -> None:
    said = "Tổ chức hội được củng cố, phát triển rộng khắp; tỷ lệ hội viên đạt {}% dân số."
    whole = merged(
        [report(u, "p2_1_ket_qua", said.format(20 + n), **members(n)) for n, u in enumerate(UNITS)]
    )
    assert "từ 20% đến 23% dân số" in shown(whole, propose_sections(OUTLINE, whole)["p2_1"])[0]


def test_a_share_stays_a_range_where_a_unit_did_not_give_the_whole() -> None:
    said = "Tổ chức hội được củng cố, phát triển rộng khắp; tỷ lệ hội viên đạt {}% dân số."
    told = [
        report(u, "p2_1_ket_qua", said.format(10 + n), **members(n))
        for n, u in enumerate(UNITS[:3])
    ]
    fourth = UnitReport(UNITS[3], {"pl3a_to_chuc": table(hoi_vien={"nam_2024": "500"})})
    whole = merged([*told, fourth])
    assert "từ 10% đến 12% dân số" in shown(whole, propose_sections(OUTLINE, whole)["p2_1"])[0]


def test_behind_a_number_a_share_is_of_that_number() -> None:
    said = "Toàn đảng bộ có {} hội viên khuyến học tham gia sinh hoạt đều, đạt {}% dân số."
    whole = merged(
        [
            report(u, "p2_1_ket_qua", said.format(100 + 10 * n, 10 + n), **members(n))
            for n, u in enumerate(UNITS)
        ]
    )
    assert shown(whole, propose_sections(OUTLINE, whole)["p2_1"]) == [said.format("460", "11,5")]


SHARED = "Cấp ủy đưa nội dung khuyến học vào nghị quyết và chương trình công tác hằng năm."


def examples(own: str, *, shared: bool = True) -> tuple[list[str], set[TrayReason]]:
    """What becomes of one commune's own sentence; the others say what it says besides."""
    key = "p2_3_ket_qua"
    texts = [own, *([f"{SHARED}"] * 3 if shared else [])]
    given = enumerate(zip(UNITS, texts, strict=False))
    whole = merged([report(unit, key, text, **branches(n)) for n, (unit, text) in given])
    found = propose_sections(OUTLINE, whole)["p2_3"]
    told = [one.text for one in found.proposals if one.kind == "example"]
    return told, {one.reason for one in found.unused}


def test_a_sentence_of_nothing_but_its_units_table_is_no_example() -> None:
    told, reasons = examples("Đến nay Hội Khuyến học có 4 chi hội khuyến học ở các thôn.")
    assert told == []
    assert reasons == {TrayReason.IN_TABLES}


@pytest.mark.parametrize(
    "own",
    [
        "Đến nay Hội Khuyến học có 4 chi hội khuyến học, trao 57 suất quà ở các thôn.",
        "Mô hình “Tiếng trống khuyến học” ở 4 chi hội khuyến học được duy trì đều.",
        "Hội Cựu chiến binh giúp đỡ 4 học sinh có nguy cơ bỏ học trở lại lớp.",
    ],
)
def test_whatever_tells_more_than_the_table_is_an_example(own: str) -> None:
    assert examples(own)[0] == [f"Xã 0: {own}"]


def test_where_nobody_says_anything_else_the_figures_stay() -> None:
    own = "Đến nay Hội Khuyến học có 4 chi hội khuyến học ở các thôn."
    assert len(examples(own, shared=False)[0]) == 1
