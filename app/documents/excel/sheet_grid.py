"""The sheets of any workbook as plain grids: texts as one would type them, merged cells whole.

What the cells mean is for others to say. Formulas are not run: the stored results are read.
"""

from __future__ import annotations

from typing import Any

from python_calamine import CalamineError, CalamineSheet

from app.documents.errors import UnreadableFile
from app.documents.excel.opening import TooLargeWorkbook, UnreadableWorkbook, open_workbook
from app.documents.excel.table_form import cell_text
from forms import Grid, GridCell

MAX_FILE_BYTES = 50 * 1024 * 1024
_MOST_ROWS, _MOST_COLUMNS, _MOST_SHEETS = 500, 100, 30
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_READ = "Tệp không phải Excel .xlsx. Hãy mở bằng Excel, lưu thành .xlsx rồi tải lên lại."
_TOO_BIG = "Tệp quá lớn hoặc nén bất thường nên không mở. Hãy chỉ để lại biểu mẫu rồi tải lên lại."


def read_sheets(data: bytes) -> list[tuple[str, Grid]]:
    """Name and cells of the sheets that hold something, cut at 500 rows and 100 columns.

    Raises UnreadableFile.
    """
    _refuse(data)
    try:
        workbook = open_workbook(data)
        names = workbook.sheet_names[:_MOST_SHEETS]
        sheets = [_sheet(workbook.get_sheet_by_name(name)) for name in names]
    except TooLargeWorkbook as error:
        raise UnreadableFile(_TOO_BIG) from error
    except (CalamineError, UnreadableWorkbook) as error:
        raise UnreadableFile(_NOT_READ) from error
    return [(name, grid) for name, grid in zip(names, sheets, strict=True) if grid.cells]


def _refuse(data: bytes) -> None:
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableFile(_TOO_BIG)
    if data.startswith(_OLE):
        raise UnreadableFile(
            "Tệp là Excel đời cũ (.xls) hoặc có mật khẩu. Hãy mở bằng Excel, bỏ mật khẩu, "
            "lưu thành .xlsx rồi tải lên lại."
        )


def _sheet(sheet: CalamineSheet) -> Grid:
    values: list[list[Any]] = sheet.to_python(skip_empty_area=False, nrows=_MOST_ROWS)
    width = min(max(map(len, values), default=0), _MOST_COLUMNS)
    merged = {
        (top, left): (bottom - top + 1, right - left + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    }
    cells = []
    for row, line in enumerate(values):
        for column, value in enumerate(line[:width]):
            text = cell_text(value).strip()
            span = merged.get((row, column))
            if text or span:
                high, wide = span or (1, 1)
                wide, high = min(wide, width - column), min(high, len(values) - row)
                cells.append(GridCell(row, column, text, high, wide))
    written = any(cell.text for cell in cells)
    return Grid(1, len(values), width, tuple(cells) if written else ())
