"""Signing in, lock-out, passwords and roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from app.extensions import db
from app.models import Membership, Role, Unit, User
from app.services import audit, clock
from app.services.actors import SYSTEM, Actor, actor_of
from app.services.errors import Invalid, NotFound
from app.services.passwords import Passwords, new_code, password_problem
from forms import clean_line

LONGEST_NAME, LONGEST_DISPLAY_NAME = 80, 200
WRONG = "Sai tên đăng nhập hoặc mật khẩu."


class SignInRefused(Invalid):
    """Wrong password, locked or inactive account; the message says what to do."""


@dataclass(frozen=True)
class Proof:
    """The hash a password was checked against; `rehashed` replaces it when costs have changed."""

    stored: str
    correct: bool
    rehashed: str = ""


def stored_hash(username: str) -> str:
    """What a password is checked against; "" for an unknown account."""
    return (
        db.session.scalar(select(User.password_hash).where(User.username == _name(username))) or ""
    )


def check_password(stored: str, password: str, passwords: Passwords) -> Proof:
    """Slow on purpose, so never inside a transaction: everybody's saves would wait for it."""
    correct = passwords.verify(stored, password)
    old = correct and passwords.needs_rehash(stored)
    return Proof(stored, correct, passwords.hash(password) if old else "")


def sign_in(username: str, proof: Proof, *, allowed_failures: int, lock_minutes: int) -> User:
    """Take a checked password. Raises SignInRefused; counts failures, locks after too many.

    An unknown name, a wrong password and a locked account get the same words, so that nobody
    learns which accounts exist. An account with a second factor is not signed in yet: see
    second_factor.sign_in. The caller commits also after a refusal, else failures would not be
    counted.
    """
    # Locked: attempts at the same moment are counted one by one.
    user = db.session.scalar(select(User).where(User.username == _name(username)).with_for_update())
    refused = SignInRefused(
        f"{WRONG} Sau {allowed_failures} lần sai liên tiếp, tài khoản tạm khóa "
        f"{lock_minutes} phút: trong lúc đó nhập đúng cũng chưa vào được. "
        "Nếu quên mật khẩu, hãy gọi cho Ban Tuyên giáo để được cấp mã mới."
    )
    if user is None or is_locked(user):
        raise refused
    if not (proof.correct and user.password_hash == proof.stored):
        count_failure(user, allowed_failures, lock_minutes)
        raise refused
    if not user.is_active:
        raise SignInRefused("Tài khoản đã ngừng sử dụng. Vui lòng liên hệ Ban Tuyên giáo.")
    user.password_hash = proof.rehashed or user.password_hash
    if not user.totp_secret:
        enter(user)
    return user


def enter(user: User) -> None:
    """The last step of signing in is done."""
    user.failed_logins, user.locked_until, user.last_login_at = 0, None, clock.now()
    audit.record("account.signed_in", actor_of(user, clock.today()))


def is_locked(user: User) -> bool:
    """Whether too many failures keep the account out for now."""
    return user.locked_until is not None and user.locked_until > clock.now()


def count_failure(user: User, allowed: int, lock_minutes: int) -> None:
    user.failed_logins += 1
    if user.failed_logins >= allowed:
        user.failed_logins = 0
        user.locked_until = clock.now() + timedelta(minutes=lock_minutes)
        audit.record("account.locked", SYSTEM, username=user.username)


def find_user(username: str) -> User | None:
    return db.session.scalar(select(User).where(User.username == _name(username)))


def _name(username: str) -> str:
    return clean_line(username).lower()


def get_user(username: str) -> User:
    """Raises NotFound."""
    user = find_user(username)
    if user is None:
        raise NotFound(f"Không có tài khoản “{username}”.")
    return user


def add_user(
    username: str,
    display_name: str,
    *,
    actor: Actor,
    passwords: Passwords,
    password: str | None = None,
    phone: str = "",
    email: str = "",
) -> tuple[User, str]:
    """Create an account; without a password it gets a one-time code, which is returned.

    Raises Invalid when the name is taken or unusable.
    """
    secret = password or new_code()
    hashed = passwords.hash(password) if password else passwords.hash_code(secret)
    user = add_known_user(username, display_name, hashed, actor=actor)
    user.phone, user.email = clean_line(phone), clean_line(email)
    user.must_change_password = password is None
    return user, secret


def add_known_user(username: str, display_name: str, password_hash: str, *, actor: Actor) -> User:
    """Create an account whose password is hashed already. Raises Invalid as `add_user`."""
    name = checked_name(username, display_name)
    if find_user(name) is not None:
        raise Invalid(f"Tên đăng nhập “{name}” đã có người dùng.")
    user = User(
        username=name,
        display_name=clean_line(display_name) or name,
        password_hash=password_hash,
        created_at=clock.now(),
    )
    db.session.add(user)
    # The id is needed by the audit line and by memberships.
    db.session.flush()
    audit.record("account.created", actor, username=name)
    return user


def checked_name(username: str, display_name: str) -> str:
    """The name under which an account is kept. Raises Invalid for an unusable one."""
    name = _name(username)
    if len(name) > LONGEST_NAME or len(display_name) > LONGEST_DISPLAY_NAME:
        raise Invalid("Tên đăng nhập tối đa 80 ký tự, họ tên hoặc chức danh tối đa 200 ký tự.")
    if not name or any(char in name for char in " /\\<>\"'"):
        raise Invalid("Tên đăng nhập chỉ gồm chữ, số, dấu chấm, gạch; không có dấu cách.")
    return name


def set_password(
    user: User, password: str, *, actor: Actor, passwords: Passwords, one_time: bool = False
) -> None:
    """Set a password and end all open sessions. Raises Invalid when it is too weak."""
    problem = None if one_time else password_problem(password, user.username)
    if problem:
        raise Invalid(problem)
    user.password_hash = passwords.hash_code(password) if one_time else passwords.hash(password)
    user.must_change_password = one_time
    user.failed_logins, user.locked_until = 0, None
    user.session_version += 1
    audit.record("account.password_set", actor, username=user.username, one_time=one_time)


def reset_password(user: User, *, actor: Actor, passwords: Passwords) -> str:
    """Give a one-time code; the owner must choose a password at the next sign-in."""
    code = new_code()
    set_password(user, code, actor=actor, passwords=passwords, one_time=True)
    return code


def grant(user: User, unit: Unit, role: Role, *, actor: Actor) -> Membership:
    """Give a role in a unit; giving it twice changes nothing."""
    existing = db.session.scalar(
        select(Membership).where(
            Membership.user_id == user.id,
            Membership.unit_id == unit.id,
            Membership.role == role,
        )
    )
    if existing is not None:
        return existing
    membership = Membership(user_id=user.id, unit_id=unit.id, role=role.value)
    db.session.add(membership)
    audit.record(
        "account.role_given", actor, unit_id=unit.id, username=user.username, role=role.value
    )
    return membership


def revoke(membership: Membership, *, actor: Actor) -> None:
    """Take a role away; open sessions of the account end at once."""
    user = membership.user
    user.session_version += 1
    audit.record(
        "account.role_taken",
        actor,
        unit_id=membership.unit_id,
        username=user.username,
        role=membership.role,
    )
    db.session.delete(membership)


def set_active(user: User, active: bool, *, actor: Actor) -> None:
    user.is_active = active
    user.session_version += 1
    audit.record("account.active", actor, username=user.username, active=active)
