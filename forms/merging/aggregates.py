"""Tables merged from sums a database made, without reading any answer.

What the database has to give, for one table field over the figures of the admitted reports
(one row a typed numeric cell: field, row, column, report, value, state, estimated):

- `cells`, by (row, column): the sum of the values, the number of reports in each state, how many
  values are 0, and the units whose value is estimated.
- `pairs`, by (row, ratio column): the figures of the numerator column joined with those of the
  denominator column on report and row. A report in which both are value or nil, not both nil,
  adds its numbers (nil adds 0) to `numerator` and `denominator` and counts as a value; the other
  counts follow `paired`.
- `spans`, by place of every total and computed cell, and ("", "") for the whole table: each
  report counted once, in the first of value, nil, no_data, not_applicable that stands in any of
  the typed cells (of a ratio in a total row: the pairs) under it. See `best_states`.

A table answered as a whole ("không phát sinh") has no figures: its unit's state counts in every
place that applies to the unit. Figures in rows that do not apply to a unit are left out.

`figures_from_rows` makes the same from the rows themselves: what the sums are compared with, and
small enough campaigns need no other. Fields under a condition, columns merged otherwise than by
sum or ratio, and answers in another unit of measure need `merge_report`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from forms.fields import field_type, holds_number, item_rows
from forms.merging.cells import SourceValue
from forms.merging.formulas import (
    ITEM,
    TOTAL,
    Place,
    best_states,
    operand_columns,
    operand_rows,
)
from forms.merging.gathering import Answered
from forms.merging.joined_answers import PairedAnswers, parts_of
from forms.merging.printing import is_percentage
from forms.merging.summing import exact_sum
from forms.merging.units import UnitInfo, UnitReport
from forms.schema import EMPTY, Field, Outline
from forms.values import CellState

WHOLE: Place = ("", "")


class FigureRow(NamedTuple):
    """One row of the table of figures."""

    field_key: str
    row_key: str
    column_key: str
    unit_id: str
    number: Decimal | None
    state: CellState = CellState.VALUE
    estimated: bool = False


class FigureSum(NamedTuple):
    """What one GROUP BY field, row, column gives."""

    total: Decimal | None
    n_value: int
    n_zero: int
    n_nil: int
    n_estimated: int


@dataclass(frozen=True)
class Tally:
    """Sum and counts of one place; `total` is None without any value."""

    total: Decimal | None = None
    n_value: int = 0
    n_zero: int = 0
    n_nil: int = 0
    n_no_data: int = 0
    n_not_applicable: int = 0
    estimated: tuple[str, ...] = ()


@dataclass(frozen=True)
class PairTally:
    numerator: Decimal
    denominator: Decimal
    tally: Tally


@dataclass(frozen=True)
class TableAggregates:
    cells: Mapping[Place, Tally] = field(default_factory=dict)
    pairs: Mapping[Place, PairTally] = field(default_factory=dict)
    spans: Mapping[Place, Tally] = field(default_factory=dict)


def figures_of(outline: Outline, reports: Iterable[UnitReport]) -> tuple[FigureRow, ...]:
    """The rows the reports leave in the table of figures."""
    return tuple(
        FigureRow(
            item.key, figure.row_key, figure.column_key, report.unit.id,
            figure.number, figure.state, figure.estimated,
        )
        for report in reports
        for _, item in outline.fields()
        if item.key in report.values
        for figure in field_type(item.type).figures(item, report.values[item.key])
    )  # fmt: skip


def sum_figures(rows: Iterable[FigureRow]) -> dict[tuple[str, str, str], FigureSum]:
    """One GROUP BY in memory: (field, row, column) → its sum and counts."""
    groups: dict[tuple[str, str, str], list[FigureRow]] = {}
    for row in rows:
        groups.setdefault((row.field_key, row.row_key, row.column_key), []).append(row)
    return {place: _figure_sum(group) for place, group in groups.items()}


def _figure_sum(rows: Sequence[FigureRow]) -> FigureSum:
    numbers = [row.number for row in rows if row.number is not None]
    return FigureSum(
        total=exact_sum(numbers) if numbers else None,
        n_value=len(numbers),
        n_zero=sum(not number for number in numbers),
        n_nil=sum(row.state is CellState.NIL for row in rows),
        n_estimated=sum(row.estimated for row in rows if row.number is not None),
    )


def figures_from_rows(
    table: Field, rows: Iterable[FigureRow], whole: Mapping[UnitInfo, CellState] | None = None
) -> TableAggregates:
    """The aggregates of one table field out of its figures."""
    answers = _answers(table, rows, whole or {})
    pairs = {
        (row.key, column.key): PairedAnswers(
            answers.get((row.key, column.numerator), EMPTY),
            answers.get((row.key, column.denominator), EMPTY),
        )
        for row in item_rows(table)
        for column in table.columns
        if is_percentage(column)
    }
    return TableAggregates(
        cells={place: _tally(found) for place, found in answers.items()},
        pairs={place: _pair_tally(table, place, found, answers) for place, found in pairs.items()},
        spans={place: _span(under) for place, under in _under(table, answers, pairs).items()},
    )


def _answers(
    table: Field, rows: Iterable[FigureRow], whole: Mapping[UnitInfo, CellState]
) -> dict[Place, dict[str, SourceValue]]:
    answers: dict[Place, dict[str, SourceValue]] = {
        (row.key, column.key): {
            unit.id: SourceValue(unit.id, state=state)
            for unit, state in whole.items()
            if unit.matches(row.applies_to)
        }
        for row in item_rows(table)
        for column in table.columns
        if holds_number(column)
    }
    for row in rows:
        place = (row.row_key, row.column_key)
        if row.field_key == table.key and place in answers:
            source = SourceValue(row.unit_id, row.number, "", row.estimated, row.state)
            answers[place][row.unit_id] = source
    return answers


def _under(
    table: Field, answers: Mapping[Place, Answered], pairs: Mapping[Place, Answered]
) -> dict[Place, list[Answered]]:
    """For every computed place the cells, or pairs, it stands on."""
    found: dict[Place, list[Answered]] = {WHOLE: list(answers.values())}
    for row in table.rows:
        if row.kind not in (ITEM, TOTAL):
            continue
        rows = operand_rows(table, row)
        for column in table.columns:
            place = (row.key, column.key)
            if is_percentage(column) and row.kind == TOTAL:
                found[place] = [pairs[key, column.key] for key in rows]
            elif place not in answers and place not in pairs:
                columns = operand_columns(table, column)
                found[place] = [answers[r, c] for r in rows for c in columns if (r, c) in answers]
    return found


def _tally(answers: Answered) -> Tally:
    values = [source for source in answers.values() if source.state is CellState.VALUE]
    numbers = [source.number for source in values if source.number is not None]
    states = [source.state for source in answers.values()]
    return Tally(
        total=exact_sum(numbers) if numbers else None,
        n_value=len(values),
        n_zero=sum(not number for number in numbers),
        n_nil=states.count(CellState.NIL),
        n_no_data=states.count(CellState.NO_DATA),
        n_not_applicable=states.count(CellState.NOT_APPLICABLE),
        estimated=tuple(source.unit_id for source in values if source.estimated),
    )


def _span(operands: Sequence[Answered]) -> Tally:
    best = best_states(operands).items()
    return _tally({u: SourceValue(u, None, "", estimated, state) for u, (state, estimated) in best})


def _pair_tally(
    table: Field, place: Place, pairs: Answered, answers: Mapping[Place, Answered]
) -> PairTally:
    row_key, column = place[0], table.column(place[1])
    units = [unit for unit, source in pairs.items() if source.state is CellState.VALUE]

    def total(column_key: str) -> Decimal:
        return exact_sum(parts_of(answers.get((row_key, column_key), EMPTY), units))

    return PairTally(total(column.numerator), total(column.denominator), _tally(pairs))
