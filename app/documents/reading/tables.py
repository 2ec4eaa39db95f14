"""One w:tbl → cells with their spans."""

from collections.abc import Iterator
from typing import Any

from app.documents.reading.model import CellBlock, ParagraphBlock, TableBlock
from app.documents.reading.paragraphs import ParagraphReader
from app.documents.reading.wordml import TWIPS_PER_MM, W, child, number, switch, value

_ROW_WRAPPERS = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins"))
MAX_SPAN = 100


def table_cells(element: Any) -> Iterator[Any]:
    """The w:tc of a table, row by row, without those of rows that were deleted."""
    for row in _items(element, W + "tr"):
        if child(row, "trPr", "del") is None:
            yield from _items(row, W + "tc")


def read_table(element: Any, reader: ParagraphReader) -> TableBlock:
    rows = [row for row in _items(element, W + "tr") if child(row, "trPr", "del") is None]
    cells: list[CellBlock] = []
    open_merges: dict[int, int] = {}
    columns = 0
    for index, row in enumerate(rows):
        columns = max(columns, _read_row(row, index, cells, open_merges, reader))
    grid = tuple(
        (number(column, "w") or 0.0) / TWIPS_PER_MM
        for column in element.iterfind(f"{W}tblGrid/{W}gridCol")
    )
    return TableBlock(
        len(rows),
        columns,
        tuple(cells),
        grid,
        _is_bordered(element),
        sum(switch(child(row, "trPr", "tblHeader")) is True for row in rows),
        sum(switch(child(row, "trPr", "cantSplit")) is not True for row in rows),
    )


def _read_row(
    row: Any, index: int, cells: list[CellBlock], merges: dict[int, int], reader: ParagraphReader
) -> int:
    """Adds the cells of one row; returns the columns it reaches. `merges`: column → cell index."""
    column = int(number(child(row, "trPr", "gridBefore")) or 0)
    for item in _items(row, W + "tc"):
        properties = child(item, "tcPr")
        span = min(MAX_SPAN, max(1, int(number(child(properties, "gridSpan")) or 1)))
        merge = child(properties, "vMerge")
        above = merges.get(column)
        if merge is not None and value(merge) != "restart" and above is not None:
            top = cells[above]
            height = index - top.row + 1
            cells[above] = CellBlock(top.row, top.column, height, top.column_span, top.paragraphs)
        else:
            merges.pop(column, None)
            if merge is not None:
                merges[column] = len(cells)
            cells.append(CellBlock(index, column, 1, span, tuple(_paragraphs(item, reader))))
        column += span
    return column


def _paragraphs(cell: Any, reader: ParagraphReader) -> Iterator[ParagraphBlock]:
    """All paragraphs of a cell; a table inside a cell gives its paragraphs in order."""
    for item in cell:
        if item.tag == W + "p":
            yield reader.read(item)
        elif item.tag in (W + "tbl", W + "tr", W + "tc") or item.tag in _ROW_WRAPPERS:
            yield from _paragraphs(item, reader)


def _items(element: Any, tag: str) -> Iterator[Any]:
    for item in element:
        if item.tag == tag:
            yield item
        elif item.tag in _ROW_WRAPPERS:
            yield from _items(item, tag)


def _is_bordered(element: Any) -> bool:
    properties = child(element, "tblPr")
    borders = child(properties, "tblBorders")
    if borders is None:
        return child(properties, "tblStyle") is not None
    return any(value(side) not in ("nil", "none") for side in borders)
