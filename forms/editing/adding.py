"""New sections and fields, with what their type needs to be usable at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from forms.editing.keys import free_key, taken_keys
from forms.editing.numbering import renumbered
from forms.editing.tree import (
    MAX_DEPTH,
    EditRefused,
    children_of,
    find_section,
    path_to,
    with_children,
    with_section,
)
from forms.fields import REGISTRY
from forms.schema import Choice, Column, Field, MergeRule, Outline, Required, Row, Section

NEEDED_PARTS: Mapping[str, Mapping[str, Any]] = {
    "money": {"unit_of_measure": "triệu đồng"},
    "choice": {"choices": (Choice("co_1", "Lựa chọn 1"), Choice("co_2", "Lựa chọn 2"))},
    "choices": {"choices": (Choice("co_1", "Lựa chọn 1"), Choice("co_2", "Lựa chọn 2"))},
    "ratio": {"numerator": "Số đạt", "denominator": "Tổng số"},
    "computed": {"formula": "0"},
    "table": {
        "columns": (Column("so_luong", "Số lượng", "integer", merge=MergeRule("sum")),),
        "rows": (Row("dong_1", "Chỉ tiêu 1"),),
    },
    "list": {
        "columns": (Column("noi_dung", "Nội dung", "short_text", merge=MergeRule("text_cluster")),)
    },
}
"""What a type cannot do without, until the editor says better."""


def add_section(
    outline: Outline, heading: str, *, under: str = "", after: str = ""
) -> tuple[Outline, str]:
    """The outline with a new section, and its key: after its sibling `after`, else at the end.

    Raises EditRefused.
    """
    heading = _named(heading, "Hãy ghi tiêu đề của mục.")
    if under and len(path_to(outline, under)) >= MAX_DEPTH:
        raise EditRefused(f"Đề cương chỉ có tối đa {MAX_DEPTH} cấp mục.")
    key = free_key(heading, taken_keys(outline))
    children = children_of(outline, under)
    place = _place([child.key for child in children], after)
    children = (*children[:place], Section(key, heading), *children[place:])
    return renumbered(with_children(outline, under, children), under, fresh=key), key


def add_field(
    outline: Outline, section: str, label: str, type_name: str, *, after: str = ""
) -> tuple[Outline, str]:
    """The outline with a new field, and its key. Raises EditRefused."""
    label = _named(label, "Hãy ghi tên của nội dung cần hỏi.")
    if type_name not in REGISTRY:
        raise EditRefused("Hãy chọn loại nội dung.")
    home = find_section(outline, section)
    key = free_key(label, taken_keys(outline))
    place = _place([field.key for field in home.fields], after)
    merge = MergeRule(REGISTRY[type_name].default_merge)
    field = with_needed_parts(outline, Field(key, type_name, label, merge=merge))
    fields = (*home.fields[:place], field, *home.fields[place:])
    return with_section(outline, section, lambda s: replace(s, fields=fields)), key


def with_needed_parts(outline: Outline, field: Field) -> Field:
    """The field with all that its type cannot do without."""
    parts: dict[str, Any] = {}
    for name, value in NEEDED_PARTS.get(field.type, {}).items():
        if not getattr(field, name):
            parts[name] = value
    if field.type == "recommendations" and not field.choices:
        parts["choices"] = outline.addressees
    if not REGISTRY[field.type].is_answered:
        parts["required"] = Required.NO
    return replace(field, **parts)


def _named(text: str, problem: str) -> str:
    if not text.strip():
        raise EditRefused(problem)
    return text.strip()


def _place(keys: Iterable[str], after: str) -> int:
    listed = list(keys)
    return listed.index(after) + 1 if after in listed else len(listed)
