"""The first page after signing in: what is due, for units and for offices."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.extensions import db
from app.services import notices, work_list
from app.services.errors import NotFound
from app.web.session import current_actor
from app.web.user_guide import load_guide

blueprint = Blueprint("home", __name__)
MOST_NEWS = 5


@blueprint.get("/")
def index() -> str:
    actor = current_actor()
    return render_template(
        "home/index.html",
        due=work_list.due_reports(actor),
        sent=work_list.sent_reports(actor),
        given=work_list.given_sections(actor),
        campaigns=work_list.office_campaigns(actor),
        viewed=work_list.viewed_campaigns(actor),
        news=notices.list_unread(actor, MOST_NEWS),
    )


@blueprint.get("/tro-giup")
def help_page() -> str:
    return render_template("home/help.html")


@blueprint.get("/huong-dan")
def guide() -> str:
    return render_template("home/guide.html", guide=load_guide())


@blueprint.get("/huong-dan/<part_slug>")
def guide_part(part_slug: str) -> str:
    found = load_guide()
    part = found.find(part_slug)
    if part is None:
        raise NotFound("Hướng dẫn không có phần này.")
    return render_template("home/guide_part.html", guide=found, part=part)


@blueprint.get("/thong-bao")
def notices_page() -> str:
    actor = current_actor()
    return render_template(
        "home/notices.html",
        unread=notices.list_unread(actor),
        seen=notices.list_read(actor),
    )


@blueprint.post("/thong-bao/da-doc")
def read_notices() -> Response:
    notices.mark_all_read(current_actor())
    db.session.commit()
    return redirect(url_for("home.notices_page"))


@blueprint.post("/thong-bao/<int:notice_id>/da-doc")
def read_notice(notice_id: int) -> Response:
    notices.mark_read(current_actor(), notice_id)
    db.session.commit()
    return redirect(url_for("home.notices_page"), 303)


@blueprint.post("/thong-bao/<int:notice_id>/mo")
def open_notice(notice_id: int) -> Response:
    """Go to what the notice tells of; it counts as read from then on."""
    notice = notices.mark_read(current_actor(), notice_id)
    db.session.commit()
    return redirect(notice.link or url_for("home.notices_page"), 303)
