"""A table of the document tree as WordprocessingML, one pass over its cells."""

import re
from collections.abc import Iterator

from app.documents.profiles import Profile
from app.documents.typography import text_width
from app.documents.word.markup import (
    cell,
    gap_paragraph,
    lines_paragraph,
    paragraph,
    run,
    run_properties,
    table_row,
    text_markup,
    tiny_paragraph,
    twips,
)
from forms.document import (
    Column,
    ColumnKind,
    HeaderCell,
    RowKind,
    Table,
    cell_text,
    column_numbers,
    column_widths,
    header_cells,
    header_depth,
    leaves,
    table_legend,
)

WIDE_IN_APPENDIX = 190.0
WIDE_IN_BODY = 240.0
"""Sums of column widths (mm) from which a table turns the page; a body is broken less gladly."""

_SMALLEST_SIZE = 10.0
_SIMPLE = re.compile(r"[0-9.,%]*").fullmatch
_CELL_SLACK = 0.6
_LEAST_TEXT = 28.0
_BOLD = {RowKind.NORMAL: None, RowKind.GROUP: True, RowKind.TOTAL: True}
_STYLES = {
    ColumnKind.INDEX: "BangGiua",
    ColumnKind.TEXT: "BangChu",
    ColumnKind.DATE: "BangGiua",
    ColumnKind.NUMBER: "BangSo",
    ColumnKind.PERCENT: "BangSo",
}


def is_wide(table: Table, limit: float) -> bool:
    return sum(column_widths(table)) > limit if table.landscape is None else table.landscape


def table_markup(table: Table, available: float, profile: Profile) -> str:
    """`available` is the text width of the page in mm."""
    scale = available / sum(column_widths(table))
    size = _font_size(scale, profile)
    texts = _texts(table)
    needed = _needed_widths(table, texts, size or profile.table.size, profile)
    fitted = fitted_widths([share * scale for share in column_widths(table)], needed)
    widths = tuple(map(twips, fitted))
    below = [text for text in (table_legend(table), *table.notes) if text]
    return "".join(
        (
            *_above(table, profile),
            _opening(widths, profile),
            *_header_rows(table, widths, size),
            _number_row(table, fitted, size, profile) if table.column_numbers else "",
            *_body_rows(table, texts, widths, size),
            "</w:tbl>",
            *(paragraph("BangGhiChu", run(text)) for text in below),
            "" if below else tiny_paragraph(),
        )
    )


def _texts(table: Table) -> list[list[str]]:
    columns = leaves(table.columns)
    return [
        [cell_text(item, column) for item, column in zip(row.cells, columns, strict=True)]
        for row in table.rows
    ]


def _needed_widths(
    table: Table, texts: list[list[str]], size: float, profile: Profile
) -> list[float]:
    """What a column needs so that no figure and no word of its header is broken."""
    needed = []
    for index, column in enumerate(leaves(table.columns)):
        words = column.title.split()
        longest = max((row[index] for row in texts), key=len, default="")
        least = 0.0
        if column.kind is not ColumnKind.TEXT:
            words.append(longest)
        else:  # short texts, such as "142-BC/ĐU", leave their room to the others
            whole = text_width(longest, size) + _padding(profile)
            least = min(_LEAST_TEXT, whole) if texts else _LEAST_TEXT
        widest = max((text_width(word, size, bold=True) for word in words), default=0.0)
        needed.append(max(widest + _padding(profile), least))
    return needed


def _padding(profile: Profile) -> float:
    return 2 * profile.table.cell_margin + _CELL_SLACK


def fitted_widths(wanted: list[float], needed: list[float]) -> list[float]:
    """The wanted widths, moved as little as needed; the sum stays the same."""
    total = sum(wanted)
    if sum(needed) >= total:
        return [width * total / sum(needed) for width in needed]
    missing = sum(max(0.0, need - want) for want, need in zip(wanted, needed, strict=True))
    spare = sum(max(0.0, want - need) for want, need in zip(wanted, needed, strict=True))
    share = missing / spare if spare else 0.0
    return [
        need if want <= need else want - (want - need) * share
        for want, need in zip(wanted, needed, strict=True)
    ]


