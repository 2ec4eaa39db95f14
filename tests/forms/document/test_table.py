"""Header grids, column numbers, checks at construction."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.document import (
    Cell,
    Column,
    ColumnKind,
    Ratio,
    Row,
    Table,
    column_numbers,
    header_cells,
    header_depth,
    leaves,
)

LEAF = st.builds(lambda: Column("x"))
TREES = st.lists(
    st.recursive(
        LEAF,
        lambda inner: st.lists(inner, min_size=1, max_size=3).map(
            lambda parts: Column("nhóm", children=tuple(parts))
        ),
        max_leaves=8,
    ),
    min_size=1,
    max_size=5,
).map(tuple)


@given(TREES)
def test_header_cells_cover_the_grid_exactly_once(columns: tuple[Column, ...]) -> None:
    covered = [
        (row, column)
        for cell in header_cells(columns)
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    ]
    width, depth = len(leaves(columns)), header_depth(columns)
    assert sorted(covered) == [(row, column) for row in range(depth) for column in range(width)]


def test_column_numbers_tell_how_a_column_is_computed() -> None:
    table = Table(
        (
            Column("TT", kind=ColumnKind.INDEX),
            Column("Đơn vị", kind=ColumnKind.TEXT),
            Column("Tổng", key="t", formula="{a}+{b}"),
            Column("Chia ra", children=(Column("Nam", key="a"), Column("Nữ", key="b"))),
            Column("Tỷ lệ", kind=ColumnKind.PERCENT, ratio=Ratio("a", "t")),
        )
    )
    assert column_numbers(table) == ("A", "B", "1=2+3", "2", "3", "4=2*100/1")


def test_a_formula_may_hold_nothing_but_arithmetic() -> None:
    with pytest.raises(ValueError, match="not understood"):
        Column("x", formula="__import__")


def test_a_formula_names_columns_of_its_table() -> None:
    with pytest.raises(ValueError, match="unknown columns"):
        Table((Column("x", key="x", formula="{y}"),))


def test_a_row_has_one_cell_for_each_leaf() -> None:
    with pytest.raises(ValueError, match="row 1 has 1 cells for 2"):
        Table((Column("a"), Column("b")), (Row((Cell(Decimal(1)),)),))
