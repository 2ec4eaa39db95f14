"""Total rows of tables: a formula over rows, worked out column by column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from forms.expressions import compile_expression
from forms.fields.columns import Cells, cell_type, holds_number
from forms.fields.computed import computed_cell
from forms.schema import Column, Field, Row
from forms.values import BLANK, Cell, CellState

ITEMS = "items"
DEFAULT_TOTAL = f"sum({ITEMS})"


def total_formula(row: Row) -> str:
    return row.formula or DEFAULT_TOTAL


def total_cells(field: Field, rows: Mapping[str, Cells]) -> dict[str, dict[str, Cell]]:
    """The cells of every total row in the columns of typed numbers."""
    totals = [row for row in field.rows if row.kind == "total"]
    found: dict[str, dict[str, Cell]] = {row.key: {} for row in totals}
    if totals:
        for column in filter(holds_number, field.columns):
            values = ColumnValues(field, column, rows)
            for row in totals:
                found[row.key][column.key] = values.cell(row.key)
    return found


class ColumnValues(Mapping[str, Any]):
    """The values of one column by row key, with `items`; totals are worked out when asked."""

    def __init__(self, field: Field, column: Column, rows: Mapping[str, Cells]) -> None:
        self._rows = {row.key: row for row in field.rows}
        self._column = column
        self._items = [row.key for row in field.rows if row.kind == "item"]
        self._cells = {key: cells.get(column.key, BLANK) for key, cells in rows.items()}
        self._totals: dict[str, Cell] = {}
        self._busy: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        if key == ITEMS:
            return tuple(self._value(item) for item in self._items)
        if key not in self._rows:
            raise KeyError(key)
        return self._value(key)

    def __iter__(self) -> Iterator[str]:
        yield ITEMS
        yield from self._rows

    def __len__(self) -> int:
        return len(self._rows) + 1

    def cell(self, key: str) -> Cell:
        row = self._rows[key]
        if row.kind != "total":
            return self._cells.get(key, BLANK)
        if key in self._busy:  # a circle, refused when outlines are loaded
            return BLANK
        if key not in self._totals:
            self._busy.add(key)
            self._totals[key] = self._total(row)
            self._busy.discard(key)
        return self._totals[key]

    def _value(self, key: str) -> Decimal | None:
        cell = self.cell(key)
        value: Decimal | None = cell_type(self._column).cell_value(self._column, cell)
        return value

    def _total(self, row: Row) -> Cell:
        formula = compile_expression(total_formula(row))
        cell = computed_cell(formula.evaluate(self))
        if cell.number is None:
            return BLANK
        # A total that an estimate goes into is an estimate.
        return Cell(CellState.VALUE, cell.value, self._estimated(formula.names()))

    def _estimated(self, names: frozenset[str]) -> bool:
        keys = set(names - {ITEMS}) & set(self._rows)
        if ITEMS in names:
            keys.update(self._items)
        return any(self.cell(key).estimated for key in keys)
