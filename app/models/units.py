"""The tree of units (đơn vị). Levels and kinds are data; nothing is ever deleted."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base


class Unit(Base):
    """A Party committee, office, department or organisation, valid between two dates.

    `letterhead` holds parent_line, issuer_line, symbol, place, authority, position, signer.
    """

    __tablename__ = "unit"
    __table_args__ = (Index("ix_unit_parent_id_position", "parent_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    short_name: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[str] = mapped_column(String(60), default="")
    level_label: Mapped[str] = mapped_column(String(80), default="")
    tags: Mapped[list[str]] = mapped_column(default=list)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    position: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    letterhead: Mapped[dict[str, Any]] = mapped_column(default=dict)
    phone: Mapped[str] = mapped_column(String(60), default="")
    search_key: Mapped[str] = mapped_column(String(400), default="")

    parent: Mapped[Unit | None] = relationship(foreign_keys=[parent_id], remote_side=[id])
    successor: Mapped[Unit | None] = relationship(foreign_keys=[successor_id], remote_side=[id])

    @property
    def label(self) -> str:
        return self.short_name or self.name

    def valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


class UnitSuccession(Base):
    """A unit that another one follows: merged into it, split into it, renamed, dissolved.

    `Unit.successor_id` names the chief successor; the figures of all predecessors together are
    what a merged unit had last period.
    """

    __tablename__ = "unit_succession"
    __table_args__ = (
        Index("uq_unit_succession_pair", "predecessor_id", "successor_id", unique=True),
        Index("ix_unit_succession_successor_id", "successor_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    predecessor_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    successor_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str] = mapped_column(String(20))
    effective_on: Mapped[date]
    note: Mapped[str] = mapped_column(String(300), default="")
