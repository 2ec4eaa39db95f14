"""Reminders that an officer has switched on for a campaign: before the deadline and after it.

Once for each unit and each of its deadlines, whatever is started again or runs twice: the key of
a reminder names both. Somebody stands behind them by name, and when that person has left the
office nothing is sent until somebody else switches them on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select

from app.extensions import db
from app.models import (
    Campaign,
    CampaignState,
    Remark,
    Reminder,
    Report,
    ReportState,
    User,
)
from app.services import (
    audit,
    campaigns,
    clock,
    following,
    notices,
    reminder_words,
    reminders,
    standings,
)
from app.services.actors import OFFICE_ROLES, Actor, find_actor
from app.services.errors import Invalid
from app.services.locking import lock_row
from app.services.reminders import AUTOMATIC, Target
from app.services.report_steps import note
from app.services.standings import Standing

SETTING = "automatic_reminders"
MOST_DAYS = 60
FROM_HOUR = time(8)
BEFORE, AFTER = "before", "after"


@dataclass(frozen=True)
class Switch:
    """`before` and `after` are days from the deadline, 0 for none; `by` is the account behind."""

    before: int = 0
    after: int = 0
    by: int = 0

    @property
    def is_on(self) -> bool:
        return bool(self.by and (self.before or self.after))


@dataclass(frozen=True)
class Due:
    """A unit to be reminded now."""

    row: Standing
    when: str
    key: str


def switch_of(campaign: Campaign) -> Switch:
    kept: Mapping[str, Any] = (campaign.settings or {}).get(SETTING) or {}
    return Switch(int(kept.get("before", 0)), int(kept.get("after", 0)), int(kept.get("by", 0)))


def set_switch(campaign: Campaign, before: int, after: int, *, actor: Actor) -> Switch:
    """Switch on in one's own name, or off with 0 and 0. Raises Invalid, Refused."""
    campaigns.require_open(campaign)
    if not (0 <= before <= MOST_DAYS and 0 <= after <= MOST_DAYS):
        raise Invalid(f"Số ngày nhắc từ 0 đến {MOST_DAYS}.")
    wanted = Switch(before, after, actor.id if before or after else 0)
    if wanted != switch_of(campaign):
        kept = {"before": before, "after": after, "by": wanted.by}
        campaigns.put_setting(campaign, SETTING, kept)
        audit.record(
            "campaign.automatic_reminders",
            actor,
            campaign_id=campaign.id,
            before=before,
            after=after,
        )
    return wanted


def person_behind(campaign: Campaign) -> Actor | None:
    """The officer in whose name reminders go; None when switched off or gone from the office."""
    switch = switch_of(campaign)
    user = db.session.get(User, switch.by) if switch.is_on else None
    actor = find_actor(user.id, user.session_version, clock.today()) if user else None
    return actor if actor and actor.has(campaign.office_id, *OFFICE_ROLES) else None


def switched_on() -> list[int]:
    """Ids of the running campaigns that remind by themselves."""
    found = db.session.scalars(select(Campaign).where(Campaign.state == CampaignState.PUBLISHED))
    return [campaign.id for campaign in found if switch_of(campaign).is_on]


def due(campaign: Campaign) -> list[Due]:
    """Who is to be reminded at this moment and has not been for this deadline."""
    if campaign.state != CampaignState.PUBLISHED or person_behind(campaign) is None:
        return []
    switch, moment = switch_of(campaign), clock.now()
    returned = _returns(campaign)
    wanted = [
        Due(row, when, _key(row, when))
        for row in standings.list_standings(campaign)
        if row.waits and (when := _when(row, switch, moment, returned.get(row.report_id)))
    ]
    known = set(
        db.session.scalars(
            select(Reminder.key).where(
                Reminder.campaign_id == campaign.id, Reminder.channel == AUTOMATIC
            )
        )
    )
    return [entry for entry in wanted if entry.key not in known]


def _returns(campaign: Campaign) -> dict[int, datetime]:
    """When each report that is returned now was sent back last; by report id."""
    rows = db.session.execute(
        select(Remark.report_id, func.max(Remark.created_at))
        .join(Report, Report.id == Remark.report_id)
        .where(
            Report.campaign_id == campaign.id,
            Report.state == ReportState.RETURNED,
            Remark.kind == "return",
        )
        .group_by(Remark.report_id)
    )
    return {row[0]: row[1] for row in rows}


def _when(row: Standing, switch: Switch, moment: datetime, returned: datetime | None) -> str:
    """Which reminder falls due; none before the day's work begins, and none on the day on which
    the office itself sent the report back: its unit has only just been told."""
    if row.deadline is None or (returned and moment < _start(returned, 1)):
        return ""
    if moment > row.deadline:
        return AFTER if switch.after and moment >= _start(row.deadline, switch.after) else ""
    return BEFORE if switch.before and moment >= _start(row.deadline, -switch.before) else ""


def _start(moment: datetime, days: int) -> datetime:
    """The hour from which to remind, so many days from that of the moment."""
    day = clock.local(moment).date() + timedelta(days=days)
    return datetime.combine(day, FROM_HOUR, tzinfo=clock.LOCAL)


def _key(row: Standing, when: str) -> str:
    assert row.deadline is not None
    return f"{AUTOMATIC}:{when}:{row.report_id}:{clock.local(row.deadline).date().isoformat()}"


def run(campaign: Campaign, *, site: str, has_mail: bool) -> int:
    """Remind who is due: a notice always, letters when there is a mail server; how many units.

    `site` is the public address of the site, "" when it is not set. The caller commits.
    """
    # Two workers come one after the other, and the second sees what the first has written.
    lock_row(campaign)
    found = due(campaign)
    behind = person_behind(campaign) if found else None
    if behind is None:
        return 0
    rows = {row.report_id: row for row in following.follow(campaign, [e.row for e in found])}
    addresses = reminders.addresses_of(campaign.id, list(rows)) if has_mail else {}
    template = reminder_words.template_of(campaign)
    with audit.together():
        for entry in found:
            row = rows[entry.row.report_id]
            report = row.report
            target = Target(row, tuple(addresses.get(report.unit_id, ())))
            text = reminders.text_for(campaign, target, template, site)
            reminders.log_reminder(report, AUTOMATIC, text, entry.key, behind)
            reminders.post_letters(campaign, target, text, entry.key, behind)
            notices.tell_unit(report, f"{reminders.notice_of(campaign)} {row.timing}.")
            note(
                report,
                behind,
                "report.reminded",
                reason=reminders.CHANNELS[AUTOMATIC],
                when=entry.when,
            )
    return len(found)
