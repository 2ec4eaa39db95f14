"""Mail waiting to leave: written in the transaction of what it tells, sent by its own worker."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class MailState(StrEnum):
    """`sending` is being handed over; `unclear` was, and nobody knows whether it was taken: it is
    not sent again by itself."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCLEAR = "unclear"

    @property
    def label(self) -> str:
        return {
            "waiting": "Đang chờ gửi",
            "sending": "Đang gửi",
            "sent": "Đã gửi",
            "failed": "Không gửi được",
            "unclear": "Không rõ đã đi hay chưa",
        }[self.value]


class OutgoingMail(Base):
    """One letter to one address; `key` makes it happen once."""

    __tablename__ = "outgoing_mail"
    __table_args__ = (
        Index("ix_outgoing_mail_state_next_try_at", "state", "next_try_at"),
        Index("ix_outgoing_mail_campaign_id", "campaign_id"),
        Index("uq_outgoing_mail_key", "key", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str | None] = mapped_column(String(160))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))
    recipient: Mapped[str] = mapped_column(String(200))
    reply_to: Mapped[str] = mapped_column(String(200), default="")
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20), default=MailState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    last_error: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    sent_at: Mapped[datetime | None]
