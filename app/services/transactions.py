"""Short writing transactions of work outside of a request: workers and what runs by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.extensions import db, write_intent


@contextmanager
def writing() -> Iterator[None]:
    """A writing transaction of its own: what was being read before it is let go."""
    let_go()
    token = write_intent.set(True)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        write_intent.reset(token)


def let_go() -> None:
    """End a transaction that only read, so that nothing is held while we wait for others."""
    db.session.commit()
