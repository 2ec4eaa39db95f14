"""How many units answered a field as a whole, whatever stands in it."""

from __future__ import annotations

from decimal import Decimal

from forms.fields import field_type
from forms.merging.audience import Question
from forms.merging.cells import MergedCell, SourceValue
from forms.merging.gathering import gather
from forms.merging.outcomes import NIL, NOTHING, Outcome, merged_cell
from forms.values import SPECIAL_STATES, CellState

_SPECIAL = {state.value: state for state in SPECIAL_STATES}


def whole_answer(question: Question, count: int | None = None) -> MergedCell:
    """The counts of a field of many cells; `count` is what the merge found (rows, documents)."""
    kind, item = field_type(question.field.type), question.field
    answers = {
        unit_id: SourceValue(unit_id, state=_SPECIAL.get(kind.state(item, value), CellState.VALUE))
        for unit_id, value in question.values.items()
        if value and not kind.is_blank(item, value)
    }
    gathering = gather(item.merge, answers, question.audience)
    if not gathering.values:
        return merged_cell(gathering, NIL if gathering.all_nil else NOTHING)
    number = None if count is None else Decimal(count)
    return merged_cell(gathering, Outcome(number, "" if count is None else str(count)))
