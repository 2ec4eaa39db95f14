"""The audit log, written in the transaction of what it tells; lines are chained by hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

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
) -> AuditEvent:
    """Add one line. `details` must be JSON; no text of answers, no password ever goes in."""
    (event,) = record_many(actor, [Line(action, campaign_id, report_id, unit_id, details)])
    return event


def record_many(actor: Actor, lines: Iterable[Line]) -> list[AuditEvent]:
    """Add many lines at once: one statement however many there are (lists read from a file)."""
    head = _locked_head()
    events = []
    for line in lines:
        event = _event(line, actor, head.hash)
        head.hash, head.count = event.hash, head.count + 1
        events.append(event)
    db.session.add_all(events)
    # The next line of the same transaction must read this head.
    db.session.flush()
    return events


def _event(line: Line, actor: Actor, previous_hash: str) -> AuditEvent:
    event = AuditEvent(
        at=clock.now(),
        actor_id=actor.id or None,
        actor_name=actor.name,
        address=address.get(),
        action=line.action,
        campaign_id=line.campaign_id,
        report_id=line.report_id,
        unit_id=line.unit_id,
        details=dict(line.details),
        previous_hash=previous_hash,
    )
    event.hash = line_hash(event)
    return event


def line_hash(event: AuditEvent) -> str:
    """SHA-256 over the previous hash and everything the line says."""
    content = [
        event.previous_hash,
        _instant(event.at),
        event.actor_id,
        event.actor_name,
        event.address,
        event.action,
        event.campaign_id,
        event.report_id,
        event.unit_id,
        event.details,
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify() -> Iterator[AuditProblem]:
    """Walk the chain and name every line that was changed, and where lines are missing."""
    expected, count, last = FIRST_HASH, 0, 0
    for event in db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)):
        if event.previous_hash != expected:
            yield AuditProblem(event.id, f"a line before line {event.id} was removed or changed")
        if line_hash(event) != event.hash:
            yield AuditProblem(event.id, f"line {event.id} was changed after it was written")
        expected, count, last = event.hash, count + 1, event.id
    head = db.session.get(AuditHead, 1)
    if head is not None and (head.hash != expected or head.count != count):
        yield AuditProblem(last, f"the log should have {head.count} lines, it has {count}")


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
