"""How each report of a campaign stands: waited for, sent, late; filters and counters over them.

One light query whatever the number of units; what a list shows of each unit is in following.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import select

from app.extensions import db
from app.models import Campaign, Report, ReportState, Unit
from app.services import clock
from app.services.deadlines import days_late
from forms import format_number, search_key

ALL = "tat-ca"
FILTERS: Mapping[str, str] = {
    ALL: "Tất cả",
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

SETTLED = frozenset({ReportState.SUBMITTED, ReportState.ACCEPTED, ReportState.EXCLUDED})


@dataclass(frozen=True)
class Standing:
    """One report of a campaign; `deadline` is its own one or the campaign's."""

    report_id: int
    kind: str
    name: str
    search_key: str
    state: ReportState
    deadline: datetime | None
    days_late: int
    overdue: bool
    ended: bool
    """Whether the unit is no more, dissolved or merged since it was asked."""

    @property
    def waits(self) -> bool:
        """Whether the office still waits for it."""
        return self.state not in SETTLED

    def answers_to(self, key: str) -> bool:
        """Whether a search finds the unit; the key is without tones."""
        return key in (self.search_key or search_key(self.name))


S = TypeVar("S", bound=Standing)


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
        sent = f"{_n(self.sent)} đã gửi ({_n(self.on_time)} đúng hạn, {_n(self.late)} trễ)"
        parts = [sent, f"{_n(self.filling)} đang nhập", f"{_n(self.not_started)} chưa mở"]
        if self.returned:
            parts.append(f"{_n(self.returned)} bị trả lại")
        left_out = f" (không kể {_n(self.excluded)} đơn vị không phải báo cáo)"
        return f"{_n(self.total)} đơn vị{left_out if self.excluded else ''}: " + " · ".join(parts)


def _n(count: int) -> str:
    return format_number(Decimal(count))


def list_standings(campaign: Campaign) -> list[Standing]:
    """All reports of a campaign in their order; one query, no objects of the database kept."""
    moment = clock.now()
    rows = db.session.execute(
        select(
            Report.id,
            Report.state,
            Report.deadline_at,
            Report.first_submitted_at,
            Unit.kind,
            Unit.search_key,
            Unit.name,
            Unit.valid_to,
        )
        .join(Unit, Unit.id == Report.unit_id)
        .where(Report.campaign_id == campaign.id)
        .order_by(Report.position, Report.id)
    )
    today = clock.local(moment).date()
    return [
        Standing(
            report_id,
            kind,
            name,
            key,
            *judge(campaign, _STATES[state], deadline, sent_at, moment),
            ended=has_ended(valid_to, today),
        )
        for report_id, state, deadline, sent_at, kind, key, name, valid_to in rows
    ]


_STATES = {state.value: state for state in ReportState}


def judge(
    campaign: Campaign,
    state: ReportState,
    own_deadline: datetime | None,
    sent_at: datetime | None,
    moment: datetime,
) -> tuple[ReportState, datetime | None, int, bool]:
    """(state, deadline, days late, overdue); the first sending counts, whatever came after."""
    deadline = own_deadline or campaign.deadline_at
    late = days_late(deadline, sent_at) if deadline and sent_at else 0
    overdue = bool(state not in SETTLED and deadline and moment > deadline)
    return state, deadline, late, overdue


def has_ended(valid_to: date | None, today: date) -> bool:
    return valid_to is not None and valid_to < today


def search(rows: list[S], words: str) -> list[S]:
    """Rows whose unit answers to the words, with or without tones; all for no words."""
    key = search_key(words)
    return [row for row in rows if row.answers_to(key)] if key else rows


def _is_one_of(*states: ReportState) -> Callable[[Standing], bool]:
    return lambda row: row.state in states


_BELONGS: Mapping[str, Callable[[Standing], bool]] = {
    "chua-mo": _is_one_of(ReportState.NOT_STARTED),
    "dang-nhap": _is_one_of(ReportState.FILLING, ReportState.AWAITING_APPROVAL),
    "da-gui": _is_one_of(ReportState.SUBMITTED, ReportState.ACCEPTED),
    "cho-nhan": _is_one_of(ReportState.SUBMITTED),
    "tra-lai": _is_one_of(ReportState.RETURNED),
    "da-nhan": _is_one_of(ReportState.ACCEPTED),
    "khong-phai": _is_one_of(ReportState.EXCLUDED),
    "qua-han": lambda row: row.overdue,
    "chua-gui": lambda row: row.waits,
    "gui-tre": lambda row: not row.waits and row.days_late > 0,
    "da-ket-thuc": lambda row: row.ended and row.state is not ReportState.EXCLUDED,
}


def choose(rows: list[S], chosen: str) -> list[S]:
    """Rows of one filter; an unknown filter shows all."""
    belongs = _BELONGS.get(chosen)
    return [row for row in rows if belongs(row)] if belongs else rows


def filter_counts(rows: Sequence[Standing]) -> dict[str, int]:
    """How many rows each filter shows."""
    tallied = _tally(rows)
    return {
        key: sum(number for row, number in tallied if key == ALL or _BELONGS[key](row))
        for key in FILTERS
    }


def count(rows: Sequence[Standing]) -> Counters:
    tallied = _tally(rows)

    def those(belongs: Callable[[Standing], bool]) -> int:
        return sum(number for row, number in tallied if belongs(row))

    excluded = those(_BELONGS["khong-phai"])
    sent, late = those(_BELONGS["da-gui"]), those(lambda row: _is_sent(row) and row.days_late > 0)
    return Counters(
        total=len(rows) - excluded,
        sent=sent,
        on_time=sent - late,
        late=late,
        filling=those(_BELONGS["dang-nhap"]),
        not_started=those(_BELONGS["chua-mo"]),
        returned=those(_BELONGS["tra-lai"]),
        accepted=those(_BELONGS["da-nhan"]),
        excluded=excluded,
        overdue=those(_BELONGS["qua-han"]),
    )


_is_sent = _BELONGS["da-gui"]


def _tally(rows: Sequence[Standing]) -> list[tuple[Standing, int]]:
    """Rows that every filter and counter treats alike, as one of them and their number: a campaign
    of thousands has a few dozen of these."""
    found: dict[tuple[ReportState, bool, bool, bool], list[Standing]] = {}
    for row in rows:
        alike = (row.state, row.overdue, row.days_late > 0, row.ended)
        found.setdefault(alike, []).append(row)
    return [(group[0], len(group)) for group in found.values()]
