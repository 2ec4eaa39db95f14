"""Who else has just worked on a section, told by what was saved (no page has to report itself)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from app.extensions import db
from app.models import Answer, Membership, Unit, User
from app.services import clock, memberships
from app.services.actors import UNIT_ROLES, Actor

RECENT = timedelta(minutes=10)


@dataclass(frozen=True)
class Colleague:
    name: str
    minutes: int


def recent_in(report_id: int, field_keys: Iterable[str], *, actor: Actor) -> list[Colleague]:
    """Others who saved one of these fields in the last minutes, the latest first."""
    latest = func.max(Answer.updated_at)
    rows = db.session.execute(
        select(User.display_name, latest)
        .join(User, User.id == Answer.updated_by)
        .where(
            Answer.report_id == report_id,
            Answer.field_key.in_(list(field_keys)),
            Answer.updated_by != actor.id,
            Answer.updated_at >= clock.now() - RECENT,
        )
        .group_by(User.id, User.display_name)
        .order_by(latest.desc())
    )
    now = clock.now()
    return [Colleague(name, int((now - at).total_seconds() // 60)) for name, at in rows]


def of_unit(unit_id: int) -> list[User]:
    """People of the unit to whom a section may be given."""
    return list(
        db.session.scalars(
            select(User)
            .join(Membership, Membership.user_id == User.id)
            .where(
                Membership.unit_id == unit_id,
                Membership.role.in_([*UNIT_ROLES, "coordinator"]),
                User.is_active,
                *memberships.valid_today(),
            )
            .distinct()
            .order_by(User.display_name)
        )
    )


def coordinating_units(unit_id: int) -> list[Unit]:
    """Units beside this one, to which a section may be given."""
    own = db.session.get(Unit, unit_id)
    if own is None:
        return []
    return list(
        db.session.scalars(
            select(Unit)
            .where(Unit.parent_id == own.parent_id, Unit.id != unit_id)
            .order_by(Unit.position, Unit.id)
        )
    )
