"""What is due for one account: its units' reports, and the campaigns of its offices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.extensions import db
from app.models import Campaign, Draft, Report, ReportState, SectionAssignment, SectionStatus
from app.services import asking, campaigns, clock, outlines, reports
from app.services.actors import UNIT_ROLES, Actor
from forms import Answers, Section

FINISHED = ("done", "nothing")
_SENT = (ReportState.SUBMITTED, ReportState.ACCEPTED)


@dataclass(frozen=True)
class WorkItem:
    """A report on the home page. `resume` is the last edited section that is still asked."""

    report: Report
    deadline: datetime | None
    done: int
    total: int
    resume: Section | None


@dataclass(frozen=True)
class GivenSections:
    """Sections of somebody else's report that this account or its units write."""

    report: Report
    deadline: datetime | None
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class CampaignItem:
    """A campaign on the home page. `unread` were sent and wait for the office's word; `overdue`
    have not been sent and their own deadline has passed."""

    campaign: Campaign
    total: int
    sent: int
    accepted: int
    overdue: int
    has_draft: bool

    @property
    def unread(self) -> int:
        return self.sent - self.accepted


def due_reports(actor: Actor) -> list[WorkItem]:
    """Reports that still wait for the unit, nearest deadline first."""
    return _items([r for r in reports.list_unit_reports(actor) if _is_due(r)])


def sent_reports(actor: Actor) -> list[WorkItem]:
    return _items([r for r in reports.list_unit_reports(actor) if r.state in _SENT])


def given_sections(actor: Actor) -> list[GivenSections]:
    """What this account or its units were given in reports of others, nearest deadline first."""
    units = actor.units("coordinator", *UNIT_ROLES)
    rows = db.session.execute(
        select(Report, SectionAssignment.section_key)
        .join(SectionAssignment, SectionAssignment.report_id == Report.id)
        .join(Campaign, Campaign.id == Report.campaign_id)
        .options(contains_eager(Report.campaign), joinedload(Report.unit))
        .where(
            Campaign.state == "published",
            Report.unit_id.not_in(actor.units(*UNIT_ROLES)),
            or_(SectionAssignment.user_id == actor.id, SectionAssignment.unit_id.in_(units)),
        )
        .order_by(func.coalesce(Report.deadline_at, Campaign.deadline_at), Report.id)
    )
    keys: dict[Report, list[str]] = {}
    for report, section_key in rows:
        keys.setdefault(report, []).append(section_key)
    return [_given(report, found) for report, found in keys.items() if _is_due(report)]


def _given(report: Report, keys: list[str]) -> GivenSections:
    outline = outlines.get_outline(report.campaign.outline_version_id)
    sections = tuple(section for section in outline.walk() if section.key in set(keys))
    return GivenSections(report, reports.effective_deadline(report), sections)


def _is_due(report: Report) -> bool:
    state = ReportState(report.state)
    waiting = state.is_open or state is ReportState.AWAITING_APPROVAL
    return waiting and report.campaign.state == "published"


def _items(found: list[Report]) -> list[WorkItem]:
    """Two queries whatever their number: an account may answer for many units."""
    words: dict[int, dict[str, SectionStatus]] = {report.id: {} for report in found}
    for status in db.session.scalars(
        select(SectionStatus).where(SectionStatus.report_id.in_(list(words)))
    ):
        words[status.report_id][status.section_key] = status
    return [_item(report, words[report.id]) for report in found]


def _item(report: Report, words: dict[str, SectionStatus]) -> WorkItem:
    asked = asked_sections(report)
    done = sum(1 for s in asked if s.key in words and words[s.key].status in FINISHED)
    touched = [s for s in asked if s.key in words and words[s.key].status not in FINISHED]
    touched.sort(key=lambda section: words[section.key].updated_at)
    resume = touched[-1] if touched else next((s for s in asked if s.key not in words), None)
    return WorkItem(report, reports.effective_deadline(report), done, len(asked), resume)


def asked_sections(report: Report) -> list[Section]:
    """Sections asked of the report's unit by its kind and tags (conditions on answers aside)."""
    outline, unit = asking.outline_of(report.campaign), report.unit
    tags = asking.tags_of(asking.rules_of(report.campaign), unit.id, unit.tags)
    return reports.sections_to_fill(Answers(outline, {}, unit_kind=unit.kind, tags=tags))


def office_campaigns(actor: Actor) -> list[CampaignItem]:
    """Campaigns of the actor's offices with their counts, those that have ended last."""
    found = campaigns.list_office_campaigns(actor)
    return _campaign_items(sorted(found, key=lambda campaign: campaign.state == "closed"))


def viewed_campaigns(actor: Actor) -> list[CampaignItem]:
    """Campaigns that a superior looks into without working on them."""
    worked_on = {campaign.id for campaign in campaigns.list_office_campaigns(actor)}
    found = campaigns.list_viewed_campaigns(actor)
    return _campaign_items([campaign for campaign in found if campaign.id not in worked_on])


def _campaign_items(found: list[Campaign]) -> list[CampaignItem]:
    """Three queries whatever their number; none for no campaign."""
    if not found:
        return []
    ids = [campaign.id for campaign in found]
    counts: dict[int, Counter[str]] = {}
    for campaign_id, state, number in db.session.execute(
        select(Report.campaign_id, Report.state, func.count())
        .where(Report.campaign_id.in_(ids))
        .group_by(Report.campaign_id, Report.state)
    ):
        counts.setdefault(campaign_id, Counter())[state] += number
    overdue = _overdue_counts(ids)
    drafted = set(db.session.scalars(select(Draft.campaign_id).where(Draft.campaign_id.in_(ids))))
    return [
        _campaign_item(
            campaign,
            counts.get(campaign.id, Counter()),
            overdue.get(campaign.id, 0),
            campaign.id in drafted,
        )
        for campaign in found
    ]


def _overdue_counts(campaign_ids: list[int]) -> dict[int, int]:
    """Units of running campaigns that the office waits for past their deadline."""
    settled = (*_SENT, ReportState.EXCLUDED)
    rows = db.session.execute(
        select(Report.campaign_id, func.count())
        .join(Campaign, Campaign.id == Report.campaign_id)
        .where(
            Report.campaign_id.in_(campaign_ids),
            Campaign.state == "published",
            Report.state.not_in(settled),
            func.coalesce(Report.deadline_at, Campaign.deadline_at) < clock.now(),
        )
        .group_by(Report.campaign_id)
    )
    return {row[0]: row[1] for row in rows}


def _campaign_item(
    campaign: Campaign, states: Counter[str], overdue: int, has_draft: bool
) -> CampaignItem:
    expected = states.total() - states[ReportState.EXCLUDED]
    accepted = states[ReportState.ACCEPTED]
    sent = states[ReportState.SUBMITTED] + accepted
    return CampaignItem(campaign, expected, sent, accepted, overdue, has_draft)


def finished_counts(campaign_id: int, report_ids: Collection[int] | None = None) -> dict[int, int]:
    """Per report, all or those given: how many sections its unit called finished (one query)."""
    query = (
        select(SectionStatus.report_id, func.count())
        .join(Report, Report.id == SectionStatus.report_id)
        .where(Report.campaign_id == campaign_id, SectionStatus.status.in_(FINISHED))
        .group_by(SectionStatus.report_id)
    )
    if report_ids is not None:
        query = query.where(SectionStatus.report_id.in_(report_ids))
    return {row[0]: row[1] for row in db.session.execute(query)}
