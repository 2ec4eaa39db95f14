"""An outline version as a plain tree to read."""

from __future__ import annotations

from flask import Blueprint, render_template

from app.services import outlines

blueprint = Blueprint("outlines", __name__)


@blueprint.get("/de-cuong/<int:version_id>/sua")
def edit(version_id: int) -> str:
    outlines.get_version(version_id)
    return render_template("outlines/edit.html", outline=outlines.get_outline(version_id))
