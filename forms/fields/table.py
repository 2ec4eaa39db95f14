"""Fixed rows × columns. Total rows, ratio and computed columns are worked out, never stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from forms.fields.base import (
    FieldType,
    FigureValue,
    Finding,
    FormData,
    Parsed,
    Raw,
    first_text,
)
from forms.fields.columns import (
    CELL_TYPES,
    Cells,
    RowValues,
    cell_findings,
    cell_type,
    column_value,
    display_column,
    is_typed,
    read_cells,
    row_figures,
    stored_cells,
    with_computed,
)
from forms.fields.merges import TABLE_MERGES
from forms.fields.totals import total_cells
from forms.schema import Column, Field, Required, Row
from forms.values import BLANK, Cell, CellState, Json, whole_state

Rows = Mapping[str, Cells]


def item_rows(field: Field) -> tuple[Row, ...]:
    return tuple(row for row in field.rows if row.kind == "item")


def typed_columns(field: Field) -> tuple[Column, ...]:
    return tuple(column for column in field.columns if is_typed(column))


def read_rows(value: Json) -> dict[str, dict[str, Cell]]:
    """The stored non-blank cells by row key; rows without any are left out."""
    stored = value.get("rows")
    if not isinstance(stored, Mapping):
        return {}
    rows = {str(key): read_cells(cells) for key, cells in stored.items()}
    return {key: cells for key, cells in rows.items() if cells}


def stored_rows(rows: Rows) -> Json:
    found = {key: stored_cells(cells) for key, cells in rows.items()}
    found = {key: cells for key, cells in found.items() if cells}
    return {"rows": found} if found else {}


class TableType(FieldType):
    name = "table"
    label = "Bảng cố định"
    widget = "table"
    merges = TABLE_MERGES
    option_keys = frozenset(
        {
            "columns",
            "rows",
            "years",
            "form_code",
            "landscape",
            "unit_of_measure",
            "sentence",
            "sentence_at",
        }
    )
    needed_keys = frozenset({"columns", "rows"})
    holds_numbers = True

    def column_specs(self, field: Field) -> tuple[Column, ...]:
        return field.columns

    def parse(self, field: Field, raw: Raw) -> Parsed:
        typed = raw if isinstance(raw, Mapping) else {}
        columns = [(column, CELL_TYPES[column.type]) for column in typed_columns(field)]
        rows: dict[str, dict[str, Json]] = {}
        problems: list[str] = []
        for row in item_rows(field):
            cells: dict[str, Json] = {}
            for column, kind in columns:
                text = typed.get(f"{row.key}.{column.key}")
                if not text:
                    continue
                cell, problem = kind.parse_cell(column, text)
                if problem:
                    problems.append(_placed(row, column, problem))
                if not cell.is_blank:
                    cells[column.key] = cell.to_json()
            if cells:
                rows[row.key] = cells
        return Parsed({"rows": rows} if rows else {}, tuple(problems))

    def merge_cells(self, field: Field, value: Json, changes: Mapping[str, str]) -> Parsed:
        rows = read_rows(value)
        known_rows = {row.key: row for row in item_rows(field)}
        known_columns = {column.key: column for column in typed_columns(field)}
        problems: list[str] = []
        for path, text in changes.items():
            row_key, _, column_key = path.partition(".")
            row, column = known_rows.get(row_key), known_columns.get(column_key)
            if row is None or column is None:
                continue
            cell, problem = cell_type(column).parse_cell(column, text)
            if problem:
                problems.append(_placed(row, column, problem))
            rows.setdefault(row_key, {})[column_key] = cell
        return Parsed(stored_rows(rows), tuple(problems))

    def collect(self, field: Field, name: str, data: FormData) -> Raw:
        found: dict[str, str] = {}
        for row in item_rows(field):
            for column in typed_columns(field):
                text = first_text(data, f"{name}-{row.key}-{column.key}")
                if text:
                    found[f"{row.key}.{column.key}"] = text
        return found

    def is_blank(self, field: Field, value: Json) -> bool:
        return whole_state(value) is None and not read_rows(value)

    def _is_partial(self, field: Field, value: Json) -> bool:
        rows = read_rows(value)
        wanted = _wanted(field)
        return any(key not in rows.get(row.key, {}) for row in item_rows(field) for key in wanted)

    def _findings(self, field: Field, value: Json) -> Iterator[Finding]:
        rows = read_rows(value)
        for row in item_rows(field):
            cells = rows.get(row.key, {})
            path, label = f"{field.key}.{row.key}", f"Dòng “{row.label}”"
            yield from cell_findings(field.columns, path, label, cells)

    def computed(self, field: Field, value: Json) -> Json:
        if whole_state(value) is not None:
            return value
        return stored_rows(self._all_rows(field, value))

    def _all_rows(self, field: Field, value: Json) -> dict[str, dict[str, Cell]]:
        """Every row with its computed cells, total rows included."""
        stored = read_rows(value)
        rows = stored | total_cells(field, stored)
        answered = [row.key for row in field.rows if row.kind != "group"]
        return {key: with_computed(field.columns, rows.get(key, {})) for key in answered}

    def display(self, field: Field, value: Json) -> str:
        """A line for each row: "Label: first; second; …"."""
        special = whole_state(value)
        if special is not None:
            return special.label
        rows = {key: row for key, row in self._all_rows(field, value).items() if any(row.values())}
        lines = []
        for row in field.rows:
            cells = rows.get(row.key, {})
            shown = [self._named(column, cells.get(column.key, BLANK)) for column in field.columns]
            if any(shown):
                lines.append(f"{row.label}: {'; '.join(filter(None, shown))}")
        return "\n".join(lines)

    def _named(self, column: Column, cell: Cell) -> str:
        shown = display_column(column, cell)
        return f"{column.whole_label} {shown}" if shown else ""

    def display_cell(self, spec: Column, cell: Cell) -> str:
        return display_column(spec, cell)

    def edit_text(self, spec: Column, cell: Cell) -> str:
        return cell_type(spec).edit_text(spec, cell) if is_typed(spec) else ""

    def rows(self, field: Field, value: Json) -> Iterator[tuple[str, Mapping[str, Any]]]:
        if whole_state(value) is not None:
            return
        stored = read_rows(value)
        rows = stored | total_cells(field, stored)
        for row in field.rows:
            if row.kind != "group":
                yield row.key, RowValues(field.columns, rows.get(row.key, {}))

    def figures(self, field: Field, value: Json) -> Iterator[FigureValue]:
        rows = read_rows(value)
        for row in item_rows(field):
            yield from row_figures(field.columns, row.key, rows.get(row.key, {}))

    def numbers(self, field: Field, value: Json) -> Mapping[str, Any]:
        columns = {column.key: column for column in field.columns}
        found: dict[str, Any] = {}
        by_column: dict[str, list[Any]] = {key: [] for key in columns}
        items = {row.key for row in item_rows(field)}
        for row_key, cells in self._all_rows(field, _nil_as_cells(field, value)).items():
            values = {k: column_value(c, cells.get(k, BLANK)) for k, c in columns.items()}
            found[f"{field.key}.{row_key}"] = tuple(values.values())
            for key, cell_found in values.items():
                found[f"{field.key}.{row_key}.{key}"] = cell_found
                if row_key in items:
                    by_column[key].append(cell_found)
        for key, listed in by_column.items():
            found[f"{field.key}.{key}"] = tuple(listed)
        typed = read_rows(value)
        found[field.key] = tuple(
            cell.state.value for row in typed.values() for cell in row.values()
        )
        return found

    def names(self, field: Field) -> frozenset[str]:
        rows = [row.key for row in field.rows if row.kind != "group"]
        columns = [column.key for column in field.columns]
        cells = {f"{field.key}.{row}.{column}" for row in rows for column in columns}
        lists = {f"{field.key}.{key}" for key in (*rows, *columns)}
        return frozenset(cells | lists | {field.key})

    def texts(self, field: Field, value: Json) -> Iterator[str]:
        prose = {c.key for c in field.columns if c.type in ("narrative", "short_text")}
        for cells in read_rows(value).values():
            yield from (cell.value for key, cell in cells.items() if key in prose and cell.value)


def _wanted(field: Field) -> list[str]:
    """The columns without which a row is unfinished: those asked for, or all when none is."""
    columns = typed_columns(field)
    asked = [column.key for column in columns if column.required is not Required.NO]
    return asked or [column.key for column in columns]


def _nil_as_cells(field: Field, value: Json) -> Json:
    """A whole table where nothing arose, as cells where nothing arose."""
    if whole_state(value) is not CellState.NIL:
        return value
    row = dict.fromkeys((c.key for c in typed_columns(field)), Cell(CellState.NIL))
    return stored_rows({item.key: row for item in item_rows(field)})


def _placed(row: Row, column: Column, problem: str) -> str:
    return f"Dòng “{row.label}”, cột “{column.whole_label}”: {problem}"
