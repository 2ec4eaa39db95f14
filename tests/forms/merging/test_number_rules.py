"""One example a rule over numbers and dates, and what none of them may do."""

from __future__ import annotations

from decimal import Decimal

import pytest

from forms.merging import Expected, UnitReport, merge_report
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
    merged_field,
    n,
    outline_of,
    reports,
    unit,
)

NUMBER_RULES = ("sum", "mean", "median", "min", "max", "range", "top_n")


def number(rule: str, *answers: dict, **options: object):
    """The merged cell of an integer field under a rule."""
    item = a_field("integer", merge=MergeRule(rule, options=options))
    return merged_field(item, *answers).cell


def test_a_sum_adds_what_there_is_and_says_how_many_units_stand_behind_it() -> None:
    cell = number("sum", n(48000), n(311), NIL, NOT_APPLICABLE, NO_DATA, BLANK)
    assert (cell.number, cell.text) == (48311, "48.311")
    assert (cell.n_value, cell.n_nil, cell.n_no_data, cell.n_blank) == (2, 1, 1, 1)
    assert (cell.expected, cell.n_not_applicable, cell.missing) == (5, 1, ("u6",))


@pytest.mark.parametrize("rule", NUMBER_RULES)
def test_without_any_number_there_is_no_result_and_never_a_zero(rule: str) -> None:
    nobody = number(rule, BLANK, BLANK)
    assert (nobody.number, nobody.text) == (None, "chưa có số liệu")
    nothing_arose = number(rule, NIL, NIL)
    assert (nothing_arose.number, nothing_arose.text) == (None, "không phát sinh")


@pytest.mark.parametrize("rule", NUMBER_RULES)
def test_without_any_unit_there_is_no_result(rule: str) -> None:
    item = a_field("integer", merge=MergeRule(rule))
    cell = merge_report(outline_of(item), [], Expected()).fields["x"].cell
    assert (cell.number, cell.expected, cell.completeness) == (None, 0, None)


def test_zero_is_a_value() -> None:
    cell = number("sum", n(0), n(0))
    assert (cell.number, cell.text, cell.n_value, cell.n_zero) == (0, "0", 2, 2)


def test_an_unreadable_number_is_named_and_not_counted() -> None:
    cell = number("sum", n(5), UNREAD)
    assert (cell.number, cell.n_blank, cell.missing) == (5, 1, ("u2",))
    assert cell.notes == ("chưa đọc được, chưa tính: Đảng ủy xã 2",)


def test_estimates_are_named() -> None:
    assert number("sum", n(5), about(7)).estimated == ("u2",)


@pytest.mark.parametrize(
    ("rule", "value", "text"),
    [("mean", Decimal(10) / 3, "3,33"), ("median", Decimal(2), "2")],
)
def test_means_are_over_the_units_with_a_number(rule: str, value: Decimal, text: str) -> None:
    cell = number(rule, n(1), n(2), n(7), NIL, BLANK)
    assert (cell.number, cell.text) == (value, text)
    assert cell.notes == ("tính trên 3 đơn vị có số liệu",)


def test_the_median_of_an_even_number_of_units_lies_between_the_two_in_the_middle() -> None:
    assert number("median", n(9), n(1), n(4), n(3)).number == Decimal("3.5")


@pytest.mark.parametrize(("rule", "value", "unit_id"), [("min", 2, "u2"), ("max", 9, "u3")])
def test_extremes_name_the_units_that_reach_them(rule: str, value: int, unit_id: str) -> None:
    cell = number(rule, n(5), n(2), n(9))
    assert cell.number == value
    assert [source.unit_id for source in cell.sources] == [unit_id]
    assert cell.notes == (f"đơn vị: Đảng ủy xã {unit_id[1]}",)


def test_a_range_names_both_ends() -> None:
    cell = number("range", n(5), n(2), n(9))
    assert (cell.number, cell.text) == (None, "từ 2 đến 9")
    assert cell.notes == ("thấp nhất: Đảng ủy xã 2", "cao nhất: Đảng ủy xã 3")
    assert number("range", n(4), n(4)).text == "4"


def test_a_range_of_dates_reads_as_days() -> None:
    item = a_field("date", merge=MergeRule("range"))
    cell = merged_field(item, n("2024-05-09"), n("2023-12-31")).cell
    assert cell.text == "từ 31/12/2023 đến 9/5/2024"


def test_top_n_names_units_and_those_level_with_the_last() -> None:
    cell = number("top_n", n(5), n(9), n(5), n(1), n=2)
    assert cell.text == "Đảng ủy xã 2 (9), Đảng ủy xã 1 (5)"
    assert cell.notes == ("bằng đơn vị cuối: Đảng ủy xã 3",)
    assert number("top_n", n(5), n(1), n=1, direction="lowest").text == "Đảng ủy xã 2 (1)"


def test_a_weighted_mean_weighs_by_another_field_and_names_units_without_weight() -> None:
    item = a_field("decimal", merge=MergeRule("weighted_mean", options={"weight": "dan"}))
    outline = outline_of(item, a_field("integer", "dan"))
    found = reports({"x": n(10), "dan": n(3)}, {"x": n(20), "dan": n(1)}, {"x": n(99)})
    cell = merged(outline, found).fields["x"].cell
    assert cell.number == Decimal("12.5")
    assert cell.notes == ("không có trọng số, chưa tính: Đảng ủy xã 3",)


def test_a_weighted_mean_of_weights_zero_is_none() -> None:
    item = a_field("decimal", merge=MergeRule("weighted_mean", options={"weight": "dan"}))
    outline = outline_of(item, a_field("integer", "dan"))
    cell = merged(outline, reports({"x": n(10), "dan": n(0)})).fields["x"].cell
    assert cell.number is None
    assert "tổng trọng số bằng 0, không tính được trung bình" in cell.notes


@pytest.mark.parametrize(
    ("missing", "number_kept"),
    [("ignore", True), ("require_all", False), ("0.8", False), (0.5, True)],
)
def test_a_rule_may_want_a_share_of_the_units(missing: object, number_kept: bool) -> None:
    cell = number("sum", n(5), n(6), BLANK, missing=missing)
    assert (cell.number == 11) is number_kept
    assert ("chưa đủ đơn vị báo cáo: 2/3" in cell.notes) is not number_kept


def test_rounding_is_of_what_is_shown_only() -> None:
    cell = number("mean", n(1), n(2), n(7), round=1)
    assert (cell.number, cell.text) == (Decimal(10) / 3, "3,3")


def test_figures_given_in_another_unit_of_measure_are_converted_exactly() -> None:
    item = a_field("money", unit_of_measure="triệu đồng")
    outline = outline_of(item)
    found = [
        UnitReport(unit(1), {"x": n("1.5")}),
        UnitReport(unit(2), {"x": n("1500001")}, measures={"x": "đồng"}),
        UnitReport(unit(3), {"x": n("0.002")}, measures={"x": "tỉ đồng"}),
    ]
    assert merged(outline, found).fields["x"].cell.number == Decimal("5.000001")


def test_figures_in_a_measure_that_does_not_convert_are_named_and_left_out() -> None:
    outline = outline_of(a_field("integer", unit_of_measure="người"))
    found = [
        UnitReport(unit(1), {"x": n(5)}),
        UnitReport(unit(2), {"x": n(3)}, measures={"x": "hộ"}),
    ]
    cell = merged(outline, found).fields["x"].cell
    assert (cell.number, cell.missing) == (5, ("u2",))
    assert cell.notes == ("chưa đọc được, chưa tính: Đảng ủy xã 2",)
