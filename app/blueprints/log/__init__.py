"""The log: who did what, when, from where; of everything, or of one campaign."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, g, render_template, request, send_file
from werkzeug.wrappers import Response

from app.models import Campaign
from app.services import audit_log
from app.services.audit_log import Wanted
from app.services.errors import Invalid
from app.services.exported_files import ExportedFile
from app.web.session import current_actor
from app.web.typed import typed_day, typed_line

blueprint = Blueprint("log", __name__)


def _wanted(campaign_id: int) -> tuple[Wanted, str]:
    """What the address asks for, and what is wrong with its days."""
    problem, first, last = "", None, None
    try:
        first, last = typed_day("tu", "Từ ngày"), typed_day("den", "Đến ngày")
    except Invalid as error:
        problem = error.message
    wanted = Wanted(
        typed_line("nguoi", 80),
        typed_line("viec", 60),
        typed_line("don-vi", 80),
        first,
        last,
        campaign_id,
    )
    return wanted, problem


@blueprint.get("/nhat-ky")
def everything() -> str:
    return _page("log/everything.html", request.args.get("dot", 0, type=int))


@blueprint.get("/dot/<int:campaign_id>/nhat-ky")
def campaign(campaign_id: int) -> str:
    shown: Campaign = g.target
    return _page("log/campaign.html", campaign_id, campaign=shown)


def _page(template: str, campaign_id: int, **context: Any) -> str:
    actor = current_actor()
    wanted, problem = _wanted(campaign_id)
    names = ("nguoi", "viec", "don-vi", "tu", "den")
    query = {name: text for name in names if (text := typed_line(name, 80))}
    return render_template(
        template,
        page=audit_log.page(actor, wanted, request.args.get("trang", 1, type=int)),
        actions=audit_log.known_actions(actor, campaign_id),
        query=query,
        search=urlencode(query),
        # The files are asked for at one address, whatever page the reader came from.
        file_search=urlencode({**query, **({"dot": campaign_id} if campaign_id else {})}),
        problem=problem,
        **context,
    )


@blueprint.get("/nhat-ky/excel")
def excel() -> Response:
    return _file("xlsx")


@blueprint.get("/nhat-ky/csv")
def csv() -> Response:
    return _file("csv")


def _file(ending: str) -> Response:
    """Raises Invalid for days that cannot be read: a file must not hold more than was asked."""
    wanted, problem = _wanted(request.args.get("dot", 0, type=int))
    if problem:
        raise Invalid(problem)
    return _send(audit_log.export(current_actor(), wanted, ending))


def _send(exported: ExportedFile) -> Response:
    return send_file(
        io.BytesIO(exported.data),
        mimetype=exported.media_type,
        as_attachment=True,
        download_name=exported.name,
    )
