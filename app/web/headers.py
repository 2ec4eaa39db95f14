"""What every answer carries: a strict policy (no inline script or style, no eval), no storing of
reports by browsers; and compression of what can be made smaller."""

from __future__ import annotations

from flask import Flask, Response, current_app, request
from flask_compress import Compress

from app.settings import HTMX_URL, Settings

POLICY = "; ".join(
    (
        "default-src 'none'",
        f"script-src 'self' {HTMX_URL}",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
)
_SECURE = ("Strict-Transport-Security", "max-age=31536000")
# Answers to saves are a few bytes of JSON and not worth a look.
COMPRESSED = frozenset(
    {"text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml"}
)
_compress = Compress()


def register_headers(app: Flask) -> None:
    _compress.init_app(app)
    app.after_request(_finish)


def _finish(response: Response) -> Response:
    _add_headers(response)
    if response.mimetype not in COMPRESSED:
        return response
    if response.is_streamed:
        # A static file: sent piece by piece it would not be compressed with gzip, nor closed.
        response.direct_passthrough = False
        response.make_sequence()
    return _compress.after_request(response)


def _add_headers(response: Response) -> None:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers.extend(_ALWAYS)
    settings: Settings = current_app.config["SETTINGS"]
    if settings.secure_cookies:
        headers.add(*_SECURE)
    if request.endpoint == "static" and response.status_code < 400:
        headers["Cache-Control"] = "public, max-age=31536000, immutable"
    elif "public" not in headers.get("Cache-Control", ""):
        # Also for files: Flask would let shared computers keep a copy of a report.
        headers["Cache-Control"] = "no-store"
        headers.add("Vary", "HX-Request")
