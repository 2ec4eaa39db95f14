"""Document cells from cells of answers and from merged cells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from forms.document import Cell as DocCell
from forms.document import CellState as DocState
from forms.fields.columns import display_column
from forms.merging import NO_FIGURE, MergedCell
from forms.schema import Column
from forms.values import Cell, CellState

_STATES = {
    CellState.VALUE: DocState.VALUE,
    CellState.BLANK: DocState.BLANK,
    CellState.NIL: DocState.NONE_ARISING,
    CellState.NO_DATA: DocState.NO_DATA,
    CellState.NOT_APPLICABLE: DocState.NOT_APPLICABLE,
    CellState.INVALID: DocState.BLANK,
}
NUMERIC = frozenset({"integer", "decimal", "money", "ratio", "computed"})


def answer_cell(column: Column, cell: Cell) -> DocCell:
    """A unit's own cell; a value that could not be read is printed as it was typed."""
    if cell.state is CellState.INVALID:
        return DocCell(cell.raw, note="Chưa đọc được số này")
    if cell.state is not CellState.VALUE:
        return DocCell(None, _STATES[cell.state])
    state = DocState.ESTIMATED if cell.estimated else DocState.VALUE
    note = "Số ước" if cell.estimated else ""
    return DocCell(_value(column, cell), state, note)


def _value(column: Column, cell: Cell) -> Decimal | date | str:
    if column.type in NUMERIC:
        number = cell.number
        return cell.value if number is None else number
    if column.type == "date":
        return date.fromisoformat(cell.value)
    return display_column(column, cell)


def merged_cell(cell: MergedCell, names: Mapping[str, str]) -> DocCell:
    """A merged figure with a note on who is missing or estimated; no figure is no zero."""
    note = cell.count_words(names) if _wants_note(cell) else ""
    if cell.number is None and cell.n_value and cell.text != NO_FIGURE:
        # A range, a date, a choice: merged, but no single number. What cannot be worked out, as one
        # of its operands stands blank beside it, stays blank too.
        return DocCell(cell.text, DocState.VALUE, note)
    if cell.number is None:
        return DocCell(None, _missing_state(cell), note)
    state = DocState.ESTIMATED if cell.estimated else DocState.VALUE
    return DocCell(cell.number, state, note)


def _wants_note(cell: MergedCell) -> bool:
    return bool(cell.missing or cell.estimated or cell.n_no_data)


def _missing_state(cell: MergedCell) -> DocState:
    if cell.n_nil:
        return DocState.NONE_ARISING
    if cell.expected == 0:
        return DocState.NOT_APPLICABLE
    return DocState.NO_DATA if cell.n_no_data else DocState.BLANK
