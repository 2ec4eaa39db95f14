"""Draft sections written: what differs, with a handful of statements, and every text kept.

Reading them is in app.services.draft_store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm.util import identity_key

from app.extensions import db
from app.models import Draft, DraftBlock, DraftBlockRevision, DraftSection
from app.services import clock
from app.services.actors import Actor
from app.services.draft_store import Rows, Stored, block_of, rows_of, stored_block
from forms import Block, drafting
from forms import Draft as SectionDraft

BlockKey = tuple[str, str]
Line = dict[str, Any]


@dataclass(frozen=True)
class SectionEdit:
    """One section before and after an action."""

    key: str
    before: SectionDraft
    after: SectionDraft


@dataclass(frozen=True)
class _Mark:
    """What every line written at once shares: who did what, when."""

    draft_id: int
    action: str
    by: int | None
    at: datetime


@dataclass(frozen=True)
class _Lines:
    """What is to be written, by table and kind; `changed` have the `row_id` they are for."""

    history: list[Line] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    changed: list[Line] = field(default_factory=list)
    fresh: list[Line] = field(default_factory=list)


def store_section(
    draft: Draft,
    section_key: str,
    before: SectionDraft,
    after: SectionDraft,
    *,
    actor: Actor,
    action: str,
) -> None:
    """Write what differs; every changed text goes to the history under `action`."""
    store_sections(draft, [SectionEdit(section_key, before, after)], actor=actor, action=action)


def store_sections(
    draft: Draft,
    edits: Sequence[SectionEdit],
    *,
    actor: Actor,
    action: str,
    shown: Mapping[BlockKey, str] | None = None,
    rows: Rows | None = None,
) -> None:
    """Write what differs in any of the sections, with a handful of statements in all.

    `shown` are the texts with live figures of new blocks, as an editor will first read them;
    `rows` are those that the sections were read from, if they are still at hand.
    """
    mark = _Mark(draft.id, action, actor.id or None, clock.now())
    _store_heads(draft.id, edits)
    if rows is None:
        rows = rows_of(draft.id, [edit.key for edit in edits])
    lines = _Lines()
    for edit in edits:
        _gather(lines, edit, rows.get(edit.key, {}), shown or {}, mark)
    _send(lines, mark)


def write_text(row: DraftBlock, block: Block, *, actor: Actor, action: str) -> None:
    """One block's text and state, where it stands."""
    mark = _Mark(row.draft_id, action, actor.id or None, clock.now())
    changed = _changed(row, block_of(row), row.position, block, mark)
    for name, value in changed.items():
        setattr(row, name, value)
    if "revision" in changed:
        db.session.add(DraftBlockRevision(**_entry(row.id, row.revision, row.text, mark)))


def _store_heads(draft_id: int, edits: Iterable[SectionEdit]) -> None:
    keys = [edit.key for edit in edits]
    heads = {
        head.section_key: head
        for head in db.session.scalars(
            select(DraftSection).where(
                DraftSection.draft_id == draft_id, DraftSection.section_key.in_(keys)
            )
        )
    }
    for edit in edits:
        head = heads.get(edit.key)
        if head is None:
            head = DraftSection(draft_id=draft_id, section_key=edit.key)
            db.session.add(head)
        elif edit.before == edit.after:
            continue
        head.touched = edit.after.touched
        head.used_ids = sorted(edit.after.used)
        head.rules = [drafting.rule_to_json(rule) for rule in edit.after.rules]


def _gather(
    lines: _Lines,
    edit: SectionEdit,
    known: Mapping[str, Stored],
    shown: Mapping[BlockKey, str],
    mark: _Mark,
) -> None:
    _gather_gone(lines, edit, known, mark)
    old = {block.id: block for block in edit.before.blocks}
    for position, block in enumerate(edit.after.blocks):
        row = known.get(block.id)
        if row is None:
            text = shown.get((edit.key, block.id), "")
            lines.fresh.append(_new_row(edit.key, position, block, text, mark))
        elif row.position != position or old.get(block.id) != block:
            _gather_changed(lines, row, position, block, mark)


