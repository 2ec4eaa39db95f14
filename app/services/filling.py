"""Saving answers: nothing typed is lost, nothing is overwritten unseen, figures stay in step.

The rule of one save (see `save_answer`), in the order of the checks:
  same browser tab and account   seq not newer → repeated, nothing written; newer → written
  another revision than based on same value → unchanged; tables: other cells → written;
                                 else → conflict, nothing written, both values given back
  same value                     → unchanged: no revision, no change of state
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, insert, select, update

from app.extensions import db
from app.models import Answer, AnswerRevision, Figure, Report, ReportState, SectionStatus, User
from app.services import clock, outlines
from app.services.actors import OFFICE_ROLES, Actor
from app.services.errors import Invalid, NotFound, Refused
from app.services.reports import ReportRef
from forms import Field, FigureValue, Json, Parsed, Section, field_type

RawAnswer = str | Mapping[str, str] | list[Any]
SECTION_WORDS = frozenset({"doing", "done", "nothing", "fix"})


class SaveStatus(StrEnum):
    SAVED = "saved"
    UNCHANGED = "unchanged"
    REPEATED = "repeated"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Base:
    """What a save was based on: the revision shown, the browser tab and its running number."""

    revision: int
    tab: str = ""
    seq: int = 0


@dataclass(frozen=True)
class SaveResult:
    """`value` is what is stored now; on a conflict `mine` is what was refused, still unsaved."""

    status: SaveStatus
    field: Field
    revision: int
    value: Json
    saved_at: datetime
    problems: tuple[str, ...] = ()
    mine: Json | None = None
    theirs_by: str = ""


def save_answer(
    ref: ReportRef,
    field_key: str,
    raw: RawAnswer,
    base: Base,
    *,
    actor: Actor,
    partial: bool = False,
    origin: str = "typed",
    group_key: str | None = None,
) -> SaveResult:
    """Save one field. `partial` says that `raw` holds only the changed cells of a table.

    Raises NotFound (no such field for this unit), Refused (report or section not open).
    """
    section, field = find_field(ref, field_key)
    state = _lock(ref, section.key)
    current = _current(ref.id, field_key)
    parsed = _parse(ref.id, field, raw, base, current, partial)
    early = _outcome_without_writing(field, parsed, base, actor, current)
    if early is not None:
        return early
    value = _value_to_store(ref.id, field, parsed, base, actor, current, partial)
    if value is None:
        return _conflict(field, parsed, current)
    store_answer(
        ref, field, value, current, actor=actor, base=base, origin=origin, group_key=group_key
    )
    _touch_report(ref, state, actor)
    _touch_section(ref.id, section.key, actor)
    return SaveResult(
        SaveStatus.SAVED,
        field,
        (current.revision if current else 0) + 1,
        value,
        clock.now(),
        parsed.problems,
    )


def find_field(ref: ReportRef, field_key: str) -> tuple[Section, Field]:
    """(section, field) of a report's outline. Raises NotFound."""
    outline = outlines.get_outline(ref.outline_version_id)
    for section, field in outline.fields():
        if field.key == field_key:
            return section, field
    raise NotFound("Đề cương của đợt này không có nội dung đó.")


@dataclass(frozen=True)
class _Current:
    value: Json
    revision: int
    tab: str
    seq: int
    updated_by: int | None
    updated_at: datetime


def _lock(ref: ReportRef, section_key: str) -> str:
    """Hold the report's row until the end of the transaction; gives its state.

    The state is read again under the lock: it may have been sent since the page was permitted.
    """
    row = db.session.execute(
        select(Report.state, Report.returned_sections)
        .where(Report.id == ref.id)
        .with_for_update()
    ).one()
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


def _current(report_id: int, field_key: str) -> _Current | None:
    row = db.session.execute(
        select(
            Answer.value,
            Answer.revision,
            Answer.tab,
            Answer.seq,
            Answer.updated_by,
            Answer.updated_at,
        ).where(Answer.report_id == report_id, Answer.field_key == field_key)
    ).first()
    return None if row is None else _Current(*row)


def _parse(
    report_id: int,
    field: Field,
    raw: RawAnswer,
    base: Base,
    current: _Current | None,
    partial: bool,
) -> Parsed:
    kind = field_type(field.type)
    if not partial:
        return kind.parse(field, raw)
    if not isinstance(raw, Mapping):
        raise Invalid("Dữ liệu bảng gửi lên không đúng dạng.")
    return kind.merge_cells(field, current.value if current else {}, raw)


def _is_own_repeat(base: Base, actor: Actor, current: _Current) -> bool:
    return bool(base.tab) and current.tab == base.tab and current.updated_by == actor.id


