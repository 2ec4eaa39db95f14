"""The log to read: narrowed by person, deed, unit and day, page by page; an office sees what
belongs to its own campaigns, an administrator everything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select

from app.documents.excel import write_answers_workbook, write_csv
from app.extensions import db
from app.models import AuditEvent, Campaign, Report, Unit, User
from app.services import audit_words, clock, outlines
from app.services.actors import OFFICE_ROLES, Actor
from app.services.exported_files import CSV, EXCEL, ExportedFile
from forms import search_key

ROWS_ON_A_PAGE = 100
MOST_EXPORTED = 100_000
HEADINGS = (
    "Thời điểm", "Người thực hiện", "Việc", "Đơn vị", "Đợt báo cáo", "Chi tiết", "Địa chỉ máy",
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What the log is narrowed to; `action` is a deed, or a group of them with a dot at its end."""

    person: str = ""
    action: str = ""
    unit: str = ""
    first: date | None = None
    last: date | None = None
    campaign_id: int = 0


@dataclass(frozen=True)
class LogLine:
    at: datetime
    person: str
    deed: str
    unit: str
    campaign: str
    details: str
    address: str


@dataclass(frozen=True)
class LogPage:
    lines: tuple[LogLine, ...]
    number: int
    count: int
    total: int


def page(actor: Actor, wanted: Wanted, number: int) -> LogPage:
    """Newest first; a number out of range gives the nearest page."""
    conditions = _conditions(actor, wanted)
    total = db.session.scalar(select(func.count()).select_from(AuditEvent).where(*conditions)) or 0
    count = max((total + ROWS_ON_A_PAGE - 1) // ROWS_ON_A_PAGE, 1)
    number = min(max(number, 1), count)
    query = _query(conditions).limit(ROWS_ON_A_PAGE).offset((number - 1) * ROWS_ON_A_PAGE)
    return LogPage(tuple(_lines(query)), number, count, total)


def _conditions(actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if not actor.is_admin:
        own = select(Campaign.id).where(Campaign.office_id.in_(actor.units(*OFFICE_ROLES)))
        found.append(AuditEvent.campaign_id.in_(own))
    if wanted.campaign_id:
        found.append(AuditEvent.campaign_id == wanted.campaign_id)
    if wanted.person:
        found.append(_by_person(search_key(wanted.person)))
    if wanted.unit:
        found.append(_about_unit(search_key(wanted.unit)))
    if wanted.action.endswith("."):
        found.append(AuditEvent.action.startswith(wanted.action, autoescape=True))
    elif wanted.action:
        found.append(AuditEvent.action == wanted.action)
    if wanted.first:
        found.append(AuditEvent.at >= _midnight(wanted.first))
    if wanted.last:
        found.append(AuditEvent.at < _midnight(wanted.last + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.LOCAL)


def _by_person(key: str) -> ColumnElement[bool]:
    """By the name under which they act or sign in, without tones; the system acts without an
    account."""
    rows = db.session.execute(select(User.id, User.username, User.display_name))
    ids = [row.id for row in rows if key in search_key(f"{row.display_name} {row.username}")]
    by_account = AuditEvent.actor_id.in_(ids)
    if key in search_key("Hệ thống"):
        return or_(by_account, AuditEvent.actor_id.is_(None))
    return by_account


def _about_unit(key: str) -> ColumnElement[bool]:
    units = select(Unit.id).where(Unit.search_key.contains(key, autoescape=True))
    reports = select(Report.id).where(Report.unit_id.in_(units))
    return or_(AuditEvent.unit_id.in_(units), AuditEvent.report_id.in_(reports))


def _query(
    conditions: Iterable[ColumnElement[bool]],
) -> Select[AuditEvent, str | None, str | None, str | None]:
    return (
        select(AuditEvent, Unit.short_name, Unit.name, Campaign.title)
        .outerjoin(Report, Report.id == AuditEvent.report_id)
        .outerjoin(Unit, Unit.id == func.coalesce(AuditEvent.unit_id, Report.unit_id))
        .outerjoin(Campaign, Campaign.id == AuditEvent.campaign_id)
        .where(*conditions)
        .order_by(AuditEvent.id.desc())
    )


def _lines(
    query: Select[AuditEvent, str | None, str | None, str | None],
) -> Iterable[LogLine]:
    headings: dict[int, Mapping[str, str]] = {}
    for event, short_name, name, title in db.session.execute(query):
        yield LogLine(
            event.at,
            event.actor_name or "Hệ thống",
            audit_words.action_words(event.action),
            short_name or name or "",
            title or "",
            audit_words.details_words(event, _headings_for(event, headings)),
            event.address,
        )


def _headings_for(event: AuditEvent, known: dict[int, Mapping[str, str]]) -> Mapping[str, str]:
    """Headings by key of the event's campaign, looked up when the event names sections."""
    at = event.campaign_id
    if at is None or not (event.details or {}).get("sections"):
        return {}
    if at not in known:
        campaign = db.session.get(Campaign, at)
        outline = campaign and outlines.get_outline(campaign.outline_version_id)
        known[at] = {one.key: one.heading for one in outline.walk()} if outline else {}
    return known[at]


def known_actions(
    actor: Actor, campaign_id: int = 0
) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(group, its words, its deeds with words) of the deeds that stand in the log."""
    conditions = _conditions(actor, Wanted(campaign_id=campaign_id))
    found: dict[str, list[tuple[str, str]]] = {}
    for action in db.session.scalars(select(AuditEvent.action).where(*conditions).distinct()):
        group = action.partition(".")[0]
        found.setdefault(group, []).append((action, audit_words.action_words(action)))
    return [
        (f"{group}.", audit_words.GROUPS.get(group, "Hệ thống"), sorted(deeds, key=lambda d: d[1]))
        for group, deeds in sorted(found.items())
    ]


def export(actor: Actor, wanted: Wanted, ending: str) -> ExportedFile:
    """The same lines as a file, "xlsx" or "csv"; at most the newest 100.000."""
    lines = _lines(_query(_conditions(actor, wanted)).limit(MOST_EXPORTED))
    rows = (
        (
            f"{clock.local(line.at):%d/%m/%Y %H:%M:%S}",
            line.person,
            line.deed,
            line.unit,
            line.campaign,
            line.details,
            line.address,
        )
        for line in lines
    )
    if ending == "csv":
        return ExportedFile("nhat-ky.csv", CSV, write_csv(HEADINGS, rows))
    data = write_answers_workbook(HEADINGS, rows, name="Nhật ký")
    return ExportedFile("nhat-ky.xlsx", EXCEL, data)
