"""The cells of one table as all units stored them, read once and kept by place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
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


Given = tuple[UnitInfo, tuple[str, ...], Json]  # a unit, the tags of its report, its answer


class _Last(NamedTuple):
    """The answers in a table's cells and ratios, and all that they were read from."""

    given: Mapping[str, Given]
    answers: Mapping[Place, StoredAnswers]
    pairs: Mapping[Place, PairedAnswers]


@dataclass(frozen=True)
class TableReading:
    question: Question
    _fields: dict[str, Answered] = field(default_factory=dict)
    _pairs: dict[Place, PairedAnswers] = field(default_factory=dict)

    @property
    def table(self) -> Field:
        return self.question.field

    @cached_property
    def answers(self) -> Mapping[Place, Answered]:
        """What the units typed, by place; of units that said so before as it was read then."""
        table, columns = self.table, typed_columns(self.table)
        answers = {
            (row.key, column.key): self._read(row, column, cells)
            for row in item_rows(table)
            for stored in [self._stored_row(row)]
            for column in columns
            for cells in [[(unit_id, row_cells.get(column.key)) for unit_id, row_cells in stored]]
        }
        scaled = self._all_scaled(answers) if self._measuring else answers
        # What stands in other units of measure is converted anew each time.
        pairs = {} if self._measuring else self._pairs
        self.question.readings.keep("table", table, _Last(self._given, answers, pairs))
        return scaled

    def _read(self, row: Row, column: Column, cells: Sequence[tuple[str, object]]) -> StoredAnswers:
        """`cells` are those of the units whose answers are others than last time."""
        if self._last is not None:
            return self._last.answers[row.key, column.key].changed(self._others, cells)
        return StoredAnswers(cells, holds_number(column), self.question.readings.numbers)

    @cached_property
    def _last(self) -> _Last | None:
        """Of the merge before; asked for the first time before this one's is kept."""
        last: _Last | None = self.question.readings.last("table", self.table)
        return last

    @cached_property
    def _given(self) -> Mapping[str, Given]:
        values = self.question.values
        return {r.unit.id: (r.unit, r.tags, values[r.unit.id]) for r in self._reports}

    @cached_property
    def _others(self) -> Set[str]:
        """The units whose answers are not those of the last merge."""
        given, old = self._given, self._last.given if self._last else EMPTY
        changed = {unit for unit, answer in given.items() if old.get(unit) != answer}
        return changed | (old.keys() - given.keys())

    @property
    def _reports(self) -> tuple[UnitReport, ...]:
        return self.question.audience.reports

    @cached_property
    def _audiences(self) -> Mapping[str, Audience]:
        everyone = self.question.audience
        return {row.key: everyone.narrowed(concerned(self.table, row)) for row in self.table.rows}

    def audience(self, row: Row) -> Audience:
        """The units the row was put to; a total's are those of the rows it adds up."""
        return self._audiences[row.key]

    def pairs(self, row_key: str, ratio: Column) -> PairedAnswers:
        """Each unit's percentage in an item row, where it gave both numbers."""
        place = (row_key, ratio.key)
        if place not in self._pairs:
            above = self.answers.get((row_key, ratio.numerator), EMPTY)
            below = self.answers.get((row_key, ratio.denominator), EMPTY)
            self._pairs[place] = self._paired(place, above, below)
        return self._pairs[place]

    def _paired(self, place: Place, above: Answered, below: Answered) -> PairedAnswers:
        before = self._last.pairs.get(place) if self._last else None
        if (
            before is not None
            and isinstance(above, StoredAnswers)
            and isinstance(below, StoredAnswers)
        ):
            return before.changed(self._others, above, below)
        return PairedAnswers(above, below)

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

    def _stored_row(self, row: Row) -> list[tuple[str, Mapping[str, object]]]:
        """The row's cells of those of the other units that it was put to."""
        asked = self.audience(row).order
        return [
            (unit_id, rows.get(row.key) or EMPTY)
            for unit_id, rows in self._other_rows.items()
            if unit_id in asked
        ]

    @cached_property
    def _other_rows(self) -> Mapping[str, Mapping[str, Mapping[str, object]]]:
        """Unit → row → cells; a state of the whole table stands in every cell of it."""
        values = self.question.values
        others = self.question.audience.ordered(self._others)
        return {unit_id: self._rows(values[unit_id]) for unit_id in others}

    def _rows(self, value: Json) -> Mapping[str, Mapping[str, object]]:
        state = whole_state(value)
        if state is None:
            rows = value.get("rows")
            return rows if isinstance(rows, Mapping) else EMPTY
        cells = {column.key: {"s": state.value} for column in self.table.columns}
        return {row.key: cells for row in item_rows(self.table)}

    def _all_scaled(self, answers: Mapping[Place, Answered]) -> Mapping[Place, Answered]:
        return {
            (row.key, column.key): self._scaled(row, column, answers[row.key, column.key])
            for row in item_rows(self.table)
            for column in typed_columns(self.table)
        }

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
