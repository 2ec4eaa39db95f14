"""The share of one merged figure in another, where no question asks for it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from forms.merging import MergedCell, MergedReport, find_cell, render_tokens, share_path
from forms.schema import MergeRule
from tests.forms.builders import a_field
from tests.forms.merging.campaigns import (
    BLANK,
    NIL,
    NO_DATA,
    NOT_APPLICABLE,
    UNREAD,
    about,
    merged,
    n,
    outline_of,
    reports,
)

OUTLINE = outline_of(
    a_field("integer", "hoi_vien"),
    a_field("integer", "dan_so"),
    a_field("integer", "cao_nhat", merge=MergeRule("max")),
)
PATH = share_path("hoi_vien", "dan_so")
ANSWERS = (n(0), n(7), n(30), about(12), NIL, NO_DATA, NOT_APPLICABLE, UNREAD, BLANK)


def whole(*pairs: tuple[Any, Any], asked: int | None = None) -> MergedReport:
    given = [{"hoi_vien": above, "dan_so": below} for above, below in pairs]
    return merged(OUTLINE, reports(*given), asked=asked or len(pairs))


def share(report: MergedReport) -> MergedCell:
    cell = find_cell(report.fields, PATH)
    assert cell is not None
    return cell


def test_the_sums_are_divided_not_the_percentages_averaged() -> None:
    cell = share(whole((n(1), n(2)), (n(1), n(8))))
    assert (cell.number, cell.text) == (Decimal(20), "20%")
    assert [(source.number, source.text) for source in cell.sources] == [
        (Decimal(50), "1/2"), (Decimal("12.5"), "1/8"),
    ]  # fmt: skip


def test_who_gave_one_of_the_two_only_is_left_out_and_missing() -> None:
    cell = share(whole((n(1), n(2)), (n(5), BLANK), (BLANK, n(9)), asked=4))
    assert (cell.text, cell.share) == ("50%", "1/4")
    assert (cell.n_blank, cell.n_not_submitted) == (2, 1)
    assert len(cell.missing) == 3


def test_nothing_arose_is_a_part_of_nothing() -> None:
    assert share(whole((n(1), n(2)), (NIL, n(2)))).text == "25%"


def test_without_a_whole_there_is_no_share() -> None:
    for report in (whole((n(1), n(0))), whole((BLANK, BLANK)), whole((n(1), BLANK))):
        assert share(report).number is None
        assert render_tokens("Đạt {{" + PATH + "}}.", report).text == "Đạt [chưa có số liệu]."


def test_only_sums_of_the_units_figures_have_a_share() -> None:
    report = whole((n(1), n(2)))
    for path in ("hoi_vien:cao_nhat", "cao_nhat:dan_so", "hoi_vien:la", "la:dan_so", ":dan_so"):
        assert find_cell(report.fields, path) is None


def test_it_is_written_like_any_live_figure() -> None:
    found = render_tokens("Đạt {{hoi_vien : dan_so}}, {{hoi_vien:dan_so.so_don_vi}} đơn vị.",
                          whole((n(1), n(3)), asked=2))  # fmt: skip
    assert found.text == "Đạt 33,33%, 1/2 đơn vị."


@given(st.lists(st.tuples(st.sampled_from(ANSWERS), st.sampled_from(ANSWERS)), max_size=6))
def test_every_unit_asked_is_counted_once(pairs: list[tuple[Any, Any]]) -> None:
    cell = share(whole(*pairs, asked=len(pairs) + 1))
    counted = cell.n_value + cell.n_nil + cell.n_no_data + cell.n_blank + cell.n_not_submitted
    assert counted == cell.expected
    assert cell.expected + cell.n_not_applicable == len(pairs) + 1
    assert min(cell.n_blank, cell.n_value, cell.n_not_submitted) >= 0
