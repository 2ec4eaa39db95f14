"""Appendices, each in its own section, and the optional appendix of sources."""

from app.documents.profiles import Profile
from app.documents.word.body import add_nodes
from app.documents.word.letterhead import styled_lines
from app.documents.word.markup import lines_paragraph
from app.documents.word.output import BLOCK_BOOKMARK, Output
from app.documents.word.tables import WIDE_IN_APPENDIX, is_wide
from forms.document import (
    Appendix,
    Cell,
    Column,
    ColumnKind,
    Document,
    Row,
    Table,
    sourced_paragraphs,
)

_EXCERPT = 90


def add_appendices(document: Document, output: Output, *, source_table: bool) -> None:
    for appendix in document.appendices:
        _add_appendix(appendix, output)
    if source_table and sourced_paragraphs(document):
        _add_appendix(sources_appendix(document), output)


def _add_appendix(appendix: Appendix, output: Output) -> None:
    rules = output.profile.appendix
    output.start_section(
        landscape=_is_landscape(appendix),
        restart=rules.restart_pages,
        numbered_first_page=rules.first_page_number,
    )
    output.add(_heading(appendix, output.profile, output.text_width))
    add_nodes(appendix.nodes, output)


def _is_landscape(appendix: Appendix) -> bool:
    if appendix.landscape is not None:
        return appendix.landscape
    return any(
        isinstance(node, Table) and is_wide(node, WIDE_IN_APPENDIX) for node in appendix.nodes
    )


def appendix_label(number: str, profile: Profile) -> str:
    rules = profile.appendix
    return rules.pattern.format(number=number) if number else rules.alone


def _heading(appendix: Appendix, profile: Profile, width: float) -> str:
    rules = profile.appendix
    title = appendix.title.upper() if rules.title_upper else appendix.title
    lines = styled_lines(title, width * 0.9, rules)
    parts = [
        lines_paragraph("PhuLucSo", [appendix_label(appendix.number, profile)]),
        lines_paragraph("PhuLucTen", lines),
    ]
    if appendix.attached_to:
        parts.append(lines_paragraph("PhuLucKem", [_bracketed(appendix.attached_to)]))
    return "".join(parts)


def _bracketed(text: str) -> str:
    return text if text.startswith("(") else f"({text})"


def sources_appendix(document: Document) -> Appendix:
    """ "Bảng nguồn": one row per unit and field behind each merged paragraph."""
    rows = []
    for node in sourced_paragraphs(document):
        mark = f"{BLOCK_BOOKMARK}{node.block_id}" if node.block_id else ""
        for position, source in enumerate(node.sources):
            excerpt = _excerpt(node.text) if position == 0 else ""
            texts = (mark, excerpt, source.unit, source.field, source.time)
            rows.append(Row(tuple(Cell(text) for text in texts)))
    columns = (
        Column("Đoạn", kind=ColumnKind.INDEX, width=24),
        Column("Nội dung", kind=ColumnKind.TEXT, width=55),
        Column("Đơn vị", kind=ColumnKind.TEXT, width=40),
        Column("Trường", kind=ColumnKind.TEXT, width=34),
        Column("Thời điểm", kind=ColumnKind.TEXT, width=28),
    )
    return Appendix("Bảng nguồn", (Table(columns, tuple(rows)),))


def _excerpt(text: str) -> str:
    return text if len(text) <= _EXCERPT else text[:_EXCERPT].rsplit(" ", 1)[0] + " …"
