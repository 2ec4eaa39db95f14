"""The list of units and the matrix of units and sections; both refresh without losing place."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from flask import g, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from app.blueprints.following.choosing import chosen, with_details
from app.models import Campaign
from app.services import filing_rates, filing_words, following, following_matrix, standings
from app.services.actors import OFFICE_ROLES
from app.services.following import FollowRow
from app.services.standings import Standing
from app.web.htmx import is_htmx
from app.web.links import public_address
from app.web.paging import page_of
from app.web.session import current_actor

LIST_ROWS = 200
MATRIX_ROWS = 60


def follow_list(campaign_id: int) -> Response | str:
    return _answer("following/list.html", "following/_list.html", LIST_ROWS)


def matrix(campaign_id: int) -> Response | str:
    return _answer("following/matrix.html", "following/_matrix.html", MATRIX_ROWS)


def _answer(page_template: str, fragment: str, size: int) -> Response | str:
    """The page, the fragment for a refresh, or 204 when a refresh would show the same."""
    campaign: Campaign = g.target
    wanted = chosen()
    rows = standings.list_standings(campaign)
    page = with_details(campaign, page_of(wanted.of(rows), wanted.query, size))
    mark = mark_of(rows, page.rows)
    if is_htmx() and request.args.get("dau") == mark:
        return make_response("", 204)
    context = list_context(campaign, rows) | {"wanted": wanted, "page": page, "mark": mark}
    if fragment.endswith("_matrix.html"):
        context["matrix"] = following_matrix.matrix(campaign, list(page.rows))
        context["cell_words"] = following_matrix.CELL_WORDS
    return render_template(fragment if is_htmx() else page_template, **context)


def list_context(campaign: Campaign, rows: Sequence[Standing] | None = None) -> dict[str, Any]:
    """What every page of a campaign shows at its head."""
    found = standings.list_standings(campaign) if rows is None else list(rows)
    return {
        "campaign": campaign,
        "counters": standings.count(found),
        "filters": _filters(found),
        "runs": may_run(campaign),
    }


def may_run(campaign: Campaign) -> bool:
    return current_actor().has(campaign.office_id, *OFFICE_ROLES)


def _filters(rows: list[Standing]) -> list[tuple[str, str, int]]:
    """(key, label, number of units); filters that would show nothing are left out."""
    counts = standings.filter_counts(rows)
    return [
        (key, text, counts[key])
        for key, text in standings.FILTERS.items()
        if counts[key] or key == standings.ALL
    ]


def mark_of(rows: Sequence[Standing], shown: Sequence[FollowRow]) -> str:
    """Changes whenever a refresh would show something else."""
    seen = [
        (r.report_id, r.state, r.done, r.timing, r.reminders, str(r.report.last_activity_at))
        for r in shown
    ]
    states = [r.state.value for r in rows]
    return hashlib.sha256(repr((seen, states)).encode()).hexdigest()[:16]


def rates(campaign_id: int) -> str:
    """Completeness and timeliness by kind of unit, and against earlier campaigns."""
    campaign: Campaign = g.target
    rows = standings.list_standings(campaign)
    kinds = filing_rates.by_kind(campaign, rows)
    return render_template(
        "following/rates.html",
        **list_context(campaign, rows),
        kinds=kinds,
        compared=filing_rates.compare(campaign, kinds[-1]),
        habits=filing_rates.habits(campaign),
    )


def zalo(campaign_id: int) -> str:
    """The state of the campaign as plain text to paste into a chat."""
    campaign: Campaign = g.target
    rows = following.follow(campaign)
    text = filing_words.status_text(campaign, rows, public_address(url_for("home.index")))
    return _zalo_page(campaign, "list", "Bảng tình hình để chép vào Zalo", text)


def matrix_zalo(campaign_id: int) -> str:
    """What the units of the filter still owe, section by section, as plain text."""
    campaign: Campaign = g.target
    rows = chosen().of(standings.list_standings(campaign))
    waiting = following.follow(campaign, [row for row in rows if row.waits])
    text = filing_words.unfinished_text(campaign, waiting, public_address(url_for("home.index")))
    return _zalo_page(campaign, "matrix", "Các mục còn phải làm để chép vào Zalo", text)


def _zalo_page(campaign: Campaign, tab: str, heading: str, text: str) -> str:
    return render_template(
        "following/zalo.html", **list_context(campaign), tab=tab, heading=heading, text=text
    )
