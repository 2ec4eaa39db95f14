"""Columns of a document table from the columns of a field: header groups, widths, formulas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from forms.document import Column, ColumnKind, Ratio, TotalRule
from forms.schema import Column as FieldColumn
from forms.schema import Field

_KINDS = {
    "integer": ColumnKind.NUMBER,
    "decimal": ColumnKind.NUMBER,
    "money": ColumnKind.NUMBER,
    "computed": ColumnKind.NUMBER,
    "ratio": ColumnKind.PERCENT,
    "date": ColumnKind.DATE,
}
PERCENT_PLACES = 1
INDEX = Column("TT", kind=ColumnKind.INDEX)


def text_column(title: str, key: str = "") -> Column:
    return Column(title, key=key, kind=ColumnKind.TEXT)


def value_columns(
    columns: Sequence[FieldColumn],
    prefix: str = "",
    total: TotalRule = TotalRule.NONE,
    shared: str = "",
) -> tuple[Column, ...]:
    """Leaf columns under their merged header cells, in order; `prefix` keeps keys unique.

    `shared` is the unit of measure that stands above the table and need not be said again.
    """
    named = [replace(c, unit_of_measure="") if c.unit_of_measure == shared else c for c in columns]
    return _grouped([(column, column.group) for column in named], prefix, total)


def _grouped(
    pairs: Sequence[tuple[FieldColumn, tuple[str, ...]]], prefix: str, total: TotalRule
) -> tuple[Column, ...]:
    found: list[Column] = []
    for title, members in groupby(pairs, key=lambda pair: pair[1][:1]):
        inner = [(column, group[1:]) for column, group in members]
        if title:
            found.append(Column(title[0], children=_grouped(inner, prefix, total)))
        else:
            found.extend(leaf(column, prefix, total) for column, _ in inner)
    return tuple(found)


def leaf(column: FieldColumn, prefix: str = "", total: TotalRule = TotalRule.NONE) -> Column:
    kind = _KINDS.get(column.type, ColumnKind.TEXT)
    title = column.label
    if column.unit_of_measure and column.unit_of_measure not in title:
        title = f"{title} ({column.unit_of_measure})"
    numeric = kind in (ColumnKind.NUMBER, ColumnKind.PERCENT)
    return Column(
        title,
        key=prefix + column.key,
        kind=kind,
        places=column.places if kind is not ColumnKind.PERCENT else column.places or PERCENT_PLACES,
        width=float(column.width) if column.width else None,
        ratio=_ratio(column, prefix),
        total=total if numeric and column.type != "ratio" else TotalRule.NONE,
    )


def _ratio(column: FieldColumn, prefix: str) -> Ratio | None:
    if column.type != "ratio" or not column.numerator:
        return None
    return Ratio(prefix + column.numerator, prefix + column.denominator)


def shared_unit(field: Field) -> str:
    """The unit of measure to print above the table, when all rows and columns share one."""
    if field.unit_of_measure:
        return field.unit_of_measure
    row_units = {row.unit_of_measure for row in field.rows if row.kind != "group"}
    return row_units.pop() if len(row_units) == 1 else ""


def has_row_units(field: Field) -> bool:
    return len({row.unit_of_measure for row in field.rows if row.unit_of_measure}) > 1
