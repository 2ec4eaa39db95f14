"""Tables of one unit's report: fixed rows and free rows as they were answered."""

from __future__ import annotations

from collections.abc import Mapping

from forms.composing.cells import answer_cell
from forms.composing.columns import INDEX, has_row_units, shared_unit, text_column, value_columns
from forms.composing.widths import fitted
from forms.document import Cell as DocCell
from forms.document import Column, Row, RowKind, Table
from forms.fields import field_type
from forms.schema import Column as FieldColumn
from forms.schema import Field
from forms.schema import Row as FieldRow
from forms.values import Json, cell_from_json


def answer_table(field: Field, value: Json) -> Table:
    """A table or list field with its computed cells; blank rows of a list are left out."""
    computed = field_type(field.type).computed(field, value)
    rows = _fixed_rows(field, computed) if field.rows else _free_rows(field, computed)
    return Table(
        fitted(
            (*leading_columns(field), *value_columns(specs(field), shared=shared_unit(field))), rows
        ),
        rows,
        caption=field.label,
        unit=shared_unit(field),
        form_number=field.form_code,
        key=field.key,
        column_numbers=bool(field.rows),
        landscape=True if field.landscape else None,
    )


def specs(field: Field) -> tuple[FieldColumn, ...]:
    return field_type(field.type).column_specs(field)


def leading_columns(field: Field) -> tuple[Column, ...]:
    if not field.rows:
        return (INDEX,)
    unit = (text_column("Đơn vị tính"),) if has_row_units(field) else ()
    return (INDEX, text_column("Nội dung"), *unit)


def leading_cells(field: Field, row: FieldRow, number: str) -> tuple[DocCell, ...]:
    unit = (DocCell(row.unit_of_measure),) if has_row_units(field) else ()
    label = "  " * row.level + row.label
    return (DocCell(number), DocCell(label), *unit)


def row_kind(row: FieldRow) -> RowKind:
    return {"total": RowKind.TOTAL, "group": RowKind.GROUP}.get(row.kind, RowKind.NORMAL)


def row_numbers(field: Field) -> Mapping[str, str]:
    """Running numbers of the rows at level 0; sub-rows and group titles have none."""
    numbers, count = {}, 0
    for row in field.rows:
        if row.kind == "group" or row.level:
            numbers[row.key] = ""
            continue
        count += 1
        numbers[row.key] = str(count)
    return numbers


def _fixed_rows(field: Field, value: Json) -> tuple[Row, ...]:
    stored, numbers = value.get("rows") or {}, row_numbers(field)
    rows = []
    for row in field.rows:
        cells = stored.get(row.key) or {}
        values = [answer_cell(c, cell_from_json(cells.get(c.key))) for c in specs(field)]
        rows.append(Row((*leading_cells(field, row, numbers[row.key]), *values), row_kind(row)))
    return tuple(rows)


def _free_rows(field: Field, value: Json) -> tuple[Row, ...]:
    rows = []
    for number, item in enumerate(value.get("items") or [], start=1):
        cells = item.get("cells") or {}
        values = [answer_cell(c, cell_from_json(cells.get(c.key))) for c in specs(field)]
        rows.append(Row((DocCell(str(number)), *values)))
    return tuple(rows)
