"""How complete and how timely the reports of a campaign came, by kind of unit and over time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, case, func, select

from app.extensions import db
from app.models import Campaign, Report, ReportState
from app.services import outlines
from app.services.following import FollowRow
from forms import format_percent

_SENT = (ReportState.SUBMITTED.value, ReportState.ACCEPTED.value)
MOST_EARLIER = 8


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


def by_kind(campaign: Campaign, rows: list[FollowRow]) -> list[Rate]:
    """One line a kind in the order in which kinds first appear, and the whole last."""
    labels = dict(outlines.get_outline(campaign.outline_version_id).unit_kinds)
    kinds = list(dict.fromkeys(row.unit.kind for row in rows))
    found = [
        _rate(labels.get(kind, kind or "Khác"), [row for row in rows if row.unit.kind == kind])
        for kind in kinds
    ]
    return [*found, _rate("Tất cả", rows)]


def _rate(label: str, rows: Iterable[FollowRow]) -> Rate:
    expected = [row for row in rows if row.state is not ReportState.EXCLUDED]
    sent = [row for row in expected if not row.waits]
    return Rate(
        label,
        len(expected),
        len(sent),
        sum(1 for row in sent if row.days_late == 0),
        sum(1 for row in sent if row.state is ReportState.ACCEPTED),
    )


def earlier(campaign: Campaign) -> list[Rate]:
    """Earlier campaigns of the same office, newest first: one query whatever their number."""
    deadline = func.coalesce(Report.deadline_at, Campaign.deadline_at)
    sent = Report.state.in_(_SENT)
    on_time = sent & ((deadline.is_(None)) | (Report.first_submitted_at <= deadline))
    rows = db.session.execute(
        select(
            Campaign.id,
            Campaign.title,
            _count(Report.state != ReportState.EXCLUDED.value),
            _count(sent),
            _count(on_time),
            _count(Report.state == ReportState.ACCEPTED.value),
        )
        .join(Report, Report.campaign_id == Campaign.id)
        .where(
            Campaign.office_id == campaign.office_id,
            Campaign.id != campaign.id,
            Campaign.state != "draft",
        )
        .group_by(Campaign.id, Campaign.title, Campaign.deadline_at)
        .order_by(Campaign.deadline_at.desc())
        .limit(MOST_EARLIER)
    )
    return [Rate(row[1], row[2], row[3], row[4], row[5], row[0]) for row in rows]


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
