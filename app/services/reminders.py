"""Reminding units (đôn đốc): by a text for Zalo or by letters, each written to the log.

An officer always stands behind a reminder. What reminds by itself is in automatic_reminders.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from app.extensions import db
from app.models import Campaign, CampaignState, Membership, Reminder, Report, Unit, User
from app.services import audit, campaigns, clock, notices, outgoing_mail, reminder_words
from app.services.actors import UNIT_ROLES, Actor
from app.services.errors import Invalid, Refused
from app.services.following import FollowRow
from app.services.locking import lock_row
from app.services.outgoing_mail import Letter
from app.services.reminder_words import Named
from app.services.report_steps import note

ZALO, EMAIL, AUTOMATIC = "zalo", "email", "auto"
CHANNELS: Mapping[str, str] = {ZALO: "tin Zalo", EMAIL: "e-mail", AUTOMATIC: "tự động"}
MOST_LISTED = 100

_KEY = re.compile(r"[0-9a-f]{16,32}\Z")
# (account, address) of those who fill in a unit's report.
Addresses = Mapping[int, Sequence[tuple[int, str]]]


@dataclass(frozen=True)
class Target:
    """A unit that the office waits for; `addresses` are those of its accounts."""

    row: FollowRow
    addresses: tuple[tuple[int, str], ...]

    @property
    def named(self) -> Named:
        return Named(self.row.unit.label, self.row.deadline)


@dataclass(frozen=True)
class Errand:
    """What an officer asks for: the words, the form's `key` (the same one counts once), the
    address of the site for links, and who asks."""

    template: str
    key: str
    site: str
    actor: Actor


@dataclass(frozen=True)
class MailSummary:
    """What a reminder by letters came to. `without` have no usable address."""

    units: int
    letters: int
    without: tuple[str, ...]


@dataclass(frozen=True)
class LoggedReminder:
    """One reminder of the log: all units that were reminded in one go."""

    at: datetime
    by: str
    channel: str
    units: tuple[str, ...]
    text: str


def targets(campaign: Campaign, rows: Iterable[FollowRow]) -> list[Target]:
    """Units that can be reminded, in their order: those that have not sent."""
    waiting = [row for row in rows if row.waits]
    addresses = addresses_of(campaign.id, [row.report_id for row in waiting])
    return [Target(row, tuple(addresses.get(row.report.unit_id, ()))) for row in waiting]


def addresses_of(campaign_id: int, report_ids: Sequence[int]) -> Addresses:
    """Usable addresses of those who may fill in these reports today, by unit."""
    today = clock.today()
    rows = db.session.execute(
        select(Membership.unit_id, User.id, User.email)
        .join(User, User.id == Membership.user_id)
        .join(Report, Report.unit_id == Membership.unit_id)
        .where(
            Report.campaign_id == campaign_id,
            Report.id.in_(report_ids),
            Membership.role.in_(tuple(UNIT_ROLES)),
            or_(Membership.valid_from.is_(None), Membership.valid_from <= today),
            or_(Membership.valid_to.is_(None), Membership.valid_to >= today),
            User.is_active.is_(True),
            User.email != "",
        )
        .order_by(User.id)
    )
    found: dict[int, dict[str, int]] = {}
    for unit_id, user_id, email in rows:
        if outgoing_mail.is_address(email):
            found.setdefault(unit_id, {}).setdefault(email.lower(), user_id)
    return {
        unit_id: [(user_id, email) for email, user_id in people.items()]
        for unit_id, people in found.items()
    }


def remind_by_zalo(campaign: Campaign, chosen: Sequence[Target], errand: Errand) -> str:
    """The text for the chosen units, written to the log. Raises Invalid, Refused."""
    _begin(campaign, chosen, errand)
    if not _is_known(campaign, ZALO, errand.key):
        with audit.together():
            for target in chosen:
                _write(campaign, target, ZALO, errand)
    named = [target.named for target in chosen]
    return reminder_words.fill(errand.template, campaign, named, errand.site)


def remind_by_mail(campaign: Campaign, chosen: Sequence[Target], errand: Errand) -> MailSummary:
    """Letters to the accounts of the chosen units, in the same transaction as the log; each leads
    to the unit's own report. Raises Invalid, Refused."""
    _begin(campaign, chosen, errand)
    reached = [target for target in chosen if target.addresses]
    if not reached:
        raise Invalid("Không đơn vị nào đã chọn có tài khoản ghi e-mail, nên chưa gửi gì.")
    if not _is_known(campaign, EMAIL, errand.key):
        with audit.together():
            for target in reached:
                text = _write(campaign, target, EMAIL, errand)
                post_letters(campaign, target, text, errand.key, errand.actor)
                notices.tell_unit(target.row.report, notice_of(campaign))
    without = tuple(target.row.unit.label for target in chosen if not target.addresses)
    return MailSummary(len(reached), sum(len(t.addresses) for t in reached), without)


