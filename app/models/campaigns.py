"""Outline versions kept in the database and the campaigns (đợt báo cáo) that pin them."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, ForeignKey, Index, String, Text, event, inspect
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from app.models.base import Base
from app.models.units import Unit


class OutlineState(StrEnum):
    DRAFT = "draft"
    RELEASED = "released"
    ARCHIVED = "archived"
    """Released once and still used where it is; no longer offered."""

    @property
    def label(self) -> str:
        return {"draft": "Đang soạn", "released": "Đã phát hành", "archived": "Đã lưu trữ"}[
            self.value
        ]


class OutlineVersion(Base):
    """The source text of one outline version; released ones are frozen, proven by `sha256`."""

    __tablename__ = "outline_version"
    __table_args__ = (
        Index("uq_outline_version_outline_id_version", "outline_id", "version", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    outline_id: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(500))
    # Long, and wanted only once a process: lists of versions leave it out.
    source: Mapped[str] = mapped_column(Text, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(20), default=OutlineState.RELEASED)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


@event.listens_for(OutlineVersion, "before_update")
def _refuse_changed_release(
    _mapper: Mapper[OutlineVersion], _connection: Connection, version: OutlineVersion
) -> None:
    """A released text never changes, whoever asks: answers hang on its keys."""
    history = inspect(version).attrs
    before = history.state.history.deleted or history.state.history.unchanged
    changed = [name for name in _FROZEN if history[name].history.has_changes()]
    if changed and before and before[0] != OutlineState.DRAFT:
        raise ValueError(f"a released outline does not change: {', '.join(changed)}")


_FROZEN = ("outline_id", "version", "source", "sha256")


class CampaignState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return {"draft": "Đang chuẩn bị", "published": "Đang thực hiện", "closed": "Đã kết thúc"}[
            self.value
        ]


class Campaign(Base):
    """Outline version × collecting unit × period × deadline × expected units.

    `collector` issues the merged report (Huyện ủy); `office` does the work (Ban Tuyên giáo).
    `deadline_at` is the instant derived from date, hour and the inclusive switch.
    """

    __tablename__ = "campaign"
    __table_args__ = (
        # One campaign a period of a plan, whoever prepares it and however often.
        Index("uq_campaign_plan_id_plan_period", "plan_id", "plan_period", unique=True),
        Index("ix_campaign_office_id", "office_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(500))
    outline_version_id: Mapped[int] = mapped_column(ForeignKey("outline_version.id"))
    collector_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("campaign_plan.id"))
    plan_period: Mapped[str | None] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), default=CampaignState.DRAFT)
    period_label: Mapped[str] = mapped_column(String(120), default="")
    period_from: Mapped[date | None]
    period_to: Mapped[date | None]
    as_of: Mapped[date | None]
    estimates_allowed: Mapped[bool] = mapped_column(default=True)
    deadline_date: Mapped[date | None]
    deadline_time: Mapped[time | None]
    deadline_inclusive: Mapped[bool] = mapped_column(default=False)
    deadline_at: Mapped[datetime | None]
    contact: Mapped[str] = mapped_column(String(300), default="")
    contact_phone: Mapped[str] = mapped_column(String(60), default="")
    basis: Mapped[list[Any]] = mapped_column(default=list)
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    outline_version: Mapped[OutlineVersion] = relationship()
    collector: Mapped[Unit] = relationship(foreign_keys=[collector_id])
    office: Mapped[Unit] = relationship(foreign_keys=[office_id])
