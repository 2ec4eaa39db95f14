"""Draft sections between database rows and the engine's frozen values, with every text kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import Draft, DraftBlock, DraftBlockRevision, DraftSection
from app.services import clock
from app.services.actors import Actor
from forms import Block, BlockState, drafting
from forms import Draft as SectionDraft


def load_section(draft_id: int, section_key: str) -> SectionDraft:
    """One section as the engine's value; empty when nothing was merged or written yet."""
    return load_sections(draft_id, [section_key]).get(section_key, SectionDraft())


def load_sections(draft_id: int, section_keys: list[str] | None = None) -> dict[str, SectionDraft]:
    """Sections of a draft by key, in two queries."""
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
    for row in db.session.scalars(rows):
        blocks.setdefault(row.section_key, []).append(block_of(row))
    return {
        head.section_key: SectionDraft(
            tuple(blocks.get(head.section_key, ())),
            frozenset(head.used_ids),
            head.touched,
            tuple(drafting.rule_from_json(rule) for rule in head.rules),
        )
        for head in db.session.scalars(heads)
    }


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
    head = db.session.get(DraftSection, (draft.id, section_key))
    if head is None:
        head = DraftSection(draft_id=draft.id, section_key=section_key)
        db.session.add(head)
    head.touched = after.touched
    head.used_ids = sorted(after.used)
    head.rules = [drafting.rule_to_json(rule) for rule in after.rules]
    rows = {
        row.key: row
        for row in db.session.scalars(
            select(DraftBlock).where(
                DraftBlock.draft_id == draft.id, DraftBlock.section_key == section_key
            )
        )
    }
    kept = {block.id for block in after.blocks}
    for key, row in rows.items():
        if key not in kept:
            _note(draft, row, actor, "vanished")
            db.session.delete(row)
    old = {block.id: block for block in before.blocks}
    for position, block in enumerate(after.blocks):
        known = rows.get(block.id)
        if known is None:
            _insert(draft, section_key, position, block, actor, action)
        elif known.position != position or old.get(block.id) != block:
            _update(draft, known, position, block, actor, action)


def _insert(
    draft: Draft, section_key: str, position: int, block: Block, actor: Actor, action: str
) -> None:
    row = DraftBlock(draft_id=draft.id, section_key=section_key, key=block.id, revision=1)
    _fill(row, position, block)
    row.updated_at, row.updated_by = clock.now(), actor.id or None
    db.session.add(row)
    # The history line refers to the id.
    db.session.flush()
    _note(draft, row, actor, action)


def _update(
    draft: Draft, row: DraftBlock, position: int, block: Block, actor: Actor, action: str
) -> None:
    said_before = (row.text, row.state)
    _fill(row, position, block)
    if (row.text, row.state) == said_before:
        return
    row.revision += 1
    row.updated_at, row.updated_by = clock.now(), actor.id or None
    _note(draft, row, actor, action)


def _fill(row: DraftBlock, position: int, block: Block) -> None:
    row.position, row.kind, row.state = position, block.kind, block.state.value
    row.text, row.base_text, row.approved = block.text, block.base_text, block.approved
    row.base_members = drafting.members_to_json(block.base_members)
    row.theirs = drafting.theirs_to_json(block.theirs)
    row.meta = dict(block.meta)


def _note(draft: Draft, row: DraftBlock, actor: Actor, action: str) -> None:
    db.session.add(
        DraftBlockRevision(
            block_id=row.id,
            draft_id=draft.id,
            revision=row.revision,
            action=action,
            text=row.text,
            saved_at=clock.now(),
            saved_by=actor.id or None,
        )
    )


def dump(draft: Draft) -> dict[str, Any]:
    """The whole draft as JSON, for snapshots."""
    return {
        key: drafting.draft_to_json(section) for key, section in load_sections(draft.id).items()
    }


def bring_back(draft: Draft, data: dict[str, Any], *, actor: Actor, action: str) -> None:
    """Make the draft what a snapshot says; what it is now stays in the history."""
    now = load_sections(draft.id)
    for key in now.keys() | data.keys():
        before = now.get(key, SectionDraft())
        after = drafting.draft_from_json(data[key]) if key in data else SectionDraft()
        # Ids given out since then are never used again.
        after = replace(after, used=after.used | before.used)
        store_section(draft, key, before, after, actor=actor, action=action)
