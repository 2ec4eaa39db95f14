"""The editable merged report (dự thảo): sections, blocks with their sources, history."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, BigId
from app.models.campaigns import Campaign


class DraftState(StrEnum):
    WRITING = "writing"
    CONSULTING = "consulting"
    CLOSED = "closed"
    ISSUED = "issued"

    @property
    def label(self) -> str:
        return {
            "writing": "Đang soạn",
            "consulting": "Đang xin ý kiến",
            "closed": "Đã chốt",
            "issued": "Đã ban hành",
        }[self.value]


class Draft(Base):
    """One version of a campaign's draft. `merged_stamp` says which answers it was merged from."""

    __tablename__ = "draft"
    __table_args__ = (Index("uq_draft_campaign_version", "campaign_id", "version", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(20), default=DraftState.WRITING)
    times_circulated: Mapped[int] = mapped_column(default=1)
    include_submitted: Mapped[bool] = mapped_column(default=False)
    merged_at: Mapped[datetime | None]
    merged_stamp: Mapped[str] = mapped_column(String(64), default="")
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    number: Mapped[str] = mapped_column(String(60), default="")
    issued_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    campaign: Mapped[Campaign] = relationship()


class DraftSection(Base):
    """What re-merging must remember of one section beside its blocks."""

    __tablename__ = "draft_section"

    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    section_key: Mapped[str] = mapped_column(String(120), primary_key=True)
    touched: Mapped[bool] = mapped_column(default=False)
    used_ids: Mapped[list[str]] = mapped_column(default=list)
    rules: Mapped[list[Any]] = mapped_column(default=list)
    tray: Mapped[list[Any]] = mapped_column(default=list)
    source_stamp: Mapped[str] = mapped_column(String(64), default="")


class DraftBlock(Base):
    """One paragraph, list, table or figure sentence of the draft; knows where it came from."""

    __tablename__ = "draft_block"
    __table_args__ = (
        Index("uq_draft_block_draft_section_key", "draft_id", "section_key", "key", unique=True),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"))
    section_key: Mapped[str] = mapped_column(String(120))
    key: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(30))
    state: Mapped[str] = mapped_column(String(20))
    approved: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str] = mapped_column(Text)
    base_text: Mapped[str] = mapped_column(Text, default="")
    # As the engine writes members: one text, or pairs.
    base_members: Mapped[str | list[Any]] = mapped_column(JSON, default=list)
    theirs: Mapped[dict[str, Any] | None]
    meta: Mapped[dict[str, Any]] = mapped_column(default=dict)
    shown_text: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    tab: Mapped[str] = mapped_column(String(40), default="")
    seq: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime]
    updated_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class DraftBlockRevision(Base):
    """Every text a block ever had."""

    __tablename__ = "draft_block_revision"
    __table_args__ = (Index("ix_draft_block_revision_block_id", "block_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    block_id: Mapped[int] = mapped_column(BigId)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"))
    revision: Mapped[int]
    action: Mapped[str] = mapped_column(String(30))
    text: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime]
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class DraftSnapshot(Base):
    """The whole draft at one moment: named by a person, or taken before a re-merge."""

    __tablename__ = "draft_snapshot"
    __table_args__ = (Index("ix_draft_snapshot_draft_id", "draft_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"))
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20), default="named")
    data: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class DraftComment(Base):
    """A comment on a block, with replies."""

    __tablename__ = "draft_comment"
    __table_args__ = (Index("ix_draft_comment_draft_id", "draft_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"))
    section_key: Mapped[str] = mapped_column(String(120))
    block_key: Mapped[str] = mapped_column(String(60), default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("draft_comment.id"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    resolved_at: Mapped[datetime | None]
