"""The units behind one figure of the draft."""

from __future__ import annotations

from flask import render_template

from app.blueprints.drafting.places import here
from app.services import draft_figures
from app.services.draft_material import Reading
from app.web.htmx import is_htmx


def figure(campaign_id: int, path: str) -> str:
    place = here()
    view = draft_figures.figure_view(Reading.of(place.draft), path, place.actor)
    template = "drafting/_figure.html" if is_htmx() else "drafting/figure.html"
    return render_template(
        template, campaign=place.campaign, figure=view, is_office=place.is_office
    )
