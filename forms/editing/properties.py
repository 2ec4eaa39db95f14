"""Changing what a section, a field or the outline says. Keys never change here.

What is typed may be unfinished: the outline is kept with its faults (forms.editing.faults), and
only releasing asks for none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields as attributes
from dataclasses import replace
from typing import Any, TypeVar

from forms.editing.adding import with_needed_parts
from forms.editing.faults import require_no_new_faults
from forms.editing.keys import free_key
from forms.editing.tree import EditRefused, find_field, find_section, with_field, with_section
from forms.fields import MONEY_UNITS, REGISTRY
from forms.loading import field_keys
from forms.schema import Choice, Column, Field, MergeRule, Outline, Row

SECTION_PROPERTIES = frozenset(
    {
        "heading", "level_name", "number", "guidance", "note", "example", "applies_to",
        "filled_by", "coordinated_by", "optional", "appendix", "show_if",
    }
)  # fmt: skip
OUTLINE_PROPERTIES = frozenset(
    {"title", "short_title", "kind", "basis", "document", "unit_kinds", "addressees"}
)
_KEPT = frozenset({"key", "type", "line"})
Part = TypeVar("Part", bound=Choice | Column | Row)


def change_section(outline: Outline, key: str, **changes: Any) -> Outline:
    """Raises EditRefused for a section that is gone, ValueError for a property it has not."""
    _only(changes, SECTION_PROPERTIES)
    find_section(outline, key)
    return with_section(outline, key, lambda section: replace(section, **changes))


def change_field(outline: Outline, key: str, **changes: Any) -> Outline:
    """Raises EditRefused for a field that is gone, ValueError for a property of other types."""
    field = find_field(outline, key)
    _only(changes, field_keys(field.type) - _KEPT)
    return with_field(outline, key, lambda old: replace(old, **changes))


def change_type(outline: Outline, key: str, type_name: str) -> Outline:
    """The field as one of another type; what only the old type carried is dropped.

    Raises EditRefused when a formula or condition needs it as it was.
    """
    if type_name not in REGISTRY:
        raise EditRefused("Hãy chọn loại nội dung.")
    field = find_field(outline, key)
    if field.type == type_name:
        return outline
    foreign = {
        item.name: item.default
        for item in attributes(Field)
        if item.name not in field_keys(type_name) | _KEPT
    }
    changes: dict[str, Any] = {**foreign, "type": type_name, "default": ""}
    if field.merge.rule not in REGISTRY[type_name].merges:
        changes["merge"] = MergeRule(REGISTRY[type_name].default_merge)
    if type_name == "money" and field.unit_of_measure not in MONEY_UNITS:
        changes["unit_of_measure"] = ""
    changed = with_needed_parts(outline, replace(field, **changes))
    after = with_field(outline, key, lambda _: changed)
    return require_no_new_faults(outline, after, "Chưa đổi loại được")


def change_outline(outline: Outline, **changes: Any) -> Outline:
    """Raises ValueError for a property it has not."""
    _only(changes, OUTLINE_PROPERTIES)
    changed = replace(outline, sha256="", _index={}, **changes)
    if changed.addressees == outline.addressees:
        return changed
    # Fields that addressed the outline's own addressees go with them.
    for _, field in outline.fields():
        if field.type == "recommendations" and field.choices == outline.addressees:
            changed = change_field(changed, field.key, choices=changed.addressees)
    return changed


def with_part_keys(parts: Iterable[Part], taken: Iterable[str] = ()) -> tuple[Part, ...]:
    """Choices, columns or rows; those without a key get a free one out of their label."""
    listed = list(parts)
    used = {*taken, *(part.key for part in listed if part.key)}
    found = []
    for part in listed:
        if not part.key:
            part = replace(part, key=free_key(part.label, used))
            used.add(part.key)
        found.append(part)
    return tuple(found)


def with_column_merges(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Columns whose merge rule is one of their type; another becomes the type's default."""
    return tuple(_merged(column) for column in columns)


def _merged(column: Column) -> Column:
    allowed = REGISTRY[column.type].merges
    if column.merge is not None and column.merge.rule in allowed:
        return column
    return replace(column, merge=MergeRule(REGISTRY[column.type].default_merge))


def _only(changes: Iterable[str], allowed: frozenset[str]) -> None:
    if strange := sorted(set(changes) - allowed):
        raise ValueError(f"no such property: {', '.join(strange)}")
