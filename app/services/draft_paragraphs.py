"""Sentences that the machine put behind each other, joined into paragraphs by an editor's wish."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.models import Draft, DraftComment, DraftSection
from app.services import drafts
from app.services.actors import Actor
from app.services.errors import Refused
from forms import drafting

BEFORE = "Trước khi gộp câu thành đoạn"


def join_section(draft: Draft, section_key: str, *, actor: Actor) -> None:
    """Blocks with open comments stay by themselves. Raises Refused with nothing to join."""
    spared = frozenset(
        db.session.scalars(
            select(DraftComment.block_key).where(
                DraftComment.draft_id == draft.id,
                DraftComment.section_key == section_key,
                DraftComment.resolved_at.is_(None),
            )
        )
    )
    drafts.act(
        draft,
        section_key,
        lambda section: drafting.join_sentences(section, spared),
        actor=actor,
        name="joined",
    )


def join_draft(draft: Draft, *, actor: Actor) -> int:
    """In every section, with a copy of the whole draft kept first; gives in how many sections.

    Raises Refused with nothing to join anywhere.
    """
    drafts.lock(draft)
    drafts.take_snapshot(draft, BEFORE, "named", actor=actor)
    keys = select(DraftSection.section_key).where(DraftSection.draft_id == draft.id)
    joined = 0
    for section_key in sorted(db.session.scalars(keys)):
        try:
            join_section(draft, section_key, actor=actor)
        except Refused:
            continue  # nothing to join here
        joined += 1
    if not joined:
        raise Refused("Dự thảo không còn câu máy ghép nào đứng liền nhau để gộp.")
    return joined
