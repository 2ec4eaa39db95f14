"""How a table cell reads on paper: Vietnamese numbers, dates and the marks of special states."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from forms.document.table import Cell, CellState, Column, ColumnKind, Table, leaves

STATE_MARKS = {
    CellState.NONE_ARISING: "-",
    CellState.NOT_APPLICABLE: "x",
    CellState.NO_DATA: "…",
    CellState.NOT_SUBMITTED: "chưa nộp",
    CellState.BLANK: "",
}
ESTIMATE_MARK = "*"
_VIETNAMESE_MARKS = str.maketrans(",.", ".,")
_LEGEND = {
    CellState.ESTIMATED: f"({ESTIMATE_MARK}) số ước tính",
    CellState.NONE_ARISING: "(-) không phát sinh",
    CellState.NOT_APPLICABLE: "(x) không áp dụng",
    CellState.NO_DATA: "(…) không có số liệu",
}


def format_number(value: Decimal, places: int | None = None) -> str:
    """1234.5 -> "1.234,5"; `places` None keeps the digits given, without trailing zeros."""
    if places is not None:
        value = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{value:,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    if text.strip("-0.,") == "":
        text = text.lstrip("-")
    return text.translate(_VIETNAMESE_MARKS)


def format_date(value: date) -> str:
    """The short form of running text: 9/5/2024, but 09/02/2024."""
    day = f"{value.day:02d}" if value.month < 3 else str(value.day)
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return f"{day}/{month}/{value.year}"


def cell_text(cell: Cell, column: Column) -> str:
    if cell.state in STATE_MARKS:
        return STATE_MARKS[cell.state]
    text = _value_text(cell, column)
    return text + ESTIMATE_MARK if text and cell.state is CellState.ESTIMATED else text


def _value_text(cell: Cell, column: Column) -> str:
    if cell.value is None:
        return ""
    if isinstance(cell.value, Decimal):
        percent = "%" if column.kind is ColumnKind.PERCENT else ""
        return format_number(cell.value, column.places) + percent
    return format_date(cell.value) if isinstance(cell.value, date) else cell.value


def table_legend(table: Table) -> str:
    """The note under a table that explains the marks it uses; "" when it uses none."""
    used = {cell.state for row in table.rows for cell in row.cells}
    notes = [text for state, text in _LEGEND.items() if state in used]
    return f"Ghi chú: {'; '.join(notes)}." if notes else ""


def default_width(column: Column) -> float:
    """Shares of the table width, near millimetres."""
    if column.width is not None:
        return column.width
    usual = {ColumnKind.INDEX: 10.0, ColumnKind.TEXT: 45.0, ColumnKind.DATE: 24.0}
    return usual.get(column.kind, 20.0)


def column_widths(table: Table) -> tuple[float, ...]:
    return tuple(default_width(column) for column in leaves(table.columns))
