"""One table on one sheet: issuer | title | form number, header, figures, signatures, page."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from xlsxwriter.worksheet import Worksheet

from app.documents.excel.cells import LINE_HEIGHT, write_cells
from app.documents.excel.formats import Formats
from app.documents.excel.spec import SheetSpec, WorkbookSpec
from app.documents.typography import clean_text, estimated_lines
from forms.document import (
    Column,
    ColumnKind,
    HeaderCell,
    Table,
    column_numbers,
    column_widths,
    header_cells,
    header_depth,
    leaves,
)

_HEAD_ROWS = 4
_SIGNATURE_ROWS = 8
_WIDTH_PER_MM = 0.52
_TITLE_SIZE = 14
_WIDE = 190.0
_MOST_FROZEN = 2
"""More would leave no room to scroll on a small screen."""
_PAGE = 170.0
"""Width of a sheet on A4 upright, in mm: a narrower one gives the rest to its texts."""
_ISSUER_SHARE = 0.4
_FORM_SHARE = 0.25


@dataclass
class TableSheet:
    sheet: Worksheet
    spec: SheetSpec
    book: WorkbookSpec
    formats: Formats

    def write(self) -> None:
        self.sheet.set_default_row(LINE_HEIGHT)
        for index, width in enumerate(self.widths):
            self.sheet.set_column(index, index, max(5.0, width * _WIDTH_PER_MM))
        self._head()
        self._header()
        write_cells(self.sheet, self.table, self.first_row, self.formats, self.widths)
        if self.is_signed:
            self._signature()
        self._page()

    @property
    def table(self) -> Table:
        return self.spec.table

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return leaves(self.table.columns)

    @cached_property
    def widths(self) -> tuple[float, ...]:
        return _filling_page(column_widths(self.table), self.columns)

    @property
    def last_column(self) -> int:
        return len(self.columns) - 1

    @property
    def is_signed(self) -> bool:
        return self.spec.signed and bool(self.book.signature)

    @property
    def first_row(self) -> int:
        """0-based sheet row of the first table row."""
        numbers = 1 if self.table.column_numbers else 0
        return _HEAD_ROWS + header_depth(self.table.columns) + numbers

    @property
    def last_row(self) -> int:
        return self.first_row + max(0, len(self.table.rows) - 1)

    def _text(self, row: int, first: int, last: int, text: str, **look: Any) -> None:
        """A text over columns first..last; an empty one leaves the cells alone."""
        if not text:
            return
        style = self.formats.get(text_wrap=True, **look)
        if first != last:
            self.sheet.merge_range(row, first, row, last, "", style)
        self.sheet.write_string(row, first, clean_text(text), style)

    def _head(self) -> None:
        left, right = self._blocks()
        last = self.last_column
        unit = f"Đơn vị tính: {self.table.unit}" if self.table.unit else ""
        self._issuer(left)
        self._text(0, right, last, self.table.form_number, align="center", bold=True)
        self._text(1, right, last, unit, align="center", italic=True)
        title = (self.spec.title or self.table.caption).upper()
        self._text(2, 0, last, title, align="center", bold=True, font_size=_TITLE_SIZE)
        self._text(3, 0, last, self.spec.period, align="center", italic=True)
        lines = estimated_lines(title, _TITLE_SIZE, sum(self.widths), 0)
        self.sheet.set_row(2, LINE_HEIGHT * 1.3 * lines)

    def _issuer(self, left: int) -> None:
        letterhead = self.book.letterhead
        if letterhead is None:
            return
        names = ((letterhead.parent or "").upper(), letterhead.issuer.upper())
        for row, name in enumerate(names):
            self._text(row, 0, left, name, align="center", bold=row == 1)
            lines = estimated_lines(name, 12, sum(self.widths[: left + 1]), 0)
            self.sheet.set_row(row, LINE_HEIGHT * lines)

    def _blocks(self) -> tuple[int, int]:
        """Last column of the issuer block and first column of the block on the right."""
        total, left, right = sum(self.widths), 0, self.last_column
        while left < right and sum(self.widths[: left + 1]) < total * _ISSUER_SHARE:
            left += 1
        left = min(left, max(0, right - 1))
        while right > left + 1 and sum(self.widths[right:]) < total * _FORM_SHARE:
            right -= 1
        return left, right

    def _header(self) -> None:
        style = self.formats.header()
        cells = header_cells(self.table.columns)
        for cell in cells:
            top, bottom = _HEAD_ROWS + cell.row, _HEAD_ROWS + cell.row + cell.row_span - 1
            right = cell.column + cell.column_span - 1
            if top != bottom or cell.column != right:
                self.sheet.merge_range(top, cell.column, bottom, right, "", style)
            self.sheet.write_string(top, cell.column, clean_text(cell.text), style)
        if self.table.column_numbers:
            style = self.formats.column_number()
            for column, text in enumerate(column_numbers(self.table)):
                self.sheet.write_string(self.first_row - 1, column, text, style)
        for row, height in enumerate(self._header_heights(cells)):
            self.sheet.set_row(_HEAD_ROWS + row, height)

    def _header_heights(self, cells: tuple[HeaderCell, ...]) -> list[float]:
        """Room for the titles, spread over the rows they span."""
        heights = [LINE_HEIGHT] * header_depth(self.table.columns)
        for cell in cells:
            width = sum(self.widths[cell.column : cell.column + cell.column_span])
            lines = estimated_lines(cell.text, 12.5, width, 0)
            lines = min(lines + (lines > 1), max(1, len(cell.text.split())))
            for row in range(cell.row, cell.row + cell.row_span):
                heights[row] = max(heights[row], LINE_HEIGHT * lines / cell.row_span)
        return heights

    def _signature(self) -> None:
        row, titles = self.last_row + 2, self.book.signature
        width = self.last_column + 1
        edges = [round(place * width / len(titles)) for place in range(len(titles) + 1)]
        line = self.book.place_line
        self._text(row, edges[-2], self.last_column, line, align="center", italic=True)
        for title, first, end in zip(titles, edges, edges[1:], strict=False):
            if end > first:
                self._text(row + 1, first, end - 1, title.upper(), align="center", bold=True)

    def _page(self) -> None:
        sheet = self.sheet
        end = self.last_row + (_SIGNATURE_ROWS if self.is_signed else 0)
        sheet.set_paper(9)
        if sum(self.widths) > _WIDE or self.table.landscape:
            sheet.set_landscape()
        sheet.set_margins(left=0.8, right=0.5, top=0.8, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.print_area(0, 0, end, self.last_column)
        sheet.repeat_rows(_HEAD_ROWS, self.first_row - 1)
        sheet.set_footer('&C&"Times New Roman"&10&P/&N')
        sheet.freeze_panes(self.first_row, self._frozen_columns())

    def _frozen_columns(self) -> int:
        count = 0
        for column in self.columns:
            if column.kind not in (ColumnKind.INDEX, ColumnKind.TEXT):
                break
            count += 1
        return min(count, _MOST_FROZEN) if count < len(self.columns) else 0


def _filling_page(widths: tuple[float, ...], columns: tuple[Column, ...]) -> tuple[float, ...]:
    texts = [index for index, column in enumerate(columns) if column.kind is ColumnKind.TEXT]
    spare = _PAGE - sum(widths)
    if spare <= 0 or not texts:
        return widths
    share = spare / len(texts)
    return tuple(width + share if index in texts else width for index, width in enumerate(widths))
