"""All answers of a campaign, one line for each answer and each cell, for analysis elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from app.models import Campaign, Report, ReportState
from app.services import archived_answers, following, merged_reports, outlines
from app.services.exported_files import Progress
from forms import CellState, Field, Json, answer_table, document, field_type, whole_state

HEADERS = (
    "Đơn vị", "Loại đơn vị", "Trạng thái báo cáo", "Mục", "Chỉ tiêu", "Mã chỉ tiêu", "Dòng", "Cột",
    "Giá trị số", "Giá trị chữ", "Ngày", "Số ước", "Tình trạng ô",
)  # fmt: skip
Value = Decimal | str | date | None
Line = tuple[Value, ...]
_CHUNK = 20
_TABLES = frozenset({"table", "items"})
_STATE_WORDS = {
    document.CellState.NONE_ARISING: CellState.NIL.label,
    document.CellState.NO_DATA: CellState.NO_DATA.label,
    document.CellState.NOT_APPLICABLE: CellState.NOT_APPLICABLE.label,
}


def rows(campaign: Campaign, progress: Progress) -> Iterator[Line]:
    """Streams unit by unit; blank cells are left out, special answers are not."""
    outline = outlines.get_outline(campaign.outline_version_id)
    asked = [(section.heading, field) for section, field in outline.fields()]
    return _rows(campaign, asked, progress)


def archived_rows(campaign: Campaign, progress: Progress) -> Iterator[Line]:
    """The same of questions the campaign asks no more, then what could not be carried over."""
    gone = archived_answers.archived_fields(campaign).values()
    kinds = _kinds(campaign)
    yield from _rows(campaign, [(_GONE, field) for field in gone], progress)
    parts = [(_DROPPED, field) for field in archived_answers.archived_parts(campaign)]
    yield from _rows(campaign, parts, progress)
    for report in following.list_reports(campaign):
        for field, value in archived_answers.left_behind(report):
            yield from _lines(_head(report, kinds), _RETYPED, field, value)


_GONE, _RETYPED = "(đã lưu trữ)", "(cách hỏi trước khi đổi)"
_DROPPED = "(cột, dòng đã bỏ)"


def _head(report: Report, kinds: Mapping[str, str]) -> tuple[str, ...]:
    """`kinds` are the names of the kinds of units in the outline."""
    kind = kinds.get(report.unit.kind, report.unit.kind)
    return (report.unit.name, kind, ReportState(report.state).label)


def _kinds(campaign: Campaign) -> Mapping[str, str]:
    return outlines.get_outline(campaign.outline_version_id).unit_kinds


def _rows(
    campaign: Campaign, asked: Sequence[tuple[str, Field]], progress: Progress
) -> Iterator[Line]:
    found, kinds = following.list_reports(campaign), _kinds(campaign)
    for start in range(0, len(found), _CHUNK):
        progress(start, len(found), f"Đang ghi câu trả lời {start}/{len(found)} đơn vị")
        chunk = found[start : start + _CHUNK]
        values, _ = merged_reports.load_answers(report.id for report in chunk)
        for report in chunk:
            head = _head(report, kinds)
            for heading, field in asked:
                value = values.get(report.id, {}).get(field.key)
                if value and (heading != _DROPPED or whole_state(value) is None):
                    yield from _lines(head, heading, field, value)


def _lines(head: tuple[str, ...], heading: str, field: Field, value: Json) -> Iterator[Line]:
    place = (*head, heading, field.label, field.key)
    state = whole_state(value)
    kind = field_type(field.type)
    if state is not None:
        yield (*place, "", "", None, "", None, "", state.label)
    elif kind.widget in _TABLES:
        yield from _cells(place, answer_table(field, value))
    else:
        figures = list(kind.figures(field, value))
        for figure in figures:
            part = {"num": field.numerator, "den": field.denominator}.get(figure.column_key, "")
            estimated = "x" if figure.estimated else ""
            yield (*place, "", part, figure.number, "", None, estimated, figure.state.label)
        if not figures and (text := kind.display(field, value)):
            yield (*place, "", "", None, text, None, "", CellState.VALUE.label)


def _cells(place: tuple[str, ...], table: document.Table) -> Iterator[Line]:
    """Blank cells are left out; the row is told by its label, a free row by its number."""
    columns = document.leaves(table.columns)
    named = 1 if len(columns) > 1 and columns[1].key == "" else 0
    for row in table.rows:
        label = str(row.cells[named].value or "").strip()
        for cell, column in zip(row.cells, columns, strict=True):
            if column.key and cell.state is not document.CellState.BLANK:
                yield (*place, label, column.title, *_values(cell))


def _values(cell: document.Cell) -> Line:
    number = cell.value if isinstance(cell.value, Decimal) else None
    day = cell.value if isinstance(cell.value, date) else None
    text = cell.value if isinstance(cell.value, str) else ""
    estimated = "x" if cell.state is document.CellState.ESTIMATED else ""
    return (number, text, day, estimated, _STATE_WORDS.get(cell.state, CellState.VALUE.label))
