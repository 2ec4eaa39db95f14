"""Working together: comments, sections given to colleagues, last period's answers."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Unit, User
from app.services import (
    assignments,
    colleagues,
    first_values,
    previous,
    remarks,
    reports,
    task_list,
)
from app.services.answer_history import names_of
from app.services.answer_places import find_section
from app.services.errors import Invalid
from app.services.reports import ReportRef
from app.web.htmx import is_htmx
from app.web.session import current_actor


def comment(report_id: int, section_key: str) -> Response | str:
    """Say something about a section, or reply; settle with `xong`."""
    ref: ReportRef = g.target
    actor = current_actor()
    find_section(ref, section_key)
    assignments.require_reading(actor, ref, section_key)
    settled = request.form.get("xong", 0, type=int)
    if settled:
        remarks.settle(report_id, settled, actor=actor)
    else:
        parent = request.form.get("parent", 0, type=int) or None
        text = request.form.get("text", "")
        remarks.add(report_id, text, actor=actor, section_key=section_key, parent_id=parent)
    db.session.commit()
    if is_htmx():
        return render_template("filling/_remarks.html", **remark_context(ref, section_key))
    address = url_for(".section", report_id=report_id, section_key=section_key)
    return redirect(f"{address}#y-kien", 303)


def remark_context(ref: ReportRef, section_key: str) -> dict[str, object]:
    """What the thread of a section needs to be shown."""
    found = remarks.of_section(ref.id, section_key)
    return {
        "ref": ref,
        "section_key": section_key,
        "remarks": found,
        "remark_names": names_of({r.created_by for r in found}) if found else {},
    }


def assign_page(report_id: int) -> str:
    ref: ReportRef = g.target
    given, outline = assignments.of_report(report_id), reports.outline_of(ref)
    users = {a.user_id: db.session.get(User, a.user_id) for a in given if a.user_id}
    units = {a.unit_id: db.session.get(Unit, a.unit_id) for a in given if a.unit_id}
    return render_template(
        "filling/assign.html",
        ref=ref,
        tasks=task_list.task_list(ref, reports.load_answers(ref), {}),
        given=given,
        users=users,
        units=units,
        people=colleagues.of_unit(ref.unit_id),
        neighbours=colleagues.coordinating_units(ref.unit_id),
        titles={
            s.key: f"{s.number}. {s.heading}" if s.number else s.heading for s in outline.walk()
        },
    )


def assign(report_id: int) -> Response:
    ref: ReportRef = g.target
    withdrawn = request.form.get("bo", 0, type=int)
    if withdrawn:
        assignments.withdraw(report_id, withdrawn)
    else:
        _assign(ref)
    db.session.commit()
    flash("Đã bỏ giao." if withdrawn else "Đã giao mục.", "success")
    return redirect(url_for(".assign_page", report_id=report_id), 303)


def _assign(ref: ReportRef) -> None:
    """`ai` is "nguoi-<id>" or "don-vi-<id>" of those offered. Raises Invalid."""
    who, _, number = request.form.get("ai", "").rpartition("-")
    people = {str(user.id): user for user in colleagues.of_unit(ref.unit_id)}
    units = {str(unit.id): unit for unit in colleagues.coordinating_units(ref.unit_id)}
    section_key = request.form.get("muc", "")
    if who == "nguoi" and number in people:
        assignments.assign(ref, section_key, user=people[number])
    elif who == "don-vi" and number in units:
        assignments.assign(ref, section_key, unit=units[number])
    else:
        raise Invalid("Hãy chọn người hoặc đơn vị để giao.")


def copy_previous(report_id: int) -> Response:
    """Copy one field (`chep` is "source:field"), or every blank one of a source (`nguon`), or
    empty again what was copied and not looked through (`bo`).

    The source is a report's number, or says that the outline declares where to take it from.
    """
    if request.form.get("bo"):
        return _take_back(g.target)
    code, _, field_key = request.form.get("chep", "").partition(":")
    code = code or request.form.get("nguon", "")
    section_key = request.form.get("muc", "")
    done = _copied(g.target, code, section_key, field_key)
    db.session.commit()
    flash(
        f"Đã chép {len(done)} ô đang trống, đánh dấu “chưa đọc lại”."
        if done
        else "Không có ô trống nào để chép; ô đang có chữ được giữ nguyên.",
        "success",
    )
    if section_key:
        address = url_for(".section", report_id=report_id, section_key=section_key)
        return redirect(f"{address}#o-{field_key}" if field_key else address, 303)
    return redirect(url_for(".tasks", report_id=report_id), 303)


def _take_back(ref: ReportRef) -> Response:
    count = previous.take_back(ref, actor=current_actor())
    db.session.commit()
    flash(f"Đã bỏ {count} ô chép mà chưa đọc lại; ô đã sửa hoặc đã lưu được giữ nguyên.", "success")
    return redirect(url_for(".tasks", report_id=ref.id), 303)


def _copied(ref: ReportRef, code: str, section_key: str, field_key: str) -> tuple[str, ...]:
    actor = current_actor()
    if code == previous.DECLARED:
        return first_values.take(ref, actor=actor, section_key=section_key, field_key=field_key)
    source = int(code) if code.isdecimal() else 0
    return previous.copy(ref, source, [field_key] if field_key else None, actor=actor)