def _gather_gone(
    lines: _Lines, edit: SectionEdit, known: Mapping[str, Stored], mark: _Mark
) -> None:
    kept = {block.id for block in edit.after.blocks}
    for key, row in known.items():
        if key not in kept:
            lines.gone.append(row.id)
            vanished = replace(mark, action="vanished")
            lines.history.append(_entry(row.id, row.revision, row.text, vanished))


def _gather_changed(lines: _Lines, row: Stored, position: int, block: Block, mark: _Mark) -> None:
    changed = _changed(row, stored_block(row), position, block, mark)
    if changed:
        lines.changed.append({_ROW_ID: row.id, **changed})
    if "revision" in changed:
        lines.history.append(_entry(row.id, changed["revision"], block.text, mark))


_COLUMNS: Mapping[str, Callable[[Any], Any]] = {
    "kind": str,
    "state": attrgetter("value"),
    "text": str,
    "base_text": str,
    "approved": bool,
    "base_members": drafting.members_to_json,
    "theirs": drafting.theirs_to_json,
    "meta": dict,
}
"""How what a block says is written into the columns of the same names."""


def _changed(
    row: DraftBlock | Stored, old: Block, position: int, block: Block, mark: _Mark
) -> Line:
    """The columns that become others; a new text or state is a new revision."""
    changed: Line = {}
    if block is not old:
        changed = {
            name: write(getattr(block, name))
            for name, write in _COLUMNS.items()
            if getattr(block, name) != getattr(old, name)
        }
    if row.position != position:
        changed["position"] = position
    if "text" in changed or "state" in changed:
        changed |= {"revision": row.revision + 1, "updated_at": mark.at, "updated_by": mark.by}
    return changed


def _new_row(section_key: str, position: int, block: Block, shown: str, mark: _Mark) -> Line:
    return {
        "draft_id": mark.draft_id,
        "section_key": section_key,
        "key": block.id,
        "position": position,
        "revision": 1,
        "shown_text": shown,
        "updated_at": mark.at,
        "updated_by": mark.by,
        **{name: write(getattr(block, name)) for name, write in _COLUMNS.items()},
    }


def _entry(block_id: int, revision: int, text: str, mark: _Mark) -> Line:
    """A line of a block's history."""
    return {
        "block_id": block_id,
        "draft_id": mark.draft_id,
        "revision": revision,
        "action": mark.action,
        "text": text,
        "saved_at": mark.at,
        "saved_by": mark.by,
    }


_ROW_ID = "row_id"
_BLOCK: Any = DraftBlock.__table__
_UPDATE = update(_BLOCK).where(_BLOCK.c.id == bindparam(_ROW_ID))


def _send(lines: _Lines, mark: _Mark) -> None:
    db.session.flush()
    if lines.gone:
        db.session.execute(delete(DraftBlock).where(DraftBlock.id.in_(lines.gone)))
    for changed in _alike(lines.changed):
        db.session.execute(_UPDATE, changed)
    _forget(line[_ROW_ID] for line in lines.changed)
    if lines.fresh:
        made = insert(DraftBlock).returning(DraftBlock.id, sort_by_parameter_order=True)
        ids = db.session.scalars(made, lines.fresh).all()
        new = zip(ids, lines.fresh, strict=True)
        lines.history.extend(_entry(block_id, 1, row["text"], mark) for block_id, row in new)
    if lines.history:
        db.session.execute(insert(DraftBlockRevision), lines.history)


def _alike(lines: Iterable[Line]) -> Iterable[list[Line]]:
    """Lines of the same columns together: one statement writes them all."""
    found: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        found.setdefault(tuple(line), []).append(line)
    return found.values()


def _forget(block_ids: Iterable[int]) -> None:
    """Objects of these blocks that the session has are read again when next looked at."""
    for block_id in block_ids:
        known = db.session.identity_map.get(identity_key(DraftBlock, block_id))
        if known is not None:
            db.session.expire(known)
