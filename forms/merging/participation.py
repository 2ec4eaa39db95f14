"""How many units answered a field as a whole, whatever stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import partial

from forms.fields import field_type
from forms.merging.audience import Question
from forms.merging.cells import MergedCell, SourceValue
from forms.merging.gathering import gather
from forms.merging.outcomes import NIL, NOTHING, Outcome, merged_cell
from forms.merging.stored_answers import ReadAnswers
from forms.schema import EMPTY, Field
from forms.values import CellState, Json, whole_state


def whole_answer(question: Question, count: int | None = None) -> MergedCell:
    """The counts of a field of many cells; `count` is what the merge found (rows, documents)."""
    item = question.field
    read = question.read("whole", partial(_as_a_whole, item))
    answers = {unit_id: source for unit_id, source in read.items() if source is not None}
    gathering = gather(item.merge, ReadAnswers(answers), question.audience)
    if not gathering.n_value:
        return merged_cell(gathering, NIL if gathering.all_nil else NOTHING)
    number = None if count is None else Decimal(count)
    return merged_cell(gathering, Outcome(number, "" if count is None else str(count)))


def _as_a_whole(item: Field, unit_id: str, value: Json) -> SourceValue | None:
    if not says_something(item, value):
        return None
    return SourceValue(unit_id, state=whole_state(value) or CellState.VALUE)


def says_something(item: Field, value: Json) -> bool:
    """Whether an answer is not blank. A table or list usually says so in its first cells."""
    if not value:
        return False
    if any(cell.get("v") for cells in _rows_of(value) for cell in cells.values()):
        return True
    return not field_type(item.type).is_blank(item, value)


def _rows_of(value: Json) -> Iterable[Mapping[str, Json]]:
    """The stored cells of each row of a table or list."""
    rows, items = value.get("rows"), value.get("items")
    if isinstance(rows, Mapping):
        return rows.values()
    stored = items if isinstance(items, list) else ()
    return [item.get("cells") or EMPTY for item in stored if isinstance(item, Mapping)]
