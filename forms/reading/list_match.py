"""A table of a document against the lists of an outline (văn bản, điển hình), by column headers.

The rows of a list are the unit's own, so only the words of its columns can tell it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from forms.fields import field_type, is_typed
from forms.reading.blocks import Grid
from forms.reading.heading_match import words_key
from forms.reading.table_match import places_of
from forms.schema import Field

_LEAST_COLUMNS, _LEAST_SHARE = 2, 0.5
_MOST_HEADER_ROWS = 3


@dataclass(frozen=True, slots=True)
class ListMatch:
    """`score` is the share of the list's columns that were found; `rows`: column → text."""

    field_key: str
    score: float
    rows: tuple[Mapping[str, str], ...]


def match_list(grid: Grid, fields: Iterable[Field]) -> ListMatch | None:
    """The list that fits best; None when none has half its columns in the table."""
    texts = grid.texts()
    matches = [
        _match(texts, field, row)
        for field in fields
        for row in range(min(_MOST_HEADER_ROWS, len(texts)))
    ]
    best = max(matches, key=lambda match: match.score, default=None)
    return best if best is not None and best.score >= _LEAST_SHARE and best.rows else None


def _match(texts: Sequence[Sequence[str]], field: Field, header: int) -> ListMatch:
    columns = {c.key: c.label for c in field_type(field.type).column_specs(field) if is_typed(c)}
    headers = [(words_key(text), at) for at, text in enumerate(texts[header]) if text.strip()]
    place = places_of(columns, headers)
    if len(place) < _LEAST_COLUMNS:
        return ListMatch(field.key, 0.0, ())
    rows = [{key: row[at].strip() for key, at in place.items()} for row in texts[header + 1 :]]
    return ListMatch(field.key, len(place) / len(columns), tuple(r for r in rows if _is_row(r)))


def _is_row(row: Mapping[str, str]) -> bool:
    """Neither a row that groups others ("I. Văn bản của Trung ương") nor one of column numbers."""
    texts = [text for text in row.values() if text]
    return len(texts) >= _LEAST_COLUMNS and any(len(text) > 2 for text in texts)
