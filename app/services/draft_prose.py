"""The paragraphs of a draft that are printed, each with its section, in the order of print."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.models import Draft, DraftBlock
from forms import BlockState, Outline, Section

TABLE = "table"
POINTS = frozenset({"paragraph", "recommendation"})  # kinds of blocks that tell one point each


def printed_prose(draft: Draft, outline: Outline) -> list[tuple[Section, DraftBlock]]:
    """Without tables, what was deleted, and what is only kept: paragraphs of archived sections."""
    sections = {section.key: section for section in outline.walk()}
    order = {key: place for place, key in enumerate(sections)}
    rows = db.session.scalars(
        select(DraftBlock).where(
            DraftBlock.draft_id == draft.id,
            DraftBlock.state != BlockState.DELETED.value,
            DraftBlock.kind != TABLE,
        )
    )
    shown = [(sections[row.section_key], row) for row in rows if row.section_key in sections]
    return sorted(shown, key=lambda one: (order[one[0].key], one[1].position, one[1].id))
