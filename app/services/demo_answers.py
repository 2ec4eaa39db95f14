"""What the demonstration's content calls an answer, in the shape in which answers are stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms import Field, Json, field_type

# The demo's content names list columns in Vietnamese; the outline's built-in columns are English.
_COLUMN_NAMES = {
    "loai": "kind",
    "ky_hieu": "symbol",
    "ngay": "date",
    "co_quan": "issuer",
    "trich_yeu": "title",
    "noi_dung": "text",
    "noi_nhan": "addressee",
}


def read_demo_answer(field: Field, raw: Any) -> Json:
    """A demo answer, written as an officer types it, in the stored shape of its field."""
    if isinstance(raw, Mapping) and "state" in raw:
        return {"s": raw["state"]}
    kind = field_type(field.type)
    if isinstance(raw, str):
        return kind.parse(field, raw).value
    if "rows" in raw:
        cells = {f"{r}.{c}": text for r, row in raw["rows"].items() for c, text in row.items()}
        return kind.parse(field, cells).value
    items = [{_COLUMN_NAMES.get(c, c): t for c, t in item.items()} for item in raw["items"]]
    own = {column.key for column in kind.column_specs(field)}
    kept = [{c if c in own else _back(c): t for c, t in item.items()} for item in items]
    return kind.parse(field, kept).value


def _back(column: str) -> str:
    """The Vietnamese name again, where a list (not of citations) really has such a column."""
    return next((vi for vi, en in _COLUMN_NAMES.items() if en == column), column)
