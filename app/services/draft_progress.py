"""How far the draft is, section by section: for the outline beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from app.extensions import db
from app.models import Draft, DraftBlock, DraftComment
from forms import BlockState, Outline, Section


@dataclass(frozen=True)
class SectionState:
    """One line of the outline pane."""

    section: Section
    depth: int
    blocks: int
    approved: int
    edited: int
    waiting: int
    comments: int

    @property
    def words(self) -> str:
        if not self.blocks:
            return "trống"
        if self.approved == self.blocks:
            return "đã duyệt"
        return f"{self.approved}/{self.blocks} đoạn đã duyệt"


def outline_states(draft: Draft, outline: Outline) -> list[SectionState]:
    """Every section with its progress; two queries."""
    counts = _block_counts(draft)
    talk = {
        row.section_key: row[1]
        for row in db.session.execute(
            select(DraftComment.section_key, func.count())
            .where(DraftComment.draft_id == draft.id, DraftComment.resolved_at.is_(None))
            .group_by(DraftComment.section_key)
        )
    }
    return [
        SectionState(
            section, depth, *counts.get(section.key, (0, 0, 0, 0)), talk.get(section.key, 0)
        )
        for section, depth in with_depth(outline.sections, 0)
    ]


def with_depth(sections: Iterable[Section], depth: int) -> Iterable[tuple[Section, int]]:
    for section in sections:
        yield section, depth
        yield from with_depth(section.sections, depth + 1)


def _block_counts(draft: Draft) -> Mapping[str, tuple[int, int, int, int]]:
    """(blocks, approved, edited, waiting) by section; deleted ones count only while waiting."""
    found: dict[str, list[int]] = {}
    rows = db.session.execute(
        select(
            DraftBlock.section_key,
            DraftBlock.state,
            DraftBlock.approved,
            DraftBlock.theirs,
        ).where(DraftBlock.draft_id == draft.id)
    )
    for key, state, approved, theirs in rows:
        line = found.setdefault(key, [0, 0, 0, 0])
        alive = state != BlockState.DELETED
        line[0] += alive
        line[1] += alive and approved
        line[2] += state in (BlockState.EDITED, BlockState.MANUAL)
        line[3] += alive and theirs is not None
    return {key: (a, b, c, d) for key, (a, b, c, d) in found.items()}
