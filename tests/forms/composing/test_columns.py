"""Columns of a document table: computed ones carry a formula a workbook can keep live."""

from __future__ import annotations

import pytest

from forms.composing.columns import value_columns
from forms.document import Column, Table, TotalRule, column_numbers
from forms.schema import Column as FieldColumn


def computed(formula: str, *, total: TotalRule = TotalRule.NONE) -> Column:
    columns = (
        FieldColumn("truoc", "Năm trước", "integer"),
        FieldColumn("nay", "Năm nay", "integer"),
        FieldColumn("tang", "Tăng, giảm", "computed", formula=formula),
    )
    return value_columns(columns, "a__", total)[-1]


@pytest.mark.parametrize(
    ("formula", "live"),
    [
        ("nay - truoc", "{a__nay} - {a__truoc}"),
        ("sum(nay, truoc)", "({a__nay}+ {a__truoc})"),
        ("100 * (nay - truoc) / truoc", "100 * ({a__nay} - {a__truoc}) / {a__truoc}"),
        ("max(nay, truoc)", ""),
        ("nay * 0.5", ""),
        ("bang_khac.dong.cot - nay", ""),
        ("khac - nay", ""),
        ("if_(nay > truoc, nay, truoc)", ""),
    ],
)
def test_arithmetic_of_neighbours_is_live_and_all_else_a_figure(formula: str, live: str) -> None:
    assert computed(formula).formula == live


def test_a_live_column_totals_by_its_formula() -> None:
    assert computed("nay - truoc", total=TotalRule.SUM).total is TotalRule.FORMULA
    assert computed("max(nay, truoc)", total=TotalRule.SUM).total is TotalRule.SUM
    assert computed("nay - truoc").total is TotalRule.NONE


def test_the_row_of_column_numbers_says_how_a_column_is_made() -> None:
    columns = value_columns(
        (
            FieldColumn("truoc", "Năm trước", "integer"),
            FieldColumn("nay", "Năm nay", "integer"),
            FieldColumn("tang", "Tăng, giảm", "computed", formula="nay - truoc"),
        )
    )
    assert list(column_numbers(Table(columns))) == ["1", "2", "3=2-1"]
