"""The optional second step of signing in: a six-figure code of the time (TOTP, RFC 6238).

Every code opens one session only; wrong ones count as wrong passwords do. Whoever loses the
telephone is let in again by an administrator, who turns it off.
"""

from __future__ import annotations

import hmac
import re

import pyotp
from sqlalchemy import select

from app.extensions import db
from app.models import User
from app.services import accounts, audit, clock
from app.services.accounts import SignInRefused
from app.services.actors import Actor
from app.services.errors import Invalid

ISSUER = "Báo cáo công tác Đảng"
SECONDS = 30
_SECRET = re.compile("[A-Z2-7]{32}")
# A clock of a telephone may be half a minute off.
_NEAR = (-1, 0, 1)


def new_secret() -> str:
    return pyotp.random_base32()


def is_secret(text: str) -> bool:
    return _SECRET.fullmatch(text) is not None


def address_of(user: User, secret: str) -> str:
    """What an authenticator on the same telephone opens by itself (otpauth://…)."""
    return pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name=ISSUER)


def turn_on(user: User, secret: str, code: str, *, actor: Actor) -> None:
    """From now on a code is asked for; other open sessions end. Raises Invalid."""
    if user.totp_secret:
        raise Invalid("Mã xác thực hai lớp đang bật rồi.")
    if not is_secret(secret):
        raise Invalid("Khóa không đúng. Hãy tải lại trang rồi làm lại từ đầu.")
    step = _step_of(secret, code, after=0)
    if not step:
        raise Invalid(
            "Mã chưa đúng. Hãy xem đồng hồ của điện thoại có đúng giờ không, rồi thử lại."
        )
    user.totp_secret, user.totp_step = secret, step
    user.session_version += 1
    audit.record("account.second_factor_on", actor, username=user.username)


def turn_off(user: User, *, actor: Actor) -> None:
    """By its owner after a code, or by an administrator. Raises Invalid."""
    if not user.totp_secret:
        raise Invalid("Tài khoản không bật mã xác thực hai lớp.")
    user.totp_secret, user.totp_step = "", 0
    audit.record("account.second_factor_off", actor, username=user.username)


def use_code(user: User, code: str) -> bool:
    """Whether the code is right and new; it is used up then."""
    step = _step_of(user.totp_secret, code, after=user.totp_step)
    if not step:
        return False
    user.totp_step = step
    return True


def _step_of(secret: str, code: str, *, after: int) -> int:
    """The half minute whose code this is, 0 for none; those up to `after` are used up."""
    typed = "".join(code.split())
    now = int(clock.now().timestamp()) // SECONDS
    totp = pyotp.TOTP(secret)
    for step in (now + near for near in _NEAR):
        if step > after and hmac.compare_digest(totp.generate_otp(step).encode(), typed.encode()):
            return step
    return 0


def sign_in(
    user_id: int, session_version: int, code: str, *, allowed_failures: int, lock_minutes: int
) -> User:
    """The second step, after the password. Raises SignInRefused; the caller commits also then."""
    user = db.session.scalar(select(User).where(User.id == user_id).with_for_update())
    if user is None or not user.is_active or user.session_version != session_version:
        raise SignInRefused("Phiên đăng nhập đã hết. Hãy nhập lại tên đăng nhập và mật khẩu.")
    if accounts.is_locked(user):
        raise SignInRefused(
            f"Nhập sai nhiều lần nên tài khoản tạm khóa {lock_minutes} phút. Hãy thử lại sau."
        )
    if not use_code(user, code):
        accounts.count_failure(user, allowed_failures, lock_minutes)
        raise SignInRefused("Mã chưa đúng hoặc đã dùng. Hãy nhập mã đang hiện trên điện thoại.")
    accounts.enter(user)
    return user
