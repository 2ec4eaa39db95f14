"""Lists from Excel in three steps that units and accounts share: file, preview, taking it.

The file is kept by its hash, so that the preview and the taking read the same bytes; the taking
plans again, for something may have changed in between.
"""

from __future__ import annotations

from flask import current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from app.services import storage
from app.services.errors import Invalid
from app.settings import Settings

SHOWN_ROWS = 200


def uploaded_file() -> bytes:
    """Raises Invalid when no file came, or one that is too large."""
    settings: Settings = current_app.config["SETTINGS"]
    file = request.files.get("tep")
    if file is None or not file.filename:
        raise Invalid("Chưa chọn tệp Excel nào.")
    data: bytes = file.read(settings.max_upload_bytes + 1)
    if len(data) > settings.max_upload_bytes:
        raise Invalid(
            f"Tệp lớn hơn {settings.max_upload_bytes // (1024 * 1024)} MB nên không nhận."
        )
    return data


def keep_and_preview(data: bytes, endpoint: str) -> Response:
    return redirect(url_for(endpoint, sha256=storage.store(data)), 303)
