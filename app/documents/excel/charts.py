"""The charts of a workbook, one below the other on a sheet of their own.

Below their tables they would be cut by page ends and printed under the repeated table head.
"""

from collections.abc import Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart

from app.documents.excel.chart_choice import ChartSpec, bars
from app.documents.excel.sheet import TableSheet
from app.documents.typography import clean_text
from forms.document import ColumnKind

_ROW_PIXELS = 20
_FRAME_ROWS = 4
_LEAST_ROWS = 12
_WIDTH = 660
_PAGE_ROWS = 46
_LIGHT = "#D9D9D9"
_BAR = "#B02A1A"


def add_charts(workbook: Workbook, name: str, pages: Sequence[TableSheet]) -> None:
    """Charts of the pages that have one; no sheet without any."""
    drawn = [page for page in pages if page.spec.chart and bars(page.table)[1] >= 0]
    if not drawn:
        return
    sheet = workbook.add_worksheet(name)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.8, right=0.5, top=0.8, bottom=0.7)
    row, top_of_page, breaks = 0, 0, []
    for page in drawn:
        rows = _rows(page)
        if row > top_of_page and row + rows > top_of_page + _PAGE_ROWS:
            breaks.append(row)
            top_of_page = row
        sheet.insert_chart(row, 0, _chart(workbook, page))
        row += rows + 1
    sheet.set_h_pagebreaks(breaks)


def _rows(page: TableSheet) -> int:
    first, last = bars(page.table)
    return max(_LEAST_ROWS, last - first + 1 + _FRAME_ROWS)


def _chart(workbook: Workbook, page: TableSheet) -> Chart:
    spec = page.spec.chart
    assert spec is not None
    chart: Chart = workbook.add_chart({"type": spec.kind})
    for place in spec.values:
        chart.add_series(_series(page, spec, place))
    form = f"{page.spec.name}. " if page.table.form_number else ""
    title = clean_text(f"{form}{spec.title or page.table.caption}")
    chart.set_title({"name": title, **_font(12)})
    upright = spec.kind != "bar"
    # Bars are drawn from the foot: the first unit belongs on top, as in the table.
    chart.set_y_axis({"reverse": not upright, **_font(11)})
    grid = {"visible": True, "line": {"color": _LIGHT}}
    chart.set_x_axis({"min": 0, "major_gridlines": grid, "visible": upright})
    chart.set_legend({"none": len(spec.values) == 1})
    chart.set_size({"width": _WIDTH, "height": _ROW_PIXELS * _rows(page)})
    return chart


def _series(page: TableSheet, spec: ChartSpec, place: int) -> dict[str, Any]:
    first, last = bars(page.table)
    top, bottom = page.first_row + first, page.first_row + last
    column = page.columns[place]
    digits = "." + "0" * (column.places or 0) if column.places else ""
    share = {"num_format": f"0{digits}%"} if column.kind is ColumnKind.PERCENT else {}
    return {
        "name": clean_text(column.title),
        "categories": [page.spec.name, top, spec.category, bottom, spec.category],
        "values": [page.spec.name, top, place, bottom, place],
        "fill": {"color": _BAR},
        "gap": 60,
        "data_labels": {"value": True, **share} if len(spec.values) == 1 else {},
    }


def _font(size: int) -> dict[str, Any]:
    look = {"name": "Times New Roman", "size": size}
    return {"name_font": look, "num_font": look}
