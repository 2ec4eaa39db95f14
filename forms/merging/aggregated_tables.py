"""A merged table out of a database's aggregates, equal to the one merged from answers.

Equal in numbers, texts and counts; the sources of a cell, and who left it blank, are not known
from sums. Cells of columns merged otherwise are not made.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from forms.fields import holds_number, is_typed, item_rows
from forms.merging.aggregates import WHOLE, PairTally, TableAggregates, Tally
from forms.merging.audience import Audience, questions
from forms.merging.cell_rules import LEFT_OUT, column_rule
from forms.merging.cells import MergedCell
from forms.merging.formulas import (
    COMPUTED_RULE,
    ITEM,
    TOTAL,
    Place,
    as_cell,
    work_out,
)
from forms.merging.outcomes import NIL, NOTHING, Outcome, shortfall
from forms.merging.printing import Printer, is_percentage
from forms.merging.results import MergedTable
from forms.merging.table_reading import concerned
from forms.merging.units import Expected, Roll, UnitReport
from forms.schema import EMPTY, Column, Field, MergeRule, Outline, Row
from forms.values import Cell, CellState

SUM, WEIGHTED_RATIO = "sum", "weighted_ratio"


def table_from_aggregates(
    outline: Outline,
    field_key: str,
    aggregates: TableAggregates,
    expected: Expected,
    submitted: Collection[str],
) -> MergedTable:
    """`submitted` are the ids of the asked units whose report is admitted."""
    table = outline.field(field_key)
    audience = _audience(outline, field_key, expected, submitted)
    sums = _Sums(table, aggregates, audience)
    cells = {
        (row.key, column.key): cell
        for row in table.rows
        if row.kind in (ITEM, TOTAL)
        for column in table.columns
        if (cell := sums.cell(row, column)) is not None
    }
    whole = _counted(table.merge, aggregates.spans.get(WHOLE, Tally()), audience, Outcome(text=""))
    return MergedTable(table.key, table.merge.rule, whole, cells, table)


@dataclass(frozen=True)
class _Sums:
    table: Field
    aggregates: TableAggregates
    everyone: Audience
    _worked: dict[str, Mapping[Place, Cell]] = field(default_factory=dict)

    def cell(self, row: Row, column: Column) -> MergedCell | None:
        rule, place = column_rule(column), (row.key, column.key)
        if not _is_summed(column, rule):
            return None
        if place in self.sums:
            return self.sums[place]
        audience, printer = self._audience(row), Printer.of(column, rule)
        pair = self.aggregates.pairs.get(place)
        if pair is not None and rule.rule == WEIGHTED_RATIO:
            return _counted(rule, pair.tally, audience, _shown(_percent(pair), printer))
        worked = self._worked_out(column).get(place, Cell())
        tally = self.aggregates.spans.get(place, Tally())
        return _counted(COMPUTED_RULE, tally, audience, _shown(worked.number, printer))

    def _audience(self, row: Row) -> Audience:
        return self.everyone.narrowed(concerned(self.table, row))

    @cached_property
    def sums(self) -> Mapping[Place, MergedCell]:
        """The typed cells."""
        return {
            (row.key, column.key): self._sum(row, column)
            for row in item_rows(self.table)
            for column in self.table.columns
            if holds_number(column) and column_rule(column).rule == SUM
        }

    def _sum(self, row: Row, column: Column) -> MergedCell:
        rule = column_rule(column)
        tally = self.aggregates.cells.get((row.key, column.key), Tally())
        shown = _shown(tally.total, Printer.of(column, rule))
        return _counted(rule, tally, self._audience(row), shown)

    def _worked_out(self, column: Column) -> Mapping[Place, Cell]:
        """The computed cells; for a ratio with its two columns summed over paired units only."""
        key = column.key if is_percentage(column) else ""
        if key not in self._worked:
            typed = {place: as_cell(cell) for place, cell in self.sums.items()}
            self._worked[key] = work_out(self.table, typed | self._paired(column))
        return self._worked[key]

    def _paired(self, column: Column) -> dict[Place, Cell]:
        found: dict[Place, Cell] = {}
        for (row_key, ratio_key), pair in self.aggregates.pairs.items():
            if ratio_key == column.key:
                found[row_key, column.numerator] = _paired_sum(pair, pair.numerator)
                found[row_key, column.denominator] = _paired_sum(pair, pair.denominator)
        return found


def _is_summed(column: Column, rule: MergeRule) -> bool:
    if is_percentage(column):
        return rule.rule == WEIGHTED_RATIO or rule.rule in LEFT_OUT
    if is_typed(column):
        return holds_number(column) and rule.rule == SUM
    return rule.rule in LEFT_OUT


def _audience(
    outline: Outline, field_key: str, expected: Expected, submitted: Collection[str]
) -> Audience:
    reports = [UnitReport(unit, EMPTY) for unit in expected.asked if unit.id in submitted]
    asked = questions(outline, Roll.of(reports, expected))
    return next(question.audience for question in asked if question.field.key == field_key)


def _paired_sum(pair: PairTally, total: Decimal) -> Cell:
    return Cell(CellState.VALUE, format(total, "f")) if pair.tally.n_value else Cell()


def _percent(pair: PairTally) -> Decimal | None:
    known = pair.tally.n_value and pair.denominator
    return 100 * pair.numerator / pair.denominator if known else None


def _shown(number: Decimal | None, printer: Printer) -> Outcome:
    return NOTHING if number is None else Outcome(number, printer.number(number))


def _counted(rule: MergeRule, tally: Tally, audience: Audience, shown: Outcome) -> MergedCell:
    """The counts a database gave, completed by who was asked and did not send."""
    expected = len(audience.reports) + len(audience.not_submitted) - tally.n_not_applicable
    answered = tally.n_value + tally.n_nil
    said = answered + tally.n_no_data + tally.n_not_applicable
    if not tally.n_value:
        shown = NIL if tally.n_nil else NOTHING
    lack = shortfall(rule.options.get("missing"), answered, expected)
    place = audience.place
    return MergedCell(
        rule=rule.rule,
        number=None if lack else shown.number,
        text=NOTHING.text if lack else shown.text,
        n_value=tally.n_value,
        n_zero=tally.n_zero,
        n_nil=tally.n_nil,
        n_not_applicable=audience.n_not_applicable + tally.n_not_applicable,
        n_no_data=tally.n_no_data,
        n_blank=len(audience.reports) - said,
        n_not_submitted=len(audience.not_submitted),
        expected=expected,
        estimated=tuple(sorted(tally.estimated, key=lambda unit: (place.get(unit, 0), unit))),
        missing=audience.not_submitted,
        excluded=audience.excluded,
        notes=(lack,) if lack else (),
    )
