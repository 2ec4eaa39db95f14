"""One unit's report in one campaign: state, answers with history, figures, remarks."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, BigId
from app.models.campaigns import Campaign
from app.models.units import Unit


class ReportState(StrEnum):
    """The workflow of design §6; `excluded` keeps its reason."""

    NOT_STARTED = "not_started"
    FILLING = "filling"
    AWAITING_APPROVAL = "awaiting_approval"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    EXCLUDED = "excluded"

    @property
    def label(self) -> str:
        return _STATE_LABELS[self]

    @property
    def is_open(self) -> bool:
        """Whether the unit may still write."""
        return self in _OPEN


_STATE_LABELS = {
    ReportState.NOT_STARTED: "Chưa mở",
    ReportState.FILLING: "Đang nhập",
    ReportState.AWAITING_APPROVAL: "Chờ lãnh đạo duyệt",
    ReportState.SUBMITTED: "Đã gửi",
    ReportState.RETURNED: "Bị trả lại",
    ReportState.ACCEPTED: "Đã tiếp nhận",
    ReportState.EXCLUDED: "Không phải báo cáo",
}
_OPEN = frozenset({ReportState.NOT_STARTED, ReportState.FILLING, ReportState.RETURNED})


class Report(Base):
    """A unit's report. `changes` counts saves, so that merged results know when they are stale.

    `kind` is "own" or "consolidated": a unit with subordinates files both.
    """

    __tablename__ = "report"
    __table_args__ = (
        Index("uq_report_campaign_unit_kind", "campaign_id", "unit_id", "kind", unique=True),
        Index("ix_report_unit_id", "unit_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str] = mapped_column(String(20), default="own")
    state: Mapped[str] = mapped_column(String(30), default=ReportState.NOT_STARTED)
    position: Mapped[int] = mapped_column(default=0)
    deadline_at: Mapped[datetime | None]
    excluded_reason: Mapped[str] = mapped_column(String(500), default="")
    return_reason: Mapped[str] = mapped_column(Text, default="")
    returned_sections: Mapped[list[str]] = mapped_column(default=list)
    on_behalf: Mapped[bool] = mapped_column(default=False)
    first_submitted_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    submission_key: Mapped[str] = mapped_column(String(64), default="")
    submission_count: Mapped[int] = mapped_column(default=0)
    accepted_at: Mapped[datetime | None]
    number: Mapped[str] = mapped_column(String(60), default="")
    signed_on: Mapped[date | None]
    signer: Mapped[str] = mapped_column(String(120), default="")
    changes: Mapped[int] = mapped_column(default=0)
    last_activity_at: Mapped[datetime | None]
    last_activity_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    campaign: Mapped[Campaign] = relationship()
    unit: Mapped[Unit] = relationship()


class SectionStatus(Base):
    """The unit's own word on one section: đang làm, xong, không có nội dung, cần sửa."""

    __tablename__ = "section_status"

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    section_key: Mapped[str] = mapped_column(String(120), primary_key=True)
    status: Mapped[str] = mapped_column(String(20))
    updated_at: Mapped[datetime]
    updated_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class SectionAssignment(Base):
    """A section given to a colleague or to a coordinating unit, who then sees only it."""

    __tablename__ = "section_assignment"
    __table_args__ = (Index("ix_section_assignment_unit_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    section_key: Mapped[str] = mapped_column(String(120))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    created_at: Mapped[datetime]


class Answer(Base):
    """The current value of one field. `tab` and `seq` let a browser tab repeat its own save."""

    __tablename__ = "answer"

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    field_key: Mapped[str] = mapped_column(String(120), primary_key=True)
    value: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(default=1)
    tab: Mapped[str] = mapped_column(String(40), default="")
    seq: Mapped[int] = mapped_column(default=0)
    origin: Mapped[str] = mapped_column(String(20), default="typed")
    unread: Mapped[bool] = mapped_column(default=False)
    updated_at: Mapped[datetime]
    updated_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class AnswerRevision(Base):
    """Every value an answer ever had. `group_key` ties the revisions of one import together."""

    __tablename__ = "answer_revision"
    __table_args__ = (
        Index(
            "uq_answer_revision_report_field_revision",
            "report_id",
            "field_key",
            "revision",
            unique=True,
        ),
        Index("ix_answer_revision_group_key", "group_key"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    field_key: Mapped[str] = mapped_column(String(120))
    revision: Mapped[int]
    value: Mapped[dict[str, Any]]
    origin: Mapped[str] = mapped_column(String(20), default="typed")
    group_key: Mapped[str | None] = mapped_column(String(40))
    saved_at: Mapped[datetime]
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class Figure(Base):
    """A numeric answer or cell as a row that SQL can sum; clustered by field, not by report.

    `accepted` repeats the report's state so that a national sum is one GROUP BY without a join;
    services.reports sets it in the transaction of every transition.
    """

    __tablename__ = "figure"
    __table_args__ = (
        Index("ix_figure_report_id_field_key", "report_id", "field_key"),
        {"sqlite_with_rowid": False},
    )

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    field_key: Mapped[str] = mapped_column(String(120), primary_key=True)
    row_key: Mapped[str] = mapped_column(String(80), primary_key=True, default="")
    column_key: Mapped[str] = mapped_column(String(80), primary_key=True, default="")
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    value: Mapped[Decimal | None]
    state: Mapped[str] = mapped_column(String(20), default="value")
    estimated: Mapped[bool] = mapped_column(default=False, server_default=false())
    accepted: Mapped[bool] = mapped_column(default=False, server_default=false())


class Remark(Base):
    """A comment on a report, section or field, with replies; `kind` is 'return' or 'talk'."""

    __tablename__ = "remark"
    __table_args__ = (Index("ix_remark_report_id_section_key", "report_id", "section_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    section_key: Mapped[str] = mapped_column(String(120), default="")
    field_key: Mapped[str] = mapped_column(String(120), default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("remark.id"))
    kind: Mapped[str] = mapped_column(String(20), default="talk")
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class Attachment(Base):
    """A file of a report (signed scan, evidence, original Word), stored by content hash.

    `row_key` is the id of the row of a list (a cited document) whose file it is."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_report_id", "report_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    field_key: Mapped[str] = mapped_column(String(120), default="")
    row_key: Mapped[str] = mapped_column(String(40), default="")
    purpose: Mapped[str] = mapped_column(String(30), default="evidence")
    name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    removed_at: Mapped[datetime | None]
