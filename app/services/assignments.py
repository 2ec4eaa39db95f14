"""Sections given to colleagues or coordinating units, who then see and fill only those."""

from __future__ import annotations

from sqlalchemy import delete, select

from app.extensions import db
from app.models import SectionAssignment, Unit, User
from app.services import clock, reports
from app.services.actors import Actor
from app.services.answer_places import find_section
from app.services.errors import NotFound
from app.services.reports import ReportRef


def may_open(actor: Actor, ref: ReportRef) -> bool:
    """Who reads the whole report, and who was given a section of it."""
    return reports.may_read(actor, ref) or bool(reports.assigned_sections(actor, ref.id))


def may_fill(actor: Actor, ref: ReportRef) -> bool:
    return reports.may_write(actor, ref) or bool(reports.assigned_sections(actor, ref.id))


def may_write_section(actor: Actor, ref: ReportRef, section_key: str) -> bool:
    if reports.may_write(actor, ref):
        return True
    return section_key in reports.assigned_sections(actor, ref.id)


def require_section(actor: Actor, ref: ReportRef, section_key: str) -> None:
    """Raises NotFound for a section that this account may not write."""
    if not may_write_section(actor, ref, section_key):
        raise NotFound("Mục này không được giao cho anh/chị.")


def require_reading(actor: Actor, ref: ReportRef, section_key: str) -> None:
    """Raises NotFound for a section that this account may not read."""
    if not reports.may_read(actor, ref):
        require_section(actor, ref, section_key)


def of_report(report_id: int) -> list[SectionAssignment]:
    return list(
        db.session.scalars(
            select(SectionAssignment)
            .where(SectionAssignment.report_id == report_id)
            .order_by(SectionAssignment.id)
        )
    )


def assign(
    ref: ReportRef, section_key: str, *, user: User | None = None, unit: Unit | None = None
) -> SectionAssignment:
    """Give a section to one account or to a coordinating unit. Raises NotFound."""
    find_section(ref, section_key)
    if (user is None) == (unit is None):
        raise NotFound("Hãy chọn một người hoặc một đơn vị để giao.")
    known = [a for a in of_report(ref.id) if a.section_key == section_key]
    for assignment in known:
        if (assignment.user_id, assignment.unit_id) == (
            user.id if user else None,
            unit.id if unit else None,
        ):
            return assignment
    made = SectionAssignment(
        report_id=ref.id,
        section_key=section_key,
        user_id=user.id if user else None,
        unit_id=unit.id if unit else None,
        created_at=clock.now(),
    )
    db.session.add(made)
    return made


def withdraw(report_id: int, assignment_id: int) -> None:
    db.session.execute(
        delete(SectionAssignment).where(
            SectionAssignment.id == assignment_id, SectionAssignment.report_id == report_id
        )
    )
