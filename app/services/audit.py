"""The audit log, written in the transaction of what it tells; lines are chained by hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select

from app.extensions import db
from app.models import AuditEvent, AuditHead
from app.services import clock
from app.services.actors import Actor

# Set by the web edge for the length of a request, so that no service has to carry it along.
address: ContextVar[str] = ContextVar("audit_address", default="")
FIRST_HASH = "0" * 64


@dataclass(frozen=True)
class AuditProblem:
    event_id: int
    message: str


@dataclass(frozen=True)
class Line:
    """What one line tells: see `record`."""

    action: str
    campaign_id: int | None = None
    report_id: int | None = None
    unit_id: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def record(
    action: str,
    actor: Actor,
    *,
    campaign_id: int | None = None,
    report_id: int | None = None,
    unit_id: int | None = None,
    **details: Any,
) -> None:
    """Add one line. `details` must be JSON; no text of answers, no password ever goes in."""
    line = Line(action, campaign_id, report_id, unit_id, details)
    if (gathered := _gathered.get()) is not None:
        gathered.append((clock.now(), actor, line))
        return
    head = _locked_head()
    event = AuditEvent(**_written(line, actor, clock.now(), head))
    db.session.add(event)
    # The next line of the same transaction must read this head.
    db.session.flush()


_gathered: ContextVar[list[tuple[datetime, Actor, Line]] | None] = ContextVar(
    "audit_gathered", default=None
)


@contextmanager
def together() -> Iterator[None]:
    """Lines recorded inside are written at its end by one statement, in their order. For steps
    about thousands of reports, which would else send several statements for each."""
    lines: list[tuple[datetime, Actor, Line]] = []
    token = _gathered.set(lines)
    try:
        yield
    finally:
        _gathered.reset(token)
    if lines:
        head = _locked_head()
        rows = [_written(line, actor, moment, head) for moment, actor, line in lines]
        db.session.execute(insert(AuditEvent), rows)
        db.session.flush()


def record_many(actor: Actor, lines: Iterable[Line]) -> None:
    """Add many lines with one statement: lists read from a file have thousands."""
    head, moment = _locked_head(), clock.now()
    rows = [_written(line, actor, moment, head) for line in lines]
    if rows:
        db.session.execute(insert(AuditEvent), rows)
    db.session.flush()


def _written(line: Line, actor: Actor, moment: datetime, head: AuditHead) -> dict[str, Any]:
    """The line as it is stored, chained to the head, which moves on."""
    row = {
        "at": moment,
        "actor_id": actor.id or None,
        "actor_name": actor.name,
        "address": address.get(),
        "action": line.action,
        "campaign_id": line.campaign_id,
        "report_id": line.report_id,
        "unit_id": line.unit_id,
        "details": dict(line.details),
        "previous_hash": head.hash,
    }
    head.hash, head.count = _hash_of(row), head.count + 1
    return {**row, "hash": head.hash}


_HASHED = (
    "actor_id", "actor_name", "address", "action", "campaign_id", "report_id", "unit_id", "details",
)  # fmt: skip


def _hash_of(row: Mapping[str, Any]) -> str:
    """SHA-256 over the previous hash and everything the line says."""
    content = [row["previous_hash"], _instant(row["at"]), *(row[key] for key in _HASHED)]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def line_hash(event: AuditEvent) -> str:
    return _hash_of({key: getattr(event, key) for key in ("previous_hash", "at", *_HASHED)})


def verify(anchor: tuple[int, str] | None = None) -> Iterator[AuditProblem]:
    """Walk the chain and name every line that was changed, and where lines are missing.

    `anchor` is (number of lines, hash of the last) as noted elsewhere at some time.
    """
    expected, count, last = FIRST_HASH, 0, 0
    lines = select(AuditEvent).order_by(AuditEvent.id).execution_options(yield_per=1000)
    for event in db.session.scalars(lines):
        if event.previous_hash != expected:
            yield AuditProblem(event.id, "một dòng ngay trước dòng này đã bị xóa hoặc sửa")
        if line_hash(event) != event.hash:
            yield AuditProblem(event.id, "dòng này đã bị sửa sau khi ghi")
        expected, count, last = event.hash, count + 1, event.id
        if anchor and count == anchor[0] and event.hash != anchor[1]:
            yield AuditProblem(event.id, "không khớp với mốc đã ghi lại")
    wanted = head()
    if (count, expected) != wanted:
        yield AuditProblem(last, f"nhật ký phải có {wanted[0]} dòng, nay có {count} dòng")
    if anchor and count < anchor[0]:
        yield AuditProblem(last, f"theo mốc đã ghi lại phải có ít nhất {anchor[0]} dòng")


def head() -> tuple[int, str]:
    """How many lines there are, and the hash of the last."""
    stored = db.session.get(AuditHead, 1)
    return (stored.count, stored.hash) if stored else (0, FIRST_HASH)


def _locked_head() -> AuditHead:
    head = db.session.get(AuditHead, 1, with_for_update=True)
    if head is None:
        head = AuditHead(id=1, hash=FIRST_HASH, count=0)
        db.session.add(head)
        db.session.flush()
    return head


def _instant(value: datetime) -> str:
    # The same instant reads back in UTC, whatever zone it was given in.
    return value.astimezone(UTC).isoformat(timespec="microseconds")
