"""Accounts as a list to read: searched without tones, by unit, role and state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, not_, select

from app.extensions import db
from app.models import Campaign, Membership, Report, Role, Unit, User
from app.services import clock
from app.services.actors import OFFICE_ROLES, UNIT_ROLES, Actor
from forms import search_key


class AccountState(StrEnum):
    """Values are part of addresses."""

    IN_USE = "dang-dung"
    NEW = "chua-vao"
    LOCKED = "tam-khoa"
    CLOSED = "da-khoa"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    AccountState.IN_USE: "Đang dùng",
    AccountState.NEW: "Chưa đăng nhập lần nào",
    AccountState.LOCKED: "Tạm khóa vì nhập sai",
    AccountState.CLOSED: "Đã khóa",
}


@dataclass(frozen=True)
class AccountRow:
    id: int
    username: str
    name: str
    phone: str
    last_login_at: datetime | None
    state: AccountState


@dataclass(frozen=True)
class RoleRow:
    """A role of an account; `counts` says whether it holds today."""

    membership_id: int
    user_id: int
    unit_id: int
    unit: str
    role: str
    valid_from: date | None
    valid_to: date | None
    counts: bool

    @property
    def words(self) -> str:
        """Chuyên viên tổng hợp, Ban Tuyên giáo."""
        return f"{Role(self.role).label}, {self.unit}"


@dataclass(frozen=True)
class Wanted:
    words: str = ""
    unit_id: int = 0
    role: str = ""
    state: str = ""


# Roles of people of units; whoever holds another one is kept by an administrator only.
_UNIT_SIDE = (*UNIT_ROLES, Role.COORDINATOR)


def kept_by(actor: Actor) -> list[ColumnElement[bool]]:
    """Conditions of the accounts that one may help: an administrator all, an office those who
    work for its own units in its campaigns, and for nobody else.

    Being in a campaign is not enough: whoever runs an office could choose any unit for one.
    """
    if actor.is_admin:
        return []
    reporting = (
        select(Report.unit_id)
        .join(Campaign, Campaign.id == Report.campaign_id)
        .join(Unit, Unit.id == Report.unit_id)
        .where(
            Campaign.office_id.in_(actor.units(*OFFICE_ROLES)),
            Unit.parent_id.in_(_superiors(actor)),
        )
    )
    own = and_(Membership.unit_id.in_(reporting), Membership.role.in_(_UNIT_SIDE))
    return [
        User.id.in_(select(Membership.user_id).where(own)),
        User.id.not_in(select(Membership.user_id).where(not_(own))),
    ]


def _superiors(actor: Actor) -> set[int]:
    """Above the units of the actor's offices: a committee itself, which has units below, or the
    committee that an office without any belongs to."""
    offices = actor.units(*OFFICE_ROLES)
    above = set(db.session.scalars(select(Unit.parent_id).where(Unit.parent_id.in_(offices))))
    rows = db.session.execute(select(Unit.id, Unit.parent_id).where(Unit.id.in_(offices)))
    return {row.id if row.id in above else row.parent_id for row in rows} - {None}


def is_kept_by(actor: Actor, user: User) -> bool:
    found = select(User.id).where(User.id == user.id, *kept_by(actor))
    return db.session.scalar(found) is not None


def choose(wanted: Wanted, actor: Actor) -> list[AccountRow]:
    """Those that the actor may help, by name; columns only, for there may be thousands."""
    query = select(
        User.id,
        User.username,
        User.display_name,
        User.phone,
        User.last_login_at,
        User.is_active,
        User.locked_until,
    ).order_by(User.username)
    query = query.where(*kept_by(actor))
    if wanted.unit_id or wanted.role:
        query = query.where(User.id.in_(_holding(wanted)))
    key, now = search_key(wanted.words), clock.now()
    rows = [
        AccountRow(
            row.id,
            row.username,
            row.display_name,
            row.phone,
            row.last_login_at,
            state_of(row.is_active, row.locked_until, row.last_login_at, now),
        )
        for row in db.session.execute(query)
        if not key or key in search_key(f"{row.display_name} {row.username} {row.phone}")
    ]
    return [row for row in rows if wanted.state in ("", row.state)]


def _holding(wanted: Wanted) -> Select[int]:
    query = select(Membership.user_id)
    if wanted.unit_id:
        query = query.where(Membership.unit_id == wanted.unit_id)
    return query.where(Membership.role == wanted.role) if wanted.role else query


def state_of(
    active: bool, locked_until: datetime | None, last_login: datetime | None, now: datetime
) -> AccountState:
    if not active:
        return AccountState.CLOSED
    if locked_until is not None and locked_until > now:
        return AccountState.LOCKED
    return AccountState.IN_USE if last_login else AccountState.NEW


def roles_of(user_ids: Iterable[int]) -> Mapping[int, list[RoleRow]]:
    """By account, in the order of the units."""
    found: dict[int, list[RoleRow]] = {}
    for row in _roles(Membership.user_id.in_(list(user_ids))):
        found.setdefault(row.user_id, []).append(row)
    return found


def _roles(condition: ColumnElement[bool]) -> list[RoleRow]:
    rows = db.session.execute(
        select(Membership, Unit.short_name, Unit.name)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(condition)
        .order_by(Unit.position, Unit.id, Membership.id)
    )
    today = clock.today()
    return [_role(membership, short or name, today) for membership, short, name in rows]


def _role(membership: Membership, unit: str, today: date) -> RoleRow:
    counts = (membership.valid_from or today) <= today <= (membership.valid_to or today)
    return RoleRow(
        membership.id,
        membership.user_id,
        membership.unit_id,
        unit,
        membership.role,
        membership.valid_from,
        membership.valid_to,
        counts,
    )


def people_of(unit: Unit) -> list[tuple[User, RoleRow]]:
    """Accounts with a role in a unit, those who have left too."""
    roles = _roles(Membership.unit_id == unit.id)
    users = {
        user.id: user
        for user in db.session.scalars(
            select(User).where(User.id.in_({role.user_id for role in roles}))
        )
    }
    return [(users[role.user_id], role) for role in roles]
