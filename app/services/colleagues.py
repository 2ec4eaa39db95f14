"""Colleagues: what they have just saved, and to whom sections may be given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.extensions import db
from app.models import Answer, Membership, Unit, User
from app.services import clock, memberships
from app.services.actors import UNIT_ROLES, Actor

RECENT = timedelta(minutes=10)


@dataclass(frozen=True)
class RecentSave:
    """What somebody else saved in the last minutes."""

    user_id: int
    name: str
    field_key: str
    revision: int
    at: datetime


def recent_saves(report_id: int, field_keys: Iterable[str], *, actor: Actor) -> list[RecentSave]:
    """Others' saves in these fields in the last minutes, the latest first."""
    rows = db.session.execute(
        select(User.id, User.display_name, Answer.field_key, Answer.revision, Answer.updated_at)
        .join(User, User.id == Answer.updated_by)
        .where(
            Answer.report_id == report_id,
            Answer.field_key.in_(list(field_keys)),
            Answer.updated_by != actor.id,
            Answer.updated_at >= clock.now() - RECENT,
        )
        .order_by(Answer.updated_at.desc())
    )
    return [RecentSave(*row) for row in rows]


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
