"""Following a campaign: who has sent, who is late, who has not opened it. Constant queries.

The matrix of units and sections is in following_matrix, rates and comparisons in filing_rates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Campaign, Membership, Reminder, Report, ReportState, Unit, User
from app.services import asking, clock, memberships, reports, work_list
from app.services.actors import UNIT_ROLES
from app.services.deadlines import days_late, timing_words
from forms import Answers, Outline, search_key

FILTERS: Mapping[str, str] = {
    "tat-ca": "Tất cả",
    "chua-mo": "Chưa mở",
    "dang-nhap": "Đang nhập",
    "da-gui": "Đã gửi",
    "cho-nhan": "Chờ tiếp nhận",
    "tra-lai": "Bị trả lại",
    "da-nhan": "Đã tiếp nhận",
    "qua-han": "Quá hạn chưa gửi",
    "chua-gui": "Chưa gửi",
    "gui-tre": "Gửi trễ",
    "khong-phai": "Không phải báo cáo",
    "da-ket-thuc": "Đơn vị đã kết thúc",
}


_SETTLED = frozenset({ReportState.SUBMITTED, ReportState.ACCEPTED, ReportState.EXCLUDED})


@dataclass(frozen=True)
class FollowRow:
    """One unit in the list."""

    report: Report
    unit: Unit
    state: ReportState
    done: int
    total: int
    deadline: datetime | None
    timing: str
    days_late: int
    overdue: bool
    people: tuple[tuple[str, str], ...]
    reminders: int = 0
    ended: bool = False
    """Whether the unit is no more, dissolved or merged since it was asked."""

    @property
    def waits(self) -> bool:
        """Whether the office still waits for it."""
        return self.state not in _SETTLED


@dataclass(frozen=True)
class Counters:
    """The head of the list: "17 đơn vị: 9 đã gửi (8 đúng hạn, 1 trễ) · 5 đang nhập · 3 chưa mở"."""

    total: int
    sent: int
    on_time: int
    late: int
    filling: int
    not_started: int
    returned: int
    accepted: int
    excluded: int
    overdue: int

    @property
    def words(self) -> str:
        sent = f"{self.sent} đã gửi ({self.on_time} đúng hạn, {self.late} trễ)"
        parts = [sent, f"{self.filling} đang nhập", f"{self.not_started} chưa mở"]
        if self.returned:
            parts.append(f"{self.returned} bị trả lại")
        if self.excluded:
            parts.append(f"{self.excluded} không phải báo cáo")
        return f"{self.total} đơn vị: " + " · ".join(parts)


def follow(campaign: Campaign) -> list[FollowRow]:
    """All units of a campaign in their order; five queries whatever their number."""
    moment = clock.now()
    found = list_reports(campaign)
    outline, rules = asking.outline_of(campaign), asking.rules_of(campaign)
    done = work_list.finished_counts(campaign.id)
    people = _people(campaign.id)
    reminded = _reminder_counts(campaign.id)
    return [
        _row(
            campaign,
            report,
            asked_keys(
                outline, report.unit.kind, asking.tags_of(rules, report.unit_id, report.unit.tags)
            ),
            done.get(report.id, 0),
            people.get(report.unit_id, ()),
            reminded.get(report.id, 0),
            moment,
        )
        for report in found
    ]


def list_reports(campaign: Campaign) -> list[Report]:
    # The campaign itself is not joined: it is one and the same row, and already here.
    return list(
        db.session.scalars(
            select(Report)
            .options(joinedload(Report.unit))
            .where(Report.campaign_id == campaign.id)
            .order_by(Report.position, Report.id)
        )
    )


def _row(
    campaign: Campaign,
    report: Report,
    asked: tuple[str, ...],
    done: int,
    people: tuple[tuple[str, str], ...],
    reminders: int,
    moment: datetime,
) -> FollowRow:
    deadline = report.deadline_at or campaign.deadline_at
    state = ReportState(report.state)
    waiting = state not in _SETTLED
    sent_at = report.first_submitted_at
    excluded = state is ReportState.EXCLUDED
    late = days_late(deadline, sent_at) if deadline and sent_at else 0
    overdue = bool(waiting and deadline and moment > deadline)
    total = len(asked)
    return FollowRow(
        report=report,
        unit=report.unit,
        state=state,
        done=min(done, total),
        total=total,
        deadline=deadline,
        timing="" if excluded else timing_words(deadline, None if waiting else sent_at, moment),
        days_late=late,
        overdue=overdue,
        people=people,
        reminders=reminders,
        ended=_has_ended(report.unit, moment),
    )


def _has_ended(unit: Unit, moment: datetime) -> bool:
    return unit.valid_to is not None and unit.valid_to < clock.local(moment).date()


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


def _people(campaign_id: int) -> dict[int, tuple[tuple[str, str], ...]]:
    """Who works on the report now, editors first; by unit."""
    people: dict[int, list[tuple[str, str]]] = {}
    rows = db.session.execute(
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
    for unit_id, name, phone in rows:
        if (name, phone) not in people.setdefault(unit_id, []):
            people[unit_id].append((name, phone))
    return {unit_id: tuple(found) for unit_id, found in people.items()}


def _reminder_counts(campaign_id: int) -> dict[int, int]:
    rows = db.session.execute(
        select(Reminder.report_id, func.count())
        .where(Reminder.campaign_id == campaign_id)
        .group_by(Reminder.report_id)
    )
    return {row[0]: row[1] for row in rows}


def search(rows: list[FollowRow], words: str) -> list[FollowRow]:
    """Rows whose unit answers to the words, with or without tones; all for no words."""
    key = search_key(words)
    if not key:
        return rows
    return [row for row in rows if key in (row.unit.search_key or search_key(row.unit.name))]


def count(rows: list[FollowRow]) -> Counters:
    expected = [row for row in rows if row.state is not ReportState.EXCLUDED]
    sent = [row for row in expected if row.state in (ReportState.SUBMITTED, ReportState.ACCEPTED)]
    states = [row.state for row in expected]
    return Counters(
        total=len(expected),
        sent=len(sent),
        on_time=sum(1 for row in sent if row.days_late == 0),
        late=sum(1 for row in sent if row.days_late > 0),
        filling=states.count(ReportState.FILLING) + states.count(ReportState.AWAITING_APPROVAL),
        not_started=states.count(ReportState.NOT_STARTED),
        returned=states.count(ReportState.RETURNED),
        accepted=states.count(ReportState.ACCEPTED),
        excluded=len(rows) - len(expected),
        overdue=sum(1 for row in expected if row.overdue),
    )


def choose(rows: list[FollowRow], chosen: str) -> list[FollowRow]:
    """Rows of one filter; an unknown filter shows all."""
    states = {
        "chua-mo": (ReportState.NOT_STARTED,),
        "dang-nhap": (ReportState.FILLING, ReportState.AWAITING_APPROVAL),
        "da-gui": (ReportState.SUBMITTED, ReportState.ACCEPTED),
        "cho-nhan": (ReportState.SUBMITTED,),
        "tra-lai": (ReportState.RETURNED,),
        "da-nhan": (ReportState.ACCEPTED,),
        "khong-phai": (ReportState.EXCLUDED,),
    }
    if chosen == "qua-han":
        return [row for row in rows if row.overdue]
    if chosen == "chua-gui":
        return [row for row in rows if row.waits]
    if chosen == "da-ket-thuc":
        return [row for row in rows if row.ended and row.state is not ReportState.EXCLUDED]
    if chosen == "gui-tre":
        return [row for row in rows if not row.waits and row.days_late > 0]
    if chosen in states:
        return [row for row in rows if row.state in states[chosen]]
    return rows
