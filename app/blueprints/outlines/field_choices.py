"""What the selects of a field's properties offer: types, merge rules and options, first values."""

from __future__ import annotations

from typing import Any

from app.blueprints.outlines import typed_merges
from app.blueprints.outlines.typed_bounds import bound_shown
from app.services import outlines
from forms import Column, Field, Outline, OutlineError, Row, all_field_types, editing, search_key

_OWN = (
    ("", "Không lấy sẵn"),
    ("previous_period", "Báo cáo kỳ trước của đơn vị"),
    ("office", "Cơ quan tổng hợp cho sẵn"),
)


def choices_of(outline: Outline, field: Field) -> dict[str, Any]:
    kinds = {kind.name: kind for kind in all_field_types()}
    named = _fields_to_name(outline, kinds)
    return {
        "keys": editing.field_keys(field.type),
        "holds_numbers": {name for name, kind in kinds.items() if kind.holds_numbers},
        "merges": kinds[field.type].merges,
        "periods": editing.PERIOD_LABELS,
        "money_units": list(editing.MONEY_UNITS),
        "column_types": {name: kinds[name].label for name in editing.COLUMN_TYPES},
        "column_merges": {name: kinds[name].merges for name in editing.COLUMN_TYPES},
        "column_keys": {name: editing.column_keys(name) for name in editing.COLUMN_TYPES},
        "yearly_keys": _yearly(field),
        "bound_shown": bound_shown,
        "merge_fields": named,
        "column_fields": _with_columns(field, named, kinds),
        "prefills": prefill_choices(outline, field),
        **_merge_words(),
    }


def _merge_words() -> dict[str, Any]:
    return {
        "rule_options": editing.RULE_OPTIONS,
        "option_texts": typed_merges.option_texts,
        "directions": typed_merges.DIRECTIONS,
        "scopes": typed_merges.SCOPES,
        "check_labels": typed_merges.CHECK_LABELS,
        "switch_labels": typed_merges.SWITCH_LABELS,
        "switch_words": typed_merges.SWITCH_WORDS,
    }


Named = dict[str, list[tuple[str, str]]]


def _fields_to_name(outline: Outline, kinds: dict[str, Any]) -> Named:
    """Fields that an option of a merge rule may name, with their labels."""
    fields = [field for _, field in outline.fields()]
    one_number = [f for f in fields if kinds[f.type].widget == "number"]
    return {
        "numbers": [(f.key, f.label) for f in one_number],
        "dates": [(f.key, f.label) for f in fields if f.type == "date"],
    }


def _with_columns(field: Field, named: Named, kinds: dict[str, Any]) -> Named:
    numbers = [(c.key, f"Cột {c.label}") for c in field.columns if kinds[c.type].holds_numbers]
    dates = [(c.key, f"Cột {c.label}") for c in field.columns if c.type == "date"]
    return {"numbers": numbers + named["numbers"], "dates": dates + named["dates"]}


def _yearly(field: Field) -> set[str]:
    """Keys of columns and rows that are asked year by year already."""
    parts: list[Column | Row] = [*field.columns, *field.rows]
    return {p.key for p in parts if any(editing.is_of_year(p.key, year) for year in field.years)}


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
