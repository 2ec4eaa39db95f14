"""Who acts: an account with its roles by unit, read once per request in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, Select, and_, bindparam, or_, select

from app.extensions import db
from app.models import Membership, Role, User

OFFICE_ROLES = frozenset({Role.OFFICER, Role.OFFICE_LEADER})
UNIT_ROLES = frozenset({Role.EDITOR, Role.APPROVER})


@dataclass(frozen=True)
class Actor:
    """An account as the rules see it; `roles` are (unit_id, role) pairs valid today."""

    id: int
    username: str
    name: str
    roles: frozenset[tuple[int, str]]
    session_version: int = 1
    must_change_password: bool = False

    def has(self, unit_id: int, *roles: str) -> bool:
        return any((unit_id, role) in self.roles for role in roles)

    def units(self, *roles: str) -> frozenset[int]:
        return frozenset(unit for unit, role in self.roles if role in roles)

    @property
    def is_admin(self) -> bool:
        return any(role == Role.ADMIN for _, role in self.roles)

    @property
    def is_office(self) -> bool:
        return bool(self.units(*OFFICE_ROLES))


SYSTEM = Actor(id=0, username="he-thong", name="Hệ thống", roles=frozenset())


def find_actor(user_id: int, session_version: int, today: date) -> Actor | None:
    """The active account of a session, or None when it was locked, left or signed out."""
    rows = db.session.execute(_QUERY, {"user_id": user_id, "today": today}).all()
    if not rows or not rows[0].is_active or rows[0].session_version != session_version:
        return None
    first = rows[0]
    return Actor(
        id=first.id,
        username=first.username,
        name=first.display_name,
        roles=frozenset((row.unit_id, row.role) for row in rows if row.role),
        session_version=session_version,
        must_change_password=first.must_change_password,
    )


def actor_of(user: User, today: date) -> Actor:
    """The actor of a known account (command line, tests, sign-in)."""
    actor = find_actor(user.id, user.session_version, today)
    if actor is None:
        raise ValueError(f"account {user.username} is not active")
    return actor


def _query() -> Select[*tuple[Any, ...]]:
    today = bindparam("today", type_=Date())
    valid = and_(
        Membership.user_id == User.id,
        or_(Membership.valid_from.is_(None), Membership.valid_from <= today),
        or_(Membership.valid_to.is_(None), Membership.valid_to >= today),
    )
    return (
        select(
            User.id,
            User.username,
            User.display_name,
            User.is_active,
            User.session_version,
            User.must_change_password,
            Membership.unit_id,
            Membership.role,
        )
        .outerjoin(Membership, valid)
        .where(User.id == bindparam("user_id"))
    )


# Every request asks this, so the statement is built once.
_QUERY = _query()
