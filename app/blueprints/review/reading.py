"""The report beside its checks; the same section of one unit after another."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from flask import g, render_template, send_file
from werkzeug.wrappers import Response

from app.models import Campaign, Report
from app.services import (
    archived_answers,
    exports,
    following,
    office_decisions,
    report_reading,
    reports,
    standings,
    transitions,
)
from app.services.actors import OFFICE_ROLES
from app.services.errors import NotFound
from app.services.report_reading import Reading
from app.web.session import current_actor
from forms import document

MOST_FINDINGS = 8


@dataclass(frozen=True)
class Neighbours:
    """The units before and after this one in the order of the list."""

    before: Report | None
    after: Report | None
    number: int
    total: int


def report_in(campaign_id: int, report_id: int) -> Report:
    """The report when it belongs to the campaign of the address. Raises NotFound."""
    report = reports.get_report(report_id)
    if report.campaign_id != campaign_id:
        raise NotFound("Đợt này không có báo cáo đó.")
    return report


def read(campaign_id: int, report_id: int) -> str:
    return read_page(report_in(campaign_id, report_id), {})


def read_page(report: Report, typed: dict[str, Any], problem: str = "") -> str:
    """The page; `typed` and `problem` bring back a decision that could not be taken."""
    campaign: Campaign = g.target
    reading = report_reading.read_report(report)
    return render_template(
        "review/read.html",
        **_context(campaign, report),
        reading=reading,
        archived=archived_answers.archived_answers(report),
        steps=report_reading.steps_of(report),
        most_findings=MOST_FINDINGS,
        general=_general_remarks(report),
        typed=typed,
        problem=problem,
    )


def _context(campaign: Campaign, report: Report) -> dict[str, Any]:
    return {
        "campaign": campaign,
        "report": report,
        "deadline_at": reports.effective_deadline(report),
        "seen": transitions.token_of(report),
        "turn": neighbours(campaign, report),
        "runs": current_actor().has(campaign.office_id, *OFFICE_ROLES),
        "effects": office_decisions.effects_of_return(report),
        "header_cells": document.header_cells,
        "leaves": document.leaves,
        "cell_text": document.cell_text,
    }


def neighbours(campaign: Campaign, report: Report) -> Neighbours:
    ids = [row.report_id for row in standings.list_standings(campaign)]
    place = ids.index(report.id)
    beside = following.list_reports(campaign, ids[max(place - 1, 0) : place + 2])
    found = {row.id: row for row in beside}
    before = found[ids[place - 1]] if place > 0 else None
    after = found[ids[place + 1]] if place + 1 < len(ids) else None
    return Neighbours(before, after, place + 1, len(ids))


def _general_remarks(report: Report) -> list[Any]:
    return [remark for remark in transitions.list_remarks(report.id) if not remark.section_key]


def section(campaign_id: int, report_id: int, section_key: str) -> str:
    """One section alone, with links to the same section of the next and the previous unit."""
    report = report_in(campaign_id, report_id)
    campaign: Campaign = g.target
    reading: Reading = report_reading.read_report(report)
    part = reading.find(section_key)
    outline = reports.outline_of(reports.get_ref(report.id))
    if part is None and section_key not in {s.key for s in outline.walk()}:
        raise NotFound("Đề cương của đợt này không có mục đó.")
    return render_template(
        "review/section.html",
        **_context(campaign, report),
        part=part,
        heading=outline.section(section_key),
        others=[p.section for p in reading.sections if p.is_asked],
        most_findings=50,
    )


def word(campaign_id: int, report_id: int) -> Response:
    exported = exports.report_word(report_in(campaign_id, report_id))
    return send_file(
        io.BytesIO(exported.data),
        mimetype=exported.media_type,
        as_attachment=True,
        download_name=exported.name,
    )
