"""What the office decides about a report: accept, return, exclude, extend, open again.

Every decision is checked against the state under a lock, logged with its reason and told to the
unit, in one transaction. `seen` is the token of the page the officer looked at: when somebody
else decided meanwhile, the decision is refused instead of overwriting it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from app.extensions import db
from app.models import AuditEvent, Draft, DraftBlock, Report, ReportState
from app.services import clock, notices, remarks, reports
from app.services.actors import Actor
from app.services.deadlines import deadline_words
from app.services.errors import Invalid, Refused
from app.services.report_steps import (
    add_remark,
    lock,
    mark_sections,
    move,
    note,
    reason_of,
    require,
    require_published,
    require_seen,
)
from forms import clean_line, clean_text


def accept(report: Report, *, actor: Actor, seen: str | None = None) -> None:
    """Take a sent report in; only accepted reports are merged. Raises Refused."""
    _begin(report, seen)
    require(report, (ReportState.SUBMITTED,), "Chỉ tiếp nhận được báo cáo đã gửi.")
    report.accepted_at = clock.now()
    move(report, ReportState.ACCEPTED, actor, "report.accepted")
    notices.tell_unit(report, f"Báo cáo “{report.campaign.title}” đã được tiếp nhận.")


def unaccept(report: Report, reason: str, *, actor: Actor, seen: str | None = None) -> None:
    """Take an acceptance back: the report waits for a decision again. Raises Refused, Invalid."""
    _begin(report, seen)
    require(report, (ReportState.ACCEPTED,), "Báo cáo này chưa được tiếp nhận.")
    words = reason_of(reason)
    report.accepted_at = None
    move(report, ReportState.SUBMITTED, actor, "report.unaccepted", reason=words)
    notices.tell_unit(report, f"Việc tiếp nhận báo cáo được hủy để xem lại: {words}")


def return_report(
    report: Report,
    reason: str,
    *,
    actor: Actor,
    sections: Sequence[str] = (),
    section_reasons: Sequence[tuple[str, str]] = (),
    new_deadline: datetime | None = None,
    seen: str | None = None,
) -> None:
    """Send a report back with a reason, whole or by sections. Raises Refused, Invalid."""
    _begin(report, seen)
    sent = (ReportState.SUBMITTED, ReportState.ACCEPTED)
    require(report, sent, "Chỉ trả lại được báo cáo đã gửi hoặc đã tiếp nhận.")
    require_published(report)
    words = reason_of(reason)
    _require_sections(report, sections)
    _require_future(new_deadline)
    report.return_reason, report.returned_sections = words, list(sections)
    report.accepted_at = None
    if new_deadline is not None:
        report.deadline_at = new_deadline
    _call_reasons(report, sections)
    add_remark(report, "", words, actor, kind="return")
    for key, text in section_reasons:
        if clean_text(text).strip():
            add_remark(report, key, text, actor, kind="return")
    mark_sections(report, sections, actor)
    details = {"reason": words, "sections": list(sections), "deadline": _iso(new_deadline)}
    move(report, ReportState.RETURNED, actor, "report.returned", **details)
    notices.tell_unit(report, f"Báo cáo bị trả lại để sửa: {words}")


def _call_reasons(report: Report, sections: Sequence[str]) -> None:
    """What the office has said of these sections since they were sent is why it returns them: it
    stands above the field, and with its answer beside what was changed."""
    officers = notices.people_of_office(report.campaign.office_id)
    for remark in remarks.open_remarks(report.id):
        said_of = remark.section_key and (not sections or remark.section_key in sections)
        if said_of and remark.created_by in officers:
            remark.kind = "return"


def reopen(report: Report, reason: str, *, actor: Actor, seen: str | None = None) -> None:
    """Let the unit write again without calling it a return. Raises Refused, Invalid."""
    _begin(report, seen)
    sent = (ReportState.SUBMITTED, ReportState.ACCEPTED)
    require(report, sent, "Báo cáo này đang mở cho đơn vị nhập.")
    require_published(report)
    words = reason_of(reason)
    report.accepted_at = None
    move(report, ReportState.FILLING, actor, "report.reopened", reason=words)
    notices.tell_unit(report, f"Báo cáo được mở lại để nhập tiếp: {words}")


def exclude(report: Report, reason: str, *, actor: Actor, seen: str | None = None) -> None:
    """The unit need not report after all. Raises Refused, Invalid."""
    _begin(report, seen)
    if report.state == ReportState.EXCLUDED:
        raise Refused("Đơn vị này đã được loại khỏi đợt.")
    report.excluded_reason = reason_of(reason)[:500]
    move(report, ReportState.EXCLUDED, actor, "report.excluded", reason=report.excluded_reason)
    notices.tell_unit(report, f"Đơn vị được miễn báo cáo: {report.excluded_reason}")


def include(report: Report, *, actor: Actor, seen: str | None = None) -> None:
    """Undo an exclusion; a report that had been sent counts as sent again. Raises Refused."""
    _begin(report, seen)
    require(report, (ReportState.EXCLUDED,), "Đơn vị này không bị loại khỏi đợt.")
    report.excluded_reason = ""
    move(report, _state_before_exclusion(report), actor, "report.included")
    notices.tell_unit(report, f"Đơn vị được đưa lại vào đợt “{report.campaign.title}”.")


def extend(
    report: Report, deadline: datetime, reason: str, *, actor: Actor, seen: str | None = None
) -> None:
    """Give one unit another deadline. Raises Invalid when it lies in the past, Refused."""
    _begin(report, seen)
    if report.state == ReportState.EXCLUDED:
        raise Refused("Đơn vị này đã được loại khỏi đợt nên không cần gia hạn.")
    _require_future(deadline)
    before = reports.effective_deadline(report)
    report.deadline_at = deadline
    note(
        report,
        actor,
        "report.extended",
        before=_iso(before),
        after=_iso(deadline),
        reason=clean_line(reason),
    )
    notices.tell_unit(report, f"Hạn nộp báo cáo được gia hạn: {deadline_words(deadline)}.")


def take_back_extension(
    report: Report, deadline: datetime | None, *, actor: Actor, seen: str | None = None
) -> None:
    """Give the unit its earlier deadline again, None for the campaign's. Raises Refused."""
    _begin(report, seen)
    before, report.deadline_at = reports.effective_deadline(report), deadline
    after = reports.effective_deadline(report)
    note(
        report,
        actor,
        "report.extended",
        before=_iso(before),
        after=_iso(after),
        reason="hoàn tác gia hạn",
    )
    notices.tell_unit(report, f"Việc gia hạn được hủy; hạn nộp là {deadline_words(after)}.")


