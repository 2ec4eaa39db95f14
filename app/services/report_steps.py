"""What every step of the workflow shares: lock the report, check its state, move it, log it.

Which step is allowed when is in transitions (the unit) and office_decisions (the office).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from sqlalchemy import select, update

from app.extensions import db
from app.models import AuditEvent, Figure, Remark, Report, ReportState, SectionStatus
from app.services import audit, clock
from app.services.actors import Actor
from app.services.errors import Invalid, Refused
from app.services.locking import lock_row
from forms import clean_text

OPEN_STATES = (ReportState.NOT_STARTED, ReportState.FILLING, ReportState.RETURNED)
LONGEST_REASON = 2000


def lock(report: Report) -> None:
    """Read the report again and keep others from changing it until the transaction ends."""
    lock_row(report)


def token_of(report: Report) -> str:
    """What an officer saw when the page was made; another value means somebody else decided."""
    # The same instant in one zone, whether it was just set or read back.
    deadline = report.deadline_at.astimezone(UTC).isoformat() if report.deadline_at else ""
    return f"{report.state}:{report.submission_count}:{deadline}"


def require_seen(report: Report, seen: str | None) -> None:
    """Raises Refused naming who decided meanwhile, when the page was made before that."""
    if seen and seen != token_of(report):
        raise Refused(
            f"{report.unit.label}: báo cáo vừa thay đổi – {last_step_words(report)} "
            "Hãy xem lại trang này rồi quyết định."
        )


def require(report: Report, states: Sequence[ReportState], message: str) -> None:
    if report.state not in states:
        state = ReportState(report.state).label
        raise Refused(f"{message} Trạng thái hiện nay: “{state}”. {last_step_words(report)}")


def require_published(report: Report) -> None:
    if report.campaign.state != "published":
        raise Refused("Đợt báo cáo này đã đóng.")


def last_step_words(report: Report) -> str:
    """Who took the last step and when, as a sentence; "" when nobody has taken one."""
    event = db.session.scalars(
        select(AuditEvent)
        .where(AuditEvent.report_id == report.id, AuditEvent.action.like("report.%"))
        .order_by(AuditEvent.id.desc())
        .limit(1)
    ).first()
    if event is None:
        return ""
    local = clock.local(event.at)
    when = f"{local:%H:%M} ngày {local.day}/{local.month}/{local.year}"
    return f"{event.actor_name} thao tác lúc {when}."


def reason_of(text: str) -> str:
    """Raises Invalid for an empty reason: a step against a unit is never taken without one."""
    words = clean_text(text).strip()
    if not words:
        raise Invalid("Cần ghi rõ lý do.")
    return words[:LONGEST_REASON]


def move(report: Report, state: ReportState, actor: Actor, action: str, **details: object) -> None:
    """Set the state; figures follow acceptance, and the log says who, from what and why."""
    before, report.state = report.state, state.value
    report.last_activity_at, report.last_activity_by = clock.now(), actor.id or None
    was, is_now = before == ReportState.ACCEPTED, state is ReportState.ACCEPTED
    if was != is_now:
        db.session.execute(
            update(Figure).where(Figure.report_id == report.id).values(accepted=is_now)
        )
        report.changes += 1
    note(report, actor, action, before=before, after=state.value, **details)


def note(report: Report, actor: Actor, action: str, **details: object) -> None:
    audit.record(
        action,
        actor,
        campaign_id=report.campaign_id,
        report_id=report.id,
        unit_id=report.unit_id,
        **details,
    )


def mark_sections(report: Report, sections: Sequence[str], actor: Actor) -> None:
    """Returned sections read "Cần sửa" in the unit's task list."""
    for key in sections:
        status = db.session.get(SectionStatus, (report.id, key)) or SectionStatus(
            report_id=report.id, section_key=key
        )
        status.status, status.updated_at, status.updated_by = "fix", clock.now(), actor.id or None
        db.session.add(status)


def add_remark(report: Report, section_key: str, text: str, actor: Actor, kind: str) -> None:
    db.session.add(
        Remark(
            report_id=report.id,
            section_key=section_key,
            kind=kind,
            text=clean_text(text).strip(),
            created_at=clock.now(),
            created_by=actor.id or None,
        )
    )
