"""Over time first, then over units: stocks at the end, flows added up."""

from __future__ import annotations

from decimal import Decimal

import pytest

from forms.merging import UnitReport, combine_periods
from forms.schema import Column, MergeRule, Row
from tests.forms.builders import a_field
from tests.forms.merging.campaigns import (
    BLANK,
    NIL,
    about,
    items,
    merged,
    n,
    outline_of,
    ratio,
    table,
    unit,
)


def combined(item, *answers):
    """The field's answer of one unit over several periods."""
    outline = outline_of(item)
    periods = [[UnitReport(unit(1), {"x": answer} if answer else {})] for answer in answers]
    (report,) = combine_periods(outline, periods)
    return report.values.get("x", BLANK)


def number(period: str, *answers):
    return combined(a_field("decimal", merge=MergeRule("sum", period)), *answers)


@pytest.mark.parametrize(
    ("period", "value"),
    [
        ("revision_latest", "7"),
        ("sum_periods", "12"),
        ("last_in_period", "7"),
        ("first_in_period", "2"),
        ("average_periods", "4"),
        ("max_in_period", "7"),
    ],
)
def test_each_rule_over_periods(period: str, value: str) -> None:
    assert number(period, n(2), n(3), n(7)) == n(value)


def test_last_and_first_pass_over_blank_periods_and_the_newest_revision_does_not() -> None:
    assert number("last_in_period", BLANK, n(3), BLANK) == n(3)
    assert number("first_in_period", BLANK, n(3), n(4)) == n(3)
    assert number("revision_latest", n(3), BLANK) == BLANK


def test_without_any_number_the_last_word_stands() -> None:
    assert number("sum_periods", BLANK, NIL) == NIL
    assert number("sum_periods", BLANK, BLANK) == BLANK


def test_nothing_arose_adds_nothing_and_an_estimate_stays_one() -> None:
    assert number("sum_periods", about(2), NIL, n("0.5")) == about("2.5")


def test_an_average_is_over_the_periods_with_a_number() -> None:
    assert number("average_periods", n(1), BLANK, n(2)) == n("1.5")
    third = number("average_periods", n(1), n(0), n(0))
    assert Decimal(third["v"]) == Decimal("0.3333333333")


def test_the_parts_of_a_ratio_are_combined_each() -> None:
    item = a_field("ratio", merge=MergeRule("weighted_ratio", "sum_periods"))
    assert combined(item, ratio(1, 2), ratio(3, 4)) == ratio(4, 6)


def test_columns_have_their_own_rule_over_periods_and_the_table_s_otherwise() -> None:
    columns = (
        Column("ton", "Tồn", "integer", merge=MergeRule("sum", "last_in_period")),
        Column("thu", "Thu", "integer"),
    )
    item = a_field(
        "table", columns=columns, rows=(Row("a", "A"),),
        merge=MergeRule("table_sum_by_key", "sum_periods"),
    )  # fmt: skip
    found = combined(item, table(a={"ton": 5, "thu": 1}), table(a={"ton": 8, "thu": 2}), NIL)
    assert found == {"rows": {"a": {"ton": NIL, "thu": n(3)}}}


def test_a_column_rule_counts_in_a_table_without_one() -> None:
    columns = (
        Column("ton", "Tồn", "integer"),
        Column("thu", "Thu", "integer", merge=MergeRule("sum", "sum_periods")),
    )
    item = a_field("table", columns=columns, rows=(Row("a", "A"),))
    found = combined(item, table(a={"ton": 5, "thu": 1}), table(a={"ton": 8, "thu": 2}))
    assert found == table(a={"ton": 8, "thu": 3})


def test_lists_of_flows_are_joined_and_other_lists_are_one_period_s() -> None:
    joined = a_field("list", merge=MergeRule("table_append", "sum_periods"))
    found = combined(joined, items({"chu": "A"}), items({"chu": "B"}))
    assert [entry["cells"] for entry in found["items"]] == [{"chu": n("A")}, {"chu": n("B")}]
    assert len({entry["id"] for entry in found["items"]}) == 2
    last = a_field("list", merge=MergeRule("table_append", "last_in_period"))
    assert combined(last, items({"chu": "A"}), BLANK) == items({"chu": "A"})


def test_picks_are_those_of_one_period() -> None:
    first = a_field("choices", merge=MergeRule("count_by_choice", "first_in_period"))
    assert combined(first, {"picks": ["tot"]}, {"picks": ["kha"]}) == {"picks": ["tot"]}


def test_stocks_are_taken_at_the_end_before_units_are_summed() -> None:
    outline = outline_of(a_field("integer", merge=MergeRule("sum", "last_in_period")))
    periods = [
        [UnitReport(unit(2), {"x": n(100)}), UnitReport(unit(1), {"x": n(10)})],
        [UnitReport(unit(1), {"x": n(11)})],
    ]
    found = combine_periods(outline, periods)
    assert [report.unit.id for report in found] == ["u1", "u2"]
    assert merged(outline, found).fields["x"].cell.number == 111
