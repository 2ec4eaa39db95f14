"""Notices inside the product: what happened since I was last here, per person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    Select,
    bindparam,
    func,
    insert,
    select,
    true,
    update,
)

from app.extensions import db
from app.models import Campaign, Membership, Notice, Report, ReportState, User
from app.services import clock, memberships
from app.services.actors import OFFICE_ROLES, UNIT_ROLES, Actor
from app.services.errors import NotFound
from app.services.prepared import Prepared, connection_of_session


def tell_unit(
    report: Report,
    text: str,
    roles: Sequence[str] = tuple(UNIT_ROLES),
    *,
    place: str = "",
    without: int = 0,
) -> None:
    """Tell the people of the reporting unit; `place` is what follows the report's address."""
    people = _people(report.unit_id, roles) - {without}
    _tell(people, "report", text, f"/bao-cao/{report.id}{place}")


def tell_office(report: Report, text: str, *, place: str = "", without: int = 0) -> None:
    """Tell the officers of the campaign's office."""
    people = people_of_office(report.campaign.office_id) - {without}
    link = f"/dot/{report.campaign_id}/don-vi/{report.id}{place}"
    _tell(people, "office", text, link)


def tell_units(campaign: Campaign, text: str, only: Sequence[int] | None = None) -> None:
    """Tell the people of every unit that reports in a campaign (of those in `only`, if given):
    two statements for any number."""
    rows = db.session.execute(
        select(Membership.user_id, func.min(Report.id))
        .join(Report, Report.unit_id == Membership.unit_id)
        .join(User, User.id == Membership.user_id)
        .where(
            Report.campaign_id == campaign.id,
            Report.state != ReportState.EXCLUDED,
            Membership.role.in_(tuple(UNIT_ROLES)),
            User.is_active.is_(True),
            Report.unit_id.in_(only) if only is not None else true(),
            *memberships.valid_today(),
        )
        .group_by(Membership.user_id)
    ).all()
    common = {"kind": "report", "text": text[:500], "created_at": clock.now(), "read_at": None}
    if rows:
        db.session.execute(
            insert(Notice),
            [{"user_id": row[0], "link": f"/bao-cao/{row[1]}", **common} for row in rows],
        )


def tell_people_of_office(office_id: int, text: str, link: str) -> None:
    _tell(people_of_office(office_id), "office", text, link)


def people_of_office(office_id: int) -> set[int]:
    return _people(office_id, tuple(OFFICE_ROLES))


def _people(unit_id: int, roles: Sequence[str]) -> set[int]:
    """Those who hold a role there today: who has left learns nothing more of a report."""
    return set(
        db.session.scalars(
            select(Membership.user_id).where(
                Membership.unit_id == unit_id,
                Membership.role.in_(roles),
                *memberships.valid_today(),
            )
        )
    )


def _tell(users: Iterable[int], kind: str, text: str, link: str) -> None:
    moment = clock.now()
    for user_id in sorted(users):
        db.session.add(
            Notice(user_id=user_id, kind=kind, text=text[:500], link=link, created_at=moment)
        )


_NOTICE: Any = Notice.__table__
_UNREAD = Prepared(
    select(func.count()).where(
        _NOTICE.c.user_id == bindparam("user_id"), _NOTICE.c.read_at.is_(None)
    )
)


def unread_count(actor: Actor) -> int:
    """Every page asks this."""
    row = _UNREAD.first(connection_of_session(), user_id=actor.id)
    return int(row[0]) if row else 0


def list_unread(actor: Actor, limit: int = 100) -> list[Notice]:
    """What happened since one looked last, newest first."""
    return list(db.session.scalars(_own(actor).where(Notice.read_at.is_(None)).limit(limit)))


def list_read(actor: Actor, limit: int = 100) -> list[Notice]:
    return list(db.session.scalars(_own(actor).where(Notice.read_at.is_not(None)).limit(limit)))


def _own(actor: Actor) -> Select[Notice]:
    return select(Notice).where(Notice.user_id == actor.id).order_by(Notice.id.desc())


def mark_read(actor: Actor, notice_id: int) -> Notice:
    """Mark one's own notice as read. Raises NotFound, also for somebody else's."""
    notice = db.session.get(Notice, notice_id)
    if notice is None or notice.user_id != actor.id:
        raise NotFound("Không tìm thấy thông báo này.")
    notice.read_at = notice.read_at or clock.now()
    return notice


def mark_all_read(actor: Actor) -> None:
    db.session.execute(
        update(Notice)
        .where(Notice.user_id == actor.id, Notice.read_at.is_(None))
        .values(read_at=clock.now())
    )
