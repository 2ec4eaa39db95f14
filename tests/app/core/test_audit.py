"""The audit log: lines in the same transaction, chained, and no text or password in them."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select, update

from app.extensions import db
from app.models import AuditEvent
from app.services import audit
from app.services.actors import SYSTEM
from tests.app.world import PASSWORD, World


def test_an_untouched_log_is_sound(world: World) -> None:
    assert list(audit.verify()) == []
    assert db.session.scalar(select(AuditEvent.id).limit(1)) is not None


def test_a_changed_line_is_found(world: World) -> None:
    line = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()[3]
    db.session.execute(
        update(AuditEvent).where(AuditEvent.id == line.id).values(actor_name="Kẻ khác")
    )
    db.session.expire_all()
    assert [problem.event_id for problem in audit.verify()] == [line.id]


def test_a_removed_line_is_found(world: World) -> None:
    ids = db.session.scalars(select(AuditEvent.id).order_by(AuditEvent.id)).all()
    db.session.execute(delete(AuditEvent).where(AuditEvent.id == ids[2]))
    db.session.expire_all()
    found = [problem.event_id for problem in audit.verify()]
    assert ids[3] in found


def test_a_removed_last_line_is_found(world: World) -> None:
    last = db.session.scalars(select(AuditEvent.id).order_by(AuditEvent.id.desc())).first()
    db.session.execute(delete(AuditEvent).where(AuditEvent.id == last))
    db.session.expire_all()
    assert len(list(audit.verify())) == 1


def test_a_step_that_is_undone_leaves_no_line(world: World) -> None:
    before = db.session.query(AuditEvent).count()
    nested = db.session.begin_nested()
    audit.record("test.step", SYSTEM)
    nested.rollback()
    assert db.session.query(AuditEvent).count() == before
    assert list(audit.verify()) == []


def test_no_password_ever_stands_in_the_log(world: World) -> None:
    for event in db.session.scalars(select(AuditEvent)):
        assert PASSWORD not in str(event.details)


def test_lines_written_together_are_chained_in_their_order(world: World) -> None:
    actor, before = world.actor("chuyenvien"), audit.head()[0]
    audit.record("test.before", actor)
    with audit.together():
        for number in range(5):
            audit.record("test.line", actor, number=number)
    audit.record("test.after", actor)
    events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()[-7:]
    assert [event.action for event in events] == ["test.before", *["test.line"] * 5, "test.after"]
    assert [event.details.get("number") for event in events[1:-1]] == list(range(5))
    assert audit.head()[0] == before + 7
    assert list(audit.verify()) == []


def test_lines_gathered_before_a_failure_are_not_written(world: World) -> None:
    actor, before = world.actor("chuyenvien"), audit.head()

    def fail() -> None:
        with audit.together():
            audit.record("test.line", actor)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    audit.record("test.after", actor)
    assert audit.head()[0] == before[0] + 1
    assert list(audit.verify()) == []
