"""Writing answers: the locked report, the current value, history and figures kept in step.

The rule that decides whether a save may be written is in app.services.filling.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, insert, literal, select, update

from app.extensions import db
from app.models import Answer, AnswerRevision, Figure, Report, ReportState, SectionStatus
from app.services import clock
from app.services.actors import OFFICE_ROLES, UNIT_ROLES, Actor
from app.services.errors import Refused
from app.services.reports import ReportRef
from forms import Field, FigureValue, Json, field_type

UNREAD_ORIGINS = frozenset({"import", "previous"})


@dataclass(frozen=True)
class Base:
    """What a save was based on: the revision shown, the browser tab and its running number."""

    revision: int
    tab: str = ""
    seq: int = 0


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
    base: Base = Base(0)
    origin: str = "typed"
    group_key: str | None = None


_LOCK = (
    select(Report.state, Report.returned_sections)
    .where(Report.id == bindparam("report_id"))
    .with_for_update()
)


def lock_report(ref: ReportRef, section_key: str) -> str:
    """Hold the report's row until the end of the transaction; gives its state.

    The state is read again under the lock: it may have been sent since the page was permitted.
    Raises Refused when this section may not be written.
    """
    row = db.session.execute(_LOCK, {"report_id": ref.id}).one()
    if ref.campaign_state != "published":
        raise Refused("Đợt báo cáo này không mở để nhập.")
    if not ReportState(row.state).is_open:
        raise Refused(
            f"Báo cáo đang ở trạng thái “{ReportState(row.state).label}” nên không sửa được. "
            "Nếu cần sửa, hãy thu hồi hoặc đề nghị Ban Tuyên giáo trả lại."
        )
    returned = row.returned_sections or []
    if row.state == ReportState.RETURNED and returned and section_key not in returned:
        raise Refused("Mục này không nằm trong các mục được trả lại để sửa.")
    return str(row.state)


# One row whether or not there is an answer or a word on the section. Not joined to the locked
# row: PostgreSQL reads only the locked table again after waiting for its lock.
_ONE = select(literal(1).label("one")).subquery()
_CURRENT = (
    select(
        Answer.value,
        Answer.revision,
        Answer.tab,
        Answer.seq,
        Answer.updated_by,
        Answer.updated_at,
        Answer.unread,
        SectionStatus.status,
    )
    .select_from(_ONE)
    .outerjoin(
        Answer,
        and_(
            Answer.report_id == bindparam("report_id"),
            Answer.field_key == bindparam("field_key"),
        ),
    )
    .outerjoin(
        SectionStatus,
        and_(
            SectionStatus.report_id == bindparam("report_id"),
            SectionStatus.section_key == bindparam("section_key"),
        ),
    )
)


def current_answer(report_id: int, section_key: str, field_key: str) -> CurrentAnswer:
    names = {"report_id": report_id, "section_key": section_key, "field_key": field_key}
    row = db.session.execute(_CURRENT, names).one()
    if row.revision is None:
        return CurrentAnswer({}, 0, "", 0, None, None, False, row.status is not None)
    return CurrentAnswer(*row[:7], touched=row.status is not None)


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
    _store_figures(ref, field, current.value, change.value)
    touch_report(ref, state, actor)
    if not current.touched:
        _touch_section(ref.id, section_key, actor)
    return revision


def _write_answer(
    report_id: int, field_key: str, current: CurrentAnswer, change: Change, actor: Actor
) -> int:
    moment, revision, value = clock.now(), current.revision + 1, dict(change.value)
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
    key = {"report_id": report_id, "field_key": field_key}
    if current.revision:
        db.session.execute(
            update(Answer)
            .where(Answer.report_id == report_id, Answer.field_key == field_key)
            .values(**row)
            .execution_options(synchronize_session=False)
        )
    else:
        db.session.execute(insert(Answer).values(**key, **row))
    db.session.execute(
        insert(AnswerRevision).values(
            **key,
            revision=revision,
            value=value,
            origin=change.origin,
            group_key=change.group_key,
            saved_at=moment,
            saved_by=actor.id or None,
        )
    )
    return revision


FigureKey = tuple[str, str]


def _store_figures(ref: ReportRef, field: Field, before: Json, after: Json) -> None:
    kind = field_type(field.type)
    if not kind.holds_numbers:
        return
    old = {(f.row_key, f.column_key): f for f in kind.figures(field, before)}
    new = {(f.row_key, f.column_key): f for f in kind.figures(field, after)}
    _drop_figures(ref, field.key, [key for key in old if new.get(key) != old[key]])
    _add_figures(ref, field.key, [new[key] for key in new if new[key] != old.get(key)])


_DROP = delete(Figure.__table__).where(  # type: ignore[arg-type]
    Figure.campaign_id == bindparam("campaign"),
    Figure.field_key == bindparam("field"),
    Figure.row_key == bindparam("row"),
    Figure.column_key == bindparam("column"),
    Figure.report_id == bindparam("report"),
)


def _drop_figures(ref: ReportRef, field_key: str, keys: list[FigureKey]) -> None:
    place = {"campaign": ref.campaign_id, "field": field_key, "report": ref.id}
    if keys:
        rows = [{**place, "row": row, "column": column} for row, column in keys]
        db.session.connection().execute(_DROP, rows)


def _add_figures(ref: ReportRef, field_key: str, figures: Iterable[FigureValue]) -> None:
    rows = [
        {
            "campaign_id": ref.campaign_id,
            "field_key": field_key,
            "row_key": figure.row_key,
            "column_key": figure.column_key,
            "report_id": ref.id,
            "value": figure.number,
            "state": figure.state.value,
            "estimated": figure.estimated,
            "accepted": ref.state == ReportState.ACCEPTED,
        }
        for figure in figures
    ]
    if rows:
        db.session.connection().execute(insert(Figure.__table__), rows)  # type: ignore[arg-type]


def touch_report(ref: ReportRef, state: str, actor: Actor) -> None:
    """Count a change, so that merged results know when they are stale; note who worked."""
    values: dict[str, Any] = {
        "changes": Report.changes + 1,
        "last_activity_at": clock.now(),
        "last_activity_by": actor.id or None,
    }
    if state == ReportState.NOT_STARTED:
        values["state"] = ReportState.FILLING.value
    if writes_for_unit(actor, ref):
        values["on_behalf"] = True
    db.session.execute(
        update(Report)
        .where(Report.id == ref.id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def writes_for_unit(actor: Actor, ref: ReportRef) -> bool:
    """Whether this is the office entering on the unit's behalf ("nhập thay")."""
    return actor.has(ref.office_id, *OFFICE_ROLES) and not actor.has(ref.unit_id, *UNIT_ROLES)


def _touch_section(report_id: int, section_key: str, actor: Actor) -> None:
    """The first save in a section makes it "Đang làm"; later saves leave the unit's word alone."""
    db.session.execute(
        insert(SectionStatus).values(
            report_id=report_id,
            section_key=section_key,
            status="doing",
            updated_at=clock.now(),
            updated_by=actor.id or None,
        )
    )