def _outcome_without_writing(
    field: Field, parsed: Parsed, base: Base, actor: Actor, current: _Current | None
) -> SaveResult | None:
    if current is None:
        if field_type(field.type).is_blank(field, parsed.value):
            return SaveResult(
                SaveStatus.UNCHANGED, field, 0, parsed.value, clock.now(), parsed.problems
            )
        return None
    status = None
    if _is_own_repeat(base, actor, current) and base.seq <= current.seq:
        status = SaveStatus.REPEATED
    elif parsed.value == current.value:
        status = SaveStatus.UNCHANGED
    if status is None:
        return None
    return SaveResult(
        status, field, current.revision, current.value, current.updated_at, parsed.problems
    )


def _value_to_store(
    report_id: int,
    field: Field,
    parsed: Parsed,
    base: Base,
    actor: Actor,
    current: _Current | None,
    partial: bool,
) -> Json | None:
    """The value to write, or None when it would overwrite what the writer has not seen."""
    if current is None or base.revision == current.revision:
        return parsed.value
    if _is_own_repeat(base, actor, current):
        return parsed.value
    if field_type(field.type).widget != "table":
        return None
    seen = value_at(report_id, field.key, base.revision)
    return merge_tables(seen, current.value, parsed.value)


def merge_tables(seen: Json, theirs: Json, mine: Json) -> Json | None:
    """Three-way merge of two edits of a table by cells; None when one cell was changed twice."""
    cells = {name: _cells(value) for name, value in (("s", seen), ("t", theirs), ("m", mine))}
    merged = dict(cells["t"])
    for key in cells["s"].keys() | cells["m"].keys():
        before, now = cells["s"].get(key), cells["m"].get(key)
        if now == before:
            continue
        other = cells["t"].get(key)
        if other not in (before, now):
            return None
        if now is None:
            merged.pop(key, None)
        else:
            merged[key] = now
    rows: dict[str, dict[str, Any]] = {}
    for (row, column), cell in sorted(merged.items()):
        rows.setdefault(row, {})[column] = cell
    return {"rows": rows}


def _cells(value: Json) -> dict[tuple[str, str], Any]:
    rows = value.get("rows") or {}
    return {
        (row, column): cell
        for row, columns in rows.items()
        for column, cell in columns.items()
        if cell
    }


def value_at(report_id: int, field_key: str, revision: int) -> Json:
    """What an answer was at a revision; {} when it did not exist yet."""
    value = db.session.scalar(
        select(AnswerRevision.value).where(
            AnswerRevision.report_id == report_id,
            AnswerRevision.field_key == field_key,
            AnswerRevision.revision == revision,
        )
    )
    return value or {}


def _conflict(field: Field, parsed: Parsed, current: _Current | None) -> SaveResult:
    assert current is not None
    name = db.session.scalar(
        select(User.display_name).where(User.id == (current.updated_by or 0))
    )
    return SaveResult(
        SaveStatus.CONFLICT,
        field,
        current.revision,
        current.value,
        current.updated_at,
        parsed.problems,
        mine=parsed.value,
        theirs_by=name or "người khác",
    )


def store_answer(
    ref: ReportRef,
    field: Field,
    value: Json,
    current: _Current | None,
    *,
    actor: Actor,
    base: Base,
    origin: str,
    group_key: str | None,
) -> None:
    """Write answer, history and figures. The caller holds the lock and has checked revisions."""
    moment, revision = clock.now(), (current.revision if current else 0) + 1
    row = {
        "value": dict(value),
        "revision": revision,
        "tab": base.tab,
        "seq": base.seq,
        "origin": origin,
        "unread": origin in ("import", "previous"),
        "updated_at": moment,
        "updated_by": actor.id or None,
    }
    key = {"report_id": ref.id, "field_key": field.key}
    if current is None:
        db.session.execute(insert(Answer).values(**key, **row))
    else:
        db.session.execute(
            update(Answer)
            .where(Answer.report_id == ref.id, Answer.field_key == field.key)
            .values(**row)
        )
    db.session.execute(
        insert(AnswerRevision).values(
            **key,
            revision=revision,
            value=dict(value),
            origin=origin,
            group_key=group_key,
            saved_at=moment,
            saved_by=actor.id or None,
        )
    )
    _store_figures(ref, field, current.value if current else {}, value)


def _store_figures(ref: ReportRef, field: Field, before: Json, after: Json) -> None:
    kind = field_type(field.type)
    if not kind.holds_numbers:
        return
    old = {(f.row_key, f.column_key): f for f in kind.figures(field, before)}
    new = {(f.row_key, f.column_key): f for f in kind.figures(field, after)}
    _drop_figures(ref, field.key, [key for key in old if new.get(key) != old[key]])
    _add_figures(ref, field.key, [new[key] for key in new if new[key] != old.get(key)])


