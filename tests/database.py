"""Databases for tests: built once by the real migrations, then each test undoes what it wrote.

A test runs in an outer transaction that is rolled back; commits inside it release savepoints.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import flask_migrate
from flask import Flask
from sqlalchemy import Connection, create_engine, text

from app import create_app
from app.extensions import db
from app.settings import Settings, load_settings
from tests import compiled_once

ROOT = Path(__file__).resolve().parents[1]
CONVERTER = ROOT / "tests" / "converter.sh"
WANTED = os.environ.get("TEST_DATABASE", "sqlite")
compiled_once.share_addresses()


def settings_for(url: str, instance: Path, **environ: str) -> Settings:
    """Demo settings for a database of the tests: cheap password hashing, and in the place of
    LibreOffice a program that is done at once; tests marked `office` see what the real one does.
    """
    return load_settings(
        {
            "DATABASE_URL": url,
            "INSTANCE_PATH": str(instance),
            "ARGON2_TIME_COST": "1",
            "ARGON2_MEMORY_KIB": "16",
            "SOFFICE": str(CONVERTER),
            **environ,
        }
    )


def make_app(url: str, instance: Path, **environ: str) -> Flask:
    app = create_app(settings_for(url, instance, **environ))
    compiled_once.share_templates(app)
    app.config["TESTING"] = True
    # Errors must reach our own error pages, as they do for users.
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


def migrate_up(app: Flask) -> None:
    with app.app_context():
        flask_migrate.upgrade(directory=str(ROOT / "migrations"))


@contextmanager
def new_database(folder: Path, name: str) -> Iterator[str]:
    """URL of an empty database of the wanted kind; PostgreSQL ones live in one server a run."""
    if WANTED != "postgresql":
        yield f"sqlite:///{folder / name}.db"
        return
    server = os.environ["TEST_POSTGRES_URL"]
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    base, _, query = server.partition("?")
    url = base.rsplit("/", 1)[0] + f"/{name}" + (f"?{query}" if query else "")
    try:
        yield url
    finally:
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        engine.dispose()


@contextmanager
def rolled_back(app: Flask) -> Iterator[Connection]:
    """Everything that happens inside is undone at the end, requests' commits included."""
    with app.app_context():
        engine = db.engine
        engines = db.engines
        connection = engine.connect()
        transaction = connection.begin()
        engines[None] = connection  # type: ignore[assignment]
        try:
            yield connection
        finally:
            engines[None] = engine
            db.session.remove()
            transaction.rollback()
            connection.close()
