"""The registry of merge rules: for every name the outline may use, one rule.

A rule takes a question with all units' answers and gives one merged field, or None when the field
is left out of the merged report.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from forms.fields import MERGE_LABELS, all_field_types, field_type
from forms.merging.audience import Question
from forms.merging.documents import union_documents
from forms.merging.groups import group_rows
from forms.merging.list_rows import ADDRESSEE
from forms.merging.lists import append_rows, union_list
from forms.merging.recommendations import merge_recommendations
from forms.merging.results import MergedField
from forms.merging.scalars import (
    merge_choices,
    merge_figure,
    merge_ratio,
    merge_texts,
)
from forms.merging.tables import merge_table

Merge = Callable[[Question], MergedField | None]


@dataclass(frozen=True)
class Rule:
    """`works_on` names the field types whose fields may carry the rule."""

    name: str
    label: str
    works_on: tuple[str, ...]
    merge: Merge


def _columns(question: Question) -> frozenset[str]:
    item = question.field
    return frozenset(column.key for column in field_type(item.type).column_specs(item))


def _texts_or_rows(question: Question) -> MergedField:
    """Words under their unit; of lists the rows, of recommendations by addressee."""
    columns = _columns(question)
    if ADDRESSEE in columns:
        return merge_recommendations(question)
    return append_rows(question) if columns else merge_texts(question)


def _union(question: Question) -> MergedField:
    by_addressee = ADDRESSEE in _columns(question)
    return merge_recommendations(question) if by_addressee else union_list(question)


def _left_out(question: Question) -> None:
    """Not merged. (A computed field is then worked out on the merged answers, see report.)"""


_MERGES: Mapping[str, Merge] = {
    "weighted_ratio": merge_ratio,
    "count_by_choice": merge_choices,
    "union_documents": union_documents,
    "union_list": _union,
    "table_sum_by_key": merge_table,
    "table_group": group_rows,
    "table_append": append_rows,
    "text_cluster": _texts_or_rows,
    "text_append": _texts_or_rows,
    "list_units": _texts_or_rows,
    "manual": merge_texts,
    "none": _left_out,
}
RULES: Mapping[str, Rule] = MappingProxyType(
    {
        name: Rule(
            name,
            label,
            tuple(kind.name for kind in all_field_types() if name in kind.merges),
            _MERGES.get(name, merge_figure),
        )
        for name, label in MERGE_LABELS.items()
    }
)
