"""The types a column of a table or list may have, and reading rows of such columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from forms.expressions import compile_expression
from forms.fields.base import CellType, FigureValue, Finding, figure, missing_severity
from forms.fields.choice import ChoiceType
from forms.fields.computed import ComputedType, computed_cell
from forms.fields.day import DateType
from forms.fields.decimal_number import DecimalType
from forms.fields.integer import IntegerType
from forms.fields.money import MoneyType
from forms.fields.narrative import NarrativeType
from forms.fields.ratio import RatioType
from forms.fields.short_text import ShortTextType
from forms.fields.yes_no import YesNoType
from forms.schema import Column, Severity
from forms.values import BLANK, Cell, CellState, Json, cell_from_json

CELL_TYPES: Mapping[str, CellType] = {
    item.name: item
    for item in (
        NarrativeType(),
        ShortTextType(),
        IntegerType(),
        DecimalType(),
        MoneyType(),
        DateType(),
        YesNoType(),
        ChoiceType(),
        ComputedType(),
    )
}
RATIO = RatioType()
COMPUTED_COLUMNS = frozenset({"ratio", "computed"})
COLUMN_TYPES = (*CELL_TYPES, RATIO.name)

Cells = Mapping[str, Cell]


def cell_type(column: Column) -> CellType:
    """Raises KeyError for ratio columns, whose cells are computed."""
    return CELL_TYPES[column.type]


def is_typed(column: Column) -> bool:
    return column.type not in COMPUTED_COLUMNS


def holds_number(column: Column) -> bool:
    """Whether the column's cells are typed numbers, which can be totalled."""
    return is_typed(column) and cell_type(column).holds_numbers


def read_cells(stored: object) -> dict[str, Cell]:
    """The non-blank cells of one stored row."""
    if not isinstance(stored, Mapping):
        return {}
    cells = {str(key): cell_from_json(data) for key, data in stored.items()}
    return {key: cell for key, cell in cells.items() if not cell.is_blank}


def stored_cells(cells: Cells) -> dict[str, Json]:
    return {key: cell.to_json() for key, cell in cells.items() if not cell.is_blank}


def column_value(column: Column, cell: Cell) -> Any:
    """What a cell is in expressions."""
    if column.type == RATIO.name:
        return cell.number
    return cell_type(column).cell_value(column, cell)


def display_column(column: Column, cell: Cell) -> str:
    if column.type == RATIO.name:
        return RATIO.display_cell(column, cell)
    return cell_type(column).display_cell(column, cell)


class RowValues(Mapping[str, Any]):
    """The values of one row by column key; computed columns are worked out when first asked."""

    def __init__(self, columns: Iterable[Column], cells: Cells) -> None:
        self._columns = {column.key: column for column in columns}
        self._cells = dict(cells)
        self._busy: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        column = self._columns[key]
        return column_value(column, self.cell(key))

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def cell(self, key: str) -> Cell:
        column = self._columns[key]
        if is_typed(column):
            return self._cells.get(key, BLANK)
        if key in self._busy:  # a circle, refused when outlines are loaded
            return BLANK
        if key not in self._cells:
            self._busy.add(key)
            self._cells[key] = self._computed(column)
            self._busy.discard(key)
        return self._cells[key]

    def _computed(self, column: Column) -> Cell:
        if column.type == RATIO.name:
            parts = [self._number_cell(key) for key in (column.numerator, column.denominator)]
            return RATIO.percent_cell(*parts)
        return computed_cell(compile_expression(column.formula).evaluate(self))

    def _number_cell(self, key: str) -> Cell:
        """A part of a ratio; what did not arise counts as 0."""
        cell = self.cell(key) if key in self._columns else BLANK
        return Cell(CellState.VALUE, "0") if cell.state is CellState.NIL else cell


def with_computed(columns: tuple[Column, ...], cells: Cells) -> dict[str, Cell]:
    """The cells of a row with its ratio and computed columns filled in."""
    typed = {c.key: cells[c.key] for c in columns if is_typed(c) and c.key in cells}
    worked_out = [c.key for c in columns if not is_typed(c)]
    if not worked_out:
        return typed
    values = RowValues(columns, typed)
    computed = {key: values.cell(key) for key in worked_out}
    return typed | computed


def row_figures(columns: Iterable[Column], row_key: str, cells: Cells) -> Iterator[FigureValue]:
    for column in columns:
        if holds_number(column) and column.key in cells:
            yield figure(row_key, column.key, cells[column.key])


def cell_findings(
    columns: Iterable[Column], path: str, row_label: str, cells: Cells
) -> Iterator[Finding]:
    """Faults of the typed cells of one row, and its missing ones."""
    for column in columns:
        if not is_typed(column):
            continue
        cell = cells.get(column.key, BLANK)
        problem = cell_type(column).find_problem(column, cell)
        severity: Severity | None = Severity.BLOCK
        if cell.is_blank:
            problem = "chưa nhập."
            severity = missing_severity(column.required)
        if problem and severity is not None:
            place = f"{row_label}, cột “{column.whole_label}”"
            yield Finding(f"{path}.{column.key}", f"{place}: {problem}", severity)
