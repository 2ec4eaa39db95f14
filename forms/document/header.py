"""The header of a table as a grid of spanning cells, and the row of column numbers.

The number row follows the statistical forms of the Party: text columns are A, B, C …, figures
are 1, 2, 3 … with their computation, such as "3=4+6" or "5=4*100/3".
"""

import re
from dataclasses import dataclass

from forms.document.table import Column, ColumnKind, Table, leaves

_KEY = re.compile(r"\{(\w+)\}")
_LETTERED = (ColumnKind.INDEX, ColumnKind.TEXT)


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """Rows and columns count from 0."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


def header_depth(columns: tuple[Column, ...]) -> int:
    return max(1 + (header_depth(column.children) if column.children else 0) for column in columns)


def header_cells(columns: tuple[Column, ...]) -> tuple[HeaderCell, ...]:
    """Cells by row, then by column."""
    cells = _place(columns, row=0, start=0, depth=header_depth(columns))
    return tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))


def _place(columns: tuple[Column, ...], *, row: int, start: int, depth: int) -> list[HeaderCell]:
    cells: list[HeaderCell] = []
    for column in columns:
        span = len(leaves((column,)))
        rows = 1 if column.children else depth
        cells.append(HeaderCell(column.title, row, start, rows, span))
        cells += _place(column.children, row=row + 1, start=start, depth=depth - 1)
        start += span
    return cells


def column_numbers(table: Table) -> tuple[str, ...]:
    columns = leaves(table.columns)
    names = _short_names(columns)
    by_key = {column.key: name for column, name in zip(columns, names, strict=True)}
    return tuple(
        _numbered(column, name, by_key) for column, name in zip(columns, names, strict=True)
    )


def _short_names(columns: tuple[Column, ...]) -> list[str]:
    names: list[str] = []
    letters = numbers = 0
    for column in columns:
        if column.kind in _LETTERED and not numbers and letters < 26:
            names.append(chr(ord("A") + letters))
            letters += 1
        else:
            numbers += 1
            names.append(str(numbers))
    return names


def _numbered(column: Column, name: str, by_key: dict[str, str]) -> str:
    if column.ratio:
        times = "*100" if column.kind is ColumnKind.PERCENT else ""
        return f"{name}={by_key[column.ratio.numerator]}{times}/{by_key[column.ratio.denominator]}"
    if column.formula:
        used = _KEY.sub(lambda match: by_key[match[1]], column.formula)
        return f"{name}={used.replace(' ', '')}"
    return name
