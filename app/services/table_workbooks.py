"""A table of a report as an Excel file to fill away from the page, and that file taken back in.

Empty cells of the file leave what is stored; everything else is one revision of the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from app.documents.excel import (
    FormColumn,
    FormRow,
    FormValue,
    NotATableForm,
    ReadForm,
    read_table_form,
    write_table_form,
)
from app.services.actors import Actor
from app.services.answer_history import put_value
from app.services.answer_places import find_field
from app.services.answer_store import current_answer, lock_report
from app.services.errors import Invalid
from app.services.file_kinds import XLSX, find_kind
from app.services.reports import ReportRef
from forms import Column, Field, Json, Row, cell_from_json, field_type

ADVICE = "Điền vào các ô có khung rồi tải lên lại. Ô để trống thì giữ số đang có trên hệ thống."
_SELECTS = frozenset({"choice", "yes_no"})
_NOT_TYPED = frozenset({"ratio", "computed"})


@dataclass(frozen=True)
class Taken:
    """How many cells the file held, whether anything changed by them, what to look at again."""

    cells: int
    is_changed: bool
    problems: tuple[str, ...]


def table_field(ref: ReportRef, field_key: str) -> Field:
    """Raises NotFound, Invalid when the field is no table of fixed rows."""
    _, field = find_field(ref, field_key)
    if field.type != "table":
        raise Invalid("Nội dung này không phải là bảng có dòng cố định.")
    return field


def write_form(ref: ReportRef, field_key: str, value: Json) -> bytes:
    """The workbook of a table with what is stored. Raises NotFound, Invalid."""
    field = table_field(ref, field_key)
    columns = _typed_columns(field)
    shown = [FormColumn(c.key, _column_label(c), tuple(_choices(c).values())) for c in columns]
    rows = [_form_row(field, row, columns, value) for row in field.rows if row.kind != "total"]
    title = f"{field.form_code} {field.label}".strip()
    return write_table_form(field.key, title, ADVICE, shown, rows)


def _typed_columns(field: Field) -> list[Column]:
    return [column for column in field.columns if column.type not in _NOT_TYPED]


def _column_label(column: Column) -> str:
    unit = f" ({column.unit_of_measure})" if column.unit_of_measure else ""
    return " / ".join((*column.group, column.label)) + unit


def _choices(column: Column) -> dict[str, str]:
    """Labels by key of what can be chosen; empty for what is typed."""
    if column.type == "yes_no":
        return {"yes": "Có", "no": "Không"}
    return {choice.key: choice.label for choice in column.choices}


def _form_row(field: Field, row: Row, columns: list[Column], value: Json) -> FormRow:
    unit = f" ({row.unit_of_measure})" if row.unit_of_measure else ""
    if row.kind != "item":
        return FormRow("", row.label + unit, {})
    stored = (value.get("rows") or {}).get(row.key) or {}
    values = {column.key: _value(field, column, stored.get(column.key)) for column in columns}
    return FormRow(row.key, "  " * row.level + row.label + unit, values)


def _value(field: Field, column: Column, stored: Mapping[str, Any] | None) -> FormValue:
    """A plain number as a number; what only words can say ("ước 5", "không có số liệu") as text."""
    if not stored:
        return None
    cell = cell_from_json(stored)
    if column.type in _SELECTS:
        return _choices(column).get(cell.value, cell.value)
    kind: Any = field_type(field.type)
    text = str(kind.edit_text(column, cell))
    if set(stored) != {"v"} or column.type not in ("integer", "decimal", "money"):
        return text
    try:
        return Decimal(str(stored["v"]))
    except InvalidOperation:
        return text


def take_form(ref: ReportRef, field_key: str, data: bytes, *, actor: Actor) -> Taken:
    """Put a filled workbook into the answer. Raises Invalid, NotFound, Refused."""
    field = table_field(ref, field_key)
    read = _read(field, data)
    cells, problems = _known_cells(field, read)
    section, _ = find_field(ref, field_key)
    lock_report(ref, section.key)  # what is merged must still stand when it is written
    current = current_answer(ref.id, section.key, field_key)
    parsed = field_type(field.type).merge_cells(field, current.value, cells)
    changed = put_value(ref, field_key, parsed.value, actor=actor, origin="workbook")
    return Taken(len(cells), changed, (*problems, *parsed.problems))


def _read(field: Field, data: bytes) -> ReadForm:
    if find_kind(data) is not XLSX:
        raise Invalid("Tệp không phải Excel .xlsx. Hãy mở bằng Excel rồi Lưu thành .xlsx.")
    try:
        read = read_table_form(data)
    except NotATableForm as error:
        raise Invalid(
            "Tệp này không phải mẫu của bảng, hoặc dòng và cột ẩn trong mẫu đã bị xóa. "
            "Hãy tải mẫu Excel của bảng rồi điền vào đó."
        ) from error
    if read.mark != field.key:
        raise Invalid(f"Tệp này là mẫu của bảng khác, không phải của “{field.label}”.")
    return read


def _known_cells(field: Field, read: ReadForm) -> tuple[dict[str, str], list[str]]:
    """{"row.column": text} of the cells that the table asks for, and what could not be placed."""
    rows = {row.key: row for row in field.rows if row.kind == "item"}
    columns = {column.key: column for column in _typed_columns(field)}
    found: dict[str, str] = {}
    problems = list(_lost(field, read))
    for cell in read.cells:
        row, column = rows.get(cell.row), columns.get(cell.column)
        if row is None or column is None:
            continue
        text = _chosen(column, cell.text)
        if text is None:
            problems.append(
                f"{row.label} – {column.whole_label}: “{cell.text}” không có trong danh sách."
            )
        else:
            found[f"{row.key}.{column.key}"] = text
    return found, problems


def _chosen(column: Column, text: str) -> str | None:
    """What is typed as it is; of a choice its key, None when there is no such choice."""
    if column.type not in _SELECTS:
        return text
    wanted = " ".join(text.split()).casefold()
    by_label = {label.casefold(): key for key, label in _choices(column).items()}
    return by_label.get(wanted)


def _lost(field: Field, read: ReadForm) -> Iterator[str]:
    known = {row.key for row in field.rows}
    unknown = {cell.row for cell in read.cells} - known
    for label in read.strangers:
        yield f"Dòng “{label or 'không tên'}” được thêm vào tệp, bảng không có nên không nhận."
    if unknown:
        yield f"{len(unknown)} dòng của tệp thuộc phiên bản khác của bảng nên không nhận."
