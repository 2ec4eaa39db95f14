"""A day of the calendar."""

from __future__ import annotations

from datetime import date

from forms.fields.base import CellSpec, CellType
from forms.fields.merges import DATE_MERGES
from forms.fields.number import invalid
from forms.text import clean_line, format_date, parse_date
from forms.values import Cell, CellState


def stored_day(text: str) -> date | None:
    """The day of a stored ISO text; None when it is not one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class DateType(CellType):
    name = "date"
    label = "Ngày tháng"
    widget = "date"
    merges = DATE_MERGES
    option_keys = frozenset({"default", "min_value", "max_value", "sentence", "sentence_at"})
    special_words = True

    def read_text(self, spec: CellSpec, text: str) -> tuple[Cell, str]:
        parsed = parse_date(text)
        if parsed.value is None:
            problem = parsed.problem or f"“{clean_line(text)}” chưa phải là ngày; nhập 9/5/2024."
            return invalid(text, problem)
        return Cell(CellState.VALUE, parsed.value.isoformat()), ""

    def cell_problem(self, spec: CellSpec, cell: Cell) -> str:
        day = stored_day(cell.value)
        if day is None:
            return "Chưa đọc được ngày; nhập như 9/5/2024."
        # ISO texts sort as the days do; bounds are checked when the outline is loaded.
        if spec.min_value and day.isoformat() < spec.min_value:
            first = format_date(date.fromisoformat(spec.min_value))
            return f"Ngày phải từ {first} trở đi; hãy kiểm tra lại."
        if spec.max_value and day.isoformat() > spec.max_value:
            last = format_date(date.fromisoformat(spec.max_value))
            return f"Ngày không được sau {last}; hãy kiểm tra lại."
        return ""

    def display_value(self, spec: CellSpec, cell: Cell) -> str:
        day = stored_day(cell.value)
        return format_date(day) if day is not None else cell.value

    def edit_value(self, spec: CellSpec, cell: Cell) -> str:
        return self.display_value(spec, cell)

    def expression_value(self, spec: CellSpec, cell: Cell) -> str:
        return cell.value
