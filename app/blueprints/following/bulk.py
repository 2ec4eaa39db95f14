"""Many units at once: choose, see what would happen to whom, confirm, undo."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.blueprints.following import reminding
from app.blueprints.following.choosing import (
    chosen,
    chosen_ids,
    page_context,
    wants_whole_filter,
    with_details,
)
from app.blueprints.following.lists import list_context
from app.extensions import db
from app.models import Campaign
from app.services import bulk_plans, bulk_steps, standings
from app.services.bulk_plans import BulkAction, Order
from app.services.deadlines import deadline_instant
from app.services.errors import Invalid, Refused
from app.web.paging import page_of
from app.web.session import current_actor
from app.web.typed import typed_day, typed_hour, typed_ids, typed_line, typed_text

Answer = Response | str | tuple[str, int]
REMIND = "don-doc"
# Lines of a table on the pages before and after a step; the units beyond are named.
MOST_LISTED = 200


def page(campaign_id: int) -> str:
    return _page(g.target, {})


def _page(campaign: Campaign, typed: dict[str, Any], problem: str = "") -> str:
    rows = standings.list_standings(campaign)
    wanted = chosen()
    page = with_details(campaign, page_of(wanted.of(rows), wanted.query))
    return render_template(
        "following/bulk.html",
        **list_context(campaign, rows),
        **page_context(wanted, page),
        whole=wants_whole_filter(),
        actions=list(BulkAction),
        remind=REMIND,
        steps=bulk_steps.list_steps(campaign),
        ticked=set(typed_ids("don_vi")),
        typed=typed,
        problem=problem,
    )


def preview(campaign_id: int) -> Answer:
    """What would happen to which unit; nothing is written."""
    campaign: Campaign = g.target
    if request.form.get("action") == REMIND:
        return reminding.page(campaign_id)
    rows = standings.list_standings(campaign)
    try:
        plan = bulk_plans.make_plan(campaign, _order(), chosen_ids(chosen(), rows))
    except (Invalid, Refused) as error:
        return _refused(campaign, error)
    return render_template(
        "following/bulk_preview.html",
        **list_context(campaign, rows),
        plan=plan,
        back={"campaign_id": campaign_id, **chosen().query},
        most_listed=MOST_LISTED,
        key=uuid.uuid4().hex,
        typed=request.form,
    )


def _order() -> Order:
    return bulk_plans.read_order(request.form.get("action", ""), typed_text("reason"), _deadline())


def _deadline() -> datetime | None:
    day, hour = typed_day("deadline", "Hạn mới"), typed_hour("hour", "Giờ")
    return None if day is None else deadline_instant(day, hour, inclusive=True)


def _refused(campaign: Campaign, error: Invalid | Refused) -> Answer:
    db.session.rollback()
    status = 409 if isinstance(error, Refused) else 422
    return _page(campaign, request.form.to_dict(), error.message), status


def carry_out(campaign_id: int) -> Answer:
    campaign: Campaign = g.target
    try:
        step = bulk_steps.carry_out(
            campaign, _order(), _seen(), key=typed_line("key", 40), actor=current_actor()
        )
    except (Invalid, Refused) as error:
        return _refused(campaign, error)
    db.session.commit()
    return redirect(url_for(".bulk_result", campaign_id=campaign_id, step_id=step.id), 303)


def _seen() -> dict[int, str]:
    """What the preview showed of each unit; it comes in one field, however many they are."""
    entries = (entry.partition(" ") for entry in request.form.get("seen", "").split(";"))
    return {int(number): token for number, _, token in entries if number.isdecimal()}


def result(campaign_id: int, step_id: int) -> str:
    campaign: Campaign = g.target
    step = bulk_steps.get_step(campaign, step_id)
    return render_template(
        "following/bulk_result.html",
        **list_context(campaign),
        result=bulk_steps.result_of(step),
        most_listed=MOST_LISTED,
    )


def undo(campaign_id: int, step_id: int) -> Response:
    campaign: Campaign = g.target
    step = bulk_steps.get_step(campaign, step_id)
    bulk_steps.undo(campaign, step, actor=current_actor())
    db.session.commit()
    done = sum(1 for entry in step.undo_outcome if entry["done"])
    flash(f"Đã hoàn tác cho {done} đơn vị.", "success")
    return redirect(url_for(".bulk_result", campaign_id=campaign_id, step_id=step_id), 303)
