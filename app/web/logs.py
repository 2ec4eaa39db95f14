"""One line a request and one an error, as JSON, for whoever collects logs.

No names, no addresses of people, nothing that was typed: an account is its number, a page its
endpoint, and a traceback comes without the messages of its exceptions, which may quote input.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TextIO

from flask import Flask, Response, current_app, g, request

from app.settings import Settings

log = logging.getLogger("app.request")

_FIELDS = ("request", "method", "endpoint", "status", "ms", "account")
_QUIET = frozenset({"static", "health.live"})
_ID = re.compile(r"[A-Za-z0-9-]{8,40}")


class JsonLines(logging.Formatter):
    """Every record as one line of JSON, with the fields of a request when it belongs to one."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["error"], line["trace"] = _error(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def _error(
    info: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
) -> tuple[list[str], list[str]]:
    """Kinds of the exceptions, outermost first, and the frames of all, innermost cause first."""
    kinds: list[str] = []
    frames: list[str] = []
    error = info[1]
    while error is not None:
        kinds.append(type(error).__name__)
        own = traceback.extract_tb(error.__traceback__)
        frames[:0] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in own]
        error = error.__cause__ or error.__context__
    return kinds, frames


def configure_logs(settings: Settings, stream: TextIO | None = None) -> logging.Handler | None:
    """JSON lines on standard error (or `stream`) for all that is logged; text is left as it is."""
    if settings.log_format != "json":
        return None
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    for old in [old for old in root.handlers if isinstance(old.formatter, JsonLines)]:
        root.removeHandler(old)
    root.addHandler(handler)
    logging.getLogger("app").setLevel(logging.INFO)
    return handler


def register_logs(app: Flask) -> None:
    configure_logs(app.config["SETTINGS"])
    app.before_request(_begin)
    app.after_request(_write)


def _begin() -> None:
    g.request_started = time.perf_counter()
    g.request_id = _request_id()


def _request_id() -> str:
    """The proxy's number where one is trusted, so that its log and ours can be joined."""
    settings: Settings = current_app.config["SETTINGS"]
    given = request.headers.get("X-Request-ID", "") if settings.trusted_proxies else ""
    return given if _ID.fullmatch(given) else secrets.token_hex(6)


def _write(response: Response) -> Response:
    number = g.get("request_id")
    if number is None:
        return response
    response.headers["X-Request-ID"] = number
    if request.endpoint not in _QUIET and log.isEnabledFor(logging.INFO):
        actor = g.get("actor")
        extra = {
            "request": number,
            "method": request.method,
            "endpoint": request.endpoint or "",
            "status": response.status_code,
            "ms": round((time.perf_counter() - g.request_started) * 1000, 1),
            "account": actor.id if actor else None,
        }
        log.info("request", extra=extra)
    return response
