"""Files that leave the system: Word and Excel of drafts and reports, made from the same tree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.documents import write_excel, write_word
from app.documents.profiles import Profile, choose_profile
from app.models import Campaign, Draft, Report, Unit
from app.services import (
    appendix_workbook,
    clock,
    draft_content,
    letterheads,
    outlines,
    reports,
)
from forms import compose_draft, compose_report, file_name

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class ExportedFile:
    """A finished file; `name` has no tones, so that Zalo and mail keep it."""

    name: str
    media_type: str
    data: bytes


def profile_for(unit: Unit, campaign: Campaign) -> Profile:
    """The format rules of a unit's regime on the day the document falls due."""
    instant = campaign.deadline_at or clock.now()
    regime = (unit.letterhead or {}).get("regime", "party")
    return choose_profile(regime, clock.local(instant).date())


def report_word(report: Report) -> ExportedFile:
    """One unit's report, at any time; marked as a draft until it was sent."""
    ref = reports.get_ref(report.id)
    outline = outlines.get_outline(ref.outline_version_id)
    issue = letterheads.report_issue(report, outline)
    document = compose_report(reports.load_answers(ref), issue)
    data = write_word(document, profile_for(report.unit, report.campaign))
    return ExportedFile(
        file_name(f"BC {outline.short_title or outline.id} {report.unit.label}", "docx"), WORD, data
    )


def draft_word(
    draft: Draft, *, sources: bool = False, sections: frozenset[str] | None = None
) -> ExportedFile:
    """The merged draft; `sources` adds comments that name the units behind each paragraph."""
    campaign = draft.campaign
    content = draft_content.content_of(draft)
    issue = letterheads.draft_issue(draft, content.outline, draft_content.opening(draft))
    document = compose_draft(content, issue, sections=sections)
    profile = profile_for(campaign.collector, campaign)
    data = write_word(document, profile, comments=sources, source_table=sources)
    mark = f"du thao lan {draft.times_circulated}"
    return ExportedFile(
        file_name(f"BC {content.outline.short_title or campaign.code} {mark}", "docx"), WORD, data
    )


def draft_excel(draft: Draft) -> ExportedFile:
    """The appendices as a workbook: one sheet a table, filing status, sources."""
    campaign = draft.campaign
    workbook = appendix_workbook.workbook_of(campaign, include_submitted=draft.include_submitted)
    return ExportedFile(file_name(f"Phu luc {campaign.code}", "xlsx"), EXCEL, write_excel(workbook))
