"""Campaigns that come again (quý, 6 tháng, năm) or are planned for a day of the year."""

from __future__ import annotations

from datetime import datetime, time
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.campaigns import OutlineVersion
from app.models.units import Unit


class Rhythm(StrEnum):
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    ONCE = "once"

    @property
    def label(self) -> str:
        return {
            "quarter": "Hằng quý",
            "half_year": "6 tháng",
            "year": "Hằng năm",
            "once": "Một lần",
        }[self.value]


class CampaignPlan(Base):
    """When a campaign is due: `due_day` of the last month of a quarter, or of `due_month`.

    `lead_days` before the deadline a draft campaign is prepared, for the units of `unit_kinds`
    or, when there are none, for those of the campaign before it.
    """

    __tablename__ = "campaign_plan"
    __table_args__ = (Index("ix_campaign_plan_office_id", "office_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(400))
    office_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    collector_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    outline_version_id: Mapped[int] = mapped_column(ForeignKey("outline_version.id"))
    rhythm: Mapped[str] = mapped_column(String(20))
    due_day: Mapped[int]
    due_month: Mapped[int | None]
    due_year: Mapped[int | None]
    due_time: Mapped[time | None]
    inclusive: Mapped[bool] = mapped_column(default=False)
    lead_days: Mapped[int] = mapped_column(default=21)
    unit_kinds: Mapped[list[str]] = mapped_column(default=list)
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    office: Mapped[Unit] = relationship(foreign_keys=[office_id])
    collector: Mapped[Unit] = relationship(foreign_keys=[collector_id])
    outline_version: Mapped[OutlineVersion] = relationship()
