"""The year calendar of an office: recurring campaigns, planned ones, and preparing the next."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Rhythm, Unit
from app.services import campaign_setup, clock, outlines, plans
from app.services.actors import OFFICE_ROLES
from app.services.errors import Invalid, NotFound
from app.web.session import current_actor
from app.web.typed import typed_flag, typed_hour, typed_line, typed_number, typed_text

Answer = Response | str | tuple[str, int]


def year() -> str:
    return _page({})


def _page(typed: dict[str, str], problem: str = "") -> str:
    actor, today = current_actor(), clock.today()
    shown = request.args.get("nam", today.year, type=int)
    shown = shown if 2000 <= shown <= 2100 else today.year
    offices = actor.units(*OFFICE_ROLES)
    return render_template(
        "campaigns/calendar.html",
        year=shown,
        today=today,
        months=plans.calendar_of(offices, shown),
        plans=plans.list_plans(offices),
        offices=campaign_setup.offices_of(actor),
        versions=outlines.list_versions(),
        kinds=plans.known_kinds(),
        rhythms=list(Rhythm),
        typed=typed,
        problem=problem,
    )


def _office() -> Unit:
    """Raises Invalid for an office that is not the actor's."""
    offices = {unit.id: unit for unit in campaign_setup.offices_of(current_actor())}
    office = offices.get(request.form.get("office", 0, type=int))
    if office is None:
        raise Invalid("Hãy chọn cơ quan thực hiện.")
    return office


def add_list() -> Answer:
    try:
        listed = plans.read_year_list(typed_text("list"))
        version = outlines.get_version(request.form.get("outline", 0, type=int))
        added, known = plans.add_year_list(
            listed, office=_office(), outline_version_id=version.id, actor=current_actor()
        )
    except (Invalid, NotFound) as error:
        db.session.rollback()
        return _page(request.form.to_dict(), error.message), 422
    db.session.commit()
    flash(
        f"Đã thêm {added} việc vào lịch" + (f", {known} việc đã có." if known else "."), "success"
    )
    shown = max(day.year for day, _ in listed)
    return redirect(url_for(".calendar", nam=shown), 303)


def add_plan() -> Answer:
    try:
        plans.add_plan(
            typed_line("title", 400), office=_office(), actor=current_actor(), **_attributes()
        )
    except (Invalid, NotFound) as error:
        db.session.rollback()
        return _page(request.form.to_dict(), error.message), 422
    db.session.commit()
    flash("Đã thêm vào lịch.", "success")
    return redirect(url_for(".calendar"), 303)


def _attributes() -> dict[str, Any]:
    rhythm = request.form.get("rhythm", "")
    if rhythm not in list(Rhythm):
        raise Invalid("Hãy chọn chu kỳ.")
    chosen = rhythm in (Rhythm.YEAR, Rhythm.ONCE)
    once = rhythm == Rhythm.ONCE
    return {
        "rhythm": rhythm,
        "outline_version_id": outlines.get_released(request.form.get("outline", 0, type=int)).id,
        "due_day": typed_number("due_day", "Ngày", 1, 31),
        "due_month": typed_number("due_month", "Tháng", 1, 12) if chosen else None,
        "due_year": typed_number("due_year", "Năm", 2000, 2100) if once else None,
        "due_time": typed_hour("due_time", "Giờ"),
        "inclusive": typed_flag("inclusive"),
        "lead_days": typed_number("lead_days", "Chuẩn bị trước", 1, 120),
        "unit_kinds": [kind for kind in request.form.getlist("kind") if kind],
    }


def toggle_plan(plan_id: int) -> Answer:
    plan = plans.get_plan(plan_id, current_actor())
    plans.set_active(plan, not plan.is_active, actor=current_actor())
    db.session.commit()
    flash("Đã bật lại." if plan.is_active else "Đã tạm dừng.", "success")
    return redirect(url_for(".calendar"), 303)


def prepare() -> Answer:
    offices = current_actor().units(*OFFICE_ROLES)
    made = plans.prepare_due(offices, current_actor())
    db.session.commit()
    words = f"Đã chuẩn bị {len(made)} đợt." if made else "Chưa có đợt nào đến lúc chuẩn bị."
    flash(words, "success")
    return redirect(url_for(".calendar"), 303)
