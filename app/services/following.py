"""Following a campaign: what the list shows of each unit. Constant queries.

How a report stands, filters and counters are in standings, the matrix of units and sections in
following_matrix, rates and comparisons in filing_rates.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Campaign, Membership, Reminder, Report, ReportState, Unit, User
from app.services import asking, clock, memberships, reports, standings, work_list
from app.services.actors import UNIT_ROLES
from app.services.deadlines import timing_words
from app.services.standings import Standing
from forms import Answers, Outline


@dataclass(frozen=True)
class FollowRow(Standing):
    """One unit in the list."""

    report: Report
    unit: Unit
    done: int
    total: int
    timing: str
    people: tuple[tuple[str, str], ...]
    reminders: int = 0


@dataclass(frozen=True)
class _Known:
    """What was read beside the reports, for all rows at once."""

    moment: datetime
    today: date
    outline: Outline
    rules: asking.Rules
    done: dict[int, int]
    people: dict[int, tuple[tuple[str, str], ...]]
    reminders: dict[int, int]


def follow(campaign: Campaign, only: Sequence[Standing] | None = None) -> list[FollowRow]:
    """Units of a campaign in their order, all or the rows of one page; four queries whatever
    their number."""
    ids = None if only is None else [row.report_id for row in only]
    found = list_reports(campaign, ids)
    moment = clock.now()
    known = _Known(
        moment,
        clock.local(moment).date(),
        asking.outline_of(campaign),
        asking.rules_of(campaign),
        work_list.finished_counts(campaign.id, ids),
        _people(campaign.id, ids),
        _reminder_counts(campaign.id, ids),
    )
    return [_row(campaign, report, known) for report in found]


def list_reports(campaign: Campaign, ids: Collection[int] | None = None) -> list[Report]:
    # The campaign itself is not joined: it is one and the same row, and already here.
    query = select(Report).options(joinedload(Report.unit)).where(Report.campaign_id == campaign.id)
    if ids is not None:
        query = query.where(Report.id.in_(ids))
    return list(db.session.scalars(query.order_by(Report.position, Report.id)))


def _row(campaign: Campaign, report: Report, known: _Known) -> FollowRow:
    unit, sent_at = report.unit, report.first_submitted_at
    state, deadline, late, overdue = standings.judge(
        campaign, ReportState(report.state), report.deadline_at, sent_at, known.moment
    )
    tags = asking.tags_of(known.rules, unit.id, unit.tags)
    total = len(asked_keys(known.outline, unit.kind, tags))
    waits = state not in standings.SETTLED
    excluded = state is ReportState.EXCLUDED
    return FollowRow(
        report_id=report.id,
        kind=unit.kind,
        name=unit.name,
        search_key=unit.search_key,
        state=state,
        deadline=deadline,
        days_late=late,
        overdue=overdue,
        ended=standings.has_ended(unit.valid_to, known.today),
        report=report,
        unit=unit,
        done=min(known.done.get(report.id, 0), total),
        total=total,
        timing="" if excluded else timing_words(deadline, None if waits else sent_at, known.moment),
        people=known.people.get(unit.id, ()),
        reminders=known.reminders.get(report.id, 0),
    )


def asked_keys(outline: Outline, kind: str, tags: tuple[str, ...]) -> tuple[str, ...]:
    """Keys of the sections asked of a kind of unit, kept by the outline's text."""
    place = (outline.sha256, kind, tags)
    if place not in _ASKED:
        if len(_ASKED) >= _MOST_ASKED:
            _ASKED.clear()
        answers = Answers(outline, {}, unit_kind=kind, tags=tags)
        _ASKED[place] = tuple(section.key for section in reports.sections_to_fill(answers))
    return _ASKED[place]


_ASKED: dict[tuple[str, str, tuple[str, ...]], tuple[str, ...]] = {}
_MOST_ASKED = 4096


def _people(
    campaign_id: int, report_ids: Collection[int] | None
) -> dict[int, tuple[tuple[str, str], ...]]:
    """Who works on the report now, editors first; by unit."""
    people: dict[int, list[tuple[str, str]]] = {}
    query = (
        select(Membership.unit_id, User.display_name, User.phone)
        .join(User, User.id == Membership.user_id)
        .join(Report, Report.unit_id == Membership.unit_id)
        .where(
            Report.campaign_id == campaign_id,
            Membership.role.in_(UNIT_ROLES),
            *memberships.valid_today(),
            User.is_active.is_(True),
        )
        .order_by(Membership.role.desc(), User.id)
    )
    if report_ids is not None:
        query = query.where(Report.id.in_(report_ids))
    for unit_id, name, phone in db.session.execute(query):
        if (name, phone) not in people.setdefault(unit_id, []):
            people[unit_id].append((name, phone))
    return {unit_id: tuple(found) for unit_id, found in people.items()}


def _reminder_counts(campaign_id: int, report_ids: Collection[int] | None) -> dict[int, int]:
    query = (
        select(Reminder.report_id, func.count())
        .where(Reminder.campaign_id == campaign_id)
        .group_by(Reminder.report_id)
    )
    if report_ids is not None:
        query = query.where(Reminder.report_id.in_(report_ids))
    return {row[0]: row[1] for row in db.session.execute(query)}
