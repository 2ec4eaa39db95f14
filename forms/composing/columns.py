"""Columns of a document table from the columns of a field: header groups, widths, formulas."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
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
_NAME = re.compile(r"[a-z_]\w*")
_SUM = re.compile(r"\bsum\(([\w, ]+)\)")
_ARITHMETIC = re.compile(r"[\w+*/() -]+", re.ASCII)
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
    keys = frozenset(column.key for column in columns)
    leaves = {column.key: leaf(column, prefix, total, keys) for column in named}
    return _grouped([(leaves[column.key], column.group) for column in named])


def _grouped(pairs: Sequence[tuple[Column, tuple[str, ...]]]) -> tuple[Column, ...]:
    found: list[Column] = []
    for title, members in groupby(pairs, key=lambda pair: pair[1][:1]):
        inner = [(column, group[1:]) for column, group in members]
        if title:
            found.append(Column(title[0], children=_grouped(inner)))
        else:
            found.extend(column for column, _ in inner)
    return tuple(found)


def leaf(
    column: FieldColumn,
    prefix: str = "",
    total: TotalRule = TotalRule.NONE,
    beside: Set[str] = frozenset(),
) -> Column:
    """`beside` are the keys of the columns that stand in the same table."""
    kind = _KINDS.get(column.type, ColumnKind.TEXT)
    title = column.label
    if column.unit_of_measure and column.unit_of_measure not in title:
        title = f"{title} ({column.unit_of_measure})"
    formula = _formula(column, prefix, beside)
    return Column(
        title,
        key=prefix + column.key,
        kind=kind,
        places=column.places if kind is not ColumnKind.PERCENT else column.places or PERCENT_PLACES,
        width=float(column.width) if column.width else None,
        ratio=_ratio(column, prefix),
        formula=formula,
        total=_total(kind, formula, total),
    )


def _total(kind: ColumnKind, formula: str, wanted: TotalRule) -> TotalRule:
    """A ratio totals by its parts, a computed column by its formula over the totals."""
    if kind is not ColumnKind.NUMBER:
        return TotalRule.NONE
    return TotalRule.FORMULA if formula and wanted is TotalRule.SUM else wanted


def _formula(column: FieldColumn, prefix: str, beside: Set[str]) -> str:
    """The formula with the keys of the document's columns; empty for what a sheet has not."""
    if column.type != "computed":
        return ""
    plain = _SUM.sub(lambda match: "(" + match[1].replace(",", "+") + ")", column.formula)
    names = set(_NAME.findall(plain))
    if not names or not names <= beside or not _ARITHMETIC.fullmatch(plain):
        return ""
    return _NAME.sub(lambda match: f"{{{prefix}{match[0]}}}", plain)


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
