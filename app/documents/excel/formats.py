"""Cell formats of a workbook, made once per combination.

Excel shows "#,##0" with the separators of the reader's computer, so a Vietnamese one shows
1.234,5 and a copy stays a number everywhere.
"""

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from forms.document import Column, ColumnKind

_FONT = "Times New Roman"
_ALIGN = {
    ColumnKind.INDEX: "center",
    ColumnKind.TEXT: "left",
    ColumnKind.DATE: "center",
    ColumnKind.NUMBER: "right",
    ColumnKind.PERCENT: "right",
}


class Formats:
    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def get(self, **properties: Any) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            base = {"font_name": _FONT, "font_size": 12, "valign": "vcenter"}
            self._made[key] = self._workbook.add_format(base | properties)
        return self._made[key]

    def header(self) -> Format:
        return self.get(bold=True, align="center", text_wrap=True, border=1)

    def column_number(self) -> Format:
        return self.get(italic=True, align="center", border=1, font_size=10)

    def cell(self, column: Column, *, bold: bool = False, marked: bool = False) -> Format:
        """`marked` is for estimates and for the marks that stand for no figure."""
        properties: dict[str, Any] = {
            "align": _ALIGN[column.kind],
            "border": 1,
            "bold": bold,
            "italic": marked,
        }
        if column.kind is ColumnKind.TEXT:
            properties["text_wrap"] = True
        code = number_code(column)
        if code:
            properties["num_format"] = code
        return self.get(**properties)


def number_code(column: Column) -> str:
    if column.kind is ColumnKind.DATE:
        return "dd/mm/yyyy"
    if column.kind is ColumnKind.PERCENT:
        return "0%" if column.places == 0 else f"0.{'0' * (column.places or 1)}%"
    if column.kind is not ColumnKind.NUMBER:
        return ""
    if column.places:
        return f"#,##0.{'0' * column.places}"
    return "#,##0" if column.places == 0 else "#,##0.######"
