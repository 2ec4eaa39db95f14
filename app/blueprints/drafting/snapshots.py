"""Kept copies of the draft: naming one, comparing it with now, going back to it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.blueprints.drafting.places import here, to_overview
from app.extensions import db
from app.services import draft_versions, drafts
from app.services.answer_history import names_of


def snapshots(campaign_id: int) -> str:
    place = here()
    kept = drafts.list_snapshots(place.draft)
    return render_template(
        "drafting/snapshots.html",
        campaign=place.campaign,
        draft=place.draft,
        snapshots=kept,
        names=names_of({one.created_by for one in kept}),
        versions=drafts.list_versions(place.campaign),
        closed=draft_versions.closed_copies(place.campaign),
        may_edit=place.may_edit,
    )


def take_snapshot(campaign_id: int) -> Response:
    place = here()
    drafts.take_snapshot(place.draft, request.form.get("ten", ""), "named", actor=place.actor)
    db.session.commit()
    flash("Đã lưu bản dự thảo.", "success")
    return redirect(url_for(".snapshots", campaign_id=campaign_id), 303)


def compare_snapshot(campaign_id: int, snapshot_id: int) -> str:
    place = here()
    snapshot = draft_versions.get_snapshot(place.draft, snapshot_id)
    return render_template(
        "drafting/compare.html",
        campaign=place.campaign,
        snapshot=snapshot,
        differences=draft_versions.differences(place.draft, snapshot),
        may_edit=place.may_edit,
    )


def restore_snapshot(campaign_id: int, snapshot_id: int) -> Response:
    """Go back to a copy; what the draft is now becomes a copy first."""
    place = here()
    snapshot = drafts.restore_snapshot(place.draft, snapshot_id, actor=place.actor)
    db.session.commit()
    flash(f"Đã khôi phục “{snapshot.name}”. Bản trước đó vẫn có trong danh sách.", "success")
    return to_overview(campaign_id)