def _font_size(scale: float, profile: Profile) -> float | None:
    """None keeps the style's size; crowded columns get a smaller one."""
    if scale >= 0.9:
        return None
    return max(_SMALLEST_SIZE, profile.table.size - (1 if scale >= 0.75 else 2))


def _above(table: Table, profile: Profile) -> Iterator[str]:
    if table.form_number:
        yield lines_paragraph("BangDonVi", [table.form_number])
    if table.caption:
        yield lines_paragraph("BangTen", [table.caption])
    if table.unit:
        yield lines_paragraph("BangDonVi", [profile.table.unit_label + table.unit])
    if not (table.form_number or table.caption or table.unit):
        yield gap_paragraph()  # the border would touch the letters above it


def _opening(widths: tuple[int, ...], profile: Profile) -> str:
    margin = twips(profile.table.cell_margin)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = f'<w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/>'
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    )


def _header_rows(table: Table, widths: tuple[int, ...], size: float | None) -> Iterator[str]:
    cells = header_cells(table.columns)
    for row in range(header_depth(table.columns)):
        shown = [item for item in cells if item.row <= row < item.row + item.row_span]
        inner = "".join(
            _header_cell(item, row, widths, size)
            for item in sorted(shown, key=lambda item: item.column)
        )
        yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{inner}</w:tr>"


def _header_cell(item: HeaderCell, row: int, widths: tuple[int, ...], size: float | None) -> str:
    width = sum(widths[item.column : item.column + item.column_span])
    span = f'<w:gridSpan w:val="{item.column_span}"/>' if item.column_span > 1 else ""
    first = item.row == row
    merge = ""
    if item.row_span > 1:
        merge = '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
    content = run(item.text, run_properties(size=size)) if first else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}'
        f'<w:vAlign w:val="center"/></w:tcPr>{paragraph("BangDau", content)}</w:tc>'
    )


def _number_row(table: Table, widths: list[float], size: float | None, profile: Profile) -> str:
    """Computations too wide for their column go below the number."""
    points = profile.table.number_row_size if size is None else size - 2
    marks = run_properties(size=None if size is None else points)
    cells = []
    for width, text in zip(widths, column_numbers(table), strict=True):
        if text_width(text, points) + _padding(profile) > width:
            text = text.replace("=", "=\n")
        cells.append(cell(width, paragraph("BangSoCot", run(text, marks))))
    return table_row(cells, "<w:cantSplit/><w:tblHeader/>")


def _body_rows(
    table: Table, texts: list[list[str]], widths: tuple[int, ...], size: float | None
) -> Iterator[str]:
    columns = leaves(table.columns)
    openings = {
        kind: _cell_openings(columns, widths, run_properties(bold=bold, size=size))
        for kind, bold in _BOLD.items()
    }
    last = len(table.rows) - 1 if table_legend(table) else None
    for place, (row, shown) in enumerate(zip(table.rows, texts, strict=True)):
        cells = [
            f"{opening}{_content(text)}</w:r></w:p></w:tc>"
            for opening, text in zip(openings[row.kind], shown, strict=True)
        ]
        if place == last:
            # The legend below must not stand alone on the next page.
            cells = [item.replace("</w:pPr>", "<w:keepNext/></w:pPr>", 1) for item in cells]
        yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _cell_openings(
    columns: tuple[Column, ...], widths: tuple[int, ...], properties: str
) -> list[str]:
    """The markup of a cell up to its text, the same for all rows of a kind."""
    return [
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr>'
        f'<w:pStyle w:val="{_STYLES[column.kind]}"/></w:pPr><w:r>{properties}'
        for column, width in zip(columns, widths, strict=True)
    ]


def _content(text: str) -> str:
    return f"<w:t>{text}</w:t>" if _SIMPLE(text) else text_markup(text)
