"""The audit log: who did what, when, from where; each line carries the hash of the one before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, BigId


class AuditEvent(Base):
    """One line of the log; written in the transaction of what it tells about."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_campaign_id_at", "campaign_id", "at"),
        Index("ix_audit_event_report_id", "report_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    actor_name: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(60), default="")
    action: Mapped[str] = mapped_column(String(60))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    previous_hash: Mapped[str] = mapped_column(String(64), default="")
    hash: Mapped[str] = mapped_column(String(64), default="")


class AuditHead(Base):
    """The hash of the last line: one row, locked while a line is added."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(String(64))
    count: Mapped[int]
