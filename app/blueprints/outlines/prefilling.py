"""Where the first value of a field may come from, as the editor offers it."""

from __future__ import annotations

from app.services import outlines
from forms import Field, Outline, OutlineError, search_key

_OWN = (
    ("", "Không lấy sẵn"),
    ("previous_period", "Báo cáo kỳ trước của đơn vị"),
    ("office", "Cơ quan tổng hợp cho sẵn"),
)


def prefill_choices(outline: Outline, field: Field) -> list[tuple[str, str]]:
    """The ways of every outline, then the same question in other released ones: of the same key or
    wording, and of the same type. What is chosen now is always among them."""
    found = [*_OWN, *_same_questions(outline, field)]
    if field.prefill not in {key for key, _ in found}:
        found.append((field.prefill, f"Đề cương khác ({field.prefill.removeprefix('outline:')})"))
    return found


def _same_questions(outline: Outline, field: Field) -> list[tuple[str, str]]:
    wording = search_key(field.label)
    found: dict[str, str] = {}
    for version in outlines.list_versions_with(field.key, field.label):
        if version.outline_id == outline.id:
            continue
        try:
            other = outlines.get_outline(version.id)
        except OutlineError:
            continue
        for _, asked in other.fields():
            same = asked.key == field.key or search_key(asked.label) == wording
            if same and asked.type == field.type:
                name = other.short_title or other.title
                found.setdefault(f"outline:{other.id}.{asked.key}", f"{name}: {asked.label}")
    return list(found.items())
