"""Which chart belongs to a table."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from forms.document import Column, ColumnKind, RowKind, Table, leaves

FEWEST_BARS = 3


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """A chart of some leaf columns (by place) over the first run of normal rows."""

    category: int
    values: tuple[int, ...]
    title: str = ""
    kind: Literal["column", "bar", "line"] = "column"


def usual_chart(table: Table) -> ChartSpec | None:
    """Shares compare units of different size: the last percent column, where three units have it.

    A table in blocks shows its first indicator. None where a chart says no more than the figures.
    """
    columns = leaves(table.columns)
    shares = [place for place, c in enumerate(columns) if c.kind is ColumnKind.PERCENT]
    names = [place for place, c in enumerate(columns) if c.kind is ColumnKind.TEXT]
    first, last = bars(table)
    if not shares or not names:
        return None
    given = [row.cells[shares[-1]].value for row in table.rows[first : last + 1]]
    if sum(value is not None for value in given) < FEWEST_BARS:
        return None
    heading = table.rows[first - 1] if first else None
    block = str(heading.cells[names[0]].value or "") if heading else ""
    title = ": ".join(part for part in (block, _path(table, shares[-1])) if part)
    return ChartSpec(names[0], (shares[-1],), title, "bar")


def bars(table: Table) -> tuple[int, int]:
    """First and last row of the first unbroken run of normal rows; last < first without any."""
    kinds = [row.kind for row in table.rows]
    if RowKind.NORMAL not in kinds:
        return 0, -1
    first = last = kinds.index(RowKind.NORMAL)
    while last + 1 < len(kinds) and kinds[last + 1] is RowKind.NORMAL:
        last += 1
    return first, last


def _path(table: Table, place: int) -> str:
    """The titles over a leaf column, from the outermost."""
    return list(_titles(table.columns))[place]


def _titles(columns: tuple[Column, ...], above: str = "") -> Iterator[str]:
    for column in columns:
        title = f"{above}, {column.title}" if above else column.title
        if column.children:
            yield from _titles(column.children, title)
        else:
            yield title
