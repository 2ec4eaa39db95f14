"""The cells of a table sheet: figures with live formulas, dates, texts, marks and notes."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.documents.excel.formats import Formats
from app.documents.excel.formulas import Formula, SheetFormulas, agrees
from app.documents.typography import clean_text, estimated_lines
from forms.document import (
    Cell,
    CellState,
    Column,
    ColumnKind,
    Row,
    RowKind,
    Table,
    cell_text,
    format_number,
    leaves,
)

_NOTES = {
    CellState.ESTIMATED: "Số ước tính",
    CellState.CORRECTED: "Số đã được cơ quan tổng hợp sửa",
    CellState.NONE_ARISING: "Không phát sinh",
    CellState.NOT_APPLICABLE: "Không áp dụng",
    CellState.NO_DATA: "Không có số liệu",
    CellState.NOT_SUBMITTED: "Chưa nộp báo cáo",
}
_WITH_VALUE = (CellState.VALUE, CellState.ESTIMATED, CellState.CORRECTED)
_UNMARKED = (CellState.VALUE, CellState.BLANK)
LINE_HEIGHT = 17.0
_MOST_HEIGHT = 409.0
_TEXT_SIZE = 12.5
_CELL_PADDING = 3.0
_COMMENT_LOOK = {"author": "Ghi chú", "font_name": "Times New Roman"}


@dataclass(frozen=True, slots=True)
class _Place:
    sheet: Worksheet
    row: int
    column: int
    style: Format

    def number(self, value: float) -> None:
        self.sheet.write_number(self.row, self.column, value, self.style)

    def formula(self, text: str, value: float) -> None:
        self.sheet.write_formula(self.row, self.column, text, self.style, value)

    def text(self, text: str) -> None:
        if text:
            self.sheet.write_string(self.row, self.column, clean_text(text), self.style)
        else:
            self.sheet.write_blank(self.row, self.column, None, self.style)

    def day(self, value: datetime.date) -> None:
        self.sheet.write_datetime(self.row, self.column, value, self.style)

    def note(self, *texts: str) -> None:
        text = "\n".join(clean_text(part) for part in texts if part)
        if text:
            self.sheet.write_comment(self.row, self.column, text, _COMMENT_LOOK)


def write_cells(
    sheet: Worksheet, table: Table, first_row: int, formats: Formats, widths: tuple[float, ...]
) -> None:
    """`first_row` is the 0-based sheet row of the first table row; `widths` are in mm."""
    formulas = SheetFormulas(table, first_row)
    columns = leaves(table.columns)
    for index, row in enumerate(table.rows):
        lines = row_lines(row, columns, widths)
        if lines > 1:
            sheet.set_row(first_row + index, min(LINE_HEIGHT * lines, _MOST_HEIGHT))
        bold = row.kind is not RowKind.NORMAL
        for position, (cell, column) in enumerate(zip(row.cells, columns, strict=True)):
            style = formats.cell(column, bold=bold, marked=cell.state not in _UNMARKED)
            place = _Place(sheet, first_row + index, position, style)
            _write(place, cell, column, formulas.of_cell(index, column))


def row_lines(row: Row, columns: tuple[Column, ...], widths: tuple[float, ...]) -> int:
    """Lines the longest text of a row takes: a workbook does not fit its rows by itself."""
    texts = zip(row.cells, columns, widths, strict=True)
    return max(
        (
            sum(
                estimated_lines(part, _TEXT_SIZE, width - _CELL_PADDING, 0)
                for part in cell_text(cell, column).split("\n")
            )
            for cell, column, width in texts
            if column.kind is ColumnKind.TEXT and isinstance(cell.value, str)
        ),
        default=1,
    )


def _write(place: _Place, cell: Cell, column: Column, formula: Formula | None) -> None:
    value = cell.value if cell.state in _WITH_VALUE else None
    mismatch = ""
    if isinstance(value, Decimal):
        mismatch = _write_number(place, value, column, formula)
    elif isinstance(value, datetime.date):
        place.day(value)
    else:
        place.text(cell_text(cell, column))
    place.note(_NOTES.get(cell.state, ""), mismatch, cell.note)


def _write_number(place: _Place, value: Decimal, column: Column, formula: Formula | None) -> str:
    """Live where the formula gives our figure; else returns the note that says so."""
    shown = float(value / 100 if column.kind is ColumnKind.PERCENT else value)
    if formula is None:
        place.number(shown)
        return ""
    if agrees(formula, value, column):
        place.formula(formula.text, shown)
        return ""
    place.number(shown)
    computed = format_number(formula.result, column.places)
    return f"Số trong báo cáo khác số tính theo công thức ({computed})"
