"""A workbook of appendix tables in the layout of the Party's statistical forms."""

import datetime
import io
from typing import Any

from xlsxwriter import Workbook

from app.documents.errors import DocumentError
from app.documents.excel.charts import add_charts
from app.documents.excel.formats import Formats
from app.documents.excel.sheet import TableSheet
from app.documents.excel.spec import WorkbookSpec, all_sheets, chart_sheet_name
from app.documents.typography import clean_text

TEXT_STAYS_TEXT: dict[str, Any] = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_EPOCH = datetime.datetime(2000, 1, 1)
EXPORT_PROPERTY = "MaBanXuat"


def write_excel(spec: WorkbookSpec) -> bytes:
    """Raises DocumentError when there is no table to write."""
    sheets = all_sheets(spec)
    if not sheets:
        raise DocumentError(
            "Chưa có biểu số liệu nào để xuất Excel. Hãy chọn ít nhất một biểu hoặc một phụ lục."
        )
    buffer = io.BytesIO()
    workbook = Workbook(buffer, {**TEXT_STAYS_TEXT, "in_memory": True})
    formats = Formats(workbook)
    pages = [
        TableSheet(workbook.add_worksheet(sheet.name), sheet, spec, formats) for sheet in sheets
    ]
    for page in pages:
        page.write()
    add_charts(workbook, chart_sheet_name(sheets), [page for page in pages if page.spec.chart])
    _set_properties(workbook, spec)
    workbook.close()
    return buffer.getvalue()


def _set_properties(workbook: Workbook, spec: WorkbookSpec) -> None:
    issuer = spec.letterhead.issuer if spec.letterhead else ""
    workbook.set_properties(
        {"title": clean_text(spec.metadata.title), "author": clean_text(issuer), "created": _EPOCH}
    )
    if spec.metadata.export_id:
        workbook.set_custom_property(EXPORT_PROPERTY, clean_text(spec.metadata.export_id))
