"""Opening a workbook that somebody uploaded: its cells as they are, or UnreadableWorkbook."""

from __future__ import annotations

import io
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from app.documents.zip_opening import NotAnArchive, open_zip, unpacked_bytes

_MOST_UNPACKED = 60_000_000


class UnreadableWorkbook(ValueError):
    """No workbook, or one without the sheet that is wanted."""


class TooLargeWorkbook(UnreadableWorkbook):
    """It would unpack to more than fits."""


def open_workbook(data: bytes) -> CalamineWorkbook:
    """Raises UnreadableWorkbook, TooLargeWorkbook."""
    try:
        if unpacked_bytes(open_zip(data)) > _MOST_UNPACKED:
            raise TooLargeWorkbook("too large when unpacked")
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (CalamineError, NotAnArchive) as error:
        raise UnreadableWorkbook(str(error)) from error


def read_grid(data: bytes, sheet: str = "") -> list[list[Any]]:
    """Cells of the named sheet, of the first one without a name. Raises UnreadableWorkbook."""
    workbook = open_workbook(data)
    if not workbook.sheet_names or (sheet and sheet not in workbook.sheet_names):
        raise UnreadableWorkbook("no sheet of that name")
    try:
        found = workbook.get_sheet_by_name(sheet or workbook.sheet_names[0])
        grid: list[list[Any]] = found.to_python(skip_empty_area=False)
    except CalamineError as error:
        raise UnreadableWorkbook(str(error)) from error
    return grid
