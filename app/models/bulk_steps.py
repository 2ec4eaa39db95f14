"""Decisions about many units at once: what was asked, what came of it for each, and its undoing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class BulkStep(Base):
    """One confirmed form; `key` makes a second click the same step.

    `outcome` has an entry for each unit: report_id, done, words (why not), and for what was done
    the report's token afterwards and what it was before; `undo_outcome` likewise for the undoing.
    """

    __tablename__ = "bulk_step"
    __table_args__ = (
        Index("uq_bulk_step_key", "key", unique=True),
        Index("ix_bulk_step_campaign_id", "campaign_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    action: Mapped[str] = mapped_column(String(20))
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    outcome: Mapped[list[Any]] = mapped_column(default=list)
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    undo_outcome: Mapped[list[Any]] = mapped_column(default=list)
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
