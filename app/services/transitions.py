"""The workflow of a report (design §6), the unit's steps: who may take which when, what changes.

The office's steps live in office_decisions and are offered here as well: one door to all steps.
Every step is checked, logged and told to the people concerned in one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.extensions import db
from app.models import Remark, Report, ReportState
from app.services import clock, notices, reports
from app.services.actors import Actor
from app.services.errors import Refused
from app.services.office_decisions import (
    accept,
    exclude,
    extend,
    include,
    reopen,
    return_report,
    take_back_extension,
    unaccept,
)
from app.services.report_steps import (
    OPEN_STATES,
    add_remark,
    lock,
    move,
    reason_of,
    require,
    require_published,
    token_of,
)
from forms import Finding, Severity, clean_line, validate_report

__all__ = [
    "NotReady",
    "Signed",
    "accept",
    "ask_approval",
    "blocking_findings",
    "exclude",
    "extend",
    "include",
    "list_remarks",
    "recall",
    "reopen",
    "return_report",
    "send_back_inside",
    "submit",
    "take_back_extension",
    "token_of",
    "unaccept",
]


@dataclass(frozen=True)
class Signed:
    """The paper beside the data: number, date and signer of the signed report."""

    number: str = ""
    signed_on: date | None = None
    signer: str = ""


_SENT = (ReportState.SUBMITTED, ReportState.ACCEPTED)


class NotReady(Refused):
    """Sending is blocked; `findings` says by what."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(f"Còn {len(findings)} nội dung phải sửa trước khi gửi.")
        self.findings = tuple(findings)


def submit(report: Report, *, actor: Actor, key: str, signed: Signed = Signed()) -> bool:
    """Send the report; False when this very sending (`key`) had already arrived.

    Raises NotReady, Refused.
    """
    lock(report)
    if key and report.submission_key == key and report.state in _SENT:
        return False  # not so after a recall: the form may have been kept open since
    require_published(report)
    require(report, (*OPEN_STATES, ReportState.AWAITING_APPROVAL), "Báo cáo này đã gửi rồi.")
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
    action = "report.resubmitted" if again else "report.submitted"
    move(report, ReportState.SUBMITTED, actor, action)
    notices.tell_office(report, _sent_words(report, again))
    return True


def note_signed(report: Report, signed: Signed) -> None:
    """Keep number, date and signer of a report that is not sent yet; a sent one keeps its own."""
    lock(report)
    if report.state in (*OPEN_STATES, ReportState.AWAITING_APPROVAL):
        report.number, report.signed_on = clean_line(signed.number), signed.signed_on
        report.signer = clean_line(signed.signer)
        db.session.flush()


def _sent_words(report: Report, again: bool) -> str:
    deadline = reports.effective_deadline(report)
    late = deadline is not None and report.submitted_at is not None
    is_late = late and report.submitted_at > deadline  # type: ignore[operator]
    verb = "gửi lại" if again else "đã gửi"
    return f"{report.unit.label} {verb} báo cáo{' (sau hạn)' if is_late else ''}."


def blocking_findings(report: Report) -> list[Finding]:
    ref = reports.get_ref(report.id)
    found = validate_report(reports.load_answers(ref))
    return [
        one
        for one in found
        if one.severity is Severity.BLOCK and ref.section_must_be_right(one.section_key)
    ]


def ask_approval(report: Report, *, actor: Actor) -> None:
    """Hand the report to the unit's own leader. Raises Refused, NotReady."""
    lock(report)
    require_published(report)
    require(report, OPEN_STATES, "Báo cáo không còn ở bước nhập.")
    if blocking := blocking_findings(report):
        raise NotReady(blocking)
    move(report, ReportState.AWAITING_APPROVAL, actor, "report.approval_asked")
    notices.tell_unit(report, "Báo cáo đang chờ lãnh đạo đơn vị duyệt.", roles=("approver",))


def send_back_inside(report: Report, reason: str, *, actor: Actor) -> None:
    """The unit's leader wants changes before sending. Raises Refused, Invalid."""
    lock(report)
    require(report, (ReportState.AWAITING_APPROVAL,), "Báo cáo không chờ duyệt.")
    text = reason_of(reason)
    add_remark(report, "", text, actor, kind="talk")
    move(report, ReportState.FILLING, actor, "report.approval_refused", reason=text)
    notices.tell_unit(report, f"Lãnh đạo đơn vị yêu cầu sửa: {text}")


def recall(report: Report, *, actor: Actor) -> None:
    """Take a sent report back before it was accepted. Raises Refused."""
    lock(report)
    require_published(report)
    require(
        report,
        (ReportState.SUBMITTED, ReportState.AWAITING_APPROVAL),
        "Chỉ thu hồi được báo cáo đã gửi mà chưa được tiếp nhận.",
    )
    move(report, ReportState.FILLING, actor, "report.recalled")
    notices.tell_office(report, f"{report.unit.label} thu hồi báo cáo để sửa.")


def list_remarks(report_id: int) -> list[Remark]:
    """All remarks on a report, oldest first."""
    return list(
        db.session.scalars(select(Remark).where(Remark.report_id == report_id).order_by(Remark.id))
    )
