"""A campaign beside the world's, sent to its units: what is asked, of whom, for which period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from app.extensions import db
from app.models import Campaign, Report
from app.services import campaigns, clock, outlines
from app.services.actors import SYSTEM
from tests.app.world import World

DAYS = 5


def publish(
    world: World, title: str, codes: Sequence[str] = ("xa-a",), *, source: str = "", **given: Any
) -> Campaign:
    """Asks the units of these codes, with `source` as outline or else the world's own, to report
    within five days; `given` are further columns of the campaign."""
    version = outlines.register_outline(source, "thử", actor=SYSTEM) if source else world.version
    given = {"collector": world.units["huyen-uy"], "office": world.units["btg"]} | given
    campaign = campaigns.create_campaign(
        title, **{"outline_version_id": version.id, **given}, actor=SYSTEM
    )
    send_out(world, campaign, codes)
    return campaign


def send_out(world: World, campaign: Campaign, codes: Sequence[str]) -> None:
    campaigns.set_units(campaign, [world.units[code].id for code in codes], actor=SYSTEM)
    deadline = clock.today() + timedelta(days=DAYS)
    campaigns.set_deadline(campaign, deadline, None, True, actor=SYSTEM)
    campaigns.publish(campaign, actor=SYSTEM)
    db.session.commit()


def report_in(campaign: Campaign) -> Report:
    """Of the only unit that was asked."""
    return db.session.query(Report).filter_by(campaign_id=campaign.id).one()
