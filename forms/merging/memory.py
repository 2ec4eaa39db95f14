"""What each field was last merged into, kept by whoever merges one campaign again and again.

Scope: one result a field with all it was made of; a report that was sent again with one answer
changed lets the other fields be. A field whose rule looks at other fields is always merged anew.
What single answers were read into is in `readings`. Not here: how long a memory lives (the
caller's choice).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from forms.fields import field_type
from forms.merging.audience import Question
from forms.merging.readings import Readings
from forms.merging.results import MergedField
from forms.schema import Field, MergeRule
from forms.values import Json

# Roles in which a rule may name another field.
_COMPANIONS = frozenset({"weight", "date_field", "numerator", "denominator"})


class _Kept(NamedTuple):
    field: Field
    asked: tuple[object, ...]
    values: Mapping[str, Json]
    merged: MergedField | None


class MergeMemory:
    """The last result of each field by its key, of one campaign and one outline."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self.readings = Readings()

    def recall(
        self, question: Question, make: Callable[[Question], MergedField | None]
    ) -> MergedField | None:
        """The kept result when the same units gave the same answers, else a new one."""
        item = question.field
        if not stands_alone(item):
            return make(question)
        asked, values = question.audience.signature, question.values
        kept = self._kept.get(item.key)
        if kept is not None and kept[:3] == (item, asked, values):
            return kept.merged
        merged = make(question)
        self._kept[item.key] = _Kept(item, asked, values, merged)
        return merged


def stands_alone(item: Field) -> bool:
    """Whether the field's merged result follows from its own answers alone."""
    rules = [item.merge, *(column.merge for column in item.columns)]
    return field_type(item.type).is_answered and not any(map(_names_others, rules))


def _names_others(rule: MergeRule | None) -> bool:
    return rule is not None and not _COMPANIONS.isdisjoint(rule.options)
