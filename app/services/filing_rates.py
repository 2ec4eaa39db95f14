"""How complete and how timely the reports of a campaign came, by kind of unit and over time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import aliased

from app.extensions import db
from app.models import Campaign, CampaignState, Report, ReportState, Unit
from app.services import clock, outlines
from app.services.standings import Standing
from forms import format_percent

_SENT = (ReportState.SUBMITTED.value, ReportState.ACCEPTED.value)
MOST_EARLIER = 8
MOST_HABITS = 30


@dataclass(frozen=True)
class Rate:
    """`expected` leaves out excluded units; `on_time` counts the first sending."""

    label: str
    expected: int
    sent: int
    on_time: int
    accepted: int
    campaign_id: int | None = None

    @property
    def completeness(self) -> str:
        return _percent(self.sent, self.expected)

    @property
    def timeliness(self) -> str:
        return _percent(self.on_time, self.expected)

    @property
    def late(self) -> int:
        return self.sent - self.on_time


def _percent(part: int, whole: int) -> str:
    return format_percent(Decimal(part) * 100 / whole) if whole else "–"


def by_kind(campaign: Campaign, rows: Sequence[Standing]) -> list[Rate]:
    """One line a kind in the order in which kinds first appear, and the whole last."""
    labels = dict(outlines.get_outline(campaign.outline_version_id).unit_kinds)
    kinds = list(dict.fromkeys(row.kind for row in rows))
    found = [
        _rate(labels.get(kind, kind or "Khác"), [row for row in rows if row.kind == kind])
        for kind in kinds
    ]
    return [*found, _rate("Tất cả", rows)]


def _rate(label: str, rows: Iterable[Standing]) -> Rate:
    expected = [row for row in rows if row.state is not ReportState.EXCLUDED]
    sent = [row for row in expected if not row.waits]
    return Rate(
        label,
        len(expected),
        len(sent),
        sum(1 for row in sent if row.days_late == 0),
        sum(1 for row in sent if row.state is ReportState.ACCEPTED),
    )


def compare(campaign: Campaign, this: Rate) -> list[Rate]:
    """This campaign and the others of its office, newest first; empty when there are none."""
    others = _others(campaign)
    return [replace(this, label="Đợt này"), *others] if others else []


def _others(campaign: Campaign) -> list[Rate]:
    """One query whatever their number."""
    rows = db.session.execute(
        select(
            Campaign.id,
            Campaign.title,
            _count(_EXPECTED),
            _count(_WAS_SENT),
            _count(_WAS_SENT & _IN_TIME),
            _count(Report.state == ReportState.ACCEPTED.value),
        )
        .join(Report, Report.campaign_id == Campaign.id)
        .where(Campaign.id.in_(_other_ids(campaign)))
        .group_by(Campaign.id, Campaign.title, Campaign.deadline_at)
        .order_by(Campaign.deadline_at.desc(), Campaign.id.desc())
    )
    return [Rate(row[1], row[2], row[3], row[4], row[5], row[0]) for row in rows]


def _other_ids(campaign: Campaign) -> Select[int]:
    """The latest other campaigns of the office that were published."""
    return (
        select(Campaign.id)
        .where(
            Campaign.office_id == campaign.office_id,
            Campaign.id != campaign.id,
            Campaign.state != CampaignState.DRAFT,
        )
        .order_by(Campaign.deadline_at.desc(), Campaign.id.desc())
        .limit(MOST_EARLIER)
    )


@dataclass(frozen=True)
class Habit:
    """How one unit kept the deadlines of the other campaigns that are over."""

    unit: str
    report_id: int
    expected: int
    on_time: int
    late: int

    @property
    def missing(self) -> int:
        return self.expected - self.on_time - self.late


def habits(campaign: Campaign) -> list[Habit]:
    """Units of this campaign that sent late or not at all before, the worst first; one query."""
    own = aliased(Report)
    deadline_is_over = clock.now() > _DEADLINE
    rows = db.session.execute(
        select(
            Unit.short_name,
            Unit.name,
            own.id,
            _count(_EXPECTED),
            _count(_WAS_SENT & _IN_TIME),
            _count(_WAS_SENT & ~_IN_TIME),
        )
        .select_from(own)
        .join(Unit, Unit.id == own.unit_id)
        .join(Report, Report.unit_id == own.unit_id)
        .join(Campaign, Campaign.id == Report.campaign_id)
        .where(
            own.campaign_id == campaign.id,
            Campaign.id.in_(_other_ids(campaign)),
            deadline_is_over,
        )
        .group_by(Unit.short_name, Unit.name, own.id, own.position)
        .order_by(own.position, own.id)
    )
    found = [Habit(short or name, *numbers) for short, name, *numbers in rows]
    slow = [habit for habit in found if habit.late or habit.missing]
    return sorted(slow, key=lambda habit: (-habit.missing, -habit.late))[:MOST_HABITS]


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


_DEADLINE = func.coalesce(Report.deadline_at, Campaign.deadline_at)
_EXPECTED = Report.state != ReportState.EXCLUDED.value
_WAS_SENT = Report.state.in_(_SENT)
# A campaign without a deadline has nobody who is late.
_IN_TIME = or_(_DEADLINE.is_(None), Report.first_submitted_at <= _DEADLINE)
