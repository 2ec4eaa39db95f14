"""Kinds of questions a person may choose for a proposed one, and a new question of each."""

from __future__ import annotations

from forms.fields import REGISTRY
from forms.schema import Column, Field, MergeRule

CHOSEN_BY_HAND = (
    "narrative",
    "short_text",
    "integer",
    "decimal",
    "date",
    "yes_no",
    "list",
    "citations",
    "recommendations",
    "attachment",
)
_FIRST_COLUMNS = (Column("noi_dung", "Nội dung", "short_text"),)


def usual_merge(kind: str) -> MergeRule:
    return MergeRule(REGISTRY[kind].default_merge)


def new_field(key: str, kind: str, label: str) -> Field:
    """A question of that type with its usual merge rule; a list starts with one column."""
    columns = _FIRST_COLUMNS if kind == "list" else ()
    return Field(key, kind, label, merge=usual_merge(kind), columns=columns)
