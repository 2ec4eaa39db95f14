"""What an autosave answers beside "saved": computed texts and the problem of each input."""

from __future__ import annotations

from typing import Any

from forms import Field, Json, Severity, cell_from_json, cell_name, field_type, html_name


def computed_texts(field: Field, value: Json) -> dict[str, str]:
    """Texts of computed cells by "row.column", totals included; of a ratio its percentage as ""."""
    kind: Any = field_type(field.type)
    if field.type == "ratio":
        return {"": kind.display(field, value)}
    if field.type != "table":
        return {}
    computed = {column.key for column in field.columns if column.type in ("ratio", "computed")}
    totals = {row.key for row in field.rows if row.kind == "total"}
    rows = kind.computed(field, value).get("rows") or {}
    return {
        f"{row.key}.{column.key}": kind.display_cell(
            column, cell_from_json((rows.get(row.key) or {}).get(column.key))
        )
        for row in field.rows
        if row.kind != "group"
        for column in field.columns
        if row.key in totals or column.key in computed
    }


def problems_by_input(field: Field, value: Json) -> dict[str, str]:
    """Faults of what was typed, by the name of the input they stand in."""
    found = {}
    for finding in field_type(field.type).validate(field, value):
        if finding.severity is Severity.BLOCK and finding.path != field.key:
            found[_input_name(field, finding.path)] = finding.message
    return found


def _input_name(field: Field, path: str) -> str:
    parts = path.split(".")[1:]
    if len(parts) == 2:
        return cell_name(field.key, parts[0], parts[1])
    return f"{html_name(field.key)}-{'-'.join(parts)}"
