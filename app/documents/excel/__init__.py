"""Excel and CSV files: written, and read as forms or plain sheets."""

from app.documents.excel.answers import write_answers_workbook, write_csv
from app.documents.excel.chart_choice import ChartSpec, usual_chart
from app.documents.excel.list_form import ListRow, heading_key, read_list, write_list
from app.documents.excel.opening import UnreadableWorkbook
from app.documents.excel.sheet_grid import read_sheets
from app.documents.excel.spec import SheetSpec, WorkbookSpec, sheet_names, workbook_of
from app.documents.excel.table_form import (
    FormColumn,
    FormRow,
    FormValue,
    NotATableForm,
    ReadForm,
    read_table_form,
    write_table_form,
)
from app.documents.excel.writer import write_excel

__all__ = [
    "ChartSpec",
    "FormColumn",
    "FormRow",
    "FormValue",
    "ListRow",
    "NotATableForm",
    "ReadForm",
    "SheetSpec",
    "UnreadableWorkbook",
    "WorkbookSpec",
    "heading_key",
    "read_list",
    "read_sheets",
    "read_table_form",
    "sheet_names",
    "usual_chart",
    "workbook_of",
    "write_answers_workbook",
    "write_csv",
    "write_excel",
    "write_list",
    "write_table_form",
]
