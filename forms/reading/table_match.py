"""A table of a document against the table fields of an outline, by words of rows and columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from forms.fields import item_rows, typed_columns
from forms.reading.blocks import Grid
from forms.reading.heading_match import words_key
from forms.schema import Field

_LEAST_LABEL, _LEAST_TABLE = 0.8, 0.5
_MOST_HEADER_ROWS = 4


@dataclass(frozen=True, slots=True)
class TableMatch:
    """`score` is the share of the field's rows and columns that were found."""

    field_key: str
    score: float
    cells: Mapping[str, str]


def match_table(grid: Grid, fields: Iterable[Field]) -> TableMatch | None:
    """The field that fits best; None when none has half its labels in the table."""
    texts = grid.texts()
    matches = [_match(texts, field) for field in fields]
    best = max(matches, key=lambda match: match.score, default=None)
    return best if best is not None and best.score >= _LEAST_TABLE and best.cells else None


def _match(texts: Sequence[Sequence[str]], field: Field) -> TableMatch:
    columns = {c.key: c.label for c in typed_columns(field)}
    rows = {row.key: row.label for row in item_rows(field)}
    header = [
        (words_key(text), place)
        for row in texts[:_MOST_HEADER_ROWS]
        for place, text in enumerate(row)
        if text
    ]
    first = [(words_key(text), n) for n, row in enumerate(texts) for text in row[:2] if text]
    column_at, row_at = places_of(columns, header), places_of(rows, first)
    found, wanted = len(column_at) + len(row_at), len(columns) + len(rows)
    cells = {
        f"{row}.{column}": texts[down][across].strip()
        for row, down in row_at.items()
        for column, across in column_at.items()
        if texts[down][across].strip()
    }
    return TableMatch(field.key, found / wanted if wanted else 0.0, cells)


def places_of(labels: Mapping[str, str], texts: Sequence[tuple[str, int]]) -> dict[str, int]:
    """Where each label stands; each place is taken once."""
    found: dict[str, int] = {}
    for key, label in labels.items():
        wanted = words_key(label)
        scored = [
            (SequenceMatcher(None, wanted, text, autojunk=False).ratio(), -place)
            for text, place in texts
            if place not in found.values()
        ]
        score, place = max(scored, default=(0.0, 0))
        if score >= _LEAST_LABEL:
            found[key] = -place
    return found
