"""Draft sections between database rows and the engine's frozen values, with every text kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, select

from app.extensions import db
from app.models import Draft, DraftBlock, DraftBlockRevision, DraftSection
from app.services import clock
from app.services.actors import Actor
from forms import Block, BlockState, drafting
from forms import Draft as SectionDraft

BlockKey = tuple[str, str]
# Rows that this session has read before it got the draft's lock may have been changed meanwhile.
_FRESH = {"populate_existing": True}


Rows = dict[str, dict[str, DraftBlock]]  # by section and block


class Standing(NamedTuple):
    """A draft as it stands in the database."""

    sections: dict[str, SectionDraft]
    rows: Rows


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


def load_section(draft_id: int, section_key: str) -> SectionDraft:
    """One section as the engine's value; empty when nothing was merged or written yet."""
    return load_sections(draft_id, [section_key]).get(section_key, SectionDraft())


def load_sections(draft_id: int, section_keys: list[str] | None = None) -> dict[str, SectionDraft]:
    """Sections of a draft by key, in two queries."""
    return load_standing(draft_id, section_keys).sections


def load_standing(draft_id: int, section_keys: list[str] | None = None) -> Standing:
    """Sections of a draft by key with the rows they were read from, in two queries."""
    heads = select(DraftSection).where(DraftSection.draft_id == draft_id)
    rows = (
        select(DraftBlock)
        .where(DraftBlock.draft_id == draft_id)
        .order_by(DraftBlock.section_key, DraftBlock.position, DraftBlock.id)
    )
    if section_keys is not None:
        heads = heads.where(DraftSection.section_key.in_(section_keys))
        rows = rows.where(DraftBlock.section_key.in_(section_keys))
    blocks: dict[str, list[Block]] = {}
    found: Rows = {}
    for row in db.session.scalars(rows.execution_options(**_FRESH)):
        blocks.setdefault(row.section_key, []).append(block_of(row))
        found.setdefault(row.section_key, {})[row.key] = row
    sections = {
        head.section_key: SectionDraft(
            tuple(blocks.get(head.section_key, ())),
            frozenset(head.used_ids),
            head.touched,
            tuple(drafting.rule_from_json(rule) for rule in head.rules),
        )
        for head in db.session.scalars(heads.execution_options(**_FRESH))
    }
    return Standing(sections, found)


def section_rows(draft_id: int, section_key: str) -> list[DraftBlock]:
    """The blocks of one section in their order, deleted ones included."""
    return list(
        db.session.scalars(
            select(DraftBlock)
            .where(DraftBlock.draft_id == draft_id, DraftBlock.section_key == section_key)
            .order_by(DraftBlock.position, DraftBlock.id)
            .execution_options(**_FRESH)
        )
    )


def find_row(draft_id: int, section_key: str, block_key: str) -> DraftBlock | None:
    return db.session.scalar(
        select(DraftBlock)
        .where(
            DraftBlock.draft_id == draft_id,
            DraftBlock.section_key == section_key,
            DraftBlock.key == block_key,
        )
        .execution_options(**_FRESH)
    )


def block_of(row: DraftBlock) -> Block:
    return Block(
        row.key,
        BlockState(row.state),
        row.text,
        kind=row.kind,
        base_text=row.base_text,
        base_members=drafting.members_from_json(row.base_members),
        theirs=drafting.theirs_from_json(row.theirs),
        approved=row.approved,
        meta=row.meta,
    )


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
        rows = _rows_of(draft.id, [edit.key for edit in edits])
    fresh: list[dict[str, Any]] = []
    for edit in edits:
        known = rows.get(edit.key, {})
        _drop_vanished(known, edit, mark)
        old = {block.id: block for block in edit.before.blocks}
        for position, block in enumerate(edit.after.blocks):
            row = known.get(block.id)
            if row is None:
                text = (shown or {}).get((edit.key, block.id), "")
                fresh.append(_new_row(edit.key, position, block, text, mark))
            elif row.position != position or old.get(block.id) != block:
                _update(row, position, block, mark)
    _insert(fresh, mark)


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


def _rows_of(draft_id: int, keys: list[str]) -> Rows:
    rows: Rows = {}
    for row in db.session.scalars(
        select(DraftBlock).where(DraftBlock.draft_id == draft_id, DraftBlock.section_key.in_(keys))
    ):
        rows.setdefault(row.section_key, {})[row.key] = row
    return rows


def _drop_vanished(known: Mapping[str, DraftBlock], edit: SectionEdit, mark: _Mark) -> None:
    kept = {block.id for block in edit.after.blocks}
    gone = [row for key, row in known.items() if key not in kept]
    if not gone:
        return
    for row in gone:
        _note(row, replace(mark, action="vanished"))
    db.session.flush()
    db.session.execute(delete(DraftBlock).where(DraftBlock.id.in_([row.id for row in gone])))


def _new_row(
    section_key: str, position: int, block: Block, shown: str, mark: _Mark
) -> dict[str, Any]:
    return {
        "draft_id": mark.draft_id,
        "section_key": section_key,
        "key": block.id,
        "revision": 1,
        "shown_text": shown,
        "updated_at": mark.at,
        "updated_by": mark.by,
        **_columns(position, block),
    }


def _columns(position: int, block: Block) -> dict[str, Any]:
    return {
        "position": position,
        "kind": block.kind,
        "state": block.state.value,
        "text": block.text,
        "base_text": block.base_text,
        "approved": block.approved,
        "base_members": drafting.members_to_json(block.base_members),
        "theirs": drafting.theirs_to_json(block.theirs),
        "meta": dict(block.meta),
    }


def _insert(rows: Sequence[Mapping[str, Any]], mark: _Mark) -> None:
    """New blocks with their first line of history: two statements whatever their number."""
    if not rows:
        return
    db.session.flush()
    ids = db.session.scalars(
        insert(DraftBlock).returning(DraftBlock.id, sort_by_parameter_order=True), list(rows)
    ).all()
    db.session.execute(
        insert(DraftBlockRevision),
        [
            {
                "block_id": block_id,
                "draft_id": mark.draft_id,
                "revision": 1,
                "action": mark.action,
                "text": row["text"],
                "saved_at": mark.at,
                "saved_by": mark.by,
            }
            for block_id, row in zip(ids, rows, strict=True)
        ],
    )


def _update(row: DraftBlock, position: int, block: Block, mark: _Mark) -> None:
    said_before = (row.text, row.state)
    for name, value in _columns(position, block).items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    if (row.text, row.state) == said_before:
        return
    row.revision += 1
    row.updated_at, row.updated_by = mark.at, mark.by
    _note(row, mark)


def write_text(row: DraftBlock, block: Block, *, actor: Actor, action: str) -> None:
    """One block's text and state, where it stands."""
    _update(row, row.position, block, _Mark(row.draft_id, action, actor.id or None, clock.now()))


def _note(row: DraftBlock, mark: _Mark) -> None:
    db.session.add(
        DraftBlockRevision(
            block_id=row.id,
            draft_id=mark.draft_id,
            revision=row.revision,
            action=mark.action,
            text=row.text,
            saved_at=mark.at,
            saved_by=mark.by,
        )
    )
