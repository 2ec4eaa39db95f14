"""Widths of table columns from what stands in them, so that long texts get the room.

Widths are shares near millimetres: a short text stands in one line, a long one in a few, and no
column takes more than a reader needs. A width given by the outline is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from forms.document import Column, ColumnKind, Row, cell_text, leaves

_CHAR = 2.15
_PADDING = 4.0
_LEAST = {ColumnKind.INDEX: 9.0, ColumnKind.TEXT: 18.0, ColumnKind.DATE: 23.0}
_LEAST_FIGURE = 13.0
_MOST_IN_ONE_LINE = 24
_MOST_TEXT = 85.0
_WIDE_SHARE = 0.8
"""Of the texts of a column, how many shall need no more lines than the usual."""
_LINES = 3


def fitted(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[Column, ...]:
    """The same columns with widths; header groups stay as they are."""
    widths = iter(
        column.width if column.width is not None else _width(column, place, rows)
        for place, column in enumerate(leaves(tuple(columns)))
    )

    def with_width(column: Column) -> Column:
        if column.children:
            return replace(column, children=tuple(with_width(child) for child in column.children))
        return replace(column, width=next(widths))

    return tuple(with_width(column) for column in columns)


def _width(column: Column, place: int, rows: Sequence[Row]) -> float:
    lengths = sorted(len(cell_text(row.cells[place], column)) for row in rows)
    word = max((len(part) for part in column.title.split()), default=0)
    if column.kind is not ColumnKind.TEXT:
        longest = lengths[-1] if lengths else 0
        return max(_LEAST.get(column.kind, _LEAST_FIGURE), longest * _CHAR + _PADDING)
    told = [length for length in lengths if length] or [0]
    usual = told[min(len(told) - 1, int(len(told) * _WIDE_SHARE))]
    wanted = usual if usual <= _MOST_IN_ONE_LINE else max(_MOST_IN_ONE_LINE, usual / _LINES)
    return min(_MOST_TEXT, max(_LEAST[ColumnKind.TEXT], max(wanted, word) * _CHAR + _PADDING))
