"""Files of a campaign's plan: added, taken off the list, downloaded."""

from __future__ import annotations

import io

from flask import flash, g, redirect, request, send_file, url_for
from werkzeug.wrappers import Response

from app.blueprints.campaigns.steps import step_page
from app.extensions import db
from app.models import Campaign
from app.services import campaign_setup, storage
from app.services.errors import Invalid, NotFound
from app.web.session import current_actor

Answer = Response | tuple[str, int]


def add_file(campaign_id: int) -> Answer:
    campaign: Campaign = g.target
    upload = request.files.get("file")
    try:
        if upload is None or not upload.filename:
            raise Invalid("Hãy chọn tệp kế hoạch cần đính kèm.")
        media_type = upload.mimetype or "application/octet-stream"
        campaign_setup.add_plan_file(
            campaign, upload.filename, media_type, upload.read(), actor=current_actor()
        )
    except Invalid as error:
        db.session.rollback()
        return step_page(campaign, "ten", {}, error.message), 422
    db.session.commit()
    return _back(campaign_id, "Đã thêm tệp.")


def remove_file(campaign_id: int, number: int) -> Answer:
    campaign_setup.remove_plan_file(g.target, number, actor=current_actor())
    db.session.commit()
    return _back(campaign_id, "Đã bỏ tệp khỏi đợt.")


def _back(campaign_id: int, words: str) -> Response:
    flash(words, "success")
    return redirect(url_for(".step", campaign_id=campaign_id, step_key="ten"), 303)


def file(campaign_id: int, number: int) -> Response:
    """Always an attachment of unknown type: whatever was uploaded never runs in our pages."""
    files = campaign_setup.plan_files(g.target)
    if number >= len(files):
        raise NotFound("Đợt này không có tệp đó.")
    return send_file(
        io.BytesIO(storage.read(files[number]["sha256"])),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=files[number]["name"],
    )
