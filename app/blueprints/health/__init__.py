"""A page for operations: is the process up, does the database answer."""

from __future__ import annotations

from flask import Blueprint, jsonify
from sqlalchemy import text
from werkzeug.wrappers import Response

from app.extensions import db

blueprint = Blueprint("health", __name__)


@blueprint.get("/suc-khoe")
def live() -> Response:
    db.session.execute(text("SELECT 1"))
    return jsonify(status="ok")
