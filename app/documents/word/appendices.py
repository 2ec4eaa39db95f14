"""Appendices, each in its own section, and the optional appendix of sources."""

from collections.abc import Iterable

from app.documents.profiles import Profile
from app.documents.word.body import add_nodes
from app.documents.word.letterhead import styled_lines
from app.documents.word.markup import lines_paragraph
from app.documents.word.output import Output, source_words
from app.documents.word.tables import WIDE_IN_APPENDIX, is_wide
from forms.document import (
    Appendix,
    Cell,
    Column,
    ColumnKind,
    Document,
    Row,
    Source,
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
    """ "Bảng nguồn": one row for each merged paragraph and field, with the units behind it."""
    rows: list[Row] = []
    for node in sourced_paragraphs(document):
        excerpt = _excerpt(node.text)
        for field, sources in _by_field(node.sources).items():
            units = list(dict.fromkeys(source.unit for source in sources))
            total = f"/{node.expected_units}" if node.expected_units is not None else ""
            texts = (
                str(len(rows) + 1),
                excerpt,
                field,
                f"{len(units)}{total}",
                ", ".join(dict.fromkeys(source_words(source) for source in sources)),
            )
            rows.append(Row(tuple(Cell(text) for text in texts)))
    columns = (
        Column("TT", kind=ColumnKind.INDEX, width=12),
        Column("Đoạn văn", kind=ColumnKind.TEXT, width=62),
        Column("Mục của báo cáo đơn vị", kind=ColumnKind.TEXT, width=50),
        Column("Số đơn vị", kind=ColumnKind.INDEX, width=20),
        Column("Đơn vị, ngày gửi", kind=ColumnKind.TEXT, width=103),
    )
    return Appendix("Bảng nguồn", (Table(columns, tuple(rows)),), landscape=True)


def _by_field(sources: Iterable[Source]) -> dict[str, list[Source]]:
    found: dict[str, list[Source]] = {}
    for source in sources:
        found.setdefault(source.field, []).append(source)
    return found


def _excerpt(text: str) -> str:
    return text if len(text) <= _EXCERPT else text[:_EXCERPT].rsplit(" ", 1)[0] + " …"
