"""What every answer carries: a strict policy (no inline script or style, no eval), no storing of
reports by browsers; and compression of what can be made smaller."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request
from flask_compress import Compress

from app.settings import HTMX_URL, Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

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
    settings: Settings = app.config["SETTINGS"]
    always = [*_ALWAYS, _SECURE] if settings.secure_cookies else [*_ALWAYS]
    app.wsgi_app = _Always(app.wsgi_app, always)  # type: ignore[method-assign]


class _Always:
    """Sends headers that are the same for every answer, also for one that nothing could make."""

    def __init__(self, inner: WSGIApplication, headers: list[tuple[str, str]]) -> None:
        self._inner, self._headers = inner, headers

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(
            status: str, headers: list[tuple[str, str]], error: Any = None
        ) -> Callable[[bytes], object]:
            return start_response(status, [*headers, *self._headers], error)

        return self._inner(environ, start)


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
    if request.endpoint == "static" and response.status_code < 400:
        headers["Cache-Control"] = "public, max-age=31536000, immutable"
    elif "public" not in headers.get("Cache-Control", ""):
        # Also for files: Flask would let shared computers keep a copy of a report.
        headers["Cache-Control"] = "no-store"
        headers.add("Vary", "HX-Request")
