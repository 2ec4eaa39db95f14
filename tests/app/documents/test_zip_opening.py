"""Packages that no library can open are refused in words at every door that takes a file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from app.documents import NotAnArchive, open_zip
from app.documents.errors import UnreadableFile
from app.documents.excel.opening import UnreadableWorkbook, read_grid
from app.documents.excel.sheet_grid import read_sheets
from app.documents.reading.opening import open_docx
from app.services.file_kinds import find_kind

CENTRAL, VERSION_AT = b"PK\x01\x02", 6


def from_the_future() -> bytes:
    """A good package whose list asks for a version of ZIP that does not exist."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    data = bytearray(buffer.getvalue())
    at = data.index(CENTRAL) + VERSION_AT
    data[at : at + 2] = (99).to_bytes(2, "little")
    return bytes(data)


@pytest.mark.parametrize(
    ("door", "told"),
    [
        (open_zip, NotAnArchive),
        (read_grid, UnreadableWorkbook),
        (read_sheets, UnreadableFile),
        (open_docx, UnreadableFile),
    ],
)
@pytest.mark.parametrize("data", [from_the_future(), b"PK\x03\x04 broken"], ids=["new", "broken"])
def test_a_package_that_cannot_be_opened_is_told(
    door: Callable[[bytes], object], told: type[Exception], data: bytes
) -> None:
    with pytest.raises(told):
        door(data)


def test_a_package_that_cannot_be_opened_is_of_no_kind() -> None:
    assert find_kind(from_the_future()) is None
