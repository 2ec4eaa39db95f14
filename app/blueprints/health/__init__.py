"""For those who keep the server running: a probe for machines, and a page for the administrator."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from alembic.script import ScriptDirectory
from flask import Blueprint, current_app, jsonify, render_template
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from app.extensions import db
from app.services import operation_checks, regular_backups
from app.settings import Settings

blueprint = Blueprint("health", __name__)


@blueprint.get("/suc-khoe")
def live() -> tuple[Response, int]:
    """200 while the process is up and the database answers, else 503; says nothing more."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        current_app.logger.exception("health probe: the database does not answer")
        return jsonify(status="database"), 503
    return jsonify(status="ok"), 200


@blueprint.get("/van-hanh")
def page() -> str:
    settings: Settings = current_app.config["SETTINGS"]
    return render_template(
        "health/page.html",
        checks=operation_checks.run_checks(settings, _head()),
        backups=regular_backups.list_backups(settings.backup),
        size_words=operation_checks.size_words,
        plan=settings.backup,
    )


@lru_cache(maxsize=1)
def _head() -> str:
    folder = Path(current_app.root_path).parent / "migrations"
    return ScriptDirectory(str(folder)).get_current_head() or ""
