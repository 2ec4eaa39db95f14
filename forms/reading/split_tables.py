"""A table that its writer broke at the end of a page is two tables in the file: one again here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from forms.reading.blocks import Grid, SourceBlock
from forms.reading.heading_match import words_key

_NUMBER = re.compile(r"\s*(?!(?:19|20)\d\d\s*$)\d[\d.,]*%?\s*")


def joined_tables(blocks: Sequence[SourceBlock]) -> list[SourceBlock]:
    """A table that follows another one at once goes on with it when it repeats its header, or has
    none of its own. Nothing else is touched."""
    found: list[SourceBlock] = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(last, Grid) and isinstance(block, Grid) and _goes_on(last, block):
            found[-1] = _joined(last, block)
        else:
            found.append(block)
    return found


def _goes_on(first: Grid, second: Grid) -> bool:
    if first.columns != second.columns or not (first.rows and second.rows):
        return False
    return _repeats(first, second) or any(_NUMBER.fullmatch(text) for text in second.texts()[0][1:])


def _repeats(first: Grid, second: Grid) -> bool:
    headers = [[words_key(text) for text in grid.texts()[0]] for grid in (first, second)]
    return headers[0] == headers[1] and any(headers[0])


def _joined(first: Grid, second: Grid) -> Grid:
    left_out = 1 if _repeats(first, second) else 0
    cells = (
        replace(cell, row=cell.row + first.rows - left_out)
        for cell in second.cells
        if cell.row >= left_out
    )
    rows = first.rows + second.rows - left_out
    return replace(first, rows=rows, cells=(*first.cells, *cells))
