"""Who has a section's page open: one small file for each open page, touched by its ping.

No data of the report and gone after a minute, so it costs no write to the database, whose lock
belongs to saving. Servers that share no instance folder see only their own pages.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

from app.services.actors import Actor

SEEN_FOR = 75.0
"""Seconds a page counts as open after its last ping (it pings every thirty)."""
_root: list[Path] = []


@dataclass(frozen=True)
class Present:
    """An account that has the page open; `field_key` is where it types now, if anywhere."""

    user_id: int
    field_key: str


def use_folder(root: Path) -> None:
    """Set by the application factory; the last application of a process wins."""
    _root[:] = [root]


def enter(report_id: int, section_key: str, actor: Actor, field_key: str = "") -> None:
    """Note that this account has the page open. The keys are those of the outline."""
    place = _place(report_id, section_key)
    place.mkdir(parents=True, exist_ok=True)
    partial = place / f".{actor.id}.{os.getpid()}"
    partial.write_text(field_key, encoding="utf-8")
    partial.replace(place / str(actor.id))


def leave(report_id: int, section_key: str, actor: Actor) -> None:
    (_place(report_id, section_key) / str(actor.id)).unlink(missing_ok=True)


def others(report_id: int, section_key: str, actor: Actor) -> list[Present]:
    """Who else has the page open now; forgets those who have not pinged for long."""
    place = _place(report_id, section_key)
    found = [_read(path) for path in sorted(place.glob("[0-9]*"))] if place.is_dir() else []
    return [present for present in found if present and present.user_id != actor.id]


def _read(path: Path) -> Present | None:
    try:
        if time.time() - path.stat().st_mtime > SEEN_FOR:
            path.unlink()
            return None
        return Present(int(path.name), path.read_text(encoding="utf-8"))
    except FileNotFoundError:  # left in this moment
        return None


def _place(report_id: int, section_key: str) -> Path:
    return _root[0] / str(report_id) / section_key
