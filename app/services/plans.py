"""Campaigns that come again: when the next ones are due, and preparing them as drafts.

Preparing is idempotent: a period of a plan has one campaign, whoever asks and however often.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import Campaign, CampaignPlan, Rhythm, Unit
from app.services import (
    asked_before,
    audit,
    campaign_setup,
    campaigns,
    clock,
    unit_tree,
    units,
    work_calendar,
)
from app.services.actors import OFFICE_ROLES, SYSTEM, Actor
from app.services.deadlines import deadline_instant
from app.services.errors import Invalid, NotFound
from forms import clean_line

_ROMAN = ("", "I", "II", "III", "IV")


@dataclass(frozen=True)
class Due:
    """One coming round of a plan; `key` names its period, e.g. 2024-Q2."""

    plan: CampaignPlan
    key: str
    title: str
    period: str
    day: date
    deadline: datetime


@dataclass(frozen=True)
class CalendarLine:
    """A deadline in the calendar, with its campaign once there is one."""

    title: str
    day: date
    deadline: datetime
    campaign: Campaign | None

    @property
    def warning(self) -> str:
        return work_calendar.rest_reason(clock.local(self.deadline).date())


def add_plan(title: str, *, office: Unit, actor: Actor, **attributes: Any) -> CampaignPlan:
    """Enter a recurring or planned campaign. Raises Invalid."""
    rhythm = Rhythm(attributes["rhythm"])
    if not clean_line(title):
        raise Invalid("Hãy đặt tên cho báo cáo định kỳ.")
    if rhythm in (Rhythm.YEAR, Rhythm.ONCE) and not attributes.get("due_month"):
        raise Invalid("Hãy chọn tháng đến hạn.")
    if rhythm is Rhythm.ONCE and not attributes.get("due_year"):
        raise Invalid("Hãy ghi năm đến hạn.")
    plan = CampaignPlan(
        title=clean_line(title),
        office_id=office.id,
        collector_id=campaign_setup.collectors_of(office)[0].id,
        created_at=clock.now(),
        created_by=actor.id or None,
        **attributes,
    )
    db.session.add(plan)
    db.session.flush()
    audit.record("plan.added", actor, plan=plan.id, title=plan.title, rhythm=rhythm.value)
    return plan


_LISTED = re.compile(r"^\W*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*[:;,|\t–-]?\s*(.+)$")
MOST_LISTED = 100


def read_year_list(text: str) -> list[tuple[date, str]]:
    """The year's list of sơ kết, tổng kết: "15/5/2024; Sơ kết …", one a line, as it stands in the
    plan. Raises Invalid naming every line that cannot be read; nothing is taken then."""
    found, problems = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        if not clean_line(line):
            continue
        try:
            found.append(_read_listed(clean_line(line)))
        except ValueError:
            problems.append(f"Dòng {number}: “{clean_line(line)[:80]}” – cần ngày và tên việc.")
    if problems:
        shown = " ".join(problems[:5])
        raise Invalid(f"{shown} Viết mỗi việc một dòng, ví dụ: 15/5/2024; Sơ kết 05 năm …")
    if not found:
        raise Invalid("Hãy nhập ít nhất một dòng, ví dụ: 15/5/2024; Sơ kết 05 năm …")
    if len(found) > MOST_LISTED:
        raise Invalid(f"Mỗi lần nhập tối đa {MOST_LISTED} việc.")
    return found


def _read_listed(line: str) -> tuple[date, str]:
    match = _LISTED.match(line)
    if match is None:
        raise ValueError(line)
    day, month, year, title = match.groups()
    return date(int(year), int(month), int(day)), title.strip()


def add_year_list(
    listed: list[tuple[date, str]], *, office: Unit, outline_version_id: int, actor: Actor
) -> tuple[int, int]:
    """One plan for each that is not there yet; how many were added and how many were known."""
    known = {
        (plan.title, plan.due_year, plan.due_month, plan.due_day)
        for plan in list_plans(frozenset({office.id}))
    }
    fresh = [(day, title) for day, title in dict.fromkeys(listed) if _key(day, title) not in known]
    for day, title in fresh:
        add_plan(
            title,
            office=office,
            actor=actor,
            rhythm=Rhythm.ONCE,
            outline_version_id=outline_version_id,
            due_day=day.day,
            due_month=day.month,
            due_year=day.year,
        )
    return len(fresh), len(listed) - len(fresh)


def _key(day: date, title: str) -> tuple[str, int, int, int]:
    return clean_line(title), day.year, day.month, day.day


def get_plan(plan_id: int, actor: Actor) -> CampaignPlan:
    """A plan of the actor's offices. Raises NotFound for any other."""
    plan = db.session.get(CampaignPlan, plan_id)
    if plan is None or plan.office_id not in actor.units(*OFFICE_ROLES):
        raise NotFound("Không tìm thấy báo cáo định kỳ này.")
    return plan


def set_active(plan: CampaignPlan, active: bool, *, actor: Actor) -> None:
    plan.is_active = active
    audit.record("plan.active", actor, plan=plan.id, active=active)


def list_plans(office_ids: frozenset[int]) -> list[CampaignPlan]:
    return list(
        db.session.scalars(
            select(CampaignPlan)
            .where(CampaignPlan.office_id.in_(office_ids))
            .order_by(CampaignPlan.id)
        )
    )


