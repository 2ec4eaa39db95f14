"""Find and replace, and one spelling for the whole draft: always shown before it is done."""

from __future__ import annotations

from unicodedata import normalize

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.blueprints.drafting.places import here
from app.extensions import db
from app.services import draft_replacing
from app.services.draft_replacing import MOST_SHOWN, Search


def replace_page(campaign_id: int) -> str:
    """The form, and below it what would change."""
    place = here()
    search = _search(request.args)
    wanted = bool(search.old.strip())
    hits = draft_replacing.find(place.draft, search) if wanted else []
    figures = draft_replacing.find_in_figures(place.draft, search) if wanted else []
    return render_template(
        "drafting/replace.html",
        campaign=place.campaign,
        search=search,
        hits=hits[:MOST_SHOWN],
        in_figures=figures[:MOST_SHOWN],
        total=len(hits),
        places=sum(hit.count for hit in hits),
        may_edit=place.may_edit,
    )


def _search(values: MultiDict[str, str]) -> Search:
    return Search(
        normalize("NFC", values.get("tim", "")),
        normalize("NFC", values.get("thay", "")),
        any_case=bool(values.get("hoa_thuong")),
        whole_words=bool(values.get("nguyen_chu")),
        removes=bool(values.get("xoa")),
    )


def replace_all(campaign_id: int) -> Response:
    place = here()
    count = draft_replacing.replace(
        place.draft, _search(request.form), request.form.getlist("doan"), actor=place.actor
    )
    db.session.commit()
    flash(f"Đã thay trong {count} đoạn. Mỗi đoạn đều hoàn tác được.", "success")
    return redirect(url_for(".replace", campaign_id=campaign_id), 303)


def spelling(campaign_id: int) -> str:
    place = here()
    hits = draft_replacing.spelling_hits(place.draft)
    return render_template(
        "drafting/spelling.html",
        campaign=place.campaign,
        hits=hits[:MOST_SHOWN],
        total=len(hits),
        may_edit=place.may_edit,
    )


def normalise(campaign_id: int) -> Response:
    place = here()
    count = draft_replacing.normalise_spelling(
        place.draft, request.form.getlist("doan"), actor=place.actor
    )
    db.session.commit()
    flash(f"Đã thống nhất cách viết trong {count} đoạn.", "success")
    return redirect(url_for(".spelling", campaign_id=campaign_id), 303)
