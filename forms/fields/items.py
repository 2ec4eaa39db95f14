"""What lists of rows added by the unit have in common (list, citations, recommendations)."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms.fields.base import FieldType, FigureValue, Finding, FormData, Parsed, Raw, first_text
from forms.fields.columns import (
    Cells,
    RowValues,
    cell_findings,
    cell_type,
    display_column,
    is_typed,
    read_cells,
    row_figures,
    stored_cells,
    with_computed,
)
from forms.schema import Column, Field
from forms.values import BLANK, Cell, CellState, Json, whole_state

ITEM_ID = "id"
_SAFE_ID = re.compile(r"[A-Za-z0-9_]{1,40}")
MOST_ROWS = 2000


@dataclass(frozen=True)
class Item:
    """One row: its id is stable while the row lives, whatever stands in it."""

    id: str
    cells: Cells


def read_items(value: Json) -> tuple[Item, ...]:
    stored = value.get("items")
    if not isinstance(stored, list | tuple):
        return ()
    found = []
    for number, item in enumerate(stored, 1):
        if isinstance(item, Mapping):
            item_id = str(item.get(ITEM_ID) or f"r{number}")
            found.append(Item(item_id, read_cells(item.get("cells"))))
    return tuple(item for item in found if item.cells)


def stored_items(items: Sequence[Item]) -> Json:
    found = [{ITEM_ID: item.id, "cells": stored_cells(item.cells)} for item in items]
    return {"items": found} if found else {}


def collect_rows(name: str, data: FormData) -> list[dict[str, str]]:
    """Rows by the number in `name-number-column`, in the order of the numbers."""
    pattern = re.compile(re.escape(name) + r"-([0-9]{1,6})-([a-z][a-z0-9_]*)")
    rows: dict[int, dict[str, str]] = {}
    for key in data:
        found = pattern.fullmatch(key)
        if found:
            rows.setdefault(int(found[1]), {})[found[2]] = first_text(data, key) or ""
    return [rows[number] for number in sorted(rows)]


class ItemsType(FieldType):
    """Rows of typed columns; rows without any content are dropped when read."""

    widget = "items"
    holds_numbers = False

    @abstractmethod
    def column_specs(self, field: Field) -> tuple[Column, ...]: ...

    def parse(self, field: Field, raw: Raw) -> Parsed:
        typed = raw if isinstance(raw, Sequence) and not isinstance(raw, str) else []
        columns = [column for column in self.column_specs(field) if is_typed(column)]
        items: list[Item] = []
        problems: list[str] = []
        rows = [row for row in typed if isinstance(row, Mapping)]
        ids = _Ids(rows)
        for row in rows[:MOST_ROWS]:
            cells, found = _read_row(columns, row, len(items) + 1)
            if cells:
                items.append(Item(ids.take(row.get(ITEM_ID)), cells))
                problems += found
        if len(rows) > MOST_ROWS:
            problems.append(f"Danh sách nhận tối đa {MOST_ROWS} dòng; các dòng sau chưa được ghi.")
        return Parsed(stored_items(items), tuple(problems))

    def merge_cells(self, field: Field, value: Json, changes: Mapping[str, str]) -> Parsed:
        """Changes of rows that are not there are passed over."""
        columns = {c.key: c for c in self.column_specs(field) if is_typed(c)}
        items = {item.id: dict(item.cells) for item in read_items(value)}
        problems: list[str] = []
        for path, text in changes.items():
            item_id, _, key = path.partition(".")
            if item_id not in items or key not in columns:
                continue
            cell, problem = cell_type(columns[key]).parse_cell(columns[key], text)
            if problem:
                problems.append(f"Cột “{columns[key].label}”: {problem}")
            items[item_id][key] = cell
        kept = [Item(item_id, cells) for item_id, cells in items.items()]
        return Parsed(
            stored_items([item for item in kept if stored_cells(item.cells)]), tuple(problems)
        )

    def collect(self, field: Field, name: str, data: FormData) -> Raw:
        return collect_rows(name, data)

    def is_blank(self, field: Field, value: Json) -> bool:
        return whole_state(value) is None and not read_items(value)

    def _findings(self, field: Field, value: Json) -> Iterator[Finding]:
        columns = self.column_specs(field)
        for number, item in enumerate(read_items(value), 1):
            path = f"{field.key}.{item.id}"
            yield from cell_findings(columns, path, f"Dòng {number}", item.cells)

    def computed(self, field: Field, value: Json) -> Json:
        if whole_state(value) is not None:
            return value
        columns = self.column_specs(field)
        items = [Item(i.id, with_computed(columns, i.cells)) for i in read_items(value)]
        return stored_items(items)

    def display(self, field: Field, value: Json) -> str:
        """A numbered line for each row."""
        special = whole_state(value)
        if special is not None:
            return special.label
        columns = self.column_specs(field)
        lines = []
        for number, item in enumerate(read_items(value), 1):
            cells = with_computed(columns, item.cells)
            shown = (display_column(c, cells.get(c.key, BLANK)) for c in columns)
            lines.append(f"{number}. {'; '.join(text for text in shown if text)}")
        return "\n".join(lines)

    def display_cell(self, spec: Column, cell: Cell) -> str:
        return display_column(spec, cell)

    def edit_text(self, spec: Column, cell: Cell) -> str:
        return cell_type(spec).edit_text(spec, cell) if is_typed(spec) else ""

    def rows(self, field: Field, value: Json) -> Iterator[tuple[str, Mapping[str, Any]]]:
        columns = self.column_specs(field)
        for item in read_items(value):
            yield item.id, RowValues(columns, item.cells)

    def figures(self, field: Field, value: Json) -> Iterator[FigureValue]:
        columns = self.column_specs(field)
        for item in read_items(value):
            yield from row_figures(columns, item.id, item.cells)

    def numbers(self, field: Field, value: Json) -> Mapping[str, Any]:
        rows = [values for _, values in self.rows(field, value)]
        nil = whole_state(value) is CellState.NIL
        found: dict[str, Any] = {
            f"{field.key}.{column.key}": tuple(row[column.key] for row in rows)
            for column in self.column_specs(field)
        }
        found[field.key] = tuple(item.id for item in read_items(value)) if rows or nil else None
        return found

    def names(self, field: Field) -> frozenset[str]:
        columns = {f"{field.key}.{column.key}" for column in self.column_specs(field)}
        return frozenset(columns | {field.key})

    def texts(self, field: Field, value: Json) -> Iterator[str]:
        prose = {c.key for c in self.column_specs(field) if c.type in ("narrative", "short_text")}
        for item in read_items(value):
            yield from (
                cell.value for key, cell in item.cells.items() if key in prose and cell.value
            )


class _Ids:
    """Keeps the ids that came with rows and gives new ones to the rest, each once."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self._given = {str(row.get(ITEM_ID)) for row in rows}
        self._taken: set[str] = set()
        self._next = 1

    def take(self, wanted: object) -> str:
        name = wanted if isinstance(wanted, str) and _SAFE_ID.fullmatch(wanted) else ""
        if not name or name in self._taken:
            name = self._new()
        self._taken.add(name)
        return name

    def _new(self) -> str:
        while (name := f"r{self._next}") in self._taken or name in self._given:
            self._next += 1
        return name


def _read_row(
    columns: Sequence[Column], row: Mapping[str, Any], number: int
) -> tuple[dict[str, Cell], list[str]]:
    cells: dict[str, Cell] = {}
    problems: list[str] = []
    for column in columns:
        cell, problem = cell_type(column).parse_cell(column, row.get(column.key))
        if not cell.is_blank:
            cells[column.key] = cell
        if problem:
            problems.append(f"Dòng {number}, cột “{column.whole_label}”: {problem}")
    return cells, problems
