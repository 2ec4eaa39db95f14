"""The little the server needs to know of htmx."""

from __future__ import annotations

from flask import request


def is_htmx() -> bool:
    """Whether a script asked for a fragment; the same view then answers without the frame."""
    return request.headers.get("HX-Request") == "true"
