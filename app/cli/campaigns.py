"""flask campaign list."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from app.models import CampaignState
from app.services import campaigns, standings
from app.services.deadlines import deadline_words


@click.group()
def campaign() -> None:
    """Campaigns (đợt báo cáo)."""


@campaign.command("list")
@with_appcontext
def list_all() -> None:
    """One line a campaign: code, state, deadline, counts, title."""
    for found in campaigns.list_campaigns():
        counters = standings.count(standings.list_standings(found))
        state = CampaignState(found.state).label
        deadline = deadline_words(found.deadline_at)
        click.echo(f"{found.code}\t{state}\t{deadline}\t{counters.words}\t{found.title}")
