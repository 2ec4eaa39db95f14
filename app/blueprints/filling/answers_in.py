"""Reading answers out of a request: one field's inputs, changed cells of a table, removed rows."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from werkzeug.datastructures import MultiDict

from app.services import reports
from app.services.answer_places import find_field
from app.services.reports import ReportRef
from forms import Field, Parsed, Section, build_web_form, html_name


def field_form(ref: ReportRef, field: Field) -> type[Any]:
    """The web form of one field, made once for each outline version."""
    return _field_form(reports.outline_of(ref).sha256, field.key, _OneField(ref, field))


class _OneField:
    """Carries what is needed to build the form past the cache, of whose key it is no part."""

    def __init__(self, ref: ReportRef, field: Field) -> None:
        self.ref, self.field = ref, field

    def section(self) -> Section:
        section, field = find_field(self.ref, self.field.key)
        return replace(section, fields=(field,), sections=())

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _OneField)


@lru_cache(maxsize=2048)
def _field_form(sha256: str, field_key: str, one: _OneField) -> type[Any]:
    return build_web_form(one.section())


def revision_name(field_key: str) -> str:
    """The hidden input that carries the revision a field was shown with."""
    return f"r_{field_key}"


def changed_cells(field: Field, form: MultiDict[str, str]) -> dict[str, str]:
    """{"row.column": text} of the cells that came in."""
    start = f"{html_name(field.key)}-"
    found = {}
    for name, text in form.items():
        row, _, column = name.removeprefix(start).partition("-")
        if name.startswith(start) and column:
            found[f"{row}.{column}"] = text
    return found


def without_removed_row(field: Field, parsed: Parsed, button: str) -> Parsed:
    """`button` is "field:row id" of a pressed "Xóa dòng này"."""
    key, _, item_id = button.partition(":")
    items = parsed.value.get("items")
    if key != field.key or not items:
        return parsed
    kept = [item for item in items if item.get("id") != item_id]
    return Parsed({"items": kept} if kept else {}, parsed.problems)
