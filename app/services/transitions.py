"""The workflow of a report (design §6): who may take which step when, and what it changes.

Every step is checked, logged and told to the people concerned in one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update

from app.extensions import db
from app.models import Figure, Remark, Report, ReportState, SectionStatus
from app.services import audit, clock, notices, reports
from app.services.actors import Actor
from app.services.errors import Invalid, Refused
from forms import Finding, Severity, clean_line, clean_text, validate_report


@dataclass(frozen=True)
class Signed:
    """The paper beside the data: number, date and signer of the signed report."""

    number: str = ""
    signed_on: date | None = None
    signer: str = ""


class NotReady(Refused):
    """Sending is blocked; `findings` says by what."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(f"Còn {len(findings)} nội dung phải sửa trước khi gửi.")
        self.findings = tuple(findings)


def submit(report: Report, *, actor: Actor, key: str, signed: Signed = Signed()) -> bool:
    """Send the report; False when this very sending (`key`) had already arrived.

    Raises NotReady, Refused.
    """
    _lock(report)
    if key and report.submission_key == key:
        return False
    _require_campaign(report)
    open_states = (*_OPEN, ReportState.AWAITING_APPROVAL)
    _require(report, open_states, "Báo cáo này đã gửi rồi.")
    blocking = blocking_findings(report)
    if blocking:
        raise NotReady(blocking)
    moment = clock.now()
    again = report.first_submitted_at is not None
    report.first_submitted_at = report.first_submitted_at or moment
    report.submitted_at, report.submitted_by = moment, actor.id or None
    report.submission_key, report.submission_count = key, report.submission_count + 1
    report.number, report.signed_on = clean_line(signed.number), signed.signed_on
    report.signer = clean_line(signed.signer)
    _move(
        report, ReportState.SUBMITTED, actor, "report.resubmitted" if again else "report.submitted"
    )
    notices.tell_office(report, f"{report.unit.label} {'gửi lại' if again else 'đã gửi'} báo cáo.")
    return True


def blocking_findings(report: Report) -> list[Finding]:
    answers = reports.load_answers(reports.get_ref(report.id))
    return [f for f in validate_report(answers) if f.severity is Severity.BLOCK]


def ask_approval(report: Report, *, actor: Actor) -> None:
    """Hand the report to the unit's own leader. Raises Refused, NotReady."""
    _lock(report)
    _require_campaign(report)
    _require(report, _OPEN, "Báo cáo không còn ở bước nhập.")
    if blocking := blocking_findings(report):
        raise NotReady(blocking)
    _move(report, ReportState.AWAITING_APPROVAL, actor, "report.approval_asked")
    notices.tell_unit(report, "Báo cáo đang chờ lãnh đạo đơn vị duyệt.", roles=("approver",))


def send_back_inside(report: Report, reason: str, *, actor: Actor) -> None:
    """The unit's leader wants changes before sending. Raises Refused, Invalid."""
    _lock(report)
    _require(report, (ReportState.AWAITING_APPROVAL,), "Báo cáo không chờ duyệt.")
    text = _reason(reason)
    _remark(report, "", text, actor, kind="talk")
    _move(report, ReportState.FILLING, actor, "report.approval_refused", reason=text)
    notices.tell_unit(report, f"Lãnh đạo đơn vị yêu cầu sửa: {text}")


def recall(report: Report, *, actor: Actor) -> None:
    """Take a sent report back before it was accepted. Raises Refused."""
    _lock(report)
    _require_campaign(report)
    _require(
        report,
        (ReportState.SUBMITTED, ReportState.AWAITING_APPROVAL),
        "Chỉ thu hồi được báo cáo đã gửi mà chưa được tiếp nhận.",
    )
    _move(report, ReportState.FILLING, actor, "report.recalled")
    notices.tell_office(report, f"{report.unit.label} thu hồi báo cáo để sửa.")


def return_report(
    report: Report,
    reason: str,
    *,
    actor: Actor,
    sections: Sequence[str] = (),
    section_reasons: Sequence[tuple[str, str]] = (),
    new_deadline: datetime | None = None,
) -> None:
    """Send a report back with a reason, whole or by sections. Raises Refused, Invalid."""
    _lock(report)
    _require(
        report,
        (ReportState.SUBMITTED, ReportState.ACCEPTED),
        "Chỉ trả lại được báo cáo đã gửi hoặc đã tiếp nhận.",
    )
    text = _reason(reason)
    known = {section.key for section in reports.outline_of(reports.get_ref(report.id)).walk()}
    if unknown := [key for key in sections if key not in known]:
        raise Invalid(f"Đề cương không có mục “{unknown[0]}”.")
    report.return_reason, report.returned_sections = text, list(sections)
    if new_deadline is not None:
        report.deadline_at = new_deadline
    _remark(report, "", text, actor, kind="return")
    for key, words in section_reasons:
        if clean_text(words).strip():
            _remark(report, key, words, actor, kind="return")
    _mark_sections(report, sections, actor)
    _move(
        report, ReportState.RETURNED, actor, "report.returned", reason=text, sections=list(sections)
    )
    notices.tell_unit(report, f"Báo cáo bị trả lại để sửa: {text}")


