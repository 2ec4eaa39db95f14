"""Formulas at the collector: totals, ratios and computed columns worked out on merged cells.

The formulas themselves are those of the field types; here is only what goes in and comes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from forms.expressions import compile_expression
from forms.fields import ITEMS, field_type, is_typed, total_formula
from forms.merging.audience import Audience
from forms.merging.cells import MergedCell, SourceValue
from forms.merging.gathering import Answered, gather
from forms.merging.joined_answers import JoinedStates
from forms.merging.outcomes import NIL, NOTHING, Outcome, merged_cell
from forms.merging.printing import Printer
from forms.schema import Column, Field, MergeRule, Row
from forms.values import Cell, CellState, cell_from_json

ITEM, TOTAL = "item", "total"
COMPUTED_RULE = MergeRule("computed")
Place = tuple[str, str]


def as_cell(merged: MergedCell) -> Cell:
    """A merged cell as an answer: what a formula at the collector calculates with."""
    if merged.number is not None:
        return Cell(CellState.VALUE, format(merged.number, "f"))
    return Cell(CellState.NIL) if merged.nothing_arose else Cell()


def work_out(item: Field, cells: Mapping[Place, Cell]) -> dict[Place, Cell]:
    """The table's computed cells over typed ones, totals included."""
    rows: dict[str, dict[str, object]] = {}
    for (row_key, column_key), cell in cells.items():
        rows.setdefault(row_key, {})[column_key] = cell.to_json()
    computed = field_type(item.type).computed(item, {"rows": rows})
    return {
        (row_key, column_key): cell_from_json(data)
        for row_key, row in computed.get("rows", {}).items()
        for column_key, data in row.items()
        if (row_key, column_key) not in cells
    }


def operand_rows(item: Field, row: Row) -> tuple[str, ...]:
    """The item rows a row stands on: itself, or those its formula adds up."""
    if row.kind == ITEM:
        return (row.key,)
    return tuple(dict.fromkeys(_rows_under(item, row, frozenset())))


def _rows_under(item: Field, row: Row, above: frozenset[str]) -> Iterable[str]:
    if row.kind == ITEM:
        yield row.key
        return
    names = compile_expression(total_formula(row)).names()
    for other in item.rows:
        wanted = other.key in names or (ITEMS in names and other.kind == ITEM)
        if wanted and other.key not in above:
            yield from _rows_under(item, other, above | {row.key})


def operand_columns(item: Field, column: Column) -> tuple[str, ...]:
    """The typed columns a column stands on: itself, or those its formula names."""
    return tuple(dict.fromkeys(_columns_under(item, column, frozenset())))


def _columns_under(item: Field, column: Column, above: frozenset[str]) -> Iterable[str]:
    if is_typed(column):
        yield column.key
        return
    names: Iterable[str] = (column.numerator, column.denominator)
    if column.formula:
        names = compile_expression(column.formula).names()
    for other in item.columns:
        if other.key in names and other.key not in above:
            yield from _columns_under(item, other, above | {column.key})


def best_states(operands: Iterable[Answered]) -> dict[str, tuple[CellState, bool]]:
    """Per unit the most telling state among several cells, and whether any value is estimated."""
    joined = JoinedStates(operands)
    return {unit_id: (source.state, source.estimated) for unit_id, source in joined.items()}


def computed_cell(
    worked: Cell, operands: Answered, audience: Audience, printer: Printer
) -> MergedCell:
    """A formula's cell with the counts of the units behind it; without any value it is none."""
    gathering = gather(COMPUTED_RULE, operands, audience)
    if not gathering.n_value:
        return merged_cell(gathering, NIL if gathering.all_nil else NOTHING)
    return merged_cell(gathering, _outcome(worked, printer))


def _outcome(worked: Cell, printer: Printer) -> Outcome:
    if worked.number is not None:
        return Outcome(worked.number, printer.number(worked.number))
    if worked.state is CellState.VALUE:
        return Outcome(text=printer.stored(SourceValue("", text=worked.value)))
    return NOTHING
