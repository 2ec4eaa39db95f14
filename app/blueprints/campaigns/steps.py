"""The five steps of preparing a campaign: each a plain form that can be saved at any time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.blueprints.campaigns.step_forms import SAVES, own_campaign
from app.extensions import db
from app.models import Campaign, CampaignState
from app.services import (
    asked_before,
    asked_sections,
    asking,
    campaign_setup,
    campaigns,
    clock,
    following,
    given_values,
    outlines,
    parent_campaign,
    work_calendar,
)
from app.services.campaign_setup import STEPS
from app.services.deadlines import deadline_instant, deadline_words
from app.services.errors import Invalid, NotFound, Refused
from app.web.session import current_actor
from app.web.typed import (
    shown_day,
    shown_hour,
    typed_day,
    typed_flag,
    typed_hour,
    typed_line,
)

Answer = Response | str | tuple[str, int]


def new() -> str:
    return _new_page({})


def _new_page(typed: dict[str, str], problem: str = "") -> str:
    return render_template(
        "campaigns/new.html",
        offices=campaign_setup.offices_of(current_actor()),
        versions=outlines.list_versions(),
        earlier=campaigns.list_office_campaigns(current_actor()),
        typed=typed,
        problem=problem,
    )


def create() -> Answer:
    """Start a draft; everything else is asked in the steps that follow."""
    try:
        campaign = _create()
    except (Invalid, NotFound) as error:
        db.session.rollback()
        return _new_page(request.form.to_dict(), error.message), 422
    db.session.commit()
    flash("Đã tạo đợt. Các bước sau lưu lúc nào cũng được; đơn vị chưa thấy gì.", "success")
    return redirect(url_for(".step", campaign_id=campaign.id, step_key="ten"), 303)


def _create() -> Campaign:
    actor = current_actor()
    offices = {unit.id: unit for unit in campaign_setup.offices_of(actor)}
    office = offices.get(request.form.get("office", 0, type=int))
    if office is None:
        raise Invalid("Hãy chọn cơ quan thực hiện.")
    previous = own_campaign(request.form.get("previous", 0, type=int))
    version_id = request.form.get("outline", 0, type=int)
    version = previous.outline_version if previous and not version_id else None
    campaign = campaigns.create_campaign(
        typed_line("title", 500),
        outline_version_id=(version or outlines.get_released(version_id)).id,
        collector=campaign_setup.collectors_of(office)[0],
        office=office,
        actor=actor,
        previous_id=previous.id if previous else None,
        contact=office.name,
    )
    asked_before.take_over(campaign, actor=actor)
    return campaign


def setup(campaign_id: int) -> str:
    campaign: Campaign = g.target
    return render_template(
        "campaigns/setup.html",
        campaign=campaign,
        steps=campaign_setup.steps(campaign),
        count=campaigns.count_units(campaign),
        gone=campaigns.dissolved_units(campaign),
        warnings=_warnings(campaign),
    )


def step(campaign_id: int, step_key: str) -> str:
    return step_page(g.target, step_key, {})


def step_page(campaign: Campaign, step_key: str, typed: dict[str, Any], problem: str = "") -> str:
    if step_key not in STEPS:
        raise NotFound("Không có bước này.")
    return render_template(
        f"campaigns/step_{step_key.replace('-', '_')}.html",
        campaign=campaign,
        step_key=step_key,
        steps=STEPS,
        typed=typed,
        problem=problem,
        **_CONTEXTS[step_key](campaign),
    )


def _about(campaign: Campaign) -> dict[str, Any]:
    return {
        "basis": campaign_setup.basis_text(campaign),
        "collectors": campaign_setup.collectors_of(campaign.office),
        "parents": parent_campaign.possible_parents(campaign),
        "files": campaign_setup.plan_files(campaign),
        "shown_day": shown_day,
    }


def _outline(campaign: Campaign) -> dict[str, Any]:
    own = campaigns.list_office_campaigns(current_actor())
    return {
        "versions": outlines.list_versions(),
        "earlier": [found for found in own if found.id != campaign.id],
        "kinds": dict(outlines.get_outline(campaign.outline_version_id).unit_kinds),
        "asked": asked_sections.sections_by_kind(campaign),
        "before": campaign_setup.previous_of(campaign),
        "given_fields": given_values.fields_of(campaign),
    }


def _units(campaign: Campaign) -> dict[str, Any]:
    return {
        "groups": campaign_setup.unit_choices(campaign),
        "tags": campaign_setup.known_tags(),
        "own": campaign_setup.own_report(campaign),
        "own_sections": len(asked_sections.sections_asked_of(campaign, campaign.office.kind)),
        "count": campaigns.count_units(campaign),
    }


def _deadline(campaign: Campaign) -> dict[str, Any]:
    instant = campaign.deadline_at
    return {
        "shown_day": shown_day,
        "shown_hour": shown_hour,
        "words": deadline_words(instant) if instant else "",
        "warnings": _warnings(campaign),
    }


def _warnings(campaign: Campaign) -> list[str]:
    """What is odd about the deadline; nothing any more once the units have it."""
    if campaign.deadline_at is None or campaign.state != CampaignState.DRAFT:
        return []
    return work_calendar.deadline_warnings(campaign.deadline_at, clock.now())


def _trial(campaign: Campaign) -> dict[str, Any]:
    groups = campaign_setup.unit_choices(campaign)
    kind = request.args.get("loai", groups[0].kind if groups else "")
    units_in = [report.unit for report in following.list_reports(campaign)]
    wanted = request.args.get("don_vi", 0, type=int)
    unit = next((found for found in units_in if found.id == wanted), None)
    return {
        "kinds": [(group.kind, group.label, group.sections) for group in groups],
        "kind": kind,
        "units": units_in if asking.rules_of(campaign) else [],
        "unit": unit,
        "asked": asked_sections.sections_asked_of_unit(campaign, unit)
        if unit
        else asked_sections.sections_asked_of(campaign, kind),
        "count": campaigns.count_units(campaign),
        "steps_state": campaign_setup.steps(campaign),
        "gone": campaigns.dissolved_units(campaign),
        "warnings": _warnings(campaign),
    }


_CONTEXTS: dict[str, Callable[[Campaign], dict[str, Any]]] = {
    "ten": _about,
    "de-cuong": _outline,
    "don-vi": _units,
    "han": _deadline,
    "xem-thu": _trial,
}


def save_step(campaign_id: int, step_key: str) -> Answer:
    campaign: Campaign = g.target
    if step_key not in SAVES:
        abort(404)
    try:
        SAVES[step_key](campaign)
    except (Invalid, Refused, NotFound) as error:
        db.session.rollback()
        db.session.refresh(campaign)
        status = 409 if isinstance(error, Refused) else 422
        return step_page(campaign, step_key, request.form.to_dict(), error.message), status
    db.session.commit()
    flash("Đã lưu.", "success")
    onward = "next" in request.form
    target = campaign_setup.next_step(step_key) if onward else step_key
    return redirect(url_for(".step", campaign_id=campaign_id, step_key=target), 303)


def resolve(campaign_id: int) -> Answer:
    """The instant that the typed day, hour and switch mean: a fragment while typing."""
    try:
        day = typed_day("day", "Hạn nộp")
        hour = typed_hour("hour", "Giờ")
    except Invalid as error:
        return render_template("campaigns/_resolved.html", words="", warnings=[error.message])
    if day is None:
        return render_template("campaigns/_resolved.html", words="", warnings=[])
    instant = deadline_instant(day, hour, typed_flag("inclusive"))
    return render_template(
        "campaigns/_resolved.html",
        words=deadline_words(instant),
        warnings=work_calendar.deadline_warnings(instant, clock.now()),
    )
