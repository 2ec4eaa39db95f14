"""Many units at once: choose, see what would happen to whom, confirm, undo."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.blueprints.following import reminding
from app.blueprints.following.lists import chosen as chosen_filter
from app.blueprints.following.lists import list_context
from app.extensions import db
from app.models import Campaign
from app.services import bulk_plans, bulk_steps, following
from app.services.bulk_plans import BulkAction, Order
from app.services.deadlines import deadline_instant
from app.services.errors import Invalid, Refused
from app.web.session import current_actor
from app.web.typed import typed_day, typed_hour, typed_ids, typed_line, typed_text

Answer = Response | str | tuple[str, int]
REMIND = "don-doc"


def page(campaign_id: int) -> str:
    return _page(g.target, {})


def _page(campaign: Campaign, typed: dict[str, Any], problem: str = "") -> str:
    rows = following.follow(campaign)
    wanted = chosen_filter()
    return render_template(
        "following/bulk.html",
        **list_context(campaign, rows),
        wanted=wanted,
        rows=following.search(following.choose(rows, wanted.state), wanted.words),
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
    try:
        plan = bulk_plans.make_plan(campaign, _order(), typed_ids("don_vi"))
    except (Invalid, Refused) as error:
        return _refused(campaign, error)
    return render_template(
        "following/bulk_preview.html",
        **list_context(campaign, following.follow(campaign)),
        plan=plan,
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
    seen = {number: request.form.get(f"seen-{number}", "") for number in typed_ids("don_vi")}
    try:
        step = bulk_steps.carry_out(
            campaign, _order(), seen, key=typed_line("key", 40), actor=current_actor()
        )
    except (Invalid, Refused) as error:
        return _refused(campaign, error)
    db.session.commit()
    return redirect(url_for(".bulk_result", campaign_id=campaign_id, step_id=step.id), 303)


def result(campaign_id: int, step_id: int) -> str:
    campaign: Campaign = g.target
    step = bulk_steps.get_step(campaign, step_id)
    return render_template(
        "following/bulk_result.html",
        **list_context(campaign, following.follow(campaign)),
        result=bulk_steps.result_of(step),
    )


def undo(campaign_id: int, step_id: int) -> Response:
    campaign: Campaign = g.target
    step = bulk_steps.get_step(campaign, step_id)
    bulk_steps.undo(campaign, step, actor=current_actor())
    db.session.commit()
    done = sum(1 for entry in step.undo_outcome if entry["done"])
    flash(f"Đã hoàn tác cho {done} đơn vị.", "success")
    return redirect(url_for(".bulk_result", campaign_id=campaign_id, step_id=step_id), 303)
