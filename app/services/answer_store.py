"""Writing answers: the locked report, the current value, history and figures kept in step.

The rule that decides whether a save may be written is in app.services.filling.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, insert, literal, select, update

from app.extensions import db
from app.models import Answer, AnswerRevision, Report, ReportState, SectionStatus
from app.services import clock
from app.services.actors import OFFICE_ROLES, UNIT_ROLES, Actor
from app.services.answer_figures import store_figures
from app.services.errors import NotFound, Refused
from app.services.prepared import Prepared, connection_of_session
from app.services.reports import ReportRef
from forms import Field, Json

UNREAD_ORIGINS = frozenset({"import", "previous", "prefill"})


@dataclass(frozen=True)
class Base:
    """What a save was based on: the revision shown, the browser tab and its running number."""

    revision: int
    tab: str = ""
    seq: int = 0


NO_BASE = Base(0)


@dataclass(frozen=True)
class CurrentAnswer:
    """An answer as it stands; revision 0 and no value when there is none yet.

    `touched` says whether its section has a word of the unit already.
    """

    value: Json
    revision: int
    tab: str
    seq: int
    updated_by: int | None
    updated_at: datetime | None
    unread: bool
    touched: bool

    def is_of(self, base: Base, actor: Actor) -> bool:
        """Whether this very tab of this account wrote it."""
        return bool(base.tab) and self.tab == base.tab and self.updated_by == actor.id


@dataclass(frozen=True)
class Change:
    """One value to write, and how it came about. `group_key` ties an import together."""

    value: Json
    base: Base = NO_BASE
    origin: str = "typed"
    group_key: str | None = None


# Saving is the most frequent request by far, so its statements are prepared once.
_REPORT: Any = Report.__table__
_ANSWER: Any = Answer.__table__
_REVISION: Any = AnswerRevision.__table__
_STATUS: Any = SectionStatus.__table__

_LOCK = Prepared(
    select(_REPORT.c.state, _REPORT.c.returned_sections)
    .where(_REPORT.c.id == bindparam("report_id"))
    .with_for_update()
)


def lock_report(ref: ReportRef, section_key: str) -> str:
    """Hold the report's row until the end of the transaction; gives its state.

    The state is read again under the lock: it may have been sent since the page was permitted.
    Raises Refused when this section may not be written.
    """
    row = _LOCK.first(connection_of_session(), report_id=ref.id)
    if row is None:
        raise NotFound("Không tìm thấy báo cáo này.")
    state, returned = ReportState(row[0]), row[1] or []
    if ref.campaign_state != "published":
        raise Refused("Đợt báo cáo này không mở để nhập.")
    if not state.is_open:
        raise Refused(
            f"Báo cáo đang ở trạng thái “{state.label}” nên không sửa được. "
            "Nếu cần sửa, hãy thu hồi hoặc đề nghị Ban Tuyên giáo trả lại."
        )
    if state is ReportState.RETURNED and returned and section_key not in returned:
        raise Refused("Mục này không nằm trong các mục được trả lại để sửa.")
    return state.value


# One row whether or not there is an answer or a word on the section. Not joined to the locked
# row: PostgreSQL reads only the locked table again after waiting for its lock.
_ONE = select(literal(1).label("one")).subquery()
_CURRENT = Prepared(
    select(
        _ANSWER.c.value,
        _ANSWER.c.revision,
        _ANSWER.c.tab,
        _ANSWER.c.seq,
        _ANSWER.c.updated_by,
        _ANSWER.c.updated_at,
        _ANSWER.c.unread,
        _STATUS.c.status,
    )
    .select_from(_ONE)
    .outerjoin(
        _ANSWER,
        and_(
            _ANSWER.c.report_id == bindparam("report_id"),
            _ANSWER.c.field_key == bindparam("field_key"),
        ),
    )
    .outerjoin(
        _STATUS,
        and_(
            _STATUS.c.report_id == bindparam("report_id"),
            _STATUS.c.section_key == bindparam("section_key"),
        ),
    )
)


def current_answer(report_id: int, section_key: str, field_key: str) -> CurrentAnswer:
    row = _CURRENT.first(
        connection_of_session(), report_id=report_id, section_key=section_key, field_key=field_key
    )
    value, revision, tab, seq, by, at, unread, status = row or (None,) * 8
    if revision is None:
        return CurrentAnswer({}, 0, "", 0, None, None, False, status is not None)
    return CurrentAnswer(value, revision, tab, seq, by, at, unread, status is not None)


def store_answer(
    ref: ReportRef,
    section_key: str,
    field: Field,
    current: CurrentAnswer,
    change: Change,
    *,
    actor: Actor,
    state: str,
) -> int:
    """Write answer, history, figures and the marks of activity; gives the new revision.

    The caller holds the lock (its `state`) and has decided that this may be written.
    """
    revision = _write_answer(ref.id, field.key, current, change, actor)
    store_figures(ref, field, current.value, change.value)
    touch_report(ref, state, actor)
    if not current.touched:
        _touch_section(ref.id, section_key, actor)
    return revision


_WRITTEN = ("value", "revision", "tab", "seq", "origin", "unread", "updated_at", "updated_by")
_UPDATE_ANSWER = Prepared(
    update(_ANSWER).where(
        _ANSWER.c.report_id == bindparam("of_report"), _ANSWER.c.field_key == bindparam("of_field")
    ),
    _WRITTEN,
)
_INSERT_ANSWER = Prepared(insert(_ANSWER), ("report_id", "field_key", *_WRITTEN))
_ENTRY = ("report_id", "field_key", "revision", "value", "origin", "group_key")
_INSERT_REVISION = Prepared(insert(_REVISION), (*_ENTRY, "saved_at", "saved_by"))


def _write_answer(
    report_id: int, field_key: str, current: CurrentAnswer, change: Change, actor: Actor
) -> int:
    moment, revision, value = clock.now(), current.revision + 1, dict(change.value)
    connection = connection_of_session()
    row = {
        "value": value,
        "revision": revision,
        "tab": change.base.tab,
        "seq": change.base.seq,
        "origin": change.origin,
        "unread": change.origin in UNREAD_ORIGINS,
        "updated_at": moment,
        "updated_by": actor.id or None,
    }
    if current.revision:
        _UPDATE_ANSWER.run(connection, of_report=report_id, of_field=field_key, **row)
    else:
        _INSERT_ANSWER.run(connection, report_id=report_id, field_key=field_key, **row)
    _INSERT_REVISION.run(
        connection,
        report_id=report_id,
        field_key=field_key,
        revision=revision,
        value=value,
        origin=change.origin,
        group_key=change.group_key,
        saved_at=moment,
        saved_by=actor.id or None,
    )
    return revision


_COUNT = Prepared(
    update(_REPORT)
    .where(_REPORT.c.id == bindparam("report_id"))
    .values(
        changes=_REPORT.c.changes + 1,
        last_activity_at=bindparam("moment"),
        last_activity_by=bindparam("who"),
    )
)


def touch_report(ref: ReportRef, state: str, actor: Actor) -> None:
    """Count a change, so that merged results know when they are stale; note who worked."""
    connection = connection_of_session()
    _COUNT.run(connection, report_id=ref.id, moment=clock.now(), who=actor.id or None)
    rare: dict[str, Any] = {}
    if state == ReportState.NOT_STARTED:
        rare["state"] = ReportState.FILLING.value
    if writes_for_unit(actor, ref):
        rare["on_behalf"] = True
    if rare:
        connection.execute(update(_REPORT).where(_REPORT.c.id == ref.id).values(**rare))


def writes_for_unit(actor: Actor, ref: ReportRef) -> bool:
    """Whether this is the office entering on the unit's behalf ("nhập thay")."""
    return actor.has(ref.office_id, *OFFICE_ROLES) and not actor.has(ref.unit_id, *UNIT_ROLES)


_INSERT_STATUS = insert(_STATUS)


def _touch_section(report_id: int, section_key: str, actor: Actor) -> None:
    """The first save in a section makes it "Đang làm"; later saves leave the unit's word alone."""
    db.session.connection().execute(
        _INSERT_STATUS,
        {
            "report_id": report_id,
            "section_key": section_key,
            "status": "doing",
            "updated_at": clock.now(),
            "updated_by": actor.id or None,
        },
    )
