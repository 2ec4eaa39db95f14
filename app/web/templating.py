"""What every template can use: dates and figures in Vietnamese notation, addresses of files."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_wtf.csrf import generate_csrf

from app.models import CampaignState, DraftState, OutlineState, ReportState
from app.services import clock, notices
from app.services.actors import Actor
from app.services.deadlines import deadline_words, timing_words
from app.settings import HTMX_INTEGRITY, HTMX_URL, HTMX_VERSION, Settings
from app.web.campaign_tabs import campaign_tabs
from app.web.session import is_shared_computer, read_actor
from forms import format_number, html_name

STATIC = Path(__file__).resolve().parents[1] / "static"


def register_templating(app: Flask) -> None:
    app.context_processor(_context)
    app.jinja_env.filters.update(
        day=day,
        moment=moment,
        clock_time=clock_time,
        number=number,
        report_state=lambda value: ReportState(value).label,
        campaign_state=lambda value: CampaignState(value).label,
        draft_state=lambda value: DraftState(value).label,
        outline_state=lambda value: OutlineState(value).label,
        deadline=deadline_words,
        html_name=html_name,
    )
    app.jinja_env.globals.update(
        timing_words=lambda deadline, submitted: timing_words(deadline, submitted, clock.now()),
        asset=asset,
        campaign_tabs=campaign_tabs,
        url_exists=lambda endpoint: endpoint in current_app.view_functions,
        # A global, not context: macros that are imported without context need it, too.
        csrf_token_value=generate_csrf,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _context() -> dict[str, Any]:
    settings: Settings = current_app.config["SETTINGS"]
    actor = _actor()
    return {
        "actor": actor,
        "unread_notices": notices.unread_count(actor) if actor and not _has_failed() else 0,
        "htmx": _htmx_source(settings),
        "shared_computer": is_shared_computer(),
        "demo_day": day(clock.now()) if clock.is_shifted() else "",
        "max_upload_mb": settings.max_upload_bytes // (1024 * 1024),
    }


def _actor() -> Actor | None:
    return g.get("actor") if _has_failed() else read_actor()


def _has_failed() -> bool:
    """An error page must not ask the database again when the database may be what failed."""
    return bool(g.get("has_failed"))


def _htmx_source(settings: Settings) -> dict[str, str]:
    local = url_for("local_files.htmx", name=f"htmx-{HTMX_VERSION}.min.js")
    if settings.serve_local_htmx:
        return {"url": local, "integrity": "", "local": local}
    return {"url": HTMX_URL, "integrity": HTMX_INTEGRITY, "local": local}


def asset(name: str) -> str:
    """The address of a static file with its content's hash, so that it can be cached for ever."""
    return f"{request.script_root}{current_app.static_url_path}/{name}?v={_file_hash(name)}"


@lru_cache(maxsize=256)
def _file_hash(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]


def day(value: date | datetime | None) -> str:
    """9/5/2024; an instant is shown as the day where the offices are."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = clock.local(value).date()
    return f"{value.day}/{value.month}/{value.year}"


def moment(value: datetime | None) -> str:
    """10:32 ngày 14/5/2024."""
    if value is None:
        return ""
    local = clock.local(value)
    return f"{local:%H:%M} ngày {local.day}/{local.month}/{local.year}"


def clock_time(value: datetime | None) -> str:
    return "" if value is None else f"{clock.local(value):%H:%M}"


def number(value: Decimal | int | None) -> str:
    return "" if value is None else format_number(Decimal(value))
