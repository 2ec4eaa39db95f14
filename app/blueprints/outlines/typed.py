"""What was typed about a node of an outline, as changes of its properties."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from flask import request

from app.blueprints.outlines.typed_bounds import bound_stored
from app.blueprints.outlines.typed_merges import typed_merge
from app.blueprints.outlines.typed_parts import (
    by_years,
    checks,
    choices,
    citations,
    columns,
    labels_by_key,
    recipients,
    rows,
    targets,
    whole_number,
)
from app.web.typed import typed_flag, typed_line, typed_text
from forms import Choice, Field, FilledBy, MergeRule, Outline, Required, Section, editing

_LONG = 20_000
Changes = dict[str, Any]


def section_changes(outline: Outline, section: Section) -> Changes:
    """Raises Invalid."""
    return {
        "heading": typed_line("heading", 1000),
        "level_name": typed_line("level_name", 100),
        "number": typed_line("number", 20),
        "guidance": typed_text("guidance", _LONG),
        "note": typed_text("note", _LONG),
        "example": typed_text("example", _LONG),
        "applies_to": _kinds(outline, "applies_to", section.applies_to),
        "coordinated_by": _kinds(outline, "coordinated_by", section.coordinated_by),
        "filled_by": _filled_by(),
        "optional": typed_flag("optional"),
        "appendix": typed_flag("appendix"),
        "show_if": typed_line("show_if", 500),
    }


def _kinds(outline: Outline, name: str, before: tuple[str, ...]) -> tuple[str, ...]:
    """Ticked kinds in the order of the outline; tags that are not kinds stay as they were."""
    ticked = set(request.form.getlist(name))
    kinds = [kind for kind in outline.unit_kinds if kind in ticked]
    return (*kinds, *(item for item in before if item not in outline.unit_kinds))


def _filled_by() -> FilledBy:
    office = request.form.get("filled_by") == FilledBy.OFFICE
    return FilledBy.OFFICE if office else FilledBy.UNIT


def field_changes(outline: Outline, field: Field) -> Changes:
    """Only what a field of this type can say and what stood on the page. Raises Invalid."""
    allowed = editing.field_keys(field.type)
    readers: Mapping[str, Callable[[], Any]] = {
        **{name: _line(name) for name in _LINES},
        **{name: _number(name, label) for name, label in _NUMBERS.items()},
        **{name: _bound(field, name) for name in ("min_value", "max_value")},
        "label": lambda: typed_line("label", 1000),
        "guidance": lambda: typed_text("guidance", _LONG),
        "example": lambda: typed_text("example", _LONG),
        "default": lambda: typed_text("default", _LONG),
        "required": lambda: _required(field),
        "filled_by": _filled_by,
        "allow_nil": lambda: typed_flag("allow_nil"),
        "landscape": lambda: typed_flag("landscape"),
        "merge": lambda: _merge(field),
        "places": lambda: whole_number(request.form.get("places", ""), "Số chữ số thập phân"),
        "checks": checks,
        "choices": lambda: choices(field.choices),
        "columns": lambda: columns(field),
        "rows": lambda: rows(field),
        "targets": targets,
    }
    found = {name: read() for name, read in readers.items() if name in allowed}
    return by_years(field, found) if "years" in allowed else found


_LINES = (
    "unit_of_measure",
    "show_if",
    "prefill",
    "polarity",
    "formula",
    "numerator",
    "denominator",
    "form_code",
    "sentence",
)
_NUMBERS = {
    "min_words": "Số từ ít nhất",
    "max_words": "Số từ nhiều nhất",
}


def _line(name: str) -> Callable[[], str]:
    return lambda: typed_line(name, 500)


def _number(name: str, label: str) -> Callable[[], int]:
    return lambda: whole_number(request.form.get(name, ""), label) or 0


def _bound(field: Field, name: str) -> Callable[[], str]:
    return lambda: bound_stored(field.type, typed_line(name, 40), getattr(field, name))


def _required(field: Field) -> Required:
    typed = request.form.get("required", field.required)
    return Required(typed) if typed in tuple(Required) else field.required


def _merge(field: Field) -> MergeRule:
    """Raises Invalid."""
    rule = request.form.get("merge_rule", field.merge.rule)
    shown_rule = request.form.get("merge-shown", "")

    def get(name: str) -> str:
        if shown_rule != rule:
            return ""
        return ",".join(request.form.getlist(f"merge-{name}")).strip()[:200]

    return typed_merge(field.merge, rule, request.form.get("merge_period", ""), get)


def outline_changes(outline: Outline) -> Changes:
    """Raises Invalid."""
    info = outline.document
    return {
        "title": typed_line("title", 500),
        "short_title": typed_line("short_title", 100),
        "kind": _chosen("kind", editing.OUTLINE_KINDS, outline.kind),
        "unit_kinds": MappingProxyType(labels_by_key("kinds", outline.unit_kinds)),
        "addressees": _addressees(outline),
        "basis": citations(outline.basis),
        "document": replace(
            info,
            kind=typed_line("document_kind", 20) or info.kind,
            title=typed_line("document_title", 200) or info.title,
            subject=typed_line("subject", 1000),
            opening=typed_text("opening", _LONG),
            closing=typed_text("closing", _LONG),
            unit_opening=typed_text("unit_opening", _LONG),
            unit_closing=typed_text("unit_closing", _LONG),
            addressee=typed_line("addressee", 500),
            recipients=recipients(),
        ),
    }


def _addressees(outline: Outline) -> tuple[Choice, ...]:
    return choices(outline.addressees, "addressees")


def _chosen(name: str, allowed: tuple[str, ...], before: str) -> str:
    typed = request.form.get(name, before)
    return typed if typed in allowed else before
