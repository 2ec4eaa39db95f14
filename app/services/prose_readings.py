"""The prose of sent reports taken apart beforehand, so that a merge finds it done.

Kept beside each report under a mark of what it was made of: the engine's rules, the report's
changes, the unit's names. What is kept is known by the words of each answer, so whatever is
missing, of before or damaged costs a merge time and nothing else. Nobody waits for it: sending a
report knows nothing of this.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from typing import Any

from sqlalchemy import String, case, cast, func, literal, select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import Campaign, CampaignState, Report, ReportReading, ReportState, Unit
from app.services import merged_reports, outlines
from app.services.engine_rules import prose_rules
from app.services.transactions import writing
from forms import narrative, prose_of, spellings_of

log = logging.getLogger("app.prose_readings")

MOST_AT_ONCE = 50
"""Reports a round: a second or two of work."""
MOST_LOADED = 5_000
"""Reports a campaign; the analyses of more would not stay in a process anyway."""
_SENT = (ReportState.SUBMITTED.value, ReportState.ACCEPTED.value)
Analysed = tuple[narrative.AnalysedSentence, ...]


def due() -> list[int]:
    """Some reports that were sent in a running campaign and wait to be read, in any order: several
    workers do not begin with the same."""
    if not prose_rules():
        return []
    query = _unread().order_by(func.random()).limit(MOST_AT_ONCE)
    return list(db.session.scalars(query))


def _unread() -> Any:
    """(report id, mark)"""
    mark = _mark()
    return (
        select(Report.id, mark.label("mark"))
        .join(Campaign, Campaign.id == Report.campaign_id)
        .join(Unit, Unit.id == Report.unit_id)
        .outerjoin(ReportReading, ReportReading.report_id == Report.id)
        .where(
            Campaign.state == CampaignState.PUBLISHED,
            Report.state.in_(_SENT),
            func.coalesce(ReportReading.mark, "") != mark,
        )
    )


def _mark() -> Any:
    """What a reading is made of, in SQL; no two reports have the same.

    Accepting a report counts as a change of it, for the sums; its words stay as they were sent.
    """
    saved = Report.changes - case((Report.state == ReportState.ACCEPTED.value, 1), else_=0)
    mark: Any = literal(prose_rules())
    for part in (Report.id, saved, Campaign.outline_version_id):
        mark = mark + " " + cast(part, String)
    return mark + " " + Report.kind + " " + Unit.name + " | " + Unit.short_name


def read_report(report_id: int) -> bool:
    """Read one report and commit; False when another worker was faster, or it is not to be read
    any more."""
    found = db.session.execute(_unread().where(Report.id == report_id)).first()
    if found is None:
        return False
    # The mark is from before the answers: what changes meanwhile is read again.
    data = _read(db.session.get_one(Report, report_id))
    try:
        with writing():
            db.session.merge(ReportReading(report_id=report_id, mark=found.mark, data=data))
    except IntegrityError:
        log.info("report %s was read by another worker, or is gone", report_id)
        return False
    return True


def _read(report: Report) -> bytes:
    outline = outlines.get_outline(report.campaign.outline_version_id)
    values = merged_reports.load_answers([report.id])[0].get(report.id, {})
    names = spellings_of(merged_reports.unit_info(report.unit, report))
    found = {}
    for text in prose_of(outline, values):
        try:
            found[narrative.answer_key(text, names)] = narrative.analyse_answer(text, names)
        except Exception:
            # The merge will say so to whoever asks for it.
            log.exception("an answer of report %s cannot be read", report.id)
    return narrative.dump_answers(found)


def load(
    campaign_id: int, include_submitted: bool, known: Collection[str]
) -> tuple[list[str], dict[str, Analysed]]:
    """Marks of the readings that are not `known` and true of the reports as they are, and the
    answers in them by key."""
    marks: list[str] = []
    answers: dict[str, Analysed] = {}
    shared = narrative.Shared()
    for report_id, mark, data in _kept(campaign_id, include_submitted, known):
        marks.append(mark)
        try:
            answers.update(narrative.load_answers(data, shared))
        except ValueError:
            log.warning("the reading of report %s is damaged and not used", report_id)
    return marks, answers


def _kept(campaign_id: int, include_submitted: bool, known: Collection[str]) -> Any:
    if not prose_rules() or len(known) >= MOST_LOADED:
        return ()
    query = (
        select(ReportReading.report_id, ReportReading.mark, ReportReading.data)
        .join(Report, Report.id == ReportReading.report_id)
        .join(Campaign, Campaign.id == Report.campaign_id)
        .join(Unit, Unit.id == Report.unit_id)
        .where(
            Report.campaign_id == campaign_id,
            Report.state.in_(merged_reports.admitted_states(include_submitted)),
            ReportReading.mark == _mark(),
            ReportReading.mark.not_in(known),
        )
        .limit(MOST_LOADED - len(known))
    )
    return db.session.execute(query, execution_options={"yield_per": 100})
