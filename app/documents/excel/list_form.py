"""A plain list to be filled in Excel: one line of headings, one thing a row, and read back.

Headings are found wherever they stand among the first rows, in any order, with or without tones;
neither side knows what the columns mean.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook

from app.documents.excel.opening import UnreadableWorkbook, read_grid
from app.documents.excel.writer import TEXT_STAYS_TEXT
from app.documents.typography import clean_text
from forms import search_key

_HEADINGS_WITHIN = 10
_WIDEST = 48


@dataclass(frozen=True)
class ListRow:
    """`number` is the row in Excel, from 1; `texts` are by column key, blank cells absent."""

    number: int
    texts: Mapping[str, str]


def write_list(
    sheet_name: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    notes: Sequence[str] = (),
) -> bytes:
    """Every cell is text, so that codes and telephone numbers keep their zeros; `notes` stand on
    a second sheet."""
    buffer = io.BytesIO()
    workbook = Workbook(buffer, {**TEXT_STAYS_TEXT, "in_memory": True})
    head = workbook.add_format(
        {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "bg_color": "#ECEFF2"}
    )
    text = workbook.add_format({"num_format": "@", "valign": "top"})
    sheet = workbook.add_worksheet(sheet_name)
    for column, heading in enumerate(headings):
        longest = max([len(heading), *(len(row[column]) for row in rows[:200])], default=10)
        sheet.set_column(column, column, min(max(longest + 2, 12), _WIDEST), text)
        sheet.write_string(0, column, heading, head)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if value:
                sheet.write_string(number, column, clean_text(value), text)
    sheet.freeze_panes(1, 0)
    if notes:
        _write_notes(workbook, notes)
    workbook.close()
    return buffer.getvalue()


def _write_notes(workbook: Any, notes: Sequence[str]) -> None:
    sheet = workbook.add_worksheet("Hướng dẫn")
    sheet.set_column(0, 0, 100, workbook.add_format({"text_wrap": True, "valign": "top"}))
    for number, note in enumerate(notes):
        sheet.write_string(number, 0, note)


def read_list(data: bytes, keys: Mapping[str, str]) -> list[ListRow]:
    """Rows below the headings that hold something; `keys` gives the column key of a heading as
    `heading_key` makes it. Raises UnreadableWorkbook when no row looks like the headings."""
    grid = read_grid(data)
    place, columns = _find_headings(grid, keys)
    return list(_rows(grid[place + 1 :], columns, place + 2))


def _find_headings(grid: Sequence[Sequence[Any]], keys: Mapping[str, str]) -> tuple[int, list[str]]:
    best: tuple[int, int, list[str]] = (0, 0, [])
    for number, line in enumerate(grid[:_HEADINGS_WITHIN]):
        found = [keys.get(heading_key(cell_text(cell)), "") for cell in line]
        best = max(best, (sum(map(bool, found)), -number, found))
    count, place, columns = best
    if not count:
        raise UnreadableWorkbook("no headings")
    return -place, columns


def _rows(lines: Sequence[Sequence[Any]], columns: Sequence[str], first: int) -> Iterator[ListRow]:
    for number, line in enumerate(lines, start=first):
        texts = {
            key: text
            for key, cell in zip(columns, line, strict=False)
            if key and (text := cell_text(cell))
        }
        if texts:
            yield ListRow(number, texts)


def heading_key(heading: str) -> str:
    """Letters and digits of a heading without tones: "Mã đơn vị (*)" is "madonvi"."""
    return "".join(letter for letter in search_key(heading) if letter.isalnum())


def cell_text(value: object) -> str:
    """What was typed: whole numbers without separators (codes, telephones), days as 15/5/2024."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime.date):
        return f"{value.day}/{value.month}/{value.year}"
    return " ".join(clean_text(str(value)).split())
