"""The backup of every day: one a day after its hour, so many kept, failures shown and tried again.

Files lie in one folder and are named by their day; the folder is all that is remembered.
"""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.services import backups, clock
from app.services.errors import ServiceError
from app.settings import BackupPlan

log = logging.getLogger("app.backup")

_NAME = "sao-luu-"
# A process that was killed leaves its claim; no backup of such a product takes so long.
_CLAIM_ENDS = timedelta(hours=6)
_AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Kept:
    """One backup in the folder."""

    name: str
    size: int
    made_at: datetime


def list_backups(plan: BackupPlan | None) -> list[Kept]:
    """Newest first; also those that somebody else put there under such a name."""
    if plan is None or not plan.folder.is_dir():
        return []
    found = []
    for path in plan.folder.glob(f"{_NAME}*.zip"):
        state = path.stat()
        found.append(Kept(path.name, state.st_size, _written_at(path)))
    return sorted(found, key=lambda kept: kept.name, reverse=True)


def last_failure(plan: BackupPlan | None) -> str:
    """Why today's backup could not be made, "" when nothing is known to have failed."""
    path = _failure_file(plan) if plan else None
    return path.read_text(encoding="utf-8") if path and path.exists() else ""


def run_due(plan: BackupPlan | None) -> bool:
    """Make today's backup if its hour has come and nobody has; whether this call did."""
    if plan is None or not _is_due(plan):
        return False
    plan.folder.mkdir(parents=True, exist_ok=True)
    claim = plan.folder / f".{_today_name()}.lock"
    if not _take(claim):
        return False
    try:
        return _make(plan)
    finally:
        claim.unlink(missing_ok=True)


def _is_due(plan: BackupPlan) -> bool:
    if clock.local(clock.now()).hour < plan.hour or (plan.folder / _today_name()).exists():
        return False
    failure = _failure_file(plan)
    return not (failure.exists() and _age(failure) < _AGAIN_AFTER)


def _make(plan: BackupPlan) -> bool:
    target = plan.folder / _today_name()
    if target.exists():
        return False
    try:
        manifest = backups.write_backup(target)
    except (OSError, ServiceError) as error:
        log.exception("backup failed")
        _failure_file(plan).write_text(str(error)[:500], encoding="utf-8")
        return False
    _failure_file(plan).unlink(missing_ok=True)
    log.info("backup: %s rows, %s files", manifest.rows, len(manifest.files))
    for old in list_backups(plan)[plan.keep :]:
        (plan.folder / old.name).unlink(missing_ok=True)
    return True


def _take(claim: Path) -> bool:
    """One of several processes gets it."""
    if claim.exists() and _age(claim) > _CLAIM_ENDS:
        claim.unlink(missing_ok=True)
    try:
        os.close(os.open(claim, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return False
    return True


def _today_name() -> str:
    return f"{_NAME}{clock.today().isoformat()}.zip"


def _failure_file(plan: BackupPlan) -> Path:
    return plan.folder / f"{_NAME}loi.txt"


def _written_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _age(path: Path) -> timedelta:
    # The file system's clock is the real one, also while the demonstration shows another day.
    return datetime.now(UTC) - _written_at(path)  # noqa: TID251
