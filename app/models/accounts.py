"""Accounts and their roles by unit."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.units import Unit


class Role(StrEnum):
    """What an account may do for a unit."""

    EDITOR = "editor"
    APPROVER = "approver"
    OFFICER = "officer"
    OFFICE_LEADER = "office_leader"
    COORDINATOR = "coordinator"
    VIEWER = "viewer"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    Role.EDITOR: "Người nhập",
    Role.APPROVER: "Người duyệt",
    Role.OFFICER: "Chuyên viên tổng hợp",
    Role.OFFICE_LEADER: "Lãnh đạo ban",
    Role.COORDINATOR: "Cơ quan phối hợp",
    Role.VIEWER: "Cấp trên (xem)",
    Role.ADMIN: "Quản trị",
}


class User(Base):
    """An account. `session_version` ends every open session when it is raised."""

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(80), unique=True)
    display_name: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(60), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    must_change_password: Mapped[bool] = mapped_column(default=False)
    session_version: Mapped[int] = mapped_column(default=1)
    failed_logins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    last_login_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    totp_secret: Mapped[str] = mapped_column(String(64), default="")
    # The last 30-second step whose code was used: a code opens one session only.
    totp_step: Mapped[int] = mapped_column(default=0, server_default="0")

    memberships: Mapped[list[Membership]] = relationship(back_populates="user")


class Membership(Base):
    """A role of an account in a unit, between two dates when it is a substitution."""

    __tablename__ = "membership"
    __table_args__ = (
        Index("uq_membership_user_unit_role", "user_id", "unit_id", "role", unique=True),
        Index("ix_membership_unit_id", "unit_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[str] = mapped_column(String(30))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]

    user: Mapped[User] = relationship(back_populates="memberships")
    unit: Mapped[Unit] = relationship()
