"""The state of a campaign as files: workbook of the list, of the matrix, a Word table to print."""

from __future__ import annotations

from dataclasses import replace

from app.documents import SheetSpec, WorkbookSpec, write_excel, write_word
from app.models import Campaign
from app.services import clock, following, following_matrix, letterheads, standings
from app.services.appendix_workbook import filing_table
from app.services.deadlines import deadline_words
from app.services.exports import EXCEL, WORD, ExportedFile, profile_for
from forms import document, file_name


def filing_excel(campaign: Campaign) -> ExportedFile:
    table = filing_table(campaign)
    return _workbook(campaign, "Tình hình nộp", table, "Tinh hinh nop")


def matrix_excel(campaign: Campaign) -> ExportedFile:
    return _workbook(campaign, "Đơn vị x mục", matrix_table(campaign), "Ma tran theo doi")


def _workbook(campaign: Campaign, sheet: str, table: document.Table, name: str) -> ExportedFile:
    spec = WorkbookSpec(
        (SheetSpec(sheet, table, campaign.title, as_of_words(campaign)),),
        letterheads.letterhead_of(campaign.office),
        metadata=document.Metadata(title=campaign.title),
    )
    return ExportedFile(file_name(f"{name} {campaign.code}", "xlsx"), EXCEL, write_excel(spec))


def as_of_words(campaign: Campaign) -> str:
    local = clock.local(clock.now())
    when = f"{local:%H:%M} ngày {local.day}/{local.month}/{local.year}"
    return f"Hạn nộp: {deadline_words(campaign.deadline_at)}. Tính đến {when}."


def matrix_table(campaign: Campaign) -> document.Table:
    """Units in rows, sections in columns, a letter in each cell; finished counts below."""
    matrix = following_matrix.matrix(campaign)
    columns = (
        document.Column("TT", kind=document.ColumnKind.INDEX, width=4),
        document.Column("Đơn vị", kind=document.ColumnKind.TEXT, width=28),
        *(
            document.Column(
                f"{section.number} {section.heading}".strip(),
                kind=document.ColumnKind.TEXT,
                width=9,
            )
            for section in matrix.sections
        ),
    )
    rows = [
        _row(str(number), row.unit.name, _letters(matrix, row))
        for number, row in enumerate(matrix.rows, start=1)
    ]
    shares = [f"{done}/{asked}" for done, asked in map(matrix.finished_in, matrix.sections)]
    total = replace(_row("", "Đã xong", shares), kind=document.RowKind.TOTAL)
    return document.Table(columns, (*rows, total), caption="Theo dõi đơn vị và mục")


def _letters(matrix: following_matrix.Matrix, row: following.FollowRow) -> list[str]:
    words = following_matrix.CELL_WORDS
    return [words[matrix.cell(row, section)][0] for section in matrix.sections]


def _row(number: str, name: str, cells: list[str]) -> document.Row:
    return document.Row(tuple(document.Cell(text) for text in (number, name, *cells)))


def filing_word(campaign: Campaign) -> ExportedFile:
    """ "Tình hình nộp báo cáo" with the office's letterhead, to print and hand round."""
    counters = standings.count(standings.list_standings(campaign))
    issuer = letterheads.letterhead_of(campaign.office)
    told = document.Document(
        letterhead=issuer,
        kind_title="TÌNH HÌNH NỘP BÁO CÁO",
        abstract=campaign.title,
        year=clock.today().year,
        body=(
            document.Paragraph(document.plain(as_of_words(campaign))),
            document.Paragraph(document.plain(f"{counters.words}.")),
            filing_table(campaign),
        ),
        metadata=document.Metadata(title=f"Tình hình nộp: {campaign.title}"),
    )
    data = write_word(told, profile_for(campaign.office, campaign))
    return ExportedFile(file_name(f"Tinh hinh nop {campaign.code}", "docx"), WORD, data)
