"""A table of fixed rows as the section page shows it: header with spans, inputs, computed cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from forms import (
    Column,
    Field,
    Finding,
    Json,
    Row,
    cell_from_json,
    cell_name,
    field_type,
    target_words,
)

_NUMBERS = frozenset({"integer", "decimal", "money"})
_SELECTS = frozenset({"choice", "yes_no"})
_TYPED = _NUMBERS | _SELECTS | {"short_text", "narrative", "date"}


@dataclass(frozen=True)
class HeaderCellView:
    """`spoken` is what a cell's input is called by: groups and column, when that is not `text`."""

    text: str
    columns: int
    rows: int
    key: str = ""
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell; without a name it is computed and only shown."""

    name: str
    text: str
    column: str
    label: str
    control: str = ""
    problem: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RowView:
    """`spoken` names the row with the group it stands under, when that is not `label`."""

    key: str
    label: str
    kind: str
    level: int
    cells: tuple[CellView, ...]
    targets: str = ""
    spoken: str = ""


@dataclass(frozen=True)
class TableView:
    header: tuple[tuple[HeaderCellView, ...], ...]
    rows: tuple[RowView, ...]
    columns: tuple[Column, ...]

    @property
    def width(self) -> int:
        return len(self.columns) + 1


def table_view(field: Field, value: Json, findings: Iterable[Finding]) -> TableView:
    kind: Any = field_type(field.type)
    computed = kind.computed(field, value).get("rows") or {}
    typed = value.get("rows") or {}
    problems = {f.path: f.message for f in findings if f.severity == "block"}
    rows = (
        _row(field, kind, row, typed.get(row.key) or {}, computed.get(row.key) or {}, problems)
        for row in field.rows
    )
    return TableView(header_rows(field.columns), tuple(_spoken(rows)), field.columns)


def _spoken(rows: Iterable[RowView]) -> Iterator[RowView]:
    group = ""
    for row in rows:
        group = f"{row.label}: " if row.kind == "group" else group
        named = row.kind != "group" and (group or row.targets)
        yield replace(row, spoken=group + row.label) if named else row


def _row(
    field: Field,
    kind: Any,
    row: Row,
    typed: Mapping[str, Any],
    computed: Mapping[str, Any],
    problems: Mapping[str, str],
) -> RowView:
    cells: list[CellView] = []
    for column in field.columns if row.kind != "group" else ():
        if row.kind == "item" and column.type in _TYPED:
            text = input_text(kind, column, typed.get(column.key))
            problem = problems.get(f"{field.key}.{row.key}.{column.key}", "")
            # Beside the cell one sees which row and column it is.
            problem = problem.removeprefix(f"Dòng “{row.label}”, cột “{column.whole_label}”: ")
            name = cell_name(field.key, row.key, column.key)
            cells.append(typed_cell(name, column, text, problem))
        else:
            shown = kind.display_cell(column, cell_from_json(computed.get(column.key)))
            cells.append(CellView("", shown, column.key, whole_label(column)))
    unit = f" ({row.unit_of_measure})" if row.unit_of_measure else ""
    targets = target_words(row.targets)
    return RowView(row.key, row.label + unit, row.kind, row.level, tuple(cells), targets)


def input_text(kind: Any, column: Column, stored: object) -> str:
    if not stored:
        return ""
    cell = cell_from_json(stored)
    return cell.value if column.type in _SELECTS else str(kind.edit_text(column, cell))


def typed_cell(name: str, column: Column, text: str, problem: str = "") -> CellView:
    label = whole_label(column)
    return CellView(name, text, column.key, label, control(column), problem, options(column))


def whole_label(column: Column) -> str:
    """ "Năm 2023: Tử số (người)": what a cell is called where no header stands above it."""
    unit = f" ({column.unit_of_measure})" if column.unit_of_measure else ""
    return column.whole_label + unit


def control(column: Column) -> str:
    if column.type in _NUMBERS:
        return "number"
    if column.type in _SELECTS:
        return "select"
    return "long" if column.type == "narrative" else "text"


def options(column: Column) -> tuple[tuple[str, str], ...]:
    if column.type == "yes_no":
        return (("yes", "Có"), ("no", "Không"))
    return tuple((choice.key, choice.label) for choice in column.choices)


def header_rows(columns: Sequence[Column]) -> tuple[tuple[HeaderCellView, ...], ...]:
    """Rows of merged header cells; a column without groups spans down to the last row."""
    depth = max((len(column.group) for column in columns), default=0) + 1
    rows: list[list[HeaderCellView]] = [[] for _ in range(depth)]
    for level in range(depth):
        index = 0
        while index < len(columns):
            index = _header_cell(columns, level, depth, index, rows[level])
    return tuple(tuple(row) for row in rows)


def _header_cell(
    columns: Sequence[Column], level: int, depth: int, index: int, row: list[HeaderCellView]
) -> int:
    """Add the header cell that begins at a column, if one does; gives where the next begins."""
    group = columns[index].group
    if len(group) < level:
        return index + 1
    if len(group) == level:
        column = columns[index]
        unit = f" ({column.unit_of_measure})" if column.unit_of_measure else ""
        spoken = whole_label(column) if group else ""
        row.append(HeaderCellView(column.label + unit, 1, depth - level, column.key, spoken))
        return index + 1
    path = group[: level + 1]
    end = index
    while end < len(columns) and columns[end].group[: level + 1] == path:
        end += 1
    row.append(HeaderCellView(group[level], end - index, 1))
    return end
