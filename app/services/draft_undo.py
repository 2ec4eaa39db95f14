"""Undo and redo of an editor's actions on a section, per person; typing has its own history.

Each action leaves a step (the section before and after). Undoing looks at the blocks that the
action changed: when nobody has changed them since, they become again what they were, and
everything else stays as it is now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, select

from app.extensions import db
from app.models import Draft, DraftSnapshot
from app.services import clock, draft_store, draft_writing
from app.services.actors import Actor
from app.services.errors import Refused
from forms import Block, drafting
from forms import Draft as SectionDraft

UNDO, REDO = "undo", "redo"
MOST_STEPS = 30
STEP_KINDS = (UNDO, REDO)


def remember(
    draft: Draft, section_key: str, before: SectionDraft, after: SectionDraft, *, actor: Actor,
    name: str,
) -> None:  # fmt: skip
    """Keep a step; whatever had been undone can no longer be redone."""
    db.session.execute(delete(DraftSnapshot).where(*_mine(draft, actor, REDO)))
    _keep(draft, UNDO, _step(section_key, before, after), name, actor)
    _forget_oldest(draft, actor)


def _step(section_key: str, before: SectionDraft, after: SectionDraft) -> dict[str, Any]:
    return {
        "section": section_key,
        "before": drafting.draft_to_json(before),
        "after": drafting.draft_to_json(after),
    }


def _mine(draft: Draft, actor: Actor, kind: str) -> tuple[Any, ...]:
    return (
        DraftSnapshot.draft_id == draft.id,
        DraftSnapshot.created_by == (actor.id or None),
        DraftSnapshot.kind == kind,
    )


def _keep(draft: Draft, kind: str, data: Mapping[str, Any], name: str, actor: Actor) -> None:
    db.session.add(
        DraftSnapshot(
            draft_id=draft.id,
            name=name,
            kind=kind,
            data=dict(data),
            created_at=clock.now(),
            created_by=actor.id or None,
        )
    )


def _forget_oldest(draft: Draft, actor: Actor) -> None:
    db.session.flush()
    ids = db.session.scalars(
        select(DraftSnapshot.id).where(*_mine(draft, actor, UNDO)).order_by(DraftSnapshot.id.desc())
    ).all()
    if len(ids) > MOST_STEPS:
        db.session.execute(delete(DraftSnapshot).where(DraftSnapshot.id.in_(ids[MOST_STEPS:])))


def next_step(draft: Draft, section_key: str, *, actor: Actor, kind: str) -> DraftSnapshot | None:
    """The step that undoing (or redoing) in this section would take next."""
    newest = db.session.scalar(
        select(DraftSnapshot)
        .where(*_mine(draft, actor, kind))
        .order_by(DraftSnapshot.id.desc())
        .limit(1)
    )
    return newest if newest is not None and newest.data["section"] == section_key else None


def take_step(draft: Draft, section_key: str, *, actor: Actor, kind: str) -> str:
    """Undo or redo one step; gives its name. Raises Refused (nothing there, changed since)."""
    step = next_step(draft, section_key, actor=actor, kind=kind)
    if step is None:
        words = "hoàn tác" if kind == UNDO else "làm lại"
        raise Refused(f"Không có thao tác nào của anh/chị trong mục này để {words}.")
    back, forth = ("before", "after") if kind == UNDO else ("after", "before")
    wanted = drafting.draft_from_json(step.data[back])
    was = drafting.draft_from_json(step.data[forth])
    now = draft_store.load_section(draft.id, section_key)
    draft_writing.store_section(
        draft,
        section_key,
        now,
        _turned(now, was, wanted),
        actor=actor,
        action="undone" if kind == UNDO else "redone",
    )
    _keep(draft, REDO if kind == UNDO else UNDO, step.data, step.name, actor)
    db.session.delete(step)
    return step.name


def _turned(now: SectionDraft, was: SectionDraft, wanted: SectionDraft) -> SectionDraft:
    """`now` with the difference from `was` to `wanted` applied to it."""
    changed = _changed(was, wanted)
    for block_id in changed:
        if _content(now.find(block_id)) != _content(was.find(block_id)):
            raise Refused(
                "Đoạn này đã được sửa tiếp sau thao tác đó nên không hoàn tác được. "
                "Hãy dùng “Các bản đã lưu” của đoạn."
            )
    blocks = {block.id: block for block in now.blocks if block.id not in changed}
    blocks.update({block.id: block for block in wanted.blocks if block.id in changed})
    return replace(
        now,
        blocks=tuple(blocks[block_id] for block_id in _order(now, was, wanted, blocks)),
        used=now.used | wanted.used,
        rules=wanted.rules if now.rules == was.rules else now.rules,
    )


def _changed(was: SectionDraft, wanted: SectionDraft) -> frozenset[str]:
    ids = {block.id for block in (*was.blocks, *wanted.blocks)}
    return frozenset(i for i in ids if _content(was.find(i)) != _content(wanted.find(i)))


def _content(block: Block | None) -> tuple[object, ...] | None:
    """What a person could have changed; counts in `meta` follow the sources by themselves."""
    if block is None:
        return None
    return block.text, block.state, block.base_members, block.approved, block.theirs


def _order(
    now: SectionDraft, was: SectionDraft, wanted: SectionDraft, blocks: Mapping[str, Block]
) -> list[str]:
    """The order of now, unless the step was about order; newcomers follow their predecessor."""
    moved = _common(was, wanted) != _common(wanted, was)
    first, second = (wanted, now) if moved else (now, wanted)
    order = [block.id for block in first.blocks if block.id in blocks]
    before = ""
    for block in second.blocks:
        if block.id in blocks and block.id not in order:
            order.insert(order.index(before) + 1 if before in order else 0, block.id)
        before = block.id
    return order


def _common(one: SectionDraft, other: SectionDraft) -> list[str]:
    """Ids of one that the other has too, in the order of one."""
    return [block.id for block in one.blocks if other.find(block.id)]
