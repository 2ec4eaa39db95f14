"""A merged table as rows of text for a page: header cells with their spans, first rows only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from forms import document

MOST_ROWS = 25


@dataclass(frozen=True)
class HeadCell:
    title: str
    columns: int
    rows: int


@dataclass(frozen=True)
class BodyRow:
    kind: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """`more` rows are not shown."""

    caption: str
    unit: str
    head: tuple[tuple[HeadCell, ...], ...]
    rows: tuple[BodyRow, ...]
    more: int
    legend: str
    numbers: tuple[bool, ...]


def preview(table: document.Table, most: int = MOST_ROWS) -> Preview:
    leaves = document.leaves(table.columns)
    rows = tuple(
        BodyRow(
            row.kind.value,
            tuple(
                document.cell_text(cell, column)
                for cell, column in zip(row.cells, leaves, strict=True)
            ),
        )
        for row in table.rows[:most]
    )
    return Preview(
        table.caption,
        table.unit,
        _head(table.columns),
        rows,
        max(0, len(table.rows) - most),
        document.table_legend(table),
        tuple(column.kind not in _WORDS for column in leaves),
    )


_WORDS = (document.ColumnKind.TEXT, document.ColumnKind.DATE)


def _head(columns: tuple[document.Column, ...]) -> tuple[tuple[HeadCell, ...], ...]:
    depth = _depth(columns)
    lines: list[list[HeadCell]] = [[] for _ in range(depth)]
    for level, cell in _cells(columns, 0, depth):
        lines[level].append(cell)
    return tuple(tuple(line) for line in lines)


def _depth(columns: tuple[document.Column, ...]) -> int:
    return 1 + max((_depth(c.children) for c in columns if c.children), default=0)


def _cells(
    columns: tuple[document.Column, ...], level: int, depth: int
) -> Iterator[tuple[int, HeadCell]]:
    for column in columns:
        inner = column.children
        width = len(document.leaves((column,)))
        yield level, HeadCell(column.title, width, 1 if inner else depth - level)
        if inner:
            yield from _cells(inner, level + 1, depth)
