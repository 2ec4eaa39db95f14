"""Merging the admitted reports of one campaign into one report. Pure; the order of units is
theirs, never that of arrival.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from forms.expressions import compile_expression
from forms.fields import canonical, field_type
from forms.merging.audience import Question, questions
from forms.merging.cells import SourceValue
from forms.merging.collector_names import CollectorNames
from forms.merging.formulas import best_states, computed_cell
from forms.merging.lookup import find_cell
from forms.merging.memory import MergeMemory
from forms.merging.printing import Printer
from forms.merging.results import (
    MergedField,
    MergedFigure,
    MergedReport,
)
from forms.merging.rules import RULES
from forms.merging.units import SUBMITTED, Expected, Roll, UnitReport
from forms.schema import Outline
from forms.values import Cell, CellState

NONE = "none"


def merge_report(
    outline: Outline,
    reports: Sequence[UnitReport],
    expected: Expected,
    memory: MergeMemory | None = None,
) -> MergedReport:
    """With the `memory` of an earlier merge only fields whose answers changed are merged again.

    Raises ValueError when two reports come from one unit.
    """
    memory = memory or MergeMemory()
    roll = Roll.of(reports, expected)
    asked = tuple(questions(outline, roll, memory.readings))
    fields: dict[str, MergedField] = {}
    for question in asked:
        merged = memory.recall(question, RULES[question.field.merge.rule].merge)
        if merged is not None:
            fields[question.field.key] = merged
    for question in _worked_out_here(asked):
        fields[question.field.key] = _collector_figure(question, fields)
    return _report(
        outline, roll, {q.field.key: fields[q.field.key] for q in asked if q.field.key in fields}
    )


def _worked_out_here(asked: Iterable[Question]) -> Iterable[Question]:
    for question in asked:
        kind = field_type(question.field.type)
        if not kind.is_answered and question.field.merge.rule == NONE:
            yield question


def _collector_figure(question: Question, fields: Mapping[str, MergedField]) -> MergedFigure:
    """A formula over merged answers, with the units that stand behind its operands."""
    item = question.field
    value = CollectorNames(question.outline, fields).get(item.key)
    names = compile_expression(item.formula).names()
    operands = [cell for name in sorted(names) if (cell := find_cell(fields, name)) is not None]
    sources = [{source.unit_id: source for source in cell.sources} for cell in operands]
    answers = {
        unit_id: SourceValue(unit_id, None, "", estimated, state)
        for unit_id, (state, estimated) in best_states(sources).items()
    }
    worked = Cell(CellState.VALUE, canonical(value)) if isinstance(value, Decimal) else Cell()
    printer = Printer.of(item, item.merge)
    return MergedFigure(
        item.key, item.merge.rule, computed_cell(worked, answers, question.audience, printer)
    )


def _report(outline: Outline, roll: Roll, fields: Mapping[str, MergedField]) -> MergedReport:
    known = (
        *(report.unit for report in roll.reports),
        *roll.not_submitted,
        *(unit for unit, _ in roll.excluded),
    )
    return MergedReport(
        outline_id=outline.id,
        outline_version=outline.version,
        fields=dict(fields),
        units={unit.id: unit for unit in known},
        reported=tuple(report.unit.id for report in roll.reports),
        not_submitted=tuple(unit.id for unit in roll.not_submitted),
        excluded=tuple((unit.id, reason) for unit, reason in roll.excluded),
        submitted_only=tuple(r.unit.id for r in roll.reports if r.status == SUBMITTED),
        revisions={r.unit.id: r.revisions for r in roll.reports},
    )
