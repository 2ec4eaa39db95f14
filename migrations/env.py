"""Alembic's environment: the application's own engine and metadata."""

from alembic import context
from flask import current_app

db = current_app.extensions["migrate"].db
options = current_app.extensions["migrate"].configure_args


def render_item(kind, item, autogen_context):
    """Our column types appear in migrations as what the database stores: no import of the app."""
    if kind == "type" and type(item).__module__.startswith("app."):
        return f"sa.{item.impl_instance.__class__.__name__}()"
    return False


def run_migrations_online() -> None:
    connectable = context.config.attributes.get("connection") or db.engine
    with connectable.connect() as connection:
        if connection.dialect.name == "sqlite":
            # Batch mode rebuilds tables; foreign keys must not fire while it does. SQLite ignores
            # this inside a transaction, so it goes past SQLAlchemy, which would begin one.
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_item=render_item,
            **options,
        )
        with context.begin_transaction():
            context.run_migrations()
        # Alembic leaves SQLite's transaction to us (it holds its DDL to be non-transactional).
        connection.commit()
        if connection.dialect.name == "sqlite":
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")


if context.is_offline_mode():
    raise SystemExit("offline migrations are not supported: run against a database")
run_migrations_online()
