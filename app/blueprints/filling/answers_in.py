"""Reading answers out of a request: one field's inputs, changed cells of a table, removed rows."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from forms import Field, Parsed, html_name


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
