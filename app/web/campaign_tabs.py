"""The parts of a campaign as tabs, the same on every page of it; each leads where one may go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request, url_for

from app.models import Campaign
from app.permissions import ACCESS
from app.web.session import read_actor

# Key → (label, endpoint), in the order in which an office goes through them.
TABS: Mapping[str, tuple[str, str]] = {
    "list": ("Theo dõi", "following.follow_list"),
    "matrix": ("Ma trận", "following.matrix"),
    "rates": ("Tỷ lệ", "following.rates"),
    "remind": ("Đôn đốc", "following.remind"),
    "draft": ("Dự thảo", "drafting.overview"),
    "export": ("Xuất văn bản", "exports.page"),
    "log": ("Nhật ký", "log.campaign"),
    "setup": ("Thiết lập", "campaigns.setup"),
}


@dataclass(frozen=True)
class Tab:
    """`current` is the value of aria-current: the page itself, or the part that it belongs to."""

    label: str
    address: str
    current: str


def campaign_tabs(campaign: Campaign, current: str) -> list[Tab]:
    """Tabs that this account may open; none when there is nowhere else to go."""
    actor = read_actor()
    open_to = [
        (key, label, url_for(endpoint, campaign_id=campaign.id))
        for key, (label, endpoint) in TABS.items()
        if actor is not None and ACCESS[endpoint].allows(actor, campaign)
    ]
    tabs = [Tab(label, at, _current(key == current, at)) for key, label, at in open_to]
    return tabs if len(tabs) > 1 else []


def _current(belongs: bool, address: str) -> str:
    if not belongs:
        return ""
    return "page" if request.path == address else "true"
