"""The only reader of the clock, so that tests can set it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
DEMO_FILE = "demo-clock.txt"
_fixed: ContextVar[datetime | None] = ContextVar("fixed_now", default=None)
_shift = [timedelta()]


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return _fixed.get() or datetime.now(UTC) + _shift[0]  # noqa: TID251


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


def is_shifted() -> bool:
    """Whether the demonstration's day is shown instead of today's."""
    return bool(_shift[0])


def write_demo_shift(folder: Path, shown: datetime) -> None:
    """From now on the demonstration lives at `shown`; its clock runs on from there."""
    seconds = int((shown - datetime.now(UTC)).total_seconds())  # noqa: TID251
    (folder / DEMO_FILE).write_text(f"{seconds}\n", encoding="ascii")
    _shift[0] = timedelta(seconds=seconds)


def use_demo_shift(folder: Path) -> None:
    """Read the demonstration's shift, if one was written here; else the clock is the real one."""
    path = folder / DEMO_FILE
    text = path.read_text(encoding="ascii").strip() if path.is_file() else "0"
    _shift[0] = timedelta(seconds=int(text))
