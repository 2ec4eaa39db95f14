"""Which units a page or a form is about: a filter with words to search, ticked boxes, a page.

A form sends the ticks of the page it shows, or asks for all units of its filter, however many
pages they fill; the filter itself stands in the form's address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import request

from app.models import Campaign
from app.services import following, standings
from app.services.following import FollowRow
from app.services.standings import S, Standing
from app.web.paging import Page
from app.web.typed import typed_ids
from forms import clean_line

SCOPE = "pham-vi"
TICKED, WHOLE_FILTER = "danh-dau", "ca-bo-loc"


@dataclass(frozen=True)
class Chosen:
    """What the address asks for: a filter and words to search."""

    state: str
    words: str

    @property
    def query(self) -> dict[str, str]:
        kept = {"loc": self.state if self.state != standings.ALL else "", "tim": self.words}
        return {key: value for key, value in kept.items() if value}

    @property
    def label(self) -> str:
        """ "Chưa gửi, tìm “bình”"; "" when nothing narrows the list."""
        filtered = standings.FILTERS[self.state] if self.state != standings.ALL else ""
        searched = f"tìm “{self.words}”" if self.words else ""
        return ", ".join(part for part in (filtered, searched) if part)

    def of(self, rows: list[S]) -> list[S]:
        return standings.search(standings.choose(rows, self.state), self.words)


def chosen(known: Sequence[str] = tuple(standings.FILTERS), default: str = standings.ALL) -> Chosen:
    state = request.args.get("loc", default)
    words = clean_line(request.args.get("tim", ""))[:80]
    return Chosen(state if state in known else default, words)


def wants_whole_filter() -> bool:
    return request.values.get(SCOPE) == WHOLE_FILTER


def chosen_ids(wanted: Chosen, rows: list[Standing]) -> list[int]:
    """Reports that the form is about: all of its filter, or the ticked ones."""
    if wants_whole_filter():
        return [row.report_id for row in wanted.of(rows)]
    return typed_ids("don_vi")


def page_context(wanted: Chosen, page: Page[Any]) -> dict[str, Any]:
    """What `following/_scope.html` needs."""
    return {
        "wanted": wanted,
        "page": page,
        "scope": SCOPE,
        "scopes": (TICKED, WHOLE_FILTER),
    }


def with_details(campaign: Campaign, page: Page[Standing]) -> Page[FollowRow]:
    """The same page with all that the list says of each unit."""
    rows: Any = following.follow(campaign, page.rows)
    return replace(page, rows=rows)  # type: ignore[return-value]  # the page of other rows
