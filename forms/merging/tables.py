"""Merging tables of fixed rows: every typed cell by its column's rule, the rest by formula.

Totals and computed columns are worked out on the merged cells; a ratio is Σ numerators over
Σ denominators of the units that gave both, in total rows too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from forms.fields import holds_number, is_typed
from forms.merging.audience import Question
from forms.merging.cell_rules import LEFT_OUT, apply_rule, column_rule
from forms.merging.cells import MergedCell
from forms.merging.formulas import (
    COMPUTED_RULE,
    ITEM,
    TOTAL,
    Place,
    as_cell,
    computed_cell,
    operand_columns,
    operand_rows,
    work_out,
)
from forms.merging.gathering import Answered, gather
from forms.merging.joined_answers import JoinedStates
from forms.merging.outcomes import Outcome, merged_cell
from forms.merging.participation import whole_answer
from forms.merging.printing import Printer, is_percentage
from forms.merging.results import MergedTable
from forms.merging.stored_answers import value_units
from forms.merging.table_reading import TableReading
from forms.schema import EMPTY, Column, MergeRule, Row
from forms.values import Cell, CellState

WEIGHTED_RATIO = "weighted_ratio"


def merge_table(question: Question) -> MergedTable:
    table = question.field
    merging = _TableMerging(TableReading(question))
    cells = {
        (row.key, column.key): merging.cell(row, column)
        for row in table.rows
        if row.kind in (ITEM, TOTAL)
        for column in table.columns
    }
    values = question.values
    return MergedTable(
        field_key=table.key,
        rule=table.merge.rule,
        cell=whole_answer(question),
        cells=cells,
        definition=table,
        answers=tuple((r.unit, values[r.unit.id]) for r in question.audience.reports),
    )


class _Way(NamedTuple):
    """How the cells of a column are merged and printed."""

    column: str
    rule: MergeRule
    printer: Printer


@dataclass(frozen=True)
class _TableMerging:
    reading: TableReading
    _ratio_totals: dict[str, dict[Place, Cell]] = field(default_factory=dict)
    _unsaid: dict[tuple[str, tuple[str, ...]], MergedCell] = field(default_factory=dict)

    def cell(self, row: Row, column: Column) -> MergedCell:
        if row.kind == ITEM and is_typed(column):
            return self.typed[row.key, column.key]
        if is_typed(column):
            return self._total(row, column)
        if is_percentage(column):
            return self._ratio(row, column)
        return self._formula(row, column)

    @cached_property
    def typed(self) -> dict[Place, MergedCell]:
        reading = self.reading
        rows = {row.key: row for row in reading.table.rows}
        ways = {column.key: _way(column) for column in reading.table.columns}
        return {
            place: self._ruled(rows[place[0]], ways[place[1]], answers)
            for place, answers in reading.answers.items()
        }

    def _ruled(self, row: Row, way: _Way, answers: Answered) -> MergedCell:
        """An item's cell by its rule; one stands for all cells of a column in which the same units
        were asked and nobody said anything."""
        if answers:
            return self._merged(row, way, answers)
        place = (way.column, row.applies_to)
        if place not in self._unsaid:
            self._unsaid[place] = self._merged(row, way, answers)
        return self._unsaid[place]

    def _merged(self, row: Row, way: _Way, answers: Answered) -> MergedCell:
        companions = self.reading.companions(way.rule, row.key)
        gathering = gather(way.rule, answers, self.reading.audience(row), companions)
        return apply_rule(gathering, way.printer)

    @cached_property
    def base(self) -> dict[Place, Cell]:
        return {place: as_cell(cell) for place, cell in self.typed.items()}

    @cached_property
    def worked(self) -> dict[Place, Cell]:
        return work_out(self.reading.table, self.base)

    def _total(self, row: Row, column: Column) -> MergedCell:
        answers = self._operands(row, (column.key,))
        if not holds_number(column):
            gathering = gather(COMPUTED_RULE, answers, self.reading.audience(row))
            return merged_cell(gathering, Outcome(text=""))
        return computed_cell(
            self.worked.get((row.key, column.key), Cell()),
            answers,
            self.reading.audience(row),
            Printer.of(column, column_rule(column)),
        )

    def _formula(self, row: Row, column: Column) -> MergedCell:
        rule = column_rule(column)
        audience, printer = self.reading.audience(row), Printer.of(column, rule)
        place = (row.key, column.key)
        if rule.rule not in LEFT_OUT:
            answers = self.reading.computed.get(place, EMPTY)
            return apply_rule(gather(rule, answers, audience), printer)
        operands = self._operands(row, operand_columns(self.reading.table, column))
        return computed_cell(self.worked.get(place, Cell()), operands, audience, printer)

    def _ratio(self, row: Row, column: Column) -> MergedCell:
        rule, reading = column_rule(column), self.reading
        if rule.rule != WEIGHTED_RATIO and rule.rule not in LEFT_OUT:
            answers = reading.computed.get((row.key, column.key), EMPTY)
            gathering = gather(rule, answers, reading.audience(row))
            return apply_rule(gathering, Printer.of(column, rule))
        if not reading.is_paired(column):
            return self._formula_ratio(row, column)
        if row.kind == ITEM:
            return self._paired_ratio(row, column, rule)
        pairs = [reading.pairs(key, column) for key in operand_rows(reading.table, row)]
        number = self._totals_of(column).get((row.key, column.key), Cell())
        printer = Printer.of(column, rule)
        return computed_cell(number, JoinedStates(pairs), reading.audience(row), printer)

    def _formula_ratio(self, row: Row, column: Column) -> MergedCell:
        operands = self._operands(row, operand_columns(self.reading.table, column))
        number = self.worked.get((row.key, column.key), Cell())
        printer = Printer.of(column, column_rule(column))
        return computed_cell(number, operands, self.reading.audience(row), printer)

    def _paired_ratio(self, row: Row, column: Column, rule: MergeRule) -> MergedCell:
        paired = MergeRule(WEIGHTED_RATIO, options=rule.options)
        way = _Way(column.key, paired, Printer.of(column, rule))
        return self._ruled(row, way, self.reading.pairs(row.key, column))

    def _totals_of(self, ratio: Column) -> dict[Place, Cell]:
        """The table worked out with this ratio's two columns summed over paired units only."""
        if ratio.key not in self._ratio_totals:
            base = self.base | self._paired_sums(ratio)
            same = base == self.base
            found = self.worked if same else work_out(self.reading.table, base)
            self._ratio_totals[ratio.key] = found
        return self._ratio_totals[ratio.key]

    def _paired_sums(self, ratio: Column) -> dict[Place, Cell]:
        reading, found = self.reading, {}
        for row_key in dict.fromkeys(row_key for row_key, _ in reading.answers):
            pairs = reading.pairs(row_key, ratio)
            said = any(True for _ in value_units(pairs))
            for column_key, total in zip(
                (ratio.numerator, ratio.denominator), pairs.sums, strict=True
            ):
                found[row_key, column_key] = _number_cell(total) if said else Cell()
        return found

    def _operands(self, row: Row, columns: Iterable[str]) -> Answered:
        keys = operand_rows(self.reading.table, row)
        columns = tuple(columns)
        answers = self.reading.answers
        return JoinedStates([answers[r, c] for r in keys for c in columns if (r, c) in answers])


def _way(column: Column) -> _Way:
    rule = column_rule(column)
    return _Way(column.key, rule, Printer.of(column, rule))


def _number_cell(number: Decimal) -> Cell:
    return Cell(CellState.VALUE, format(number, "f"))