def rounds(plan: CampaignPlan, year: int) -> Iterator[Due]:
    """The rounds of a plan that fall due in a year."""
    for month, key, period in _months(plan, year):
        day = date(year, month, min(plan.due_day, monthrange(year, month)[1]))
        yield Due(
            plan,
            key,
            # A single one is named in full by whoever entered it.
            plan.title if plan.rhythm == Rhythm.ONCE else f"{plan.title} {period}",
            period,
            day,
            deadline_instant(day, plan.due_time, plan.inclusive),
        )


def _months(plan: CampaignPlan, year: int) -> Iterator[tuple[int, str, str]]:
    rhythm = Rhythm(plan.rhythm)
    if rhythm is Rhythm.QUARTER:
        for quarter in range(1, 5):
            yield quarter * 3, f"{year}-Q{quarter}", f"quý {_ROMAN[quarter]} năm {year}"
    elif rhythm is Rhythm.HALF_YEAR:
        yield 6, f"{year}-H1", f"6 tháng đầu năm {year}"
    elif rhythm is Rhythm.YEAR:
        yield plan.due_month or 12, f"{year}", f"năm {year}"
    elif plan.due_year == year:
        yield plan.due_month or 12, f"{year}-1", f"năm {year}"


def calendar_of(office_ids: frozenset[int], year: int) -> dict[int, list[CalendarLine]]:
    """Deadlines of a year by month: rounds of the active plans, and every campaign of the offices
    whether it came of a plan or not."""
    made = list(db.session.scalars(select(Campaign).where(Campaign.office_id.in_(office_ids))))
    by_round = {(one.plan_id, one.plan_period): one for one in made if one.plan_id is not None}
    dues = [due for plan in list_plans(office_ids) if plan.is_active for due in rounds(plan, year)]
    lines = [
        CalendarLine(due.title, due.day, due.deadline, by_round.get((due.plan.id, due.key)))
        for due in dues
    ]
    shown = {line.campaign.id for line in lines if line.campaign}
    lines += [
        CalendarLine(one.title, clock.local(one.deadline_at).date(), one.deadline_at, one)
        for one in made
        if one.id not in shown and one.deadline_at
    ]
    months: dict[int, list[CalendarLine]] = {month: [] for month in range(1, 13)}
    for line in sorted(lines, key=lambda line: line.day):
        if line.day.year == year:
            months[line.day.month].append(line)
    return months


def prepare_due(office_ids: frozenset[int] | None = None, actor: Actor = SYSTEM) -> list[Campaign]:
    """Make draft campaigns for the rounds that come up; rounds already made are left alone."""
    made = (_prepare(due, actor) for due in coming(office_ids))
    return [campaign for campaign in made if campaign is not None]


def coming(office_ids: frozenset[int] | None = None) -> list[Due]:
    """Rounds whose time to be prepared has come and that have no campaign yet; only reads."""
    query = select(CampaignPlan).where(CampaignPlan.is_active.is_(True)).order_by(CampaignPlan.id)
    if office_ids is not None:
        query = query.where(CampaignPlan.office_id.in_(office_ids))
    today = clock.today()
    found = [
        due
        for plan in db.session.scalars(query).all()
        for year in (today.year, today.year + 1)
        for due in rounds(plan, year)
        if today <= due.day <= today + timedelta(days=plan.lead_days)
    ]
    made = _made([due.plan.id for due in found])
    return [due for due in found if (due.plan.id, due.key) not in made]


def _made(plan_ids: list[int]) -> set[tuple[int | None, str | None]]:
    """Which periods of these plans have their campaign, in one query."""
    if not plan_ids:
        return set()
    rows = db.session.execute(
        select(Campaign.plan_id, Campaign.plan_period).where(Campaign.plan_id.in_(plan_ids))
    )
    return {(row[0], row[1]) for row in rows}


def _prepare(due: Due, actor: Actor) -> Campaign | None:
    plan = due.plan
    taken = select(Campaign.id).where(Campaign.plan_id == plan.id, Campaign.plan_period == due.key)
    if db.session.scalar(taken) is not None:
        return None  # somebody else was faster
    previous = _last_campaign(plan)
    campaign = campaigns.create_campaign(
        due.title,
        outline_version_id=plan.outline_version_id,
        collector=plan.collector,
        office=plan.office,
        actor=actor,
        plan_id=plan.id,
        plan_period=due.key,
        period_label=due.period,
        previous_id=previous.id if previous else None,
        contact=plan.office.name,
    )
    campaigns.set_deadline(
        campaign, due.day, plan.due_time or time(17), plan.inclusive, actor=actor
    )
    campaigns.set_units(campaign, _units_for(campaign, plan), actor=actor)
    asked_before.take_over(campaign, actor=actor)
    return campaign


def _last_campaign(plan: CampaignPlan) -> Campaign | None:
    return db.session.scalars(
        select(Campaign)
        .where(Campaign.plan_id == plan.id)
        .order_by(Campaign.deadline_at.desc())
        .limit(1)
    ).first()


def _units_for(campaign: Campaign, plan: CampaignPlan) -> list[int]:
    if plan.unit_kinds:
        return campaign_setup.wanted_units(campaign, (), plan.unit_kinds, ())
    return campaign_setup.units_of_previous(campaign)


def known_kinds() -> dict[str, str]:
    """Kinds of the units there are today, with their words, in the order of these."""
    used = {unit.kind for unit in units.list_units(clock.today())}
    return {kind: label for kind, label in unit_tree.kind_labels().items() if kind in used}