def effects_of_return(report: Report) -> str:
    """What a return would take out of the merged result, in words; "" when nothing."""
    if report.state != ReportState.ACCEPTED:
        return ""
    blocks = db.session.scalar(
        select(func.count())
        .select_from(DraftBlock)
        .join(Draft, Draft.id == DraftBlock.draft_id)
        .where(Draft.campaign_id == report.campaign_id)
    )
    if not blocks:
        return ""
    return (
        "Báo cáo này đang được tính trong số liệu tổng hợp. Trả lại thì số liệu của đơn vị được "
        "rút ra, và các đoạn dự thảo lấy từ đơn vị sẽ báo “nguồn đã thay đổi” ở lần ghép sau."
    )


def _begin(report: Report, seen: str | None) -> None:
    lock(report)
    require_seen(report, seen)


def _require_sections(report: Report, sections: Sequence[str]) -> None:
    known = {section.key for section in reports.outline_of(reports.get_ref(report.id)).walk()}
    if unknown := [key for key in sections if key not in known]:
        raise Invalid(f"Đề cương không có mục “{unknown[0]}”.")


def _require_future(deadline: datetime | None) -> None:
    if deadline is not None and deadline <= clock.now():
        raise Invalid("Hạn mới phải ở sau thời điểm này.")


def _state_before_exclusion(report: Report) -> ReportState:
    event = db.session.scalars(
        select(AuditEvent)
        .where(AuditEvent.report_id == report.id, AuditEvent.action == "report.excluded")
        .order_by(AuditEvent.id.desc())
        .limit(1)
    ).first()
    before = ReportState(event.details.get("before", "")) if event else None
    if before is ReportState.ACCEPTED:
        return ReportState.SUBMITTED
    if before is not None and before is not ReportState.NOT_STARTED:
        return before
    return ReportState.FILLING if report.changes else ReportState.NOT_STARTED


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
