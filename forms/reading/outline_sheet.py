"""Form sheets of Excel → a proposal: one section with one table a sheet, its title above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from forms.reading.blocks import Grid, GridCell
from forms.reading.outline_proposal import (
    Confidence,
    OutlineProposal,
    ProposedField,
    ProposedSection,
    SourceText,
    UnusedLine,
)
from forms.reading.outline_tables import read_table
from forms.schema import Field, Section
from forms.text import clean_line, search_key

_FORM_CODE = re.compile(r"(?:biểu(?: mẫu)?|mẫu)\s*(?:số)?\s*[:.]?\s*[\w./-]+\Z", re.IGNORECASE)
_MEASURE = re.compile(r"(?:đơn vị tính|đvt)\s*:\s*(?P<unit>.+)", re.IGNORECASE)
_SMALL_TALK = re.compile(r"(?:don vi bao cao|don vi nhan|ngay|ky bao cao|kem theo|\(kem)")
_DEFAULT = "Biểu số liệu"
_AROUND = "chữ quanh biểu: mã biểu, đơn vị tính, ghi chú"


def propose_tables(sheets: Sequence[tuple[str, Grid]]) -> OutlineProposal:
    """Pairs of a sheet's name and cells; a sheet without a header of columns gives no section.

    Source lines are the rows of all sheets, numbered through from 1.
    """
    found: list[_Sheet] = []
    first = 0
    for name, grid in sheets:
        found.append(_read(name, grid, first, sum(1 for sheet in found if sheet.section) + 1))
        first += grid.rows
    sections = tuple(sheet.section for sheet in found if sheet.section)
    return OutlineProposal(
        title=sections[0].section.heading if len(sections) == 1 else _DEFAULT,
        kind="dinh_ky",
        sections=sections,
        unused=tuple(line for sheet in found for line in sheet.unused),
        source=tuple(line for sheet in found for line in sheet.source),
        notes=tuple(note for sheet in found for note in sheet.notes),
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    section: ProposedSection | None
    source: tuple[SourceText, ...]
    unused: tuple[UnusedLine, ...]
    notes: tuple[str, ...] = ()


def _read(name: str, grid: Grid, first: int, number: int) -> _Sheet:
    rows = [[clean_line(text) for text in row] for row in grid.texts()]
    source = tuple(
        SourceText(first + place, " | ".join(filter(None, row)))
        for place, row in enumerate(rows, start=1)
        if any(row)
    )
    start, end = _table_rows(grid, rows)
    above = [(place, text) for place in range(start) for text in rows[place] if text]
    title = next((text for _, text in above if _is_title(text)), "") or clean_line(name) or _DEFAULT
    read = read_table(_part(grid, start, end), f"bieu_{number}", title) if end > start else None
    if read is None:
        return _Sheet(None, source, _left(source, (), "không thấy dòng tiêu đề cột"))
    field = replace(
        read.field,
        form_code=next((text for _, text in above if _FORM_CODE.match(text)), ""),
        unit_of_measure=_measure(text for _, text in above),
    )
    head = tuple(first + place + 1 for place, text in above if text == title)
    section = ProposedSection(
        Section(f"muc_{number}", title, number=str(number)),
        0,
        Confidence.GUESS,
        "tên biểu ở đầu trang tính" if head else "tên trang tính",
        head,
        (_proposed(field, read.doubts, tuple(range(first + start + 1, first + end + 1))),),
    )
    used = (*head, *section.fields[0].lines)
    return _Sheet(section, source, _left(source, used, _AROUND), read.doubts)


def _left(source: Sequence[SourceText], used: Sequence[int], reason: str) -> tuple[UnusedLine, ...]:
    lines = (line for line in source if line.number not in used)
    return tuple(UnusedLine(line.number, line.text, reason) for line in lines)


def _measure(texts: Iterable[str]) -> str:
    return next((m["unit"].strip(" .") for text in texts if (m := _MEASURE.search(text))), "")


def _proposed(field: Field, doubts: tuple[str, ...], lines: tuple[int, ...]) -> ProposedField:
    shape = f"bảng {len(field.columns)} cột" + (f", {len(field.rows)} dòng" if field.rows else "")
    sure = Confidence.UNSURE if doubts else Confidence.GUESS
    return ProposedField(field, sure, "; ".join((shape, *doubts)), lines)


def _is_title(text: str) -> bool:
    if _FORM_CODE.match(text) or _MEASURE.search(text) or _SMALL_TALK.match(search_key(text)):
        return False
    return len(text) >= 8 and text == text.upper() != text.lower()


def _table_rows(grid: Grid, rows: list[list[str]]) -> tuple[int, int]:
    """The table begins at the first row with three columns in use, and ends before blank rows."""
    spread = [0] * grid.rows
    for cell in grid.cells:
        if cell.text.strip():
            spread[cell.row] += 1
    start = next((row for row, count in enumerate(spread) if count >= 3), grid.rows)
    # A title in one merged cell over the whole width stands above the header.
    end = next(
        (
            row
            for row in range(start + 1, grid.rows)
            if not any(rows[row]) and not _merged(grid, row)
        ),
        grid.rows,
    )
    return start, end


def _merged(grid: Grid, row: int) -> bool:
    return any(cell.row < row < cell.row + cell.row_span for cell in grid.cells)


def _part(grid: Grid, start: int, end: int) -> Grid:
    """The table itself, without columns that are empty all the way down."""
    cells = [cell for cell in grid.cells if start <= cell.row < end]
    written = [cell for cell in cells if cell.text.strip()]
    first = min(cell.column for cell in written)
    last = max(cell.column + cell.column_span for cell in written)
    kept = tuple(
        GridCell(cell.row - start, cell.column - first, cell.text, cell.row_span, cell.column_span)
        for cell in cells
        if first <= cell.column < last
    )
    return Grid(1, end - start, last - first, kept)
