"""Plain lists of answers: a workbook that streams, and CSV. Types stay as they are."""

import csv
import datetime
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from xlsxwriter import Workbook

from app.documents.excel.formats import Formats
from app.documents.excel.spec import sheet_names
from app.documents.excel.writer import TEXT_STAYS_TEXT
from app.documents.typography import clean_text
from forms.document import CellValue, format_number

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_COLUMN_WIDTH = 18
_MAX_CELL_TEXT = 32_767


def write_answers_workbook(
    headers: Sequence[str], rows: Iterable[Sequence[CellValue]], *, name: str = "Trả lời"
) -> bytes:
    """Rows are written as they come and not kept, so a million cells need little memory."""
    buffer = io.BytesIO()
    workbook = Workbook(buffer, {**TEXT_STAYS_TEXT, "constant_memory": True})
    formats = Formats(workbook)
    sheet = workbook.add_worksheet(sheet_names((name,))[0])
    sheet.set_column(0, max(0, len(headers) - 1), _COLUMN_WIDTH)
    sheet.freeze_panes(1, 0)
    for column, header in enumerate(headers):
        sheet.write_string(0, column, clean_text(header), formats.header())
    day = formats.get(num_format="dd/mm/yyyy", align="left")
    number, text = sheet.write_number, sheet.write_string
    position = 0
    for position, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                text(position, column, clean_text(value)[:_MAX_CELL_TEXT])
            elif isinstance(value, Decimal):
                number(position, column, float(value))
            elif value is not None:
                sheet.write_datetime(position, column, value, day)
    sheet.autofilter(0, 0, position, max(0, len(headers) - 1))
    workbook.close()
    return buffer.getvalue()


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[CellValue]]) -> bytes:
    """UTF-8 with BOM and semicolons, which Excel in Vietnamese opens by a double click.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([csv_text(header) for header in headers])
    for row in rows:
        writer.writerow([csv_text(value) for value in row])
    return buffer.getvalue().encode("utf-8-sig")


def csv_text(value: CellValue) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format_number(value).replace(".", "")
    if isinstance(value, datetime.date):
        return value.strftime("%d/%m/%Y")
    text = clean_text(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text
