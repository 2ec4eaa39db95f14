"""Migrations: one head, same as the models, up and down and up again."""

from __future__ import annotations

import re
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect

from app.extensions import db
from tests.app_fixtures import dispose
from tests.database import ROOT, make_app, migrate_up

FOLDER = str(ROOT / "migrations")
VERSIONS = sorted((ROOT / "migrations" / "versions").glob("*.py"))


@pytest.fixture
def own_app(empty_database: str, tmp_path: Path):  # type: ignore[no-untyped-def]
    app = make_app(empty_database, tmp_path / "instance")
    yield app
    dispose(app)


def test_files_are_numbered_and_carry_their_revision() -> None:
    assert VERSIONS
    for number, path in enumerate(VERSIONS, start=1):
        assert re.fullmatch(rf"{number:04d}_[a-z0-9_]+", path.stem), path.name
        assert f'revision = "{path.stem}"' in path.read_text(encoding="utf-8")


def test_there_is_one_head() -> None:
    heads = ScriptDirectory(FOLDER).get_heads()
    assert heads == [VERSIONS[-1].stem]


def test_migrated_database_equals_the_models(own_app: Flask) -> None:
    migrate_up(own_app)
    with own_app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


def test_up_down_up(own_app: Flask) -> None:
    migrate_up(own_app)
    with own_app.app_context():
        flask_migrate.downgrade(directory=FOLDER, revision="base")
        left = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
        assert left == set()
    migrate_up(own_app)
    with own_app.app_context():
        assert "answer" in inspect(db.engine).get_table_names()
