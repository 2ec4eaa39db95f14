"""A report whose sections stand in the cells of a table: its lines again, in the order one reads.

A table that answers a field, or holds mere figures, is left as it is. Nothing is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from forms.reading.blocks import Grid, GridCell, SourceBlock, TextLine

_MARK = re.compile(r"(?:[IVX]{1,5}|[a-hđ]|\d{1,2}(?:\.\d{1,2})*)(?P<sign>[.):/–-]?)")
# A cell that says more than a name: several lines, or words after a sign.
_MORE = re.compile(r"\n|[:.;–]\s+\S")
_LONG, _LEAST_HEADINGS = 60, 2

# The heading of the outline that a line is, "" for any other line.
HeadingOf = Callable[[str], str]


def unfolded(
    blocks: Sequence[SourceBlock], heading_of: HeadingOf, is_answer: Callable[[Grid], bool]
) -> list[SourceBlock]:
    """The blocks with the tables that only lay out text opened, numbered anew."""
    found: list[SourceBlock] = []
    for block in _with_marks(blocks, heading_of):
        if isinstance(block, Grid) and _lays_out(block, heading_of) and not is_answer(block):
            found += (TextLine(block.number, line) for line in _lines(block, heading_of))
        else:
            found.append(block)
    return [replace(block, number=number) for number, block in enumerate(found, 1)]


def _with_marks(blocks: Sequence[SourceBlock], heading_of: HeadingOf) -> Iterator[SourceBlock]:
    """A number that stands alone before a heading, as in the first cell of a row, belongs to it."""
    mark: TextLine | None = None
    for block in blocks:
        if mark and isinstance(block, TextLine) and not block.mark and heading_of(block.text):
            block, mark = replace(block, mark=mark.text.strip()), None
        if mark:
            yield mark
        is_mark = isinstance(block, TextLine) and _MARK.fullmatch(block.text.strip())
        mark = block if isinstance(block, TextLine) and is_mark and not block.mark else None
        if mark is None:
            yield block
    if mark:
        yield mark


def _lays_out(grid: Grid, heading_of: HeadingOf) -> bool:
    """A frame of one column, or several headings of the outline with prose beside them: a table
    of figures may have such words in its rows too, but it is not written in sentences."""
    if grid.columns == 1:
        return True
    lines = [line for cell in grid.cells for line in cell.text.split("\n")]
    long = sum(len(line) for line in lines if len(line) >= _LONG)
    if 2 * long < sum(map(len, lines)):
        return False
    return len({heading_of(line) for line in lines if line.strip()} - {""}) >= _LEAST_HEADINGS


def _lines(grid: Grid, heading_of: HeadingOf) -> Iterator[str]:
    asked = _asked_above(grid, heading_of)
    mark = ""
    for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column)):
        if cell.row == 0 and cell.column in asked:
            continue
        if number := _MARK.fullmatch(cell.text.strip()):
            mark = number[0] if number["sign"] else f"{number[0]}."
            continue
        if cell.text.strip() and cell.column in asked:
            yield asked[cell.column]
        for line in filter(None, map(str.strip, cell.text.split("\n"))):
            yield f"{mark} {line}".strip()
            mark = ""


def _asked_above(grid: Grid, heading_of: HeadingOf) -> dict[int, str]:
    """What each column answers where the first row says it: "Nội dung | Kết quả đạt được | Tồn
    tại, hạn chế". With one such column what stands beside a heading follows from the heading."""
    first: list[GridCell] = [cell for cell in grid.cells if cell.row == 0 and cell.column]
    names = {
        cell.column: cell.text.strip() for cell in first if not _MORE.search(cell.text.strip())
    }
    asked = {column: name for column, name in names.items() if heading_of(name)}
    return asked if len(asked) >= _LEAST_HEADINGS else {}
