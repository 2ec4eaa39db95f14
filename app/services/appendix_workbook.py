"""The Excel workbook of a campaign: a sheet for each table, filing status, sources."""

from __future__ import annotations

from decimal import Decimal

from app.documents.excel import SheetSpec, WorkbookSpec, usual_chart
from app.models import Campaign, ReportState
from app.services import clock, following, letterheads, merged_reports, outlines
from forms import (
    Field,
    MergedList,
    MergedRecommendations,
    MergedReport,
    MergedTable,
    Outline,
    Section,
    document,
    format_date,
    merged_list_table,
    recommendations_table,
    unit_rows_table,
)


def workbook_of(campaign: Campaign, *, include_submitted: bool = False) -> WorkbookSpec:
    outline = outlines.get_outline(campaign.outline_version_id)
    merged = merged_reports.merged_report(campaign, include_submitted)
    period = f"Số liệu tính đến ngày {_day(campaign)}" if campaign.as_of else campaign.period_label
    return WorkbookSpec(
        tuple(_sheets(outline, merged, period)),
        letterheads.letterhead_of(campaign.collector),
        filing=filing_table(campaign),
        sources=_sources_table(outline, merged),
        metadata=document.Metadata(title=campaign.title),
    )


def _sheets(outline: Outline, merged: MergedReport, period: str) -> list[SheetSpec]:
    sheets = []
    for section, field in outline.fields():
        found = merged.fields.get(field.key)
        if isinstance(found, MergedTable):
            table = unit_rows_table(field, found)
        elif isinstance(found, MergedList):
            table = merged_list_table(field, found, merged.names, with_units=True)
        elif isinstance(found, MergedRecommendations):
            table = recommendations_table(field, found, merged.names)
        else:
            continue
        name = field.form_code or section.heading
        sheets.append(SheetSpec(name, table, field.label, period, usual_chart(table)))
    return sheets


def filing_table(campaign: Campaign) -> document.Table:
    """Biểu 3z: who sent what when (DIST of domain: filled by the collector)."""
    columns = (
        document.Column("TT", kind=document.ColumnKind.INDEX, width=10),
        _text("Đơn vị", 56),
        _text("Số báo cáo", 27),
        _text("Trạng thái", 48),
        _text("Ngày gửi", 36),
        _text("Đúng hạn / trễ", 28),
        document.Column("Lần gửi", key="lan", width=15, places=0),
    )
    rows = [_filing_row(n, row) for n, row in enumerate(following.follow(campaign), start=1)]
    return document.Table(columns, tuple(rows), caption="Tình hình nộp báo cáo")


def filing_list(campaign: Campaign) -> document.Table:
    """The same on paper: days without hours, reasons told once below the table."""
    columns = (
        document.Column("TT", kind=document.ColumnKind.INDEX, width=10),
        _text("Đơn vị", 60),
        _text("Số báo cáo", 25),
        _text("Trạng thái", 41),
        _text("Ngày gửi", 22),
        _text("Đúng hạn / trễ", 30),
    )
    found = following.follow(campaign)
    rows = []
    reasons: dict[str, list[str]] = {}
    for number, row in enumerate(found, start=1):
        report = row.report
        day = clock.local(report.submitted_at).date() if report.submitted_at else None
        state = ReportState(report.state).label
        values = (
            *(str(number), row.unit.name, report.number, state),
            *(format_date(day) if day else "", row.timing),
        )
        rows.append(document.Row(tuple(document.Cell(value) for value in values)))
        if report.excluded_reason:
            reasons.setdefault(report.excluded_reason.rstrip("."), []).append(row.unit.name)
    notes = tuple(f"{', '.join(names)}: {reason}." for reason, names in reasons.items())
    return document.Table(columns, tuple(rows), notes=notes)


def _text(title: str, width: float) -> document.Column:
    return document.Column(title, kind=document.ColumnKind.TEXT, width=width)


def _filing_row(number: int, row: following.FollowRow) -> document.Row:
    report = row.report
    sent = clock.local(report.submitted_at) if report.submitted_at else None
    state = ReportState(report.state).label
    cells = (
        str(number),
        row.unit.name,
        report.number,
        f"{state}: {report.excluded_reason}" if report.excluded_reason else state,
        f"{sent:%H:%M} {sent.day}/{sent.month}/{sent.year}" if sent else "",
        row.timing,
        Decimal(report.submission_count) if report.submission_count else "",
    )
    return document.Row(tuple(document.Cell(value) for value in cells))


def _sources_table(outline: Outline, merged: MergedReport) -> document.Table:
    """For each table: how many units stand behind it, and who is missing."""
    columns = (
        document.Column("TT", kind=document.ColumnKind.INDEX, width=10),
        _text("Biểu", 70),
        _text("Số đơn vị", 20),
        _text("Ghi chú", 90),
    )
    rows: list[document.Row] = []
    for section, field in outline.fields():
        found = merged.fields.get(field.key)
        if found is None:
            continue
        words = (
            str(len(rows) + 1),
            _name_of(section, field),
            found.cell.share,
            found.cell.count_words(merged.names),
        )
        rows.append(document.Row(tuple(document.Cell(word) for word in words)))
    return document.Table(columns, tuple(rows), caption="Nguồn số liệu")


def _name_of(section: Section, field: Field) -> str:
    """Fields are called alike in many sections: "Kết quả đạt được" alone names none of them."""
    if field.form_code:
        return f"{field.form_code} {field.label}"
    return f"{section.title}: {field.label}"


def _day(campaign: Campaign) -> str:
    day = campaign.as_of
    return f"{day.day}/{day.month}/{day.year}" if day else ""
