"""Accounts as an administrator keeps them: made, renamed, given roles and codes, locked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.extensions import db
from app.models import Membership, Role, Unit, User
from app.services import account_list, accounts, audit, clock, memberships, units
from app.services.actors import Actor
from app.services.errors import Invalid, NotFound, Refused
from app.services.passwords import Passwords, new_code
from forms import clean_line


@dataclass(frozen=True)
class Slip:
    """What is printed and handed over; the code exists nowhere else."""

    unit: str
    name: str
    username: str
    role: str
    code: str


def get_user(user_id: int) -> User:
    """Raises NotFound."""
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound("Không tìm thấy tài khoản này.")
    return user


def create(
    username: str,
    name: str,
    unit: Unit,
    role: Role,
    *,
    actor: Actor,
    passwords: Passwords,
    phone: str = "",
    email: str = "",
) -> Slip:
    """An account with one role and a one-time code. Raises Invalid."""
    if not clean_line(name):
        raise Invalid("Hãy ghi họ tên hoặc chức danh.")
    user, code = accounts.add_user(
        username or default_name(unit, role),
        name,
        actor=actor,
        passwords=passwords,
        phone=phone,
        email=email,
    )
    accounts.grant(user, unit, role, actor=actor)
    return Slip(unit.name, user.display_name, user.username, role.label, code)


_ENDINGS = {
    Role.EDITOR: "",
    Role.APPROVER: ".duyet",
    Role.OFFICER: ".tonghop",
    Role.OFFICE_LEADER: ".lanhdao",
    Role.COORDINATOR: ".phoihop",
    Role.VIEWER: ".xem",
    Role.ADMIN: ".quantri",
}


def default_name(unit: Unit, role: Role) -> str:
    """The unit's code, with an ending for all but those who fill in."""
    return f"{unit.code}{_ENDINGS[role]}"


def change(user: User, *, name: str, phone: str, email: str, actor: Actor) -> None:
    """Raises Invalid."""
    accounts.checked_name(user.username, name)
    changes = {
        "display_name": clean_line(name),
        "phone": clean_line(phone),
        "email": clean_line(email),
    }
    if not changes["display_name"]:
        raise Invalid("Hãy ghi họ tên hoặc chức danh.")
    changed = [key for key, value in changes.items() if getattr(user, key) != value]
    for key in changed:
        setattr(user, key, changes[key])
    if changed:
        audit.record("account.changed", actor, username=user.username, fields=changed)


def give_role(
    user: User,
    unit: Unit,
    role: Role,
    *,
    actor: Actor,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Membership:
    """A role for good, or between two days while somebody is away; given again, its days change.
    Raises Invalid."""
    if valid_from and valid_to and valid_from > valid_to:
        raise Invalid("“Từ ngày” phải trước “Đến hết ngày”.")
    if valid_to and valid_to < clock.today():
        raise Invalid("“Đến hết ngày” đã qua.")
    membership = accounts.grant(user, unit, role, actor=actor)
    if (membership.valid_from, membership.valid_to) != (valid_from, valid_to):
        membership.valid_from, membership.valid_to = valid_from, valid_to
        audit.record(
            "account.role_dated",
            actor,
            unit_id=unit.id,
            username=user.username,
            role=role.value,
            valid_from=_day(valid_from),
            valid_to=_day(valid_to),
        )
    return membership


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def take_role(user: User, membership_id: int, *, actor: Actor) -> None:
    """At once: open sessions of the account end. Raises NotFound, Refused."""
    membership = db.session.get(Membership, membership_id)
    if membership is None or membership.user_id != user.id:
        raise NotFound("Tài khoản này không còn vai đó.")
    if membership.role == Role.ADMIN:
        _require_other_admin(user)
    accounts.revoke(membership, actor=actor)


def lock(user: User, *, actor: Actor) -> None:
    """Nobody signs in with it any more, open sessions end. Raises Refused."""
    if user.id == actor.id:
        raise Refused("Không tự khóa tài khoản đang dùng được.")
    if any(membership.role == Role.ADMIN for membership in user.memberships):
        _require_other_admin(user)
    accounts.set_active(user, False, actor=actor)


def unlock(user: User, *, actor: Actor) -> None:
    """Also after too many wrong passwords."""
    if not user.is_active:
        accounts.set_active(user, True, actor=actor)
    if accounts.is_locked(user):
        user.failed_logins, user.locked_until = 0, None
        audit.record("account.unlocked", actor, username=user.username)


def _require_other_admin(user: User) -> None:
    others = db.session.scalar(
        select(User.id)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.role == Role.ADMIN,
            User.id != user.id,
            User.is_active.is_(True),
            *memberships.valid_today(),
        )
        .limit(1)
    )
    if others is None:
        raise Refused("Đây là quản trị cuối cùng. Hãy giao vai quản trị cho người khác trước.")


def give_codes(user_ids: Iterable[int], *, actor: Actor, passwords: Passwords) -> list[Slip]:
    """A new one-time code for each that the actor may help; their passwords and open sessions
    end. Raises Invalid."""
    users = db.session.scalars(
        select(User).where(
            User.id.in_(list(user_ids)), User.is_active.is_(True), *account_list.kept_by(actor)
        )
    ).all()
    if not users:
        raise Invalid("Hãy đánh dấu ít nhất một tài khoản đang dùng được.")
    slips, lines = [], []
    for user in users:
        code = new_code()
        user.password_hash, user.must_change_password = passwords.hash_code(code), True
        user.failed_logins, user.locked_until = 0, None
        user.session_version += 1
        details = {"username": user.username, "one_time": True}
        lines.append(audit.Line("account.password_set", details=details))
        slips.append((user, code))
    audit.record_many(actor, lines)
    return _slips(slips)


def _slips(coded: Sequence[tuple[User, str]]) -> list[Slip]:
    """In the order of the units."""
    rows = db.session.execute(
        select(Membership.user_id, Membership.role, Unit.name)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Membership.user_id.in_([user.id for user, _ in coded]))
        .order_by(Unit.position.desc(), Unit.id.desc(), Membership.id.desc())
    )
    # The first unit of each in the order of the tree: later rows replace earlier ones.
    places = {user_id: (place, role, unit) for place, (user_id, role, unit) in enumerate(rows)}
    ordered = sorted(coded, key=lambda pair: -places.get(pair[0].id, (0,))[0])
    return [_slip(user, code, places.get(user.id)) for user, code in ordered]


def _slip(user: User, code: str, place: tuple[int, str, str] | None) -> Slip:
    role, unit = (Role(place[1]).label, place[2]) if place else ("", "Chưa có đơn vị")
    return Slip(unit, user.display_name, user.username, role, code)


def unit_by_code(code: str) -> Unit:
    """Raises Invalid in words for a form."""
    found = units.find_unit(clean_line(code).lower())
    if found is None:
        raise Invalid(f"Không có đơn vị mang mã “{clean_line(code)}”. Hãy chọn trong danh sách.")
    return found
