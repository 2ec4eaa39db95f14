"""What a draft says right now: its blocks with live figures, and the words around them."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from app.extensions import db
from app.models import Campaign, Draft, DraftBlock, Report, ReportState
from app.services import (
    clock,
    following,
    letterheads,
    merged_reports,
    office_wording,
    outlines,
    standings,
)
from forms import (
    BlockState,
    BlockText,
    DraftContent,
    MergedReport,
    Outline,
    Source,
    drafting,
    format_date,
    format_instant,
    merging,
)

MOST_SOURCES = 40


def content_of(draft: Draft) -> DraftContent:
    """Visible blocks by section, figures rendered; two queries and the kept merged report."""
    campaign = draft.campaign
    outline = outlines.get_outline(campaign.outline_version_id)
    merged = merged_reports.merged_report(campaign, draft.include_submitted)
    labels = {field.key: field.label for _, field in outline.fields()}
    days = _sent_days(campaign)
    blocks: dict[str, list[BlockText]] = {}
    for row in draft_rows(draft):
        if row.state == BlockState.DELETED:
            continue
        blocks.setdefault(row.section_key, []).append(_block_text(row, merged, labels, days))
    return DraftContent(outline, blocks, merged)


def draft_rows(draft: Draft) -> list[DraftBlock]:
    """Every block in its order, deleted ones included."""
    return list(
        db.session.scalars(
            select(DraftBlock)
            .where(DraftBlock.draft_id == draft.id)
            .order_by(DraftBlock.section_key, DraftBlock.position, DraftBlock.id)
        )
    )


def _sent_days(campaign: Campaign) -> dict[str, str]:
    """The day each unit sent its report, in words, by the unit's key in the merged report."""
    sent = db.session.execute(
        select(Report.unit_id, Report.kind, Report.submitted_at).where(
            Report.campaign_id == campaign.id, Report.submitted_at.is_not(None)
        )
    )
    return {
        merged_reports.unit_key(unit_id, kind): format_date(clock.local(moment).date())
        for unit_id, kind, moment in sent
        if moment is not None
    }


def _block_text(
    row: DraftBlock, merged: MergedReport, labels: dict[str, str], days: Mapping[str, str]
) -> BlockText:
    field_key = str(row.meta.get("field", ""))
    rendered = merging.render_tokens(row.text, merged).text
    return BlockText(
        id=f"B{row.id}",
        field_key=field_key,
        kind=row.kind,
        text=rendered,
        lead=str(row.meta.get("lead", "")),
        sources=sources_of(row, merged, labels.get(field_key, ""), days),
        expected_units=row.meta.get("expected_count"),
    )


def sources_of(
    row: DraftBlock, merged: MergedReport, label: str, days: Mapping[str, str]
) -> tuple[Source, ...]:
    """The units behind a block, in their order; also those an editor took a sentence from."""
    chosen = {one["unit"] for one in row.meta.get("from") or ()}
    unit_ids = drafting.units(drafting.members_from_json(row.base_members)) | chosen
    ordered = [unit for unit in merged.units.values() if unit.id in unit_ids]
    ordered.sort(key=lambda unit: unit.order)
    return tuple(
        Source(unit.shown_name, label, days.get(unit.id, "")) for unit in ordered[:MOST_SOURCES]
    )


def opening(draft: Draft) -> str:
    """ "Thực hiện Kế hoạch số …, Ban Thường vụ … báo cáo kết quả như sau:"."""
    campaign = draft.campaign
    outline = outlines.get_outline(campaign.outline_version_id)
    said = outline.document.in_period(campaign.period_label).opening
    return said or default_opening(campaign, outline)


def default_opening(campaign: Campaign, outline: Outline) -> str:
    issuer = letterheads.issuer_name(campaign.collector)
    asked = office_wording.basis_words(campaign)
    if asked:
        return f"{asked}{issuer} báo cáo kết quả như sau:"
    basis = outline.basis[0] if outline.basis else None
    if basis is None:
        return f"{issuer} báo cáo kết quả như sau:"
    when = f", ngày {format_date(basis.date)}" if basis.date else ""
    by = f" của {basis.issuer}" if basis.issuer else ""
    title = f" {basis.title}" if basis.title else ""
    kind = f"{basis.kind} " if basis.kind else "văn bản "
    return f"Thực hiện {kind}số {basis.symbol}{when}{by}{title}, {issuer} báo cáo kết quả như sau:"


def office_texts(campaign: Campaign, outline: Outline) -> dict[str, str]:
    """Facts of the campaign for fields that the office fills: basis, who was asked, who filed.

    A field takes part when its key ends in one of the names of `_FACTS`; its default text comes
    first, so that an outline may bring wording of its own.
    """
    facts = {"qua_trinh": "\n".join(filing_sentences(campaign))}
    found = {}
    for _, field in outline.fields():
        for ending, text in facts.items():
            if field.key.endswith(ending) and text:
                found[field.key] = "\n".join(part for part in (field.default, text) if part)
    return found


def filing_sentences(campaign: Campaign) -> tuple[str, ...]:
    """The facts of filing in the wording of the field (who was asked, on time, late, missing)."""
    rows = standings.list_standings(campaign)
    excluded = [row for row in rows if row.state is ReportState.EXCLUDED]
    late = [row for row in rows if not row.waits and row.days_late and row not in excluded]
    waiting = [row for row in rows if row.waits]
    # Most units filed in time and are only counted.
    named = [row.report_id for row in (*late, *waiting, *excluded)]
    reports = {report.id: report for report in following.list_reports(campaign, named)}
    asked = len(rows) - len(excluded)
    return merging.filing_facts(
        asked=asked,
        on_time=asked - len(late) - len(waiting),
        late=tuple((reports[row.report_id].unit.label, row.days_late) for row in late),
        missing=tuple(reports[row.report_id].unit.label for row in waiting),
        excluded=tuple(
            (reports[row.report_id].unit.label, reports[row.report_id].excluded_reason)
            for row in excluded
        ),
        deadline_text=_deadline(campaign),
        as_of="",
    )


def _deadline(campaign: Campaign) -> str:
    instant = campaign.deadline_at
    return format_instant(clock.local(instant)) if instant else ""
