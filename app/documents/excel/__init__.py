"""Writing Excel and CSV files."""

from app.documents.excel.answers import write_answers_workbook, write_csv
from app.documents.excel.spec import ChartSpec, SheetSpec, WorkbookSpec, sheet_names, workbook_of
from app.documents.excel.writer import write_excel

__all__ = [
    "ChartSpec",
    "SheetSpec",
    "WorkbookSpec",
    "sheet_names",
    "workbook_of",
    "write_answers_workbook",
    "write_csv",
    "write_excel",
]
