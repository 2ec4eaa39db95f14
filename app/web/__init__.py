"""The edge of the application: sessions, permissions, headers, errors, templates."""

from __future__ import annotations

from flask import Flask

from app.web.background import register_background
from app.web.errors import register_errors
from app.web.guard import register_guard
from app.web.headers import register_headers
from app.web.logs import register_logs
from app.web.parameters import register_parameters
from app.web.signatures import register_signatures
from app.web.templating import register_templating

__all__ = ["register_web"]


def register_web(app: Flask) -> None:
    register_logs(app)
    register_parameters(app)
    register_signatures(app)
    register_guard(app)
    register_headers(app)
    register_templating(app)
    register_errors(app)
    register_background(app)
