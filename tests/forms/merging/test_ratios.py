"""Percentages are sums over sums, of the units that gave both numbers."""

from __future__ import annotations

from decimal import Decimal

from forms.schema import MergeRule
from tests.forms.builders import a_field
from tests.forms.merging.campaigns import (
    BLANK,
    NIL,
    NOT_APPLICABLE,
    about,
    merged_field,
    n,
    ratio,
)


def test_the_common_rate_is_sum_over_sum_not_a_mean_of_percentages() -> None:
    answers = [(9500, 10000), (20, 100), (18, 100), (15, 100), (12, 100)]
    found = merged_field(a_field("ratio"), *(ratio(*pair) for pair in answers))
    assert round(found.cell.number, 2) == Decimal("91.97")
    assert (found.numerator.number, found.denominator.number) == (9565, 10400)
    assert found.cell.text == "91,97%"


def test_a_unit_with_one_part_only_is_named_and_stands_in_neither_sum() -> None:
    found = merged_field(a_field("ratio"), ratio(1, 2), ratio(7, BLANK), ratio(1, 2))
    assert found.cell.number == 50
    assert (found.numerator.number, found.denominator.number) == (2, 4)
    assert found.cell.missing == found.numerator.missing == ("u2",)
    assert found.cell.notes == ("thiếu tử số hoặc mẫu số, chưa tính: Đảng ủy xã 2",)


def test_what_did_not_arise_is_a_zero_in_the_numerator() -> None:
    found = merged_field(a_field("ratio"), ratio(50, 100), ratio(NIL, 100))
    assert found.cell.number == 25
    assert found.cell.n_value == 2


def test_nothing_arose_at_all_is_no_rate() -> None:
    found = merged_field(a_field("ratio"), NIL, ratio(NIL, NIL))
    assert (found.cell.number, found.cell.text, found.cell.n_nil) == (None, "không phát sinh", 2)
    assert (found.numerator.number, found.denominator.number) == (None, None)


def test_a_denominator_of_zero_gives_no_rate_and_says_why() -> None:
    found = merged_field(a_field("ratio"), ratio(0, 0))
    assert found.cell.number is None
    assert found.cell.notes == ("tổng mẫu số bằng 0, không tính được tỷ lệ",)


def test_a_unit_with_denominator_zero_does_not_spoil_the_others() -> None:
    assert merged_field(a_field("ratio"), ratio(0, 0), ratio(3, 4)).cell.number == 75


def test_a_numerator_above_its_denominator_is_named() -> None:
    found = merged_field(a_field("ratio"), ratio(5, 4), ratio(1, 4))
    assert found.cell.number == 75
    assert found.cell.notes == ("tử số lớn hơn mẫu số: Đảng ủy xã 1",)


def test_not_applicable_leaves_the_denominator_of_units() -> None:
    cell = merged_field(a_field("ratio"), ratio(1, 2), NOT_APPLICABLE).cell
    assert (cell.share, cell.n_not_applicable) == ("1/1", 1)


def test_an_estimated_part_makes_the_unit_an_estimate() -> None:
    found = merged_field(a_field("ratio"), ratio(about(1), 2), ratio(n(1), n(2)))
    assert found.cell.estimated == ("u1",)


def test_extremes_of_rates_read_as_percentages() -> None:
    item = a_field("ratio", merge=MergeRule("max"))
    cell = merged_field(item, ratio(1, 4), ratio(1, 3), ratio(5, 0)).cell
    assert (cell.text, [s.unit_id for s in cell.sources]) == ("33,33%", ["u2"])
