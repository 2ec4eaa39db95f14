"""Who is asked one section in this campaign: as the outline says, or decided here."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Campaign
from app.services import asking, campaign_setup, following, outlines
from app.services.asking import Rule
from app.services.errors import Invalid, Refused
from app.web.session import current_actor
from app.web.typed import typed_ids

Answer = Response | str | tuple[str, int]
AS_OUTLINE = "outline"


def page(campaign_id: int, section_key: str) -> str:
    return _page(g.target, section_key, asking.find_rule(g.target, section_key))


def _page(campaign: Campaign, section_key: str, rule: Rule | None, problem: str = "") -> str:
    section = asking.find_section(campaign, section_key)
    outline = outlines.get_outline(campaign.outline_version_id)
    return render_template(
        "campaigns/asked_section.html",
        campaign=campaign,
        section=section,
        outline=outline,
        by_outline=asking.outline_words(section, outline),
        rule=rule or Rule(section_key, AS_OUTLINE),
        tags=campaign_setup.known_tags(),
        units=[report.unit for report in following.list_reports(campaign)],
        problem=problem,
    )


def save(campaign_id: int, section_key: str) -> Answer:
    campaign: Campaign = g.target
    rule = _typed(campaign, section_key)
    try:
        asking.set_rule(campaign, section_key, rule, actor=current_actor())
    except (Invalid, Refused) as error:
        db.session.rollback()
        status = 409 if isinstance(error, Refused) else 422
        return _page(campaign, section_key, rule, error.message), status
    db.session.commit()
    flash("Đã lưu mục này hỏi đơn vị nào.", "success")
    back = url_for(".step", campaign_id=campaign_id, step_key="de-cuong")
    return redirect(f"{back}#muc-{section_key}", 303)


def _typed(campaign: Campaign, section_key: str) -> Rule | None:
    """The rule of the form; what it names that is not there is left out."""
    who = request.form.get("who", "")
    if who in (asking.EVERYONE, asking.NOBODY):
        return Rule(section_key, who)
    if who != asking.SOME:
        return None
    kinds = outlines.get_outline(campaign.outline_version_id).unit_kinds
    own = {report.unit_id for report in following.list_reports(campaign)}
    return Rule(
        section_key,
        asking.SOME,
        tuple(kind for kind in kinds if kind in request.form.getlist("kind")),
        tuple(t for t in campaign_setup.known_tags() if t in request.form.getlist("tag")),
        tuple(sorted(own & set(typed_ids("unit")))),
    )
