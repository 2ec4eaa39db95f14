"""The only reader of the clock, so that tests can set it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
_fixed: ContextVar[datetime | None] = ContextVar("fixed_now", default=None)


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return _fixed.get() or datetime.now(UTC)  # noqa: TID251


def today() -> date:
    """The current day where the offices are."""
    return local(now()).date()


def local(instant: datetime) -> datetime:
    return instant.astimezone(LOCAL)


@contextmanager
def fixed(instant: datetime) -> Iterator[None]:
    """Hold the clock at `instant` (tests, and the demo's history)."""
    token = _fixed.set(instant)
    try:
        yield
    finally:
        _fixed.reset(token)
