"""Long work (exports, large merges), finished files, and notices to people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Job(Base):
    """The truth about one piece of long work; the queue only wakes a worker."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_campaign_id", "campaign_id"), Index("ix_job_state", "state"))

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(String(300), default="")
    heartbeat_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    result_sha256: Mapped[str] = mapped_column(String(64), default="")
    result_name: Mapped[str] = mapped_column(String(255), default="")
    result_type: Mapped[str] = mapped_column(String(100), default="")
    error: Mapped[str] = mapped_column(Text, default="")
    requested_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class Notice(Base):
    """Something that happened and concerns one person: returned, commented, deadline moved."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_user_id_read_at", "user_id", "read_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(String(500))
    link: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class Reminder(Base):
    """Who was reminded (đôn đốc) when and how; `key` makes an automatic one happen once."""

    __tablename__ = "reminder"
    __table_args__ = (
        Index("ix_reminder_report_id", "report_id"),
        Index("uq_reminder_key", "key", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    channel: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    key: Mapped[str | None] = mapped_column(String(120))
    sent_at: Mapped[datetime]
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
