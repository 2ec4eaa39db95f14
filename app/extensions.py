"""Flask extensions, unbound; and how a database connection behaves on each database."""

from __future__ import annotations

import json
import sqlite3
from contextvars import ContextVar
from typing import Any

from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, event
from sqlalchemy.exc import DBAPIError

from app.models.base import Base

# create_savepoint matters only to tests, which bind sessions to one outer transaction.
db = SQLAlchemy(
    model_class=Base,
    session_options={"expire_on_commit": False, "join_transaction_mode": "create_savepoint"},
)
migrate = Migrate(render_as_batch=True, compare_type=True)

# A request that will write takes SQLite's write lock at its start: a read transaction that turns
# into a writing one fails at once with "database is locked", whatever the busy timeout.
write_intent: ContextVar[bool] = ContextVar("write_intent", default=False)
LOCK_WAIT_MS = 15_000


def engine_options(url: str) -> dict[str, Any]:
    """Options for create_engine: readable JSON, and a pool that notices dead connections."""
    # Answers and password hashes must not reach the log with the text of a failed statement.
    options: dict[str, Any] = {"json_serializer": _dump_json, "hide_parameters": True}
    if url.startswith("postgresql"):
        options |= {"pool_pre_ping": True, "pool_size": 8, "max_overflow": 16}
        # As long as SQLite waits: a stuck transaction must not hang every request behind it.
        options["connect_args"] = {"options": f"-c lock_timeout={LOCK_WAIT_MS}"}
    else:
        options["connect_args"] = {"timeout": LOCK_WAIT_MS / 1000, "check_same_thread": False}
    return options


class WrittenJson(str):
    """JSON that is written already: it goes into its column as it stands."""


write_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _dump_json(value: object) -> str:
    return str(value) if isinstance(value, WrittenJson) else write_json(value)


def tune_sqlite(engine: Engine) -> None:
    """WAL, foreign keys, and transactions that begin when we say so (not pysqlite's way)."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.execute(f"PRAGMA busy_timeout={LOCK_WAIT_MS}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Any) -> None:
        statement = "BEGIN IMMEDIATE" if write_intent.get() else "BEGIN"
        try:
            connection.connection.execute(statement)
        except sqlite3.Error as error:
            raise DBAPIError.instance(
                statement, {}, error, sqlite3.Error, dialect=connection.dialect
            ) from error
