"""Files that leave the system: Word, PDF and Excel of drafts and reports, from the same tree."""

from __future__ import annotations

from dataclasses import replace

from app.documents import to_pdf, write_excel, write_word
from app.documents.profiles import Profile
from app.models import Campaign, Draft, Report, Unit
from app.services import (
    appendix_workbook,
    clock,
    draft_content,
    exported_copies,
    letterheads,
    outlines,
    profile_choices,
    reports,
)
from app.services.errors import Refused
from app.services.exported_files import EXCEL, PDF, WORD, ExportedFile
from forms import compose_draft, compose_report, document, file_name

__all__ = [
    "EXCEL",
    "PDF",
    "WORD",
    "ExportedFile",
    "as_pdf",
    "draft_appendices",
    "draft_document",
    "draft_excel",
    "draft_name",
    "draft_word",
    "has_figures",
    "profile_for",
    "report_document",
    "report_pdf",
    "report_word",
]


def profile_for(unit: Unit, campaign: Campaign) -> Profile:
    """The format rules of a unit on the day the document falls due, with the unit's choices."""
    instant = campaign.deadline_at or clock.now()
    return profile_choices.profile_of(unit, clock.local(instant).date())


def report_document(report: Report) -> document.Document:
    """One unit's report, at any time; marked as a draft until it was sent."""
    ref = reports.get_ref(report.id)
    outline = reports.outline_of(ref)
    issue = letterheads.report_issue(report, outline)
    return compose_report(reports.load_answers(ref), issue)


def report_word(report: Report) -> ExportedFile:
    data = write_word(report_document(report), profile_for(report.unit, report.campaign))
    return ExportedFile(_report_name(report), WORD, data)


def report_pdf(report: Report, *, program: str | None = None) -> ExportedFile:
    """Raises PdfUnavailable."""
    return as_pdf(report_word(report), program=program)


def _report_name(report: Report) -> str:
    outline = outlines.get_outline(report.campaign.outline_version_id)
    return file_name(f"BC {outline.short_title or outline.id} {report.unit.label}", "docx")


def as_pdf(word: ExportedFile, *, program: str | None = None) -> ExportedFile:
    """Raises PdfUnavailable."""
    data = to_pdf(word.data, program=program) if program else to_pdf(word.data)
    return ExportedFile(word.name.rpartition(".")[0] + ".pdf", PDF, data)


def draft_document(draft: Draft, sections: frozenset[str] | None = None) -> document.Document:
    content = draft_content.content_of(draft)
    issue = letterheads.draft_issue(draft, content.outline, draft_content.opening(draft))
    return compose_draft(content, issue, sections=sections)


def draft_word(
    draft: Draft, *, sources: bool = False, sections: frozenset[str] | None = None
) -> ExportedFile:
    """The merged draft; `sources` adds comments that name the units behind each paragraph."""
    tree = exported_copies.mark(draft, draft_document(draft, sections))
    profile = profile_for(draft.campaign.collector, draft.campaign)
    data = write_word(tree, profile, comments=sources, source_table=sources)
    return ExportedFile(draft_name(draft, "docx", part=sections is not None), WORD, data)


def draft_appendices(draft: Draft) -> ExportedFile:
    """The appendices alone, each with its line "Kèm theo …". Raises Refused without any."""
    tree = draft_document(draft)
    if not tree.appendices:
        raise Refused("Dự thảo chưa có phụ lục nào có nội dung.")
    alone = document.Document(
        letterhead=None,
        appendices=tree.appendices,
        metadata=document.Metadata(title=f"Phụ lục: {draft.campaign.title}"),
    )
    data = write_word(alone, profile_for(draft.campaign.collector, draft.campaign))
    return ExportedFile(file_name(f"Phu luc {draft.campaign.code}", "docx"), WORD, data)


def draft_name(draft: Draft, extension: str, *, part: bool = False) -> str:
    """ "BC so ket KL49 du thao lan 2" before it is issued, the number afterwards."""
    campaign = draft.campaign
    outline = outlines.get_outline(campaign.outline_version_id)
    state = draft.number if draft.state == "issued" else f"du thao lan {draft.times_circulated}"
    words = f"BC {outline.short_title or campaign.code} {'trich ' if part else ''}{state}"
    return file_name(words, extension)


def has_figures(draft: Draft) -> bool:
    """Whether the outline has a table for the workbook."""
    outline = outlines.get_outline(draft.campaign.outline_version_id)
    return any(field.columns for _, field in outline.fields())


def draft_excel(draft: Draft, only: frozenset[str] | None = None) -> ExportedFile:
    """The appendices as a workbook: figures by unit, filing status, sources.

    `only` are keys of the tables wanted.
    """
    campaign = draft.campaign
    workbook = appendix_workbook.workbook_of(campaign, include_submitted=draft.include_submitted)
    if only is not None:
        chosen = tuple(sheet for sheet in workbook.sheets if sheet.table.key in only)
        workbook = replace(workbook, sheets=chosen)
    return ExportedFile(file_name(f"Phu luc {campaign.code}", "xlsx"), EXCEL, write_excel(workbook))
