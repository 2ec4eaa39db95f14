"""A finished file as an answer."""

from __future__ import annotations

import io

from flask import current_app, send_file
from werkzeug.wrappers import Response

from app.services.exported_files import ExportedFile


def download(file: ExportedFile) -> Response:
    return send_file(
        io.BytesIO(file.data),
        mimetype=file.media_type,
        as_attachment=True,
        download_name=file.name,
    )


def converter() -> str | None:
    """LibreOffice as the settings name it; None is the usual one."""
    return current_app.config["SETTINGS"].soffice or None
