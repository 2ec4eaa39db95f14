"""The cells of one table as all units stored them, read once and kept by place."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from forms.fields import field_type, holds_number, is_typed, item_rows, typed_columns
from forms.merging.audience import Audience, Question
from forms.merging.cells import SourceValue
from forms.merging.formulas import ITEM, Place, operand_rows
from forms.merging.gathering import Answered, scaled
from forms.merging.joined_answers import PairedAnswers
from forms.merging.measures import factor
from forms.merging.scalars import unit_answers
from forms.merging.stored_answers import StoredAnswers, read
from forms.merging.units import UnitInfo, UnitReport
from forms.schema import EMPTY, Column, Field, MergeRule, Row
from forms.values import Json, whole_state

_COMPANIONS = ("weight", "date_field")


class _Last(NamedTuple):
    """The answers in a table's cells, and all that they were read from."""

    given: Mapping[str, tuple[UnitInfo, tuple[str, ...], Json]]
    answers: Mapping[Place, StoredAnswers]


@dataclass(frozen=True)
class TableReading:
    question: Question
    _fields: dict[str, Answered] = field(default_factory=dict)
    _pairs: dict[Place, Answered] = field(default_factory=dict)

    @property
    def table(self) -> Field:
        return self.question.field

    @cached_property
    def answers(self) -> Mapping[Place, Answered]:
        """What the units typed, by place; of units that said so before as it was read then."""
        readings, table = self.question.readings, self.table
        last: _Last | None = readings.last("table", table)
        given = {r.unit.id: (r.unit, r.tags, self._given(r)) for r in self._reports}
        old = last.given if last else EMPTY
        others = {unit for unit in given.keys() | old.keys() if given.get(unit) != old.get(unit)}
        answers = {
            (row.key, column.key): last.answers[row.key, column.key].changed(others, cells)
            if last
            else StoredAnswers(cells, holds_number(column), readings.numbers)
            for row in item_rows(table)
            for stored in [self._stored_row(row, others)]
            for column in typed_columns(table)
            for cells in [[(unit_id, row_cells.get(column.key)) for unit_id, row_cells in stored]]
        }
        readings.keep("table", table, _Last(given, answers))
        if not self._measuring:
            return answers
        return {
            (row.key, column.key): self._scaled(row, column, answers[row.key, column.key])
            for row in item_rows(table)
            for column in typed_columns(table)
        }

    @property
    def _reports(self) -> tuple[UnitReport, ...]:
        return self.question.audience.reports

    def _given(self, report: UnitReport) -> Json:
        return self.question.values[report.unit.id]

    @cached_property
    def _audiences(self) -> Mapping[str, Audience]:
        everyone = self.question.audience
        return {row.key: everyone.narrowed(concerned(self.table, row)) for row in self.table.rows}

    def audience(self, row: Row) -> Audience:
        """The units the row was put to; a total's are those of the rows it adds up."""
        return self._audiences[row.key]

    def pairs(self, row_key: str, ratio: Column) -> Answered:
        """Each unit's percentage in an item row, where it gave both numbers."""
        place = (row_key, ratio.key)
        if place not in self._pairs:
            above = self.answers.get((row_key, ratio.numerator), EMPTY)
            below = self.answers.get((row_key, ratio.denominator), EMPTY)
            self._pairs[place] = PairedAnswers(above, below)
        return self._pairs[place]

    def is_paired(self, ratio: Column) -> bool:
        """Whether a ratio column divides two typed columns, so that units can be paired."""
        typed = {column.key for column in typed_columns(self.table)}
        return ratio.numerator in typed and ratio.denominator in typed

    def companions(self, rule: MergeRule, row_key: str) -> Mapping[str, Answered]:
        """Columns of the same row, or fields of the same report, that a rule names."""
        if not rule.options:
            return EMPTY
        keys = {role: str(rule.options[role]) for role in _COMPANIONS if role in rule.options}
        return {
            role: self.answers[row_key, key] if (row_key, key) in self.answers else self._field(key)
            for role, key in keys.items()
        }

    @cached_property
    def computed(self) -> Mapping[Place, Answered]:
        """Each unit's own computed cells, for the rules that merge those."""
        found: dict[Place, dict[str, SourceValue]] = {}
        kind = field_type(self.table.type)
        typed = {column.key for column in self.table.columns if is_typed(column)}
        for unit_id, value in self.question.values.items():
            for row_key, cells in kind.computed(self.table, value).get("rows", EMPTY).items():
                for column_key in cells.keys() - typed:
                    source = read(unit_id, cells[column_key], numeric=True)
                    if source is not None:
                        found.setdefault((row_key, column_key), {})[unit_id] = source
        return found

    def _field(self, key: str) -> Answered:
        if key not in self._fields:
            self._fields[key] = unit_answers(self.question.other(key))
        return self._fields[key]

    def _stored_row(
        self, row: Row, units: Container[str]
    ) -> list[tuple[str, Mapping[str, object]]]:
        """The row's cells of those of the units that it was put to."""
        stored = self._stored
        return [
            (unit_id, stored[unit_id].get(row.key) or EMPTY)
            for unit_id in self.audience(row).unit_ids
            if unit_id in units
        ]

    @cached_property
    def _stored(self) -> Mapping[str, Mapping[str, Mapping[str, object]]]:
        """Unit → row → cells; a state of the whole table stands in every cell of it."""
        return {unit_id: self._rows(value) for unit_id, value in self.question.values.items()}

    def _rows(self, value: Json) -> Mapping[str, Mapping[str, object]]:
        state = whole_state(value)
        if state is None:
            rows = value.get("rows")
            return rows if isinstance(rows, Mapping) else EMPTY
        cells = {column.key: {"s": state.value} for column in self.table.columns}
        return {row.key: cells for row in item_rows(self.table)}

    def _scaled(self, row: Row, column: Column, answers: Answered) -> Answered:
        factors = self._factors(row, column)
        if not factors:
            return answers
        return {
            unit_id: scaled(source, factors[unit_id]) if unit_id in factors else source
            for unit_id, source in answers.items()
        }

    def _factors(self, row: Row, column: Column) -> dict[str, Decimal | None]:
        table = self.table
        asked = row.unit_of_measure or column.unit_of_measure or table.unit_of_measure
        return {
            report.unit.id: factor(self.question.measure_given(report, column.key, asked), asked)
            for report in self._measuring
        }

    @cached_property
    def _measuring(self) -> tuple[UnitReport, ...]:
        """The reports whose figures stand in units of measure of their own."""
        return tuple(report for report in self.question.audience.reports if report.measures)


def concerned(table: Field, row: Row) -> tuple[str, ...]:
    """The `applies_to` of a row; of a total everything its rows apply to."""
    if row.kind == ITEM:
        return row.applies_to
    under = operand_rows(table, row)
    lists = [other.applies_to for other in table.rows if other.key in under]
    return () if not all(lists) else tuple(dict.fromkeys(name for one in lists for name in one))
