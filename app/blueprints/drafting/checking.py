"""Looking for trouble: figures of the units, shared passages, words against tables; going up."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.blueprints.drafting.places import here, to_overview
from app.extensions import db
from app.models import Campaign
from app.services import (
    collected_checks,
    copy_checks,
    draft_disagreements,
    draft_warnings,
    parent_campaign,
)
from app.services.draft_material import Reading

# A page stays readable, and small on a slow line, however many units were asked.
UNITS_SHOWN, MOST_LINES = 20, 10


def figures(campaign_id: int) -> str:
    """What the units sent, checked; for the office to ask back, never corrected here."""
    campaign: Campaign = g.target
    kind, report_id = request.args.get("loai", ""), request.args.get("don-vi", 0, type=int)
    page = max(request.args.get("trang", 1, type=int), 1)
    checks = collected_checks.check_campaign(campaign, kind)
    shown = [unit for unit in checks if unit.report_id == report_id] or checks
    first = (page - 1) * UNITS_SHOWN
    return render_template(
        "drafting/check_figures.html",
        campaign=campaign,
        checks=shown[first : first + UNITS_SHOWN],
        kinds=collected_checks.count_by_kind(campaign),
        kind=kind,
        page=page,
        more=max(len(shown) - first - UNITS_SHOWN, 0),
        alone=len(shown) == 1,
        most=MOST_LINES,
    )


def copies(campaign_id: int) -> str:
    campaign: Campaign = g.target
    return render_template(
        "drafting/check_copies.html",
        campaign=campaign,
        pairs=copy_checks.find_pairs(campaign),
        percent=round(100 * copy_checks.threshold(campaign)),
    )


def set_threshold(campaign_id: int) -> Response:
    campaign: Campaign = g.target
    percent = request.form.get("nguong", 0, type=int)
    copy_checks.set_threshold(campaign, percent)
    db.session.commit()
    flash(f"Nay nêu các báo cáo trùng từ {percent}%.", "success")
    return redirect(url_for(".check_copies", campaign_id=campaign_id), 303)


def prose(campaign_id: int) -> str:
    """Paragraphs whose numbers the tables contradict, and pairs that contradict each other."""
    place = here()
    reading = Reading.of(place.draft)
    return render_template(
        "drafting/check_prose.html",
        campaign=place.campaign,
        found=draft_warnings.all_warnings(reading),
        pairs=draft_disagreements.in_draft(reading),
    )


def upwards(campaign_id: int) -> str:
    place = here()
    return render_template(
        "drafting/upwards.html",
        campaign=place.campaign,
        draft=place.draft,
        upward=parent_campaign.upward(place.draft),
    )


def pass_up(campaign_id: int) -> Response:
    place = here()
    count = parent_campaign.pass_up(place.draft, actor=place.actor)
    db.session.commit()
    flash(f"Đã đưa {count} nội dung vào báo cáo gửi cấp trên. Hãy kiểm tra rồi gửi.", "success")
    return to_overview(campaign_id)
