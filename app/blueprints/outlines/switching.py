"""Changing the outline of a campaign: which version, what it touches, then doing it."""

from __future__ import annotations

from itertools import groupby

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Campaign, OutlineVersion
from app.services import outline_switch, outlines
from app.services.errors import Invalid, NotFound, Refused
from app.services.outline_touch import Touch
from app.web.session import current_actor

Answer = Response | str | tuple[str, int]


def switch_page(campaign_id: int) -> Answer:
    campaign: Campaign = g.target
    version_id = request.args.get("chon", 0, type=int)
    if not version_id:
        return _page(campaign, None, None)
    try:
        version = outlines.get_version(version_id)
        return _page(campaign, version, outline_switch.preview(campaign, version))
    except (Invalid, NotFound, Refused) as error:
        status = 409 if isinstance(error, Refused) else 422
        return _page(campaign, None, None, error.message), status


def _page(
    campaign: Campaign, version: OutlineVersion | None, touch: Touch | None, problem: str = ""
) -> str:
    differences = touch.differences if touch else ()
    return render_template(
        "outlines/switch.html",
        campaign=campaign,
        choices=outline_switch.choices(campaign),
        version=version,
        touch=touch,
        confirmed=set(request.form.getlist("confirm")),
        groups=[(kind, list(items)) for kind, items in groupby(differences, lambda d: d.kind)],
        problem=problem,
    )


def switch(campaign_id: int) -> Answer:
    campaign: Campaign = g.target
    version = outlines.get_version(request.form.get("version", 0, type=int))
    try:
        found = outline_switch.switch(
            campaign,
            version,
            confirmed=request.form.getlist("confirm"),
            seen=request.form.get("seen", ""),
            actor=current_actor(),
        )
    except (Invalid, Refused) as error:
        db.session.rollback()
        db.session.refresh(campaign)
        return _again(campaign, version, error)
    db.session.commit()
    lost = sum(len(item.lost) for item in found.retyped)
    told = f" {lost} câu trả lời cần đơn vị nhập lại." if lost else ""
    flash(f"Đợt đã dùng đề cương phiên bản {version.version}.{told}", "success")
    return redirect(url_for(".switch_page", campaign_id=campaign_id), 303)


def _again(campaign: Campaign, version: OutlineVersion, error: Invalid | Refused) -> Answer:
    """The page as it is now, with what stood in the way."""
    status = 409 if isinstance(error, Refused) else 422
    try:
        touch = outline_switch.preview(campaign, version)
    except (Invalid, Refused):
        return _page(campaign, None, None, error.message), status
    return _page(campaign, version, touch, error.message), status
