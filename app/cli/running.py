"""What every command needs: one writing transaction, and errors as plain lines with exit code 1."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from app.extensions import db, write_intent
from app.services.errors import Invalid, ServiceError


@contextmanager
def transaction() -> Iterator[None]:
    """Commit at the end, roll back on any error; a ServiceError becomes a message."""
    token = write_intent.set(True)
    try:
        yield
        db.session.commit()
    except ServiceError as error:
        db.session.rollback()
        raise click.ClickException(words(error)) from error
    except BaseException:
        db.session.rollback()
        raise
    finally:
        write_intent.reset(token)


def words(error: ServiceError) -> str:
    problems = error.problems if isinstance(error, Invalid) else ()
    return "\n".join([error.message, *(f"- {problem}" for problem in problems)])