def _drop_figures(ref: ReportRef, field_key: str, keys: list[tuple[str, str]]) -> None:
    for row_key, column_key in keys:
        db.session.execute(
            delete(Figure).where(
                Figure.campaign_id == ref.campaign_id,
                Figure.field_key == field_key,
                Figure.row_key == row_key,
                Figure.column_key == column_key,
                Figure.report_id == ref.id,
            )
        )


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
        db.session.execute(insert(Figure), rows)


def _touch_report(ref: ReportRef, state: str, actor: Actor) -> None:
    values: dict[str, Any] = {
        "changes": Report.changes + 1,
        "last_activity_at": clock.now(),
        "last_activity_by": actor.id or None,
    }
    if state == ReportState.NOT_STARTED:
        values["state"] = ReportState.FILLING.value
    if actor.has(ref.office_id, *OFFICE_ROLES) and not actor.has(ref.unit_id, "editor", "approver"):
        values["on_behalf"] = True
    db.session.execute(update(Report).where(Report.id == ref.id).values(**values))


def _touch_section(report_id: int, section_key: str, actor: Actor) -> None:
    """The first save in a section makes it "Đang làm"; later saves leave the unit's word alone."""
    known = db.session.scalar(
        select(SectionStatus.status).where(
            SectionStatus.report_id == report_id, SectionStatus.section_key == section_key
        )
    )
    if known is None:
        db.session.execute(
            insert(SectionStatus).values(
                report_id=report_id,
                section_key=section_key,
                status="doing",
                updated_at=clock.now(),
                updated_by=actor.id or None,
            )
        )


def set_section_status(ref: ReportRef, section_key: str, word: str, *, actor: Actor) -> None:
    """Keep the unit's own word on a section. Raises Refused, Invalid, NotFound."""
    if word not in SECTION_WORDS:
        raise Invalid("Trạng thái mục không hợp lệ.")
    try:
        outlines.get_outline(ref.outline_version_id).section(section_key)
    except KeyError:
        raise NotFound("Đề cương của đợt này không có mục đó.") from None
    state = _lock(ref, section_key)
    status = db.session.get(SectionStatus, (ref.id, section_key))
    if status is None:
        status = SectionStatus(report_id=ref.id, section_key=section_key)
        db.session.add(status)
    if status.status == word:
        return
    status.status, status.updated_at, status.updated_by = word, clock.now(), actor.id or None
    _touch_report(ref, state, actor)


def history(report_id: int, field_key: str) -> list[AnswerRevision]:
    """Every value of an answer, newest first."""
    return list(
        db.session.scalars(
            select(AnswerRevision)
            .where(AnswerRevision.report_id == report_id, AnswerRevision.field_key == field_key)
            .order_by(AnswerRevision.revision.desc())
        )
    )


def put_value(
    ref: ReportRef,
    field_key: str,
    value: Json,
    *,
    actor: Actor,
    origin: str,
    group_key: str | None = None,
) -> bool:
    """Set a stored value as it is (restore, import, last period); gives whether it changed.

    Raises NotFound and Refused as `save_answer`.
    """
    section, field = find_field(ref, field_key)
    state = _lock(ref, section.key)
    current = _current(ref.id, field_key)
    if (current.value if current else {}) == value:
        return False
    store_answer(
        ref, field, value, current, actor=actor, base=Base(0), origin=origin, group_key=group_key
    )
    _touch_report(ref, state, actor)
    _touch_section(ref.id, section.key, actor)
    return True


def restore(ref: ReportRef, field_key: str, revision: int, *, actor: Actor) -> bool:
    """Bring an earlier value back as a new revision. Raises NotFound, Refused."""
    exists = db.session.scalar(
        select(AnswerRevision.id).where(
            AnswerRevision.report_id == ref.id,
            AnswerRevision.field_key == field_key,
            AnswerRevision.revision == revision,
        )
    )
    if exists is None:
        raise NotFound("Không có bản lưu này.")
    value = value_at(ref.id, field_key, revision)
    return put_value(ref, field_key, value, actor=actor, origin="restored")


def undo_group(ref: ReportRef, group_key: str, *, actor: Actor) -> int:
    """Undo one import as a whole: every answer goes back to what it was before; gives how many.

    Answers that were edited since keep the edit (its text is not the import's any more).
    """
    rows = db.session.execute(
        select(AnswerRevision.field_key, AnswerRevision.revision)
        .where(AnswerRevision.report_id == ref.id, AnswerRevision.group_key == group_key)
        .order_by(AnswerRevision.field_key)
    ).all()
    undone = 0
    for field_key, revision in rows:
        current = _current(ref.id, field_key)
        if current is None or current.revision != revision:
            continue
        before = value_at(ref.id, field_key, revision - 1)
        undone += put_value(ref, field_key, before, actor=actor, origin="undone")
    return undone
