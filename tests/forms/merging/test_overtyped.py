"""A number typed over a live figure is told against what the figure is now."""

from __future__ import annotations

import pytest

from forms.merging import (
    Expected,
    MergedReport,
    UnitInfo,
    UnitReport,
    merge_report,
    overtyped_figures,
)
from tests.outlines.library import library_outline

UNIT = UnitInfo("u1", "Đảng ủy xã 1", "Xã 1", "xa", 1)
MADE = (
    "Có {{pl3a_to_chuc.chi_hoi.nam_2024}} chi hội với {{pl3a_to_chuc.hoi_vien.nam_2024}} hội viên."
)


@pytest.fixture(scope="module")
def merged() -> MergedReport:
    rows = {"chi_hoi": {"nam_2024": {"v": "7"}}, "hoi_vien": {"nam_2024": {"v": "1876"}}}
    report = UnitReport(UNIT, {"pl3a_to_chuc": {"rows": rows}})
    return merge_report(library_outline("kl49/v1"), [report], Expected((UNIT,)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (MADE, []),
        (MADE.replace("Có", "Hiện có"), []),
        (MADE.replace("{{pl3a_to_chuc.hoi_vien.nam_2024}}", "1.876"), []),
        (MADE.replace("{{pl3a_to_chuc.hoi_vien.nam_2024}}", "2.000"), [("2.000", "1.876")]),
        ("Có 9 chi hội với 1.867 hội viên.", [("9", "7"), ("1.867", "1.876")]),
        ("Có {{pl3a_to_chuc.chi_hoi.nam_2024}} chi hội.", []),
        ("Phong trào phát triển rộng khắp.", []),
    ],
)
def test_only_another_number_in_the_place_of_a_figure_is_told(
    merged: MergedReport, text: str, found: list[tuple[str, str]]
) -> None:
    told = overtyped_figures(text, MADE, merged)
    assert [(one.typed, one.shown) for one in told] == found
