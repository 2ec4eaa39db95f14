"""The office's decisions: each a plain form with a reason, answered by the page with its result.

A decision that cannot be taken keeps what was typed: 422 for input, 409 when somebody else was
faster.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from app.blueprints.review.reading import read_page, report_in
from app.extensions import db
from app.models import Report
from app.services import remarks, reports, transitions
from app.services.deadlines import deadline_instant, deadline_words
from app.services.errors import Invalid, Refused
from app.web.session import current_actor
from app.web.typed import typed_day, typed_hour, typed_line, typed_text

Answer = Response | tuple[str, int]


def accept(campaign_id: int, report_id: int) -> Answer:
    return _decide(
        campaign_id,
        report_id,
        lambda report: transitions.accept(report, actor=current_actor(), seen=_seen()),
        "Đã tiếp nhận báo cáo của {unit}.",
    )


def unaccept(campaign_id: int, report_id: int) -> Answer:
    return _decide(
        campaign_id,
        report_id,
        lambda report: transitions.unaccept(
            report, typed_text("reason"), actor=current_actor(), seen=_seen()
        ),
        "Đã hủy tiếp nhận báo cáo của {unit}; báo cáo chờ quyết định lại.",
    )


def give_back(campaign_id: int, report_id: int) -> Answer:
    return _decide(campaign_id, report_id, _return, "Đã trả lại báo cáo của {unit} kèm lý do.")


def _return(report: Report) -> None:
    sections = [key for key in request.form.getlist("section") if key]
    transitions.return_report(
        report,
        typed_text("reason"),
        actor=current_actor(),
        sections=sections,
        section_reasons=[(key, typed_text(f"why-{key}", 4000)) for key in sections],
        new_deadline=_typed_deadline("deadline", "hour", "Hạn gửi lại"),
        seen=_seen(),
    )


def reopen(campaign_id: int, report_id: int) -> Answer:
    return _decide(
        campaign_id,
        report_id,
        lambda report: transitions.reopen(
            report, typed_text("reason"), actor=current_actor(), seen=_seen()
        ),
        "Đã mở lại cho {unit} nhập tiếp.",
    )


def exclude(campaign_id: int, report_id: int) -> Answer:
    return _decide(
        campaign_id,
        report_id,
        lambda report: transitions.exclude(
            report, typed_text("reason"), actor=current_actor(), seen=_seen()
        ),
        "Đã loại {unit} khỏi đợt; lý do được ghi lại.",
    )


def include(campaign_id: int, report_id: int) -> Answer:
    return _decide(
        campaign_id,
        report_id,
        lambda report: transitions.include(report, actor=current_actor(), seen=_seen()),
        "Đã đưa {unit} lại vào đợt.",
    )


def extend(campaign_id: int, report_id: int) -> Answer:
    return _decide(campaign_id, report_id, _extend, "Đã gia hạn cho {unit}: {deadline}.")


def _extend(report: Report) -> None:
    deadline = _typed_deadline("new_deadline", "new_hour", "Hạn mới")
    if deadline is None:
        raise Invalid("Hạn mới: hãy nhập ngày, ví dụ 20/5/2024.")
    transitions.extend(report, deadline, typed_line("reason"), actor=current_actor(), seen=_seen())


def _typed_deadline(day_name: str, hour_name: str, label: str) -> datetime | None:
    """The end of the typed hour (17 giờ when none) of the typed day itself."""
    day, hour = typed_day(day_name, label), typed_hour(hour_name, label)
    return None if day is None else deadline_instant(day, hour, inclusive=True)


def _seen() -> str:
    return request.form.get("seen", "")


def _decide(campaign_id: int, report_id: int, step: Callable[[Report], None], done: str) -> Answer:
    report = report_in(campaign_id, report_id)
    try:
        step(report)
    except (Invalid, Refused) as error:
        db.session.rollback()
        status = 409 if isinstance(error, Refused) else 422
        again = report_in(campaign_id, report_id)
        return read_page(again, request.form.to_dict(), error.message), status
    db.session.commit()
    words = done.format(
        unit=report.unit.label, deadline=deadline_words(reports.effective_deadline(report))
    )
    flash(words, "success")
    address = url_for(".read", campaign_id=campaign_id, report_id=report_id)
    return redirect(address, 303)


def remark(campaign_id: int, report_id: int) -> Answer:
    report = report_in(campaign_id, report_id)
    key = typed_line("section_key", 120)
    try:
        remarks.add(report.id, typed_text("text", 4000), actor=current_actor(), section_key=key)
    except Invalid as error:
        db.session.rollback()
        return read_page(report, request.form.to_dict(), error.message), 422
    db.session.commit()
    flash("Đã ghi góp ý; đơn vị thấy ngay trong mục.", "success")
    address = url_for(".read", campaign_id=campaign_id, report_id=report_id)
    return redirect(f"{address}#m-{key}" if key else address, 303)
