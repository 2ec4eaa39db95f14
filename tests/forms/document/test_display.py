"""How cells read on paper."""

from datetime import date
from decimal import Decimal

import pytest

from forms.document import (
    Cell,
    CellState,
    Column,
    ColumnKind,
    Row,
    Table,
    cell_text,
    format_date,
    format_number,
    table_legend,
)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("1234567.5", None, "1.234.567,5"),
        ("1200", None, "1.200"),
        ("1.50", None, "1,5"),
        ("1.5", 2, "1,50"),
        ("-0.04", 1, "0,0"),
        ("2.345", 2, "2,35"),
        ("0", None, "0"),
        ("1E+3", None, "1.000"),
    ],
)
def test_numbers_are_written_the_vietnamese_way(value: str, places: int | None, text: str) -> None:
    assert format_number(Decimal(value), places) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2024, 5, 9), "9/5/2024"),
        (date(2024, 2, 9), "09/02/2024"),
        (date(2024, 12, 31), "31/12/2024"),
    ],
)
def test_dates_of_january_and_february_are_padded(value: date, text: str) -> None:
    assert format_date(value) == text


def test_zero_blank_and_nothing_arising_read_differently() -> None:
    column = Column("x")
    cells = (Cell(Decimal(0)), Cell(state=CellState.BLANK), Cell(state=CellState.NONE_ARISING))
    assert [cell_text(cell, column) for cell in cells] == ["0", "", "-"]


def test_an_estimate_carries_its_mark_and_the_table_explains_it() -> None:
    column = Column("x", kind=ColumnKind.PERCENT, places=1)
    cell = Cell(Decimal("98.54"), CellState.ESTIMATED)
    assert cell_text(cell, column) == "98,5%*"
    assert table_legend(Table((column,), (Row((cell,)),))) == "Ghi chú: (*) số ước tính."


def test_a_table_of_plain_figures_needs_no_legend() -> None:
    assert table_legend(Table((Column("x"),), (Row((Cell(Decimal(1)),)),))) == ""
