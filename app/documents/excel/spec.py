"""What goes into a workbook: tables of the document tree with a letterhead and signatures."""

import re
from dataclasses import dataclass, field, replace

from app.documents.excel.chart_choice import ChartSpec
from forms.document import Document, Letterhead, Metadata, Table

MAX_SHEET_NAME = 31
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class SheetSpec:
    name: str
    table: Table
    title: str = ""
    period: str = ""
    chart: ChartSpec | None = None
    signed: bool = True


@dataclass(frozen=True, slots=True)
class WorkbookSpec:
    """`filing` and `sources` become the last two sheets of tables, unsigned; charts follow."""

    sheets: tuple[SheetSpec, ...]
    letterhead: Letterhead | None = None
    signature: tuple[str, ...] = ("Người lập biểu", "Trưởng ban")
    place_line: str = ""
    filing: Table | None = None
    sources: Table | None = None
    metadata: Metadata = field(default_factory=Metadata)


def all_sheets(spec: WorkbookSpec) -> tuple[SheetSpec, ...]:
    """With the two extra sheets and with names Excel accepts."""
    extra = (("Tình hình nộp", spec.filing), ("Nguồn số liệu", spec.sources))
    sheets = list(spec.sheets)
    sheets += (SheetSpec(name, table, signed=False) for name, table in extra if table)
    names = sheet_names(tuple(sheet.name for sheet in sheets))
    return tuple(replace(sheet, name=name) for sheet, name in zip(sheets, names, strict=True))


def chart_sheet_name(sheets: tuple[SheetSpec, ...]) -> str:
    return sheet_names((*(sheet.name for sheet in sheets), "Biểu đồ"))[-1]


def sheet_names(wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Names Excel accepts: 1 to 31 characters, none of []:*?/\\, no outer apostrophe, unique."""
    taken: set[str] = {"history"}
    names = []
    for position, name in enumerate(wanted, start=1):
        base = _FORBIDDEN_IN_NAME.sub("-", name).strip(" '") or f"Biểu {position}"
        shown = base[:MAX_SHEET_NAME].strip(" '")
        copy = 1
        while shown.casefold() in taken:
            copy += 1
            tail = f" ({copy})"
            shown = base[: MAX_SHEET_NAME - len(tail)] + tail
        taken.add(shown.casefold())
        names.append(shown)
    return tuple(names)


def workbook_of(document: Document) -> WorkbookSpec:
    """Every table of the appendices, then of the body, on its own sheet."""
    sheets = [
        SheetSpec(table.form_number or f"Phụ lục {part.number}".strip(), table, part.title)
        for part in document.appendices
        for table in part.nodes
        if isinstance(table, Table)
    ]
    sheets += (
        SheetSpec(node.form_number or node.caption or f"Biểu {index}", node)
        for index, node in enumerate(document.body, start=1)
        if isinstance(node, Table)
    )
    return WorkbookSpec(tuple(sheets), document.letterhead, metadata=document.metadata)
