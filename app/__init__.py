"""The Flask application: the factory puts the parts together and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import models
from app.blueprints import register_blueprints
from app.cli import register_commands
from app.extensions import db, engine_options, migrate, tune_sqlite
from app.services import clock, presence, storage
from app.services.passwords import Passwords
from app.settings import Settings, load_settings
from app.web import register_web
from app.web.headers import COMPRESSED
from app.web.session import RENEW_AFTER_SECONDS
from app.web.signatures import TOKEN_HEADER

__all__ = ["create_app", "models"]


def create_app(settings: Settings | None = None) -> Flask:
    """An application for `settings` (from the environment when not given).

    Raises UnsafeSettings when a production start would be unsafe.
    """
    settings = settings or load_settings()
    # Named, because Flask works it out from the folder each time it is asked: once for every file.
    path = str(settings.instance_path.absolute())
    app = _Application("app", instance_path=path, static_url_path="/static")
    settings.instance_path.mkdir(parents=True, exist_ok=True)
    storage.use_folder(settings.storage_path)
    presence.use_folder(settings.instance_path / "presence")
    if not settings.is_production:
        clock.use_demo_shift(settings.instance_path)
    configure(app, settings)
    db.init_app(app)
    with app.app_context():
        tune_sqlite(db.engine)
    migrate.init_app(app, db)
    register_web(app)
    register_blueprints(app)
    register_commands(app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


class _Application(Flask):
    """Flask without coroutines: it would look at every function of every request for one."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def configure(app: Flask, settings: Settings) -> None:
    """Flask's own configuration, derived from our settings."""
    app.config.update(
        SETTINGS=settings,
        PASSWORDS=Passwords(
            settings.argon2_time_cost, settings.argon2_memory_kib, settings.secret_key
        ),
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        # CSRF tokens live as long as the session: a form may stay open all day.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_HEADERS=[TOKEN_HEADER],
        SESSION_COOKIE_NAME="phien",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        # Longer by what its cookie may be old: no session ends earlier than was promised.
        PERMANENT_SESSION_LIFETIME=settings.session_hours * 3600 + RENEW_AFTER_SECONDS,
        SESSION_REFRESH_EACH_REQUEST=False,
        # Werkzeug's own limits differ between patch releases: both are set explicitly.
        MAX_CONTENT_LENGTH=settings.max_upload_bytes + 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=8 * 1024 * 1024,
        MAX_FORM_PARTS=20_000,
        COMPRESS_REGISTER=False,  # see app.web.headers
        COMPRESS_MIMETYPES=list(COMPRESSED),
        COMPRESS_MIN_SIZE=1400,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=4,
        COMPRESS_LEVEL=5,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
