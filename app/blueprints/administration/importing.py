"""Lists from Excel in three steps that units and accounts share: file, preview, taking it.

The file is kept by its hash, so that the preview and the taking read the same bytes; the taking
plans again, for something may have changed in between.
"""

from __future__ import annotations

from flask import redirect, url_for
from werkzeug.wrappers import Response

from app.services import storage

SHOWN_ROWS = 200


def keep_and_preview(data: bytes, endpoint: str) -> Response:
    return redirect(url_for(endpoint, sha256=storage.store(data)), 303)
