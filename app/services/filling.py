"""Saving answers: nothing typed is lost, nothing is overwritten unseen, figures stay in step.

The rule of one save (see `save_answer`), in the order of the checks:
  same browser tab and account   seq not newer → repeated, nothing written; newer → written
  another revision than based on same value → unchanged; tables: other cells → written;
                                 else → conflict, nothing written, both values given back
  same value                     → unchanged: no revision, no change of state
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select, update

from app.extensions import db
from app.models import Answer, SectionStatus, User
from app.services import clock
from app.services.actors import Actor
from app.services.answer_history import history, put_value, restore, undo_group, value_at
from app.services.answer_places import find_field
from app.services.answer_store import (
    Base,
    Change,
    CurrentAnswer,
    current_answer,
    lock_report,
    store_answer,
    touch_report,
)
from app.services.errors import Invalid, NotFound
from app.services.reports import ReportRef, outline_of
from forms import Field, Json, Parsed, field_type

__all__ = [
    "SECTION_WORDS",
    "Base",
    "RawAnswer",
    "SaveResult",
    "SaveStatus",
    "find_field",
    "history",
    "keep_theirs",
    "mark_read",
    "merge_tables",
    "put_value",
    "restore",
    "save_answer",
    "set_section_status",
    "undo_group",
    "value_at",
]

RawAnswer = str | Mapping[str, Any] | list[Any] | Parsed
SECTION_WORDS = frozenset({"doing", "done", "nothing", "fix"})


class SaveStatus(StrEnum):
    SAVED = "saved"
    UNCHANGED = "unchanged"
    REPEATED = "repeated"
    CONFLICT = "conflict"


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
    theirs_is_own: bool = False


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
    """Save one field: `raw` as the type reads it, or read already (Parsed).

    `partial` says that `raw` holds only the changed cells of a table ("row.column" → text).
    Raises NotFound (no such field for this unit), Refused (report or section not open).
    """
    section, field = find_field(ref, field_key)
    state = lock_report(ref, section.key)
    current = current_answer(ref.id, section.key, field_key)
    parsed = _read(field, raw, current, partial)
    early = _status_without_writing(field, parsed, base, actor, current)
    if early is not None:
        return _stored(early, field, current, parsed)
    value = _value_to_store(ref.id, field, parsed, base, actor, current)
    if value is None:
        return _conflict(field, parsed, current, actor)
    change = Change(value, base, origin, group_key)
    revision = store_answer(ref, section.key, field, current, change, actor=actor, state=state)
    return SaveResult(SaveStatus.SAVED, field, revision, value, clock.now(), parsed.problems)


def _read(field: Field, raw: RawAnswer, current: CurrentAnswer, partial: bool) -> Parsed:
    if isinstance(raw, Parsed):
        return raw
    kind = field_type(field.type)
    if not partial:
        return kind.parse(field, raw)
    if not isinstance(raw, Mapping):
        raise Invalid("Dữ liệu bảng gửi lên không đúng dạng.")
    return kind.merge_cells(field, current.value, raw)


def _status_without_writing(
    field: Field, parsed: Parsed, base: Base, actor: Actor, current: CurrentAnswer
) -> SaveStatus | None:
    if current.is_of(base, actor) and base.seq <= current.seq:
        return SaveStatus.REPEATED
    if parsed.value == current.value:
        return SaveStatus.UNCHANGED
    if not current.revision and field_type(field.type).is_blank(field, parsed.value):
        return SaveStatus.UNCHANGED
    return None


def _stored(status: SaveStatus, field: Field, current: CurrentAnswer, parsed: Parsed) -> SaveResult:
    saved_at = current.updated_at or clock.now()
    return SaveResult(status, field, current.revision, current.value, saved_at, parsed.problems)


def _value_to_store(
    report_id: int,
    field: Field,
    parsed: Parsed,
    base: Base,
    actor: Actor,
    current: CurrentAnswer,
) -> Json | None:
    """The value to write, or None when it would overwrite what the writer has not seen."""
    if base.revision == current.revision or current.is_of(base, actor) or not current.revision:
        return parsed.value
    if field_type(field.type).widget != "table":
        return None
    seen = value_at(report_id, field.key, base.revision)
    return merge_tables(seen, current.value, parsed.value)


def merge_tables(seen: Json, theirs: Json, mine: Json) -> Json | None:
    """Three-way merge of two edits of a table by cells; None when one cell was changed twice."""
    if any("s" in value for value in (seen, theirs, mine)):
        return None  # a whole table called "không phát sinh" has no cells to merge
    before, others, own = _cells(seen), _cells(theirs), _cells(mine)
    merged = dict(others)
    for key in before.keys() | own.keys():
        was, now, other = before.get(key), own.get(key), others.get(key)
        if now == was:
            continue
        if other not in (was, now):
            return None
        merged[key] = now
    rows: dict[str, dict[str, Any]] = {}
    for (row, column), cell in sorted(merged.items()):
        if cell is not None:
            rows.setdefault(row, {})[column] = cell
    return {"rows": rows} if rows else {}


def _cells(value: Json) -> dict[tuple[str, str], Any]:
    rows = value.get("rows") or {}
    return {
        (row, column): cell
        for row, columns in rows.items()
        for column, cell in columns.items()
        if cell
    }


def _conflict(field: Field, parsed: Parsed, current: CurrentAnswer, actor: Actor) -> SaveResult:
    name = db.session.scalar(select(User.display_name).where(User.id == (current.updated_by or 0)))
    refused = _stored(SaveStatus.CONFLICT, field, current, parsed)
    return replace(
        refused,
        mine=parsed.value,
        theirs_by=name or "Hệ thống",
        theirs_is_own=current.updated_by == actor.id,
    )


def keep_theirs(
    ref: ReportRef, field_key: str, mine: RawAnswer, base: Base, *, actor: Actor
) -> SaveResult:
    """End a conflict with the other's text: one's own goes into the history, theirs stays.

    `base` names the revision that was shown as theirs; a newer one is a new conflict.
    Raises as `save_answer`.
    """
    shown = value_at(ref.id, field_key, base.revision)
    saved = save_answer(ref, field_key, mine, base, actor=actor, origin="set_aside")
    if saved.status is not SaveStatus.SAVED:
        return saved
    put_value(ref, field_key, shown, actor=actor, origin="chosen", base=base)
    return replace(saved, revision=saved.revision + 1, value=shown)


def mark_read(report_id: int, field_keys: Iterable[str]) -> None:
    """Imported or copied answers that somebody has looked through are unread no more."""
    db.session.execute(
        update(Answer)
        .where(
            Answer.report_id == report_id,
            Answer.field_key.in_(list(field_keys)),
            Answer.unread.is_(True),
        )
        .values(unread=False)
    )


def set_section_status(ref: ReportRef, section_key: str, word: str, *, actor: Actor) -> None:
    """Keep the unit's own word on a section. Raises Refused, Invalid, NotFound."""
    if word not in SECTION_WORDS:
        raise Invalid("Trạng thái mục không hợp lệ.")
    try:
        outline_of(ref).section(section_key)
    except KeyError:
        raise NotFound("Đề cương của đợt này không có mục đó.") from None
    state = lock_report(ref, section_key)
    status = db.session.get(SectionStatus, (ref.id, section_key))
    if status is None:
        status = SectionStatus(report_id=ref.id, section_key=section_key)
        db.session.add(status)
    if status.status == word:
        return
    status.status, status.updated_at, status.updated_by = word, clock.now(), actor.id or None
    touch_report(ref, state, actor)
