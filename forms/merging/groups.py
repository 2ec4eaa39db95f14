"""Merging lists by key columns: rows with one key are one row, the other columns are merged.

Several rows of one unit under one key are first made one answer of that unit. Units without a row
under a key are not missing there: nothing arose that they could have listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from forms.fields import canonical, field_type, is_typed
from forms.merging.audience import Audience, Question
from forms.merging.cell_rules import LEFT_OUT, apply_rule, column_rule
from forms.merging.cells import MergedCell, SourceValue
from forms.merging.formulas import as_cell, computed_cell
from forms.merging.gathering import Answered, gather
from forms.merging.joined_answers import PairedAnswers
from forms.merging.list_rows import (
    ListRow,
    cell_sameness,
    commonest,
    list_columns,
    list_rows,
    units_of,
)
from forms.merging.lists import merged_list
from forms.merging.participation import whole_answer
from forms.merging.printing import Printer, is_percentage
from forms.merging.results import MergedItem, MergedList
from forms.merging.stored_answers import addend, read
from forms.merging.summing import exact_sum
from forms.schema import EMPTY, Column, MergeRule
from forms.text import collation_key
from forms.values import Cell, CellState, cell_from_json

PROSE_WIDGETS = frozenset({"text", "line"})
_COMPANIONS = ("weight", "date_field")


def group_rows(question: Question) -> MergedList:
    keys = tuple(question.field.merge.options.get("key_columns", ()))
    columns = list_columns(question)
    expected = whole_answer(question).expected
    groups: dict[tuple[object, ...], list[ListRow]] = {}
    for row in list_rows(question):
        groups.setdefault(tuple(cell_sameness(row.cell(key)) for key in keys), []).append(row)
    merged = [
        _Group(question, tuple(rows), columns, keys).item(expected) for rows in groups.values()
    ]
    key_columns = [column for column in columns if column.key in keys]
    merged.sort(key=lambda item: [_place(item.cells[column.key], column) for column in key_columns])
    return merged_list(question, tuple(merged))


def _place(cell: Cell, column: Column) -> tuple[int, Decimal, str]:
    """Choices in their order, numbers by size, texts by the alphabet, blanks last."""
    if cell.state is not CellState.VALUE:
        return (2, Decimal(0), "")
    for place, choice in enumerate(column.choices):
        if choice.key == cell.value:
            return (0, Decimal(place), "")
    number = cell.number
    return (0, number, "") if number is not None else (1, Decimal(0), collation_key(cell.value))


@dataclass(frozen=True)
class _Group:
    question: Question
    rows: tuple[ListRow, ...]
    columns: Sequence[Column]
    keys: tuple[str, ...]

    def item(self, expected: int) -> MergedItem:
        audience = self.question.audience.of_units(units_of(self.rows))
        merged = {
            column.key: self._merged(column, audience)
            for column in self.columns
            if is_typed(column) and column.key not in self.keys
        }
        prose = {c.key for c in self.columns if field_type(c.type).widget in PROSE_WIDGETS}
        figures = {key: cell for key, cell in merged.items() if key not in prose}
        cells = {key: commonest(self.rows, key) for key in self.keys}
        cells |= {key: _text_cell(cell) for key, cell in merged.items() if key in prose}
        cells |= {key: as_cell(figure) for key, figure in figures.items()}
        figures |= self._computed(cells, audience)
        shown = cells | {key: as_cell(figure) for key, figure in figures.items()}
        return MergedItem(shown, units_of(self.rows), expected, figures)

    def _merged(self, column: Column, audience: Audience) -> MergedCell:
        rule = column_rule(column)
        names = {role: rule.options[role] for role in _COMPANIONS if role in rule.options}
        companions = {role: self._answers(str(key)) for role, key in names.items()}
        gathering = gather(rule, self._answers(column.key), audience, companions)
        return apply_rule(gathering, Printer.of(column, rule))

    def _computed(self, cells: Mapping[str, Cell], audience: Audience) -> dict[str, MergedCell]:
        """Ratio and computed columns worked out on the group; a ratio on rows with both parts."""
        found = {}
        for column in self.columns:
            if is_typed(column):
                continue
            rule = column_rule(column)
            if is_percentage(column) and rule.rule not in LEFT_OUT:
                found[column.key] = self._ratio(column, rule, audience)
            else:
                found[column.key] = self._formula(column, cells, audience)
        return found

    def _ratio(self, column: Column, rule: MergeRule, audience: Audience) -> MergedCell:
        whole = [r for r in self.rows if self._both(r, column)]
        above = _by_unit(whole, column.numerator, self._column(column.numerator))
        below = _by_unit(whole, column.denominator, self._column(column.denominator))
        gathering = gather(rule, PairedAnswers(above, below), audience)
        return apply_rule(gathering, Printer.of(column, rule))

    def _both(self, row: ListRow, column: Column) -> bool:
        parts = (row.cell(column.numerator), row.cell(column.denominator))
        return all(part.state in (CellState.VALUE, CellState.NIL) for part in parts)

    def _formula(self, column: Column, cells: Mapping[str, Cell], audience: Audience) -> MergedCell:
        item = self.question.field
        stored = {key: cell.to_json() for key, cell in cells.items()}
        worked = field_type(item.type).computed(item, {"items": [{"id": "g", "cells": stored}]})
        rows = worked.get("items") or ({"cells": EMPTY},)
        data = rows[0]["cells"].get(column.key, EMPTY)
        answers = {unit: SourceValue(unit) for unit in units_of(self.rows)}
        printer = Printer.of(column, column_rule(column))
        return computed_cell(cell_from_json(data), answers, audience, printer)

    def _answers(self, column_key: str) -> Answered:
        return _by_unit(self.rows, column_key, self._column(column_key))

    def _column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)


def _text_cell(merged: MergedCell) -> Cell:
    """Words of several units in one cell."""
    return Cell(CellState.VALUE, merged.text) if merged.n_value and merged.text else Cell()


def _by_unit(rows: Iterable[ListRow], column_key: str, column: Column) -> Answered:
    """Each unit's rows made one answer."""
    numeric = field_type(column.type).holds_numbers
    found: dict[str, list[SourceValue]] = {}
    for row in rows:
        source = read(row.unit_id, row.cell(column_key).to_json(), numeric)
        if source is not None:
            found.setdefault(row.unit_id, []).append(source)
    rule = column_rule(column).rule
    return {unit_id: _one(sources, rule) for unit_id, sources in found.items()}


def _one(sources: list[SourceValue], rule: str) -> SourceValue:
    values = [source for source in sources if source.state is CellState.VALUE]
    if len(sources) == 1 or not values:
        return sources[0]
    estimated = any(source.estimated for source in values)
    unit_id = values[0].unit_id
    if values[0].number is None:
        texts = dict.fromkeys(source.text for source in values)
        return SourceValue(unit_id, text="; ".join(texts), estimated=estimated)
    numbers = [number for source in sources if (number := addend(source)) is not None]
    number = {"min": min, "max": max}.get(rule, exact_sum)(numbers)
    return SourceValue(unit_id, number, canonical(number), estimated)
