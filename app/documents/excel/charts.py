"""The optional chart below a table."""

from xlsxwriter import Workbook

from app.documents.excel.sheet import TableSheet
from forms.document import RowKind


def add_chart(workbook: Workbook, page: TableSheet) -> None:
    """Series over the first unbroken run of normal rows; nothing without such rows."""
    spec = page.spec.chart
    kinds = [row.kind for row in page.table.rows]
    if spec is None or RowKind.NORMAL not in kinds:
        return
    first = kinds.index(RowKind.NORMAL)
    last = first
    while last + 1 < len(kinds) and kinds[last + 1] is RowKind.NORMAL:
        last += 1
    top, bottom = page.first_row + first, page.first_row + last
    places = {column.key: index for index, column in enumerate(page.columns)}
    chart = workbook.add_chart({"type": spec.kind})
    name, category = page.spec.name, places[spec.category]
    for key in spec.values:
        chart.add_series(
            {
                "name": page.columns[places[key]].title,
                "categories": [name, top, category, bottom, category],
                "values": [name, top, places[key], bottom, places[key]],
            }
        )
    chart.set_title({"name": spec.title or page.table.caption})
    page.sheet.insert_chart(page.last_row + 10, 0, chart)
