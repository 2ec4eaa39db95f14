"""Excel lists as a person would make them, and reading the ones that come back."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook, load_workbook

from tests.app.page_client import Page, PageClient


def workbook(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Danh sách")
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def rows_of(data: bytes) -> list[tuple[Any, ...]]:
    book = load_workbook(io.BytesIO(data), read_only=True)
    return [tuple(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def upload(client: PageClient, address: str, data: bytes, status: int = 303) -> Page:
    return client.post(address, {"tep": (io.BytesIO(data), "danh sach.xlsx")}, status)


def preview(client: PageClient, address: str, data: bytes) -> str:
    """Uploads and gives the address of the preview."""
    return str(upload(client, address, data).response.headers["Location"])
