"""A table of the last period to stand beside this one's: its figures and how each has moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from forms import (
    Cell,
    Column,
    Field,
    Json,
    Row,
    cell_from_json,
    field_type,
    format_number,
    format_percent,
)

_NUMBERS = frozenset({"integer", "decimal", "money"})


@dataclass(frozen=True, slots=True)
class EarlierCell:
    """`change` says how this period differs; "" when either has no number."""

    text: str
    column: Column
    change: str = ""


@dataclass(frozen=True, slots=True)
class EarlierRow:
    row: Row
    cells: tuple[EarlierCell, ...]


@dataclass(frozen=True, slots=True)
class EarlierTable:
    """Only rows in which the last period says something; `columns` are those of the question."""

    columns: tuple[Column, ...]
    rows: tuple[EarlierRow, ...]

    @property
    def moved(self) -> str:
        """ "5 số tăng, 1 số giảm": how many figures are no longer those of the last period."""
        changes = [cell.change for row in self.rows for cell in row.cells]
        counts = {word: sum(c.startswith(word) for c in changes) for word in ("tăng", "giảm")}
        return ", ".join(f"{count} số {word}" for word, count in counts.items() if count)


def earlier_table(field: Field, before: Json, now: Json) -> EarlierTable:
    old, new = _cells(field, before), _cells(field, now)
    rows = (
        EarlierRow(row, _row(field, old[row.key], new.get(row.key, {})))
        for row in field.rows
        if row.key in old
    )
    return EarlierTable(field.columns, tuple(rows))


def _cells(field: Field, value: Json) -> Mapping[str, Mapping[str, Any]]:
    """Stored and computed cells by row and column; rows without any are left out."""
    kind: Any = field_type(field.type)
    rows: Mapping[str, Mapping[str, Any]] = kind.computed(field, value).get("rows") or {}
    return rows


def _row(field: Field, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[EarlierCell, ...]:
    kind: Any = field_type(field.type)
    found = []
    for column in field.columns:
        was, now = cell_from_json(old.get(column.key)), cell_from_json(new.get(column.key))
        found.append(EarlierCell(kind.display_cell(column, was), column, _moved(column, was, now)))
    return tuple(found)


def _moved(column: Column, was: Cell, now: Cell) -> str:
    if column.type not in _NUMBERS or was.number is None or now.number is None:
        return ""
    return change_between(was.number, now.number)


def change_between(old: Decimal, new: Decimal) -> str:
    """ "tăng 120 (10%)" from one number to the next."""
    if old == new:
        return "không đổi"
    word = "tăng" if new > old else "giảm"
    share = f" ({format_percent(abs(new - old) * 100 / abs(old), 1)})" if old else ""
    return f"{word} {format_number(abs(new - old))}{share}"
