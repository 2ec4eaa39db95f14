"""Letterheads of the units of a campaign, and the habits of format each of them chose."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.documents.profiles import all_profiles
from app.extensions import db
from app.models import Campaign
from app.services import clock, letterheads, profile_choices
from app.web.session import current_actor


def listing(campaign_id: int) -> str:
    campaign: Campaign = g.target
    return render_template(
        "exports/letterheads.html",
        campaign=campaign,
        units=[
            (unit, letterheads.missing_letterhead(unit)) for unit in letterheads.units_of(campaign)
        ],
    )


def page(campaign_id: int, unit_id: int) -> str:
    campaign: Campaign = g.target
    unit = letterheads.unit_of(campaign, unit_id)
    profile = profile_choices.profile_of(unit, clock.today())
    return render_template(
        "exports/letterhead.html",
        campaign=campaign,
        unit=unit,
        data=unit.letterhead or {},
        lines=letterheads.LINES,
        missing=letterheads.missing_letterhead(unit),
        regimes=profile_choices.regimes(),
        profiles=all_profiles(),
        profile=profile,
        habits=profile_choices.HABITS,
        unverified=profile_choices.unverified(profile),
        seen=(unit.letterhead or {}).get("seen") == profile.id,
    )


def save(campaign_id: int, unit_id: int) -> Response:
    unit = letterheads.unit_of(g.target, unit_id)
    letterheads.change(unit, request.form.to_dict(), actor=current_actor())
    db.session.commit()
    flash(f"Đã lưu tiêu đề văn bản của {unit.name}.", "success")
    return redirect(url_for(".letterhead", campaign_id=campaign_id, unit_id=unit_id), 303)
