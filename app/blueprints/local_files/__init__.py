"""The local copy of htmx, for networks from which the CDN cannot be reached."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, current_app, send_from_directory
from werkzeug.wrappers import Response

blueprint = Blueprint("local_files", __name__)


@blueprint.get("/tep/<string:name>")
def htmx(name: str) -> Response:
    folder = Path(current_app.instance_path) / "htmx"
    response = send_from_directory(folder, name, mimetype="text/javascript")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
