"""Excel and CSV files: written, and read as forms or plain sheets."""

from app.documents.excel.answers import write_answers_workbook, write_csv
from app.documents.excel.sheet_grid import SheetGrid, read_sheets
from app.documents.excel.spec import ChartSpec, SheetSpec, WorkbookSpec, sheet_names, workbook_of
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
    "NotATableForm",
    "ReadForm",
    "SheetGrid",
    "SheetSpec",
    "WorkbookSpec",
    "read_sheets",
    "read_table_form",
    "sheet_names",
    "workbook_of",
    "write_answers_workbook",
    "write_csv",
    "write_excel",
    "write_table_form",
]
