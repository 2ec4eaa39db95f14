"""What every view of a draft starts from: campaign, draft, who may do what."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g, redirect, url_for
from werkzeug.wrappers import Response

from app.models import Campaign, Draft
from app.services import drafts
from app.services.actors import OFFICE_ROLES, Actor
from app.services.draft_material import Reading
from app.services.draft_sources import require_section
from app.web.session import current_actor
from forms import Section


@dataclass(frozen=True)
class Place:
    """`may_edit`: the account works in the office and the draft is open."""

    campaign: Campaign
    draft: Draft
    actor: Actor
    is_office: bool

    @property
    def may_edit(self) -> bool:
        return self.is_office and self.draft.state in drafts.OPEN_STATES


def here() -> Place:
    """Raises NotFound when nothing was merged yet."""
    campaign: Campaign = g.target
    actor = current_actor()
    draft = drafts.get_draft(campaign)
    return Place(campaign, draft, actor, actor.has(campaign.office_id, *OFFICE_ROLES))


@dataclass(frozen=True)
class SectionPlace:
    place: Place
    reading: Reading
    section: Section


def section_here(section_key: str) -> SectionPlace:
    """Raises NotFound."""
    place = here()
    reading = Reading.of(place.draft)
    return SectionPlace(place, reading, require_section(reading, section_key))


def to_section(campaign_id: int, section_key: str, anchor: str = "") -> Response:
    address = url_for(
        "drafting.section", campaign_id=campaign_id, section_key=section_key, _anchor=anchor or None
    )
    return redirect(address, 303)


def to_overview(campaign_id: int) -> Response:
    return redirect(url_for("drafting.overview", campaign_id=campaign_id), 303)
