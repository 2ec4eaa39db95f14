"""Opening a workbook that somebody uploaded: its cells as they are, or UnreadableWorkbook."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

_MOST_UNPACKED = 60_000_000


class UnreadableWorkbook(ValueError):
    """No workbook, one that unpacks to more than fits, or without the sheet that is wanted."""


def read_grid(data: bytes, sheet: str = "") -> list[list[Any]]:
    """Cells of the named sheet, of the first one without a name. Raises UnreadableWorkbook."""
    try:
        unpacked = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(data)).infolist())
        if unpacked > _MOST_UNPACKED:
            raise UnreadableWorkbook("too large when unpacked")
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        if not workbook.sheet_names or (sheet and sheet not in workbook.sheet_names):
            raise UnreadableWorkbook("no sheet of that name")
        found = workbook.get_sheet_by_name(sheet or workbook.sheet_names[0])
        grid: list[list[Any]] = found.to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile) as error:
        raise UnreadableWorkbook(str(error)) from error
    return grid
