"""Comments of readers and editors on the draft."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.blueprints.drafting.places import here, section_here
from app.extensions import db
from app.services import draft_comments, outlines
from forms import Section


def comments(campaign_id: int) -> str:
    """All comments of the draft, open ones first."""
    place = here()
    reading = {s.key: s for s in _sections(place.campaign.outline_version_id)}
    return render_template(
        "drafting/comments.html",
        campaign=place.campaign,
        draft=place.draft,
        threads=draft_comments.threads(place.draft),
        sections=reading,
        is_office=place.is_office,
    )


def _sections(version_id: int) -> list[Section]:
    return list(outlines.get_outline(version_id).walk())


def comment(campaign_id: int, section_key: str) -> Response:
    """A new comment or a reply; whoever may read the draft may write one."""
    at = section_here(section_key)
    draft_comments.add(
        at.place.draft,
        section_key,
        request.form.get("noi_dung", ""),
        actor=at.place.actor,
        block_key=request.form.get("doan", ""),
        parent_id=request.form.get("tra_loi", type=int),
    )
    db.session.commit()
    flash("Đã ghi ý kiến.", "success")
    return _to_comments(campaign_id, section_key)


def _to_comments(campaign_id: int, section_key: str) -> Response:
    address = url_for(
        ".section",
        campaign_id=campaign_id,
        section_key=section_key,
        khung="y-kien",
        _anchor="nguon",
    )
    return redirect(address, 303)


def settle(campaign_id: int, comment_id: int) -> Response:
    """Mark a comment as dealt with, or open it again."""
    place = here()
    settled = request.form.get("xong", "1") == "1"
    found = draft_comments.settle(place.draft, comment_id, settled)
    db.session.commit()
    return _to_comments(campaign_id, found.section_key)