def _begin(campaign: Campaign, chosen: Sequence[Target], errand: Errand) -> None:
    """Checks, and keeps the words for the next time. One reminder of a campaign at a time."""
    lock_row(campaign)
    if campaign.state != CampaignState.PUBLISHED:
        raise Refused("Chỉ đôn đốc được khi đợt đang thực hiện.")
    if not _KEY.match(errand.key):
        raise Invalid("Yêu cầu gửi lên không đúng dạng nên chưa gửi gì. Hãy tải lại trang.")
    if not chosen:
        raise Invalid("Hãy đánh dấu ít nhất một đơn vị chưa gửi báo cáo.")
    words = reminder_words.read_template(errand.template)
    if words != reminder_words.template_of(campaign):
        campaigns.put_setting(campaign, reminder_words.SETTING, words)


def _is_known(campaign: Campaign, channel: str, key: str) -> bool:
    """Whether this very form came before: a second click writes and sends nothing more."""
    found = db.session.scalar(
        select(Reminder.id)
        .where(Reminder.campaign_id == campaign.id, Reminder.key.startswith(f"{channel}:{key}:"))
        .limit(1)
    )
    return found is not None


def _write(campaign: Campaign, target: Target, channel: str, errand: Errand) -> str:
    """The text for one unit, now in the log."""
    report = target.row.report
    text = text_for(campaign, target, errand.template, errand.site)
    key = f"{channel}:{errand.key}:{report.id}"
    log_reminder(report, channel, text, key, errand.actor)
    note(report, errand.actor, "report.reminded", reason=CHANNELS[channel])
    return text


def text_for(campaign: Campaign, target: Target, template: str, site: str) -> str:
    link = f"{site}/bao-cao/{target.row.report.id}" if site else ""
    return reminder_words.fill(template, campaign, [target.named], link)


def log_reminder(report: Report, channel: str, text: str, key: str, actor: Actor) -> None:
    db.session.add(
        Reminder(
            campaign_id=report.campaign_id,
            report_id=report.id,
            channel=channel,
            text=text,
            key=key,
            sent_at=clock.now(),
            sent_by=actor.id or None,
        )
    )


def post_letters(campaign: Campaign, target: Target, text: str, key: str, actor: Actor) -> None:
    """One letter to each address of the unit; answers go to who asked."""
    report = target.row.report
    sender = db.session.get(User, actor.id)
    for user_id, address in target.addresses:
        outgoing_mail.post(
            Letter(address, subject_of(campaign), text, sender.email if sender else ""),
            key=f"{key}:{report.id}:{user_id}",
            campaign_id=campaign.id,
            report_id=report.id,
            actor_id=actor.id or None,
        )


def subject_of(campaign: Campaign) -> str:
    return f"Nhắc gửi báo cáo: {campaign.title}"


def notice_of(campaign: Campaign) -> str:
    return f"{campaign.office.label} nhắc gửi báo cáo “{campaign.title}”."


def list_log(campaign: Campaign) -> list[LoggedReminder]:
    """Who was reminded when, by whom and how, newest first; units reminded together are one."""
    rows = db.session.execute(
        select(Reminder, Unit, User.display_name)
        .join(Report, Report.id == Reminder.report_id)
        .join(Unit, Unit.id == Report.unit_id)
        .outerjoin(User, User.id == Reminder.sent_by)
        .where(Reminder.campaign_id == campaign.id)
        .order_by(Reminder.id)
    )
    groups: dict[str, list[tuple[Reminder, Unit, str]]] = {}
    for reminder, unit, name in rows:
        groups.setdefault(_group_of(reminder), []).append((reminder, unit, name or "Hệ thống"))
    found = [_logged(group) for group in groups.values()]
    return sorted(found, key=lambda entry: entry.at, reverse=True)[:MOST_LISTED]


def _group_of(reminder: Reminder) -> str:
    """Reminders of one form share the first two parts of their key; automatic ones their minute."""
    if reminder.channel == AUTOMATIC or not reminder.key:
        return f"{reminder.channel} {reminder.sent_at:%Y-%m-%d %H:%M} {reminder.sent_by}"
    return reminder.key.rpartition(":")[0]


def _logged(group: list[tuple[Reminder, Unit, str]]) -> LoggedReminder:
    first, _, by = group[0]
    channel = CHANNELS.get(first.channel, first.channel)
    units = tuple(unit.label for _, unit, _ in group)
    return LoggedReminder(first.sent_at, by, channel, units, first.text)
