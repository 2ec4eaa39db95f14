"""The first things in an empty installation: the issuing unit, its office, an administrator."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.models import Role, Unit
from app.services import accounts, outlines, unit_fields, units
from app.services.actors import SYSTEM
from app.services.errors import Refused
from app.services.passwords import Passwords


@dataclass(frozen=True)
class FirstSteps:
    """`code` opens the administrator's account once."""

    issuer: Unit
    office: Unit
    outlines: int
    code: str


def set_up(issuer: str, office: str, username: str, *, passwords: Passwords) -> FirstSteps:
    """Everything else is entered on the pages. Raises Refused when there are units, Invalid."""
    if db.session.scalar(select(Unit.id).limit(1)) is not None:
        raise Refused("Hệ thống đã có đơn vị. Hãy dùng trang Đơn vị và Tài khoản.")
    above = units.add_unit(unit_fields.code_from(issuer), issuer, actor=SYSTEM)
    below = units.add_unit(unit_fields.code_from(office), office, actor=SYSTEM, parent_id=above.id)
    name = "Quản trị hệ thống"
    user, code = accounts.add_user(username, name, actor=SYSTEM, passwords=passwords)
    accounts.grant(user, above, Role.ADMIN, actor=SYSTEM)
    kept = outlines.register_library(SYSTEM)
    return FirstSteps(above, below, len(kept), code)