def accept(report: Report, *, actor: Actor) -> None:
    """Take a sent report in; only accepted reports are merged. Raises Refused."""
    _lock(report)
    _require(report, (ReportState.SUBMITTED,), "Chỉ tiếp nhận được báo cáo đã gửi.")
    report.accepted_at = clock.now()
    _move(report, ReportState.ACCEPTED, actor, "report.accepted")
    notices.tell_unit(report, "Báo cáo đã được tiếp nhận.")


def exclude(report: Report, reason: str, *, actor: Actor) -> None:
    """The unit need not report after all. Raises Refused, Invalid."""
    _lock(report)
    if report.state == ReportState.EXCLUDED:
        raise Refused("Đơn vị này đã được loại khỏi đợt.")
    report.excluded_reason = _reason(reason)
    _move(report, ReportState.EXCLUDED, actor, "report.excluded", reason=report.excluded_reason)
    notices.tell_unit(report, f"Đơn vị được miễn báo cáo: {report.excluded_reason}")


def include(report: Report, *, actor: Actor) -> None:
    """Undo an exclusion. Raises Refused."""
    _lock(report)
    _require(report, (ReportState.EXCLUDED,), "Đơn vị này không bị loại khỏi đợt.")
    report.excluded_reason = ""
    begun = report.changes > 0
    state = ReportState.FILLING if begun else ReportState.NOT_STARTED
    _move(report, state, actor, "report.included")


def extend(report: Report, deadline: datetime, reason: str, *, actor: Actor) -> None:
    """Give one unit another deadline. Raises Invalid when it lies in the past."""
    _lock(report)
    if deadline <= clock.now():
        raise Invalid("Hạn mới phải ở sau thời điểm này.")
    before = reports.effective_deadline(report)
    report.deadline_at = deadline
    audit.record(
        "report.extended",
        actor,
        campaign_id=report.campaign_id,
        report_id=report.id,
        unit_id=report.unit_id,
        before=before.isoformat() if before else None,
        after=deadline.isoformat(),
        reason=clean_line(reason),
    )
    notices.tell_unit(report, "Hạn nộp báo cáo được gia hạn.")


_OPEN = (ReportState.NOT_STARTED, ReportState.FILLING, ReportState.RETURNED)


def _lock(report: Report) -> None:
    db.session.refresh(report, with_for_update=True)


def _require_campaign(report: Report) -> None:
    if report.campaign.state != "published":
        raise Refused("Đợt báo cáo này đã đóng.")


def _require(report: Report, states: Sequence[ReportState], message: str) -> None:
    if report.state not in states:
        raise Refused(f"{message} Trạng thái hiện nay: “{ReportState(report.state).label}”.")


def _reason(reason: str) -> str:
    text = clean_text(reason).strip()
    if not text:
        raise Invalid("Cần ghi rõ lý do.")
    return text[:2000]


def _move(report: Report, state: ReportState, actor: Actor, action: str, **details: object) -> None:
    before, report.state = report.state, state.value
    report.last_activity_at, report.last_activity_by = clock.now(), actor.id or None
    was, is_now = before == ReportState.ACCEPTED, state is ReportState.ACCEPTED
    if was != is_now:
        db.session.execute(
            update(Figure).where(Figure.report_id == report.id).values(accepted=is_now)
        )
        report.changes += 1
    audit.record(
        action,
        actor,
        campaign_id=report.campaign_id,
        report_id=report.id,
        unit_id=report.unit_id,
        before=before,
        after=state.value,
        **details,
    )


def _mark_sections(report: Report, sections: Sequence[str], actor: Actor) -> None:
    """Returned sections read "Cần sửa" in the unit's task list."""
    for key in sections:
        status = db.session.get(SectionStatus, (report.id, key)) or SectionStatus(
            report_id=report.id, section_key=key
        )
        status.status, status.updated_at, status.updated_by = "fix", clock.now(), actor.id or None
        db.session.add(status)


def _remark(report: Report, section_key: str, text: str, actor: Actor, kind: str) -> None:
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


def list_remarks(report_id: int) -> list[Remark]:
    """All remarks on a report, oldest first."""
    return list(
        db.session.scalars(select(Remark).where(Remark.report_id == report_id).order_by(Remark.id))
    )
