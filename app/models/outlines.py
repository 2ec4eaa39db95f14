"""Outlines being written: whose draft it is, and every text it had, so that steps can be undone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, BigId
from app.models.campaigns import OutlineVersion
from app.models.units import Unit


class OutlineDraft(Base):
    """What belongs to a version made on the pages: its office, its note, the text shown now.

    `revision` points at the revision that is shown: undoing moves it back, nothing is erased.
    """

    __tablename__ = "outline_draft"
    __table_args__ = (Index("ix_outline_draft_office_id", "office_id"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("outline_version.id"), primary_key=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey("outline_version.id"))
    note: Mapped[str] = mapped_column(String(300), default="")
    revision: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
    updated_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    released_at: Mapped[datetime | None]

    version: Mapped[OutlineVersion] = relationship(foreign_keys=[version_id])
    office: Mapped[Unit | None] = relationship(foreign_keys=[office_id])


class OutlineDraftRevision(Base):
    """One text a draft had; `previous` is the number of the text that was changed into it."""

    __tablename__ = "outline_draft_revision"
    __table_args__ = (
        Index("uq_outline_draft_revision_version_number", "version_id", "number", unique=True),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("outline_version.id"))
    number: Mapped[int]
    previous: Mapped[int | None]
    source: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(String(300), default="")
    saved_at: Mapped[datetime]
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
