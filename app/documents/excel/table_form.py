"""A table to be filled in Excel: written with hidden keys of rows and columns, read back by them.

Neither knows what the cells mean. Hidden are row 1 (the mark of the table, keys of columns) and
column A (keys of rows), so that sorting, moved columns and edited labels do no harm.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook

from app.documents.excel.opening import UnreadableWorkbook, read_grid
from app.documents.excel.writer import TEXT_STAYS_TEXT
from forms.document import format_number

FormValue = Decimal | str | None
_SHEET = "Bieu"
_HEAD = 4


class NotATableForm(ValueError):
    """The file is not one that was written here, or its hidden row and column are gone."""


@dataclass(frozen=True)
class FormColumn:
    key: str
    label: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class FormRow:
    """`values` are by column key; a row without a key is a heading or is computed."""

    key: str
    label: str
    values: Mapping[str, FormValue]


@dataclass(frozen=True)
class ReadCell:
    row: str
    column: str
    text: str


@dataclass(frozen=True)
class ReadForm:
    """Cells that hold something; `strangers` are labels of rows that nobody knows the key of."""

    mark: str
    cells: tuple[ReadCell, ...]
    strangers: tuple[str, ...]


def write_table_form(
    mark: str, title: str, advice: str, columns: Sequence[FormColumn], rows: Sequence[FormRow]
) -> bytes:
    buffer = io.BytesIO()
    workbook = Workbook(buffer, {**TEXT_STAYS_TEXT, "in_memory": True})
    sheet = workbook.add_worksheet(_SHEET)
    bold = workbook.add_format({"bold": True, "font_size": 13})
    head = workbook.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter"})
    label = workbook.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    cell = workbook.add_format({"border": 1, "valign": "top"})
    for index, text in enumerate((mark, "", *(column.key for column in columns))):
        sheet.write_string(0, index, text)
    sheet.write_string(1, 1, title, bold)
    sheet.write_string(2, 1, advice)
    for index, text in enumerate(("Nội dung", *(column.label for column in columns)), start=1):
        sheet.write_string(_HEAD - 1, index, text, head)
    for number, row in enumerate(rows, start=_HEAD):
        sheet.write_string(number, 0, row.key)
        sheet.write_string(number, 1, row.label, label if row.key else head)
        for index, column in enumerate(columns, start=2):
            _write(sheet, number, index, row.values.get(column.key), cell)
    _choices(sheet, columns, len(rows))
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.set_column(0, 0, None, None, {"hidden": True})
    sheet.set_column(1, 1, 44)
    sheet.set_column(2, 1 + len(columns), 16)
    sheet.freeze_panes(_HEAD, 2)
    workbook.close()
    return buffer.getvalue()


def _write(sheet: Any, row: int, column: int, value: FormValue, form: Any) -> None:
    if isinstance(value, Decimal):
        sheet.write_number(row, column, value, form)
    elif value:
        sheet.write_string(row, column, value, form)
    else:
        sheet.write_blank(row, column, None, form)


def _choices(sheet: Any, columns: Sequence[FormColumn], count: int) -> None:
    """A list to choose from, where it is short enough for Excel (255 characters)."""
    for index, column in enumerate(columns, start=2):
        if column.choices and len(",".join(column.choices)) <= 255:
            options = {"validate": "list", "source": list(column.choices), "error_type": "warning"}
            sheet.data_validation(_HEAD, index, _HEAD + count - 1, index, options)


def read_table_form(data: bytes) -> ReadForm:
    """Raises NotATableForm."""
    try:
        grid = read_grid(data, _SHEET)
    except UnreadableWorkbook as error:
        raise NotATableForm(str(error)) from error
    keys = [cell_text(cell).strip() for cell in grid[0]] if grid else []
    if not keys or not keys[0] or not any(keys[2:]):
        raise NotATableForm("no hidden row of keys")
    cells: list[ReadCell] = []
    strangers: list[str] = []
    for line in grid[_HEAD:]:
        row_key = cell_text(line[0]).strip()
        found = list(_cells(row_key, keys, line))
        if row_key:
            cells.extend(found)
        elif found:
            strangers.append(cell_text(line[1]).strip() if len(line) > 1 else "")
    return ReadForm(keys[0], tuple(cells), tuple(strangers))


def _cells(row_key: str, keys: Sequence[str], line: Sequence[Any]) -> Iterator[ReadCell]:
    for key, value in zip(keys[2:], line[2:], strict=False):
        text = cell_text(value)
        if key and text.strip():
            yield ReadCell(row_key, key, text)


def cell_text(value: object) -> str:
    """As one would type it here: decimal comma, day/month/year."""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, int | float):
        # Excel computes in binary: 15 digits are what it shows itself.
        return format_number(Decimal(f"{value:.15g}"))
    if isinstance(value, datetime.date):
        return f"{value.day}/{value.month}/{value.year}"
    return str(value)
