"""What was made out of a report's prose beforehand: derived from the answers, never a source."""

from __future__ import annotations

from sqlalchemy import ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class ReportReading(Base):
    """The answers of one report taken apart. `mark` is what they were made of: the rules, the
    state of the report and the unit's names; `data` what `narrative.dump_answers` gave.

    Backups leave it out: it is made again.
    """

    __tablename__ = "report_reading"

    report_id: Mapped[int] = mapped_column(
        ForeignKey("report.id", ondelete="CASCADE"), primary_key=True
    )
    mark: Mapped[str] = mapped_column(Text)
    data: Mapped[bytes] = mapped_column(LargeBinary)
