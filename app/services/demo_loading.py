"""The demonstration: Huyện ủy Kim Động's campaign of 2024, loaded as if it had been lived, and the
trial that three communes made of its outline the year before.

Everything goes through the same use cases as on the pages, with the clock held at the moment of
each step, so that history, audit log and lateness read as they would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app import demo
from app.extensions import db
from app.models import Campaign, Report, Role, Unit, User
from app.services import (
    accounts,
    campaigns,
    clock,
    filling,
    outlines,
    reports,
    transitions,
    units,
)
from app.services.actors import SYSTEM, Actor, actor_of
from app.services.demo_answers import read_demo_answer
from app.services.passwords import Passwords

CODE = "kl49-kimdong-2024"
EARLIER_CODE = "kl49-kimdong-2023"
PASSWORD = "kimdong-2024"
OUTLINE_ID = "kl49"
_ROLES = {
    "reporter": Role.EDITOR,
    "approver": Role.APPROVER,
    "collector": Role.OFFICER,
    "leader": Role.OFFICE_LEADER,
    "clerk": Role.VIEWER,
    "observer": Role.VIEWER,
}


@dataclass(frozen=True)
class DemoAccount:
    username: str
    password: str
    words: str


def demo_accounts() -> Iterator[DemoAccount]:
    """Accounts to try first; all others have the same password."""
    shown = ("btg.kimdong", "btg.truongban", "xa.phuthinh", "xa.phuthinh.duyet", "xa.songmai")
    for account in sorted(demo.demo_accounts(), key=lambda a: (a.login not in shown, a.login)):
        if account.login in shown:
            yield DemoAccount(account.login, PASSWORD, account.display_name)
    yield DemoAccount("quantri", PASSWORD, "Quản trị hệ thống")


def shown_at() -> datetime:
    """The moment at which the demonstration is looked at."""
    return _local(demo.campaign_dates()["shown_at"])


def load_demo(passwords: Passwords) -> bool:
    """Load it all; False when it is there already. The caller commits: all or nothing."""
    if any(campaign.code == CODE for campaign in campaigns.list_campaigns()):
        return False
    before = {key: _local(value) for key, value in demo.earlier_dates().items()}
    dates = {key: _local(value) for key, value in demo.campaign_dates().items()}
    with clock.fixed(before["opens_at"]):
        made = _add_units()
        users = _add_accounts(made, passwords)
        outlines.register_library(SYSTEM)
        earlier = _add_earlier_campaign(made, users[demo.COLLECTOR], before["deadline"])
    _live(earlier, demo.earlier_scenario(), demo.earlier_answers(), made, users, before)
    with clock.fixed(before["closed_at"]):
        campaigns.close(earlier, actor=users[demo.COLLECTOR])
    with clock.fixed(dates["opens_at"]):
        campaign = _add_campaign(made, users[demo.COLLECTOR], dates["deadline"], earlier)
    _live(campaign, demo.scenario(), demo.demo_answers(), made, users, dates)
    return True


def _live(
    campaign: Campaign,
    standings: Mapping[str, demo.Standing],
    answers: Mapping[str, Mapping[str, Any]],
    made: Mapping[str, Unit],
    users: Mapping[str, Actor],
    dates: Mapping[str, datetime],
) -> None:
    """As it was lived, all units side by side: the log is read in the order of its lines."""
    found: list[_Step] = []
    for standing in standings.values():
        report = reports.find_report(campaign, made[standing.unit])
        if report is not None:
            own = answers.get(standing.unit, {})
            found += _steps(report, standing, own, users, dates)
    for step in sorted(found, key=lambda step: step.at):
        with clock.fixed(step.at):
            step.do()


def _local(moment: datetime) -> datetime:
    return moment.replace(tzinfo=clock.LOCAL)


def _add_units() -> dict[str, Unit]:
    made: dict[str, Unit] = {}
    for position, unit in enumerate(demo.demo_units()):
        above = made.get(unit.parent)
        made[unit.key] = units.find_unit(unit.key) or units.add_unit(
            unit.key,
            unit.name,
            actor=SYSTEM,
            short_name=unit.short_name,
            kind=unit.kind,
            level_label=unit.level_label,
            position=position,
            parent_id=above.id if above else None,
            valid_from=unit.valid_from,
            valid_to=unit.valid_to,
            letterhead=_letterhead(unit),
        )
    return made


def _letterhead(unit: demo.DemoUnit) -> dict[str, str]:
    head = unit.letterhead
    return {
        "parent_line": head.parent,
        "issuer_line": head.issuer,
        "symbol": head.symbol,
        "place": head.place,
        "authority": head.authority,
        "position": "PHÓ BÍ THƯ" if head.authority.startswith("T/M") else "",
        "issuer_name": "" if unit.body == unit.name else unit.body,
    }


def _add_accounts(made: Mapping[str, Unit], passwords: Passwords) -> dict[str, Actor]:
    hashed = passwords.hash(PASSWORD)
    found: dict[str, User] = {}
    for account in demo.demo_accounts():
        user = accounts.find_user(account.login) or accounts.add_known_user(
            account.login, account.display_name, hashed, actor=SYSTEM
        )
        accounts.grant(user, made[account.unit_key], _ROLES[account.role], actor=SYSTEM)
        found[account.login] = user
    admin = accounts.find_user("quantri") or accounts.add_known_user(
        "quantri", "Quản trị hệ thống", hashed, actor=SYSTEM
    )
    accounts.grant(admin, made[demo.DISTRICT], Role.ADMIN, actor=SYSTEM)
    db.session.flush()
    return {login: actor_of(user, clock.today()) for login, user in found.items()}


def _add_earlier_campaign(made: Mapping[str, Unit], office: Actor, deadline: datetime) -> Campaign:
    return _published(
        "Thực hiện Kết luận số 49-KL/TW năm 2023 (làm điểm ở 3 xã)",
        [made[key] for key in demo.earlier_scenario()],
        made,
        office,
        deadline,
        code=EARLIER_CODE,
        period_label="năm 2023",
        period_from=date(2023, 1, 1),
        period_to=date(2023, 12, 31),
        as_of=date(2023, 12, 31),
    )


def _add_campaign(
    made: Mapping[str, Unit], office: Actor, deadline: datetime, earlier: Campaign
) -> Campaign:
    return _published(
        "Sơ kết 05 năm thực hiện Kết luận số 49-KL/TW",
        [made[s.unit] for s in demo.scenario().values() if s.state != "coordinating"],
        made,
        office,
        deadline,
        code=CODE,
        previous_id=earlier.id,
        period_label="5 năm (5/2019 – 4/2024)",
        period_from=date(2019, 5, 10),
        period_to=date(2024, 4, 30),
        as_of=date(2024, 4, 30),
    )


def _published(
    title: str,
    asked: list[Unit],
    made: Mapping[str, Unit],
    office: Actor,
    deadline: datetime,
    **attributes: Any,
) -> Campaign:
    version = next(v for v in outlines.list_versions() if v.outline_id == OUTLINE_ID)
    campaign = campaigns.create_campaign(
        title,
        outline_version_id=version.id,
        collector=made[demo.DISTRICT],
        office=made[demo.COLLECTOR],
        actor=office,
        contact="Ban Tuyên giáo Huyện ủy Kim Động",
        **attributes,
    )
    campaigns.set_units(campaign, [unit.id for unit in asked], actor=office)
    day = (deadline + timedelta(days=1)).date()
    campaigns.set_deadline(campaign, day, deadline.time(), False, actor=office)
    campaigns.publish(campaign, actor=office)
    db.session.flush()
    return campaign


@dataclass(frozen=True)
class _Step:
    """Something that somebody did at a moment."""

    at: datetime
    do: Callable[[], object]


def _steps(
    report: Report,
    standing: demo.Standing,
    answers: Mapping[str, Any],
    users: Mapping[str, Actor],
    dates: Mapping[str, datetime],
) -> Iterator[_Step]:
    """What one unit did, in order: fill, send, and what the office answered."""
    writer, office = users[standing.unit], users[demo.COLLECTOR]
    sent_at = _local(standing.sent_at) if standing.sent_at else None
    if standing.state == "excluded":
        at = dates["opens_at"] + timedelta(hours=2)
        yield _Step(at, lambda: transitions.exclude(report, standing.reason, actor=office))
    else:
        at = max((sent_at or dates["shown_at"]) - timedelta(hours=18), dates["opens_at"])
        yield _Step(at, lambda: _fill(report, answers, writer, finished=sent_at is not None))
    if sent_at is None:
        return
    signed = transitions.Signed(standing.symbol, sent_at.date())
    key = f"demo-{report.id}"
    yield _Step(sent_at, lambda: transitions.submit(report, actor=writer, key=key, signed=signed))
    at = max(sent_at, dates["deadline"]) + timedelta(hours=1)
    if standing.state == "accepted":
        yield _Step(at, lambda: transitions.accept(report, actor=office))
    elif standing.state == "returned":
        sections = ("pl1", "pl3e")
        yield _Step(
            at,
            lambda: transitions.return_report(
                report, standing.reason, actor=office, sections=sections
            ),
        )


def _fill(report: Report, answers: Mapping[str, Any], writer: Actor, *, finished: bool) -> None:
    ref = reports.get_ref(report.id)
    asked = {field.key: field for _, field in reports.load_answers(ref).applicable_fields()}
    for field_key in sorted(answers.keys() & asked.keys()):
        value = read_demo_answer(asked[field_key], answers[field_key])
        if value:
            filling.put_value(ref, field_key, value, actor=writer, origin="typed")
    if not answers:
        return
    loaded = reports.load_answers(ref)
    for section in reports.sections_to_fill(loaded):
        answered = any(loaded.stored(field.key) for field in section.fields)
        if finished or answered:
            word = "done" if answered else "nothing"
            filling.set_section_status(ref, section.key, word, actor=writer)
