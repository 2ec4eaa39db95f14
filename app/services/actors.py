"""Who acts: an account with its roles by unit, read once per request in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, Select, and_, bindparam, or_, select

from app.models import Membership, Role, User
from app.services.prepared import Prepared, connection_of_session

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
    rows = _QUERY.rows(connection_of_session(), user_id=user_id, today=today)
    if not rows:
        return None
    username, name, is_active, version, must_change_password = rows[0][:5]
    if not is_active or version != session_version:
        return None
    return Actor(
        id=user_id,
        username=username,
        name=name,
        roles=frozenset((unit_id, role) for *_, unit_id, role in rows if role),
        session_version=session_version,
        must_change_password=must_change_password,
    )


def actor_of(user: User, today: date) -> Actor:
    """The actor of a known account (command line, tests, sign-in)."""
    actor = find_actor(user.id, user.session_version, today)
    if actor is None:
        raise ValueError(f"account {user.username} is not active")
    return actor


def _query() -> Select[*tuple[Any, ...]]:
    today = bindparam("today", type_=Date())
    users: Any = User.__table__
    memberships: Any = Membership.__table__
    user, membership = users.c, memberships.c
    valid = and_(
        membership.user_id == user.id,
        or_(membership.valid_from.is_(None), membership.valid_from <= today),
        or_(membership.valid_to.is_(None), membership.valid_to >= today),
    )
    return (
        select(
            user.username,
            user.display_name,
            user.is_active,
            user.session_version,
            user.must_change_password,
            membership.unit_id,
            membership.role,
        )
        .select_from(users.outerjoin(memberships, valid))
        .where(user.id == bindparam("user_id"))
    )


# Every request asks this.
_QUERY = Prepared(_query())
