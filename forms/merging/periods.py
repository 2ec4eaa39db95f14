"""Merging over time: one unit's reports of several periods made one, before units are merged.

Every field and column says by `merge.period` how; stocks are taken at the end, flows added up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from forms.fields import canonical
from forms.merging.summing import exact_sum
from forms.merging.units import UnitReport
from forms.merging.units import canonical as canonical_order
from forms.schema import EMPTY, Column, Field, Outline
from forms.values import BLANK, Cell, CellState, Json, cell_from_json, whole_state

LATEST = "revision_latest"
Values = Sequence[Json]
Fold = Callable[[Sequence[Cell]], Cell]
EXACT_PLACES = Decimal(1).scaleb(-10)


def combine_periods(
    outline: Outline, periods: Sequence[Sequence[UnitReport]]
) -> tuple[UnitReport, ...]:
    """One report a unit out of the reports of several periods, the oldest period first."""
    by_unit: dict[str, list[UnitReport]] = {}
    for period in periods:
        for report in period:
            by_unit.setdefault(report.unit.id, []).append(report)
    combined = {unit_id: _combined(outline, found) for unit_id, found in by_unit.items()}
    order = canonical_order(report.unit for report in combined.values())
    return tuple(combined[unit.id] for unit in order)


def _combined(outline: Outline, reports: Sequence[UnitReport]) -> UnitReport:
    last = reports[-1]
    values = {
        item.key: combine_values(item, [r.values.get(item.key) or EMPTY for r in reports])
        for _, item in outline.fields()
    }
    stored = {key: value for key, value in values.items() if value}
    return UnitReport(last.unit, stored, last.revisions, last.status, last.tags, last.measures)


def combine_values(item: Field, values: Values) -> Json:
    """One field's answers of several periods, oldest first, by its period rule."""
    filled = [value for value in values if value]
    if not filled or _is_latest(item):
        return values[-1] if values else EMPTY
    for shape, combine in _SHAPES.items():
        if any(shape in value for value in filled):
            return combine(item, values if shape in _CELL_BY_CELL else filled)
    return _FOLDS[item.merge.period]([cell_from_json(value) for value in filled]).to_json()


def _is_latest(item: Field) -> bool:
    rules = [item.merge, *(column.merge for column in item.columns if column.merge)]
    return all(rule.period == LATEST for rule in rules)


def _combine_parts(item: Field, values: Values) -> Json:
    fold = _FOLDS[item.merge.period]
    parts = {
        name: fold([_part(value, "parts", name) for value in values]).to_json()
        for name in ("num", "den")
    }
    return {"parts": parts}


def _combine_rows(item: Field, values: Values) -> Json:
    columns = {column.key: _column_period(item, column) for column in item.columns}
    places = {
        (row_key, column_key): None
        for value in values
        for row_key, cells in value.get("rows", EMPTY).items()
        for column_key in cells
    }
    rows: dict[str, dict[str, Any]] = {}
    for row_key, column_key in places:
        fold = _FOLDS[columns.get(column_key, item.merge.period)]
        cells = [_part(value, "rows", row_key, column_key) for value in values]
        rows.setdefault(row_key, {})[column_key] = fold(cells).to_json()
    return {"rows": rows}


def _column_period(item: Field, column: Column) -> str:
    """The column's own period rule; one that is not stated is the table's."""
    stated = column.merge is not None and column.merge.period != LATEST
    return column.merge.period if column.merge and stated else item.merge.period


def _combine_items(item: Field, values: Values) -> Json:
    """Flows list the rows of every period; anything else is one period's list."""
    listed = [value for value in values if "items" in value]
    if item.merge.period != "sum_periods":
        return listed[0] if item.merge.period == "first_in_period" else listed[-1]
    entries = [
        {**entry, "id": f"k{number}_{entry.get('id', place)}"}
        for number, value in enumerate(listed, 1)
        for place, entry in enumerate(value["items"], 1)
    ]
    return {"items": entries}


def _combine_whole(item: Field, values: Values) -> Json:
    return values[0] if item.merge.period == "first_in_period" else values[-1]


_SHAPES: Mapping[str, Callable[[Field, Values], Json]] = {
    "parts": _combine_parts,
    "rows": _combine_rows,
    "items": _combine_items,
    "picks": _combine_whole,
    "files": _combine_whole,
}

_CELL_BY_CELL = frozenset({"parts", "rows"})


def _part(value: Json, *path: str) -> Cell:
    state = whole_state(value)
    if state is not None:
        return Cell(state)
    found: Any = value
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return cell_from_json(found)


def _latest(cells: Sequence[Cell]) -> Cell:
    return cells[-1] if cells else BLANK


def _last(cells: Sequence[Cell]) -> Cell:
    return next((cell for cell in reversed(cells) if not cell.is_blank), BLANK)


def _first(cells: Sequence[Cell]) -> Cell:
    return next((cell for cell in cells if not cell.is_blank), BLANK)


def _numeric(combine: Callable[[list[Decimal]], Decimal]) -> Fold:
    """Over the numbers of all periods; without any, what the last period said."""

    def fold(cells: Sequence[Cell]) -> Cell:
        valued = [cell for cell in cells if cell.number is not None]
        if not valued:
            return _last(cells)
        number = combine([cell.number for cell in valued if cell.number is not None])
        estimated = any(cell.estimated for cell in valued)
        return Cell(CellState.VALUE, canonical(number), estimated)

    return fold


def _average(numbers: list[Decimal]) -> Decimal:
    return (exact_sum(numbers) / len(numbers)).quantize(EXACT_PLACES)


_FOLDS: Mapping[str, Fold] = {
    LATEST: _latest,
    "sum_periods": _numeric(exact_sum),
    "last_in_period": _last,
    "first_in_period": _first,
    "average_periods": _numeric(_average),
    "max_in_period": _numeric(max),
}
