"""Draft sections read from database rows as the engine's frozen values.

Writing them is in app.services.draft_writing.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Row, Text, cast, select

from app.extensions import db
from app.models import DraftBlock, DraftSection
from forms import Block, BlockState, drafting
from forms import Draft as SectionDraft

# Rows that this session has read before it got the draft's lock may have been changed meanwhile.
_FRESH = {"populate_existing": True}

Stored = Row[Any]
"""The columns of a block that the engine's value is made of, its id and revision; what is JSON
there is the text of it here: most blocks are as they were when they were last read."""
Rows = dict[str, dict[str, Stored]]  # by section and block
_STORED: Any = (
    DraftBlock.id, DraftBlock.section_key, DraftBlock.key, DraftBlock.position, DraftBlock.kind,
    DraftBlock.state, DraftBlock.approved, DraftBlock.text, DraftBlock.base_text,
    *(cast(column, Text).label(column.key)
      for column in (DraftBlock.base_members, DraftBlock.theirs, DraftBlock.meta)),
    DraftBlock.revision,
)  # fmt: skip


class Standing(NamedTuple):
    """A draft as it stands in the database."""

    sections: dict[str, SectionDraft]
    rows: Rows


def load_section(draft_id: int, section_key: str) -> SectionDraft:
    """One section as the engine's value; empty when nothing was merged or written yet."""
    return load_sections(draft_id, [section_key]).get(section_key, SectionDraft())


def load_sections(draft_id: int, section_keys: list[str] | None = None) -> dict[str, SectionDraft]:
    """Sections of a draft by key, in two queries."""
    return load_standing(draft_id, section_keys).sections


def load_standing(draft_id: int, section_keys: list[str] | None = None) -> Standing:
    """Sections of a draft by key with the rows they were read from, in two queries."""
    heads = select(DraftSection).where(DraftSection.draft_id == draft_id)
    if section_keys is not None:
        heads = heads.where(DraftSection.section_key.in_(section_keys))
    found = rows_of(draft_id, section_keys)
    blocks = {key: tuple(map(stored_block, rows.values())) for key, rows in found.items()}
    sections = {
        head.section_key: SectionDraft(
            blocks.get(head.section_key, ()),
            frozenset(head.used_ids),
            head.touched,
            tuple(drafting.rule_from_json(rule) for rule in head.rules),
        )
        for head in db.session.scalars(heads.execution_options(**_FRESH))
    }
    return Standing(sections, found)


def rows_of(draft_id: int, section_keys: Collection[str] | None) -> Rows:
    """The stored blocks in their order, not as objects of the session."""
    query = select(*_STORED).where(DraftBlock.draft_id == draft_id)
    if section_keys is not None:
        query = query.where(DraftBlock.section_key.in_(section_keys))
    rows: Rows = {}
    for row in db.session.execute(
        query.order_by(DraftBlock.section_key, DraftBlock.position, DraftBlock.id)
    ):
        rows.setdefault(row.section_key, {})[row.key] = row
    return rows


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


def stored_block(row: Stored) -> Block:
    """The very same one while its columns are the same: blocks are never changed in place."""
    return _block(
        row.key, row.state, row.text, row.kind, row.base_text, row.base_members, row.theirs,
        row.approved, row.meta,
    )  # fmt: skip


# The blocks of a few drafts: merging again reads all of a draft, and changes few of them.
@lru_cache(maxsize=1 << 10)
def _block(
    key: str, state: str, text: str, kind: str, base_text: str, base_members: str,
    theirs: str | None, approved: bool, meta: str,
) -> Block:  # fmt: skip
    return Block(
        key,
        BlockState(state),
        text,
        kind=kind,
        base_text=base_text,
        base_members=drafting.members_from_json(json.loads(base_members)),
        theirs=drafting.theirs_from_json(json.loads(theirs) if theirs else None),
        approved=approved,
        meta=json.loads(meta),
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
