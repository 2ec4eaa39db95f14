"""Checking, the unit's own approval, sending, the receipt, taking back."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.blueprints.filling.advice_views import advice_findings
from app.blueprints.filling.reading import TABLE_WORDS, reading_parts
from app.blueprints.filling.signing import read_signed
from app.extensions import db
from app.models import Report
from app.services import (
    attachments,
    copy_checks,
    previous,
    receipts,
    reports,
    resend_changes,
    transitions,
)
from app.services.actors import UNIT_ROLES
from app.services.answer_history import names_of
from app.services.answer_store import writes_for_unit
from app.services.errors import Invalid
from app.services.reports import ReportRef
from app.services.transitions import NotReady
from app.web.links import public_address
from app.web.session import current_actor
from forms import Answers, Finding, Section, Severity, validate_report

MOST_WARNINGS = 60


def check(report_id: int) -> str:
    return _check_page(g.target, {})


def _check_page(ref: ReportRef, typed: dict[str, str], problem: str = "") -> str:
    answers, report = reports.load_answers(ref), reports.get_report(ref.id)
    findings, unread = validate_report(answers), previous.unread_fields(ref.id)
    blocking = [f for f in findings if f.severity is Severity.BLOCK]
    must = [f for f in blocking if ref.section_must_be_right(f.section_key)]
    warnings = [f for f in findings if f.severity is Severity.WARN]
    warnings = _to_look_at(ref, warnings + advice_findings(ref, answers, unread))
    return render_template(
        "filling/check.html",
        ref=ref,
        report=report,
        must=must,
        out_of_reach=_by_section(ref, [f for f in blocking if f not in must]),
        to_mend=_by_section(ref, must),
        warnings=len(warnings),
        to_look_at=_by_section(ref, warnings[:MOST_WARNINGS]),
        unread=_unread(ref, answers, unread),
        more_warnings=max(len(warnings) - MOST_WARNINGS, 0),
        parts=reading_parts(ref, answers),
        key=typed.get("key") or uuid.uuid4().hex,
        typed=typed or _signed_before(report),
        problem=problem,
        attachments=[
            a for a in attachments.listed(ref.id) if not a.field_key and a.purpose != "source"
        ],
        repeated=copy_checks.repeats_last_period(report) if ref.is_open else None,
        may_approve=current_actor().has(ref.unit_id, "approver"),
        may_send=_may_send(ref),
        for_unit=writes_for_unit(current_actor(), ref),
        **TABLE_WORDS,
        **_resend(ref, report, answers),
    )


def _resend(ref: ReportRef, report: Report, answers: Answers) -> dict[str, object]:
    """After a return: comments with replies, and texts before and after."""
    parts = resend_changes.changes_since_sent(ref, report, answers)
    said_by = {reply.created_by for part in parts for note in part.notes for reply in note.replies}
    return {"resend": parts, "remark_names": names_of(said_by) if said_by else {}}


def _to_look_at(ref: ReportRef, findings: list[Finding]) -> list[Finding]:
    """Of a returned report only what can be mended: the rest of it is closed."""
    if not ref.is_open:
        return findings
    return [finding for finding in findings if ref.section_is_open(finding.section_key)]


def _unread(ref: ReportRef, answers: Answers, unread: Collection[str]) -> list[tuple[Section, int]]:
    """Open sections with the number of their answers that nobody has looked through."""
    counts = Counter(
        s.key
        for s, field in answers.applicable_fields()
        if field.key in unread and ref.section_is_open(s.key)
    )
    return [(s, counts[s.key]) for s in answers.outline.walk() if s.key in counts]


def _may_send(ref: ReportRef) -> bool:
    actor = current_actor()
    return actor.has(ref.unit_id, *UNIT_ROLES) or writes_for_unit(actor, ref)


def _signed_before(report: Report) -> dict[str, str]:
    day = report.signed_on
    return {
        "number": report.number,
        "signed_on": f"{day.day}/{day.month}/{day.year}" if day else "",
        "signer": report.signer,
    }


def _by_section(ref: ReportRef, findings: list[Finding]) -> list[tuple[Section, list[Finding]]]:
    """Findings under the sections they stand in, in the order of the outline."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.section_key, []).append(finding)
    return [(s, found[s.key]) for s in reports.outline_of(ref).walk() if s.key in found]


def submit(report_id: int) -> Response | tuple[str, int]:
    """Send. Sending twice with one key sends once; the receipt answers both."""
    ref: ReportRef = g.target
    try:
        signed = read_signed()
        transitions.submit(
            reports.get_report(report_id),
            actor=current_actor(),
            key=request.form.get("key", "")[:64],
            signed=signed,
        )
    except (NotReady, Invalid) as error:
        db.session.rollback()
        return _check_page(ref, request.form.to_dict(), error.message), 422
    db.session.commit()
    return redirect(url_for(".receipt", report_id=report_id), 303)


def receipt(report_id: int) -> Response | str:
    report = reports.get_report(report_id)
    if report.submitted_at is None:
        return redirect(url_for(".tasks", report_id=report_id), 303)
    link = public_address(url_for(".read", report_id=report_id))
    return render_template(
        "filling/receipt.html",
        ref=g.target,
        report=report,
        receipt=receipts.receipt_of(report, link),
        signed_copies=attachments.signed_copies(report_id),
        can_add=attachments.may_add_signed(g.target)
        and reports.may_write(current_actor(), g.target),
    )


def recall(report_id: int) -> Response:
    transitions.recall(reports.get_report(report_id), actor=current_actor())
    db.session.commit()
    flash("Đã thu hồi báo cáo. Sửa xong hãy gửi lại.", "success")
    return redirect(url_for(".tasks", report_id=report_id), 303)


def ask_approval(report_id: int) -> Response | tuple[str, int]:
    report = reports.get_report(report_id)
    try:
        if "signer" in request.form:
            transitions.note_signed(report, read_signed())
        transitions.ask_approval(report, actor=current_actor())
    except (NotReady, Invalid) as error:
        db.session.rollback()
        return _check_page(g.target, request.form.to_dict(), error.message), 422
    db.session.commit()
    flash(
        "Đã trình lãnh đạo đơn vị duyệt. Lãnh đạo đăng nhập sẽ thấy nút “Duyệt và gửi”.", "success"
    )
    return redirect(url_for(".tasks", report_id=report_id), 303)


def send_back(report_id: int) -> Response:
    transitions.send_back_inside(
        reports.get_report(report_id), request.form.get("reason", ""), actor=current_actor()
    )
    db.session.commit()
    flash("Đã chuyển lại cho người nhập kèm ý kiến.", "success")
    return redirect(url_for(".tasks", report_id=report_id), 303)
