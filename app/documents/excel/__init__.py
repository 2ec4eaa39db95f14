"""Writing Excel and CSV files."""

from app.documents.excel.answers import write_answers_workbook, write_csv
from app.documents.excel.chart_choice import ChartSpec, usual_chart
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
    "NotATableForm",
    "ReadForm",
    "SheetSpec",
    "WorkbookSpec",
    "read_table_form",
    "sheet_names",
    "usual_chart",
    "workbook_of",
    "write_answers_workbook",
    "write_csv",
    "write_excel",
    "write_table_form",
]
