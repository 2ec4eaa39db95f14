"""Every text a draft of an outline had: going back, forward again, looking at the list."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.models import OutlineDraft, OutlineDraftRevision, OutlineVersion
from app.services.actors import Actor
from app.services.errors import NotFound, Refused
from app.services.outline_drafts import locked_draft, show_text


def undo(version: OutlineVersion, actor: Actor) -> str:
    """Go back to the text before the last change; gives the words of what was undone."""
    draft = locked_draft(version)
    current = _revision(version, draft.revision)
    if current.previous is None:
        raise Refused("Không còn bước nào để hoàn tác.")
    before = _revision(version, current.previous)
    show_text(version, draft, before.number, before.source, actor)
    return current.words


def redo(version: OutlineVersion, actor: Actor) -> str:
    """Go forward again to the newest text made out of the one that is shown."""
    draft = locked_draft(version)
    found = _next_revision(version, draft.revision)
    if found is None:
        raise Refused("Không có bước nào để làm lại.")
    show_text(version, draft, found.number, found.source, actor)
    return found.words


def may_undo(draft: OutlineDraft) -> bool:
    return _revision(draft.version, draft.revision).previous is not None


def may_redo(draft: OutlineDraft) -> bool:
    return _next_revision(draft.version, draft.revision) is not None


def revisions(version: OutlineVersion) -> list[OutlineDraftRevision]:
    """Every text a draft had, newest first."""
    return list(
        db.session.scalars(
            select(OutlineDraftRevision)
            .where(OutlineDraftRevision.version_id == version.id)
            .order_by(OutlineDraftRevision.number.desc())
        )
    )


def _revision(version: OutlineVersion, number: int) -> OutlineDraftRevision:
    found = db.session.scalar(
        select(OutlineDraftRevision).where(
            OutlineDraftRevision.version_id == version.id, OutlineDraftRevision.number == number
        )
    )
    if found is None:
        raise NotFound("Không tìm thấy bản lưu này.")
    return found


def _next_revision(version: OutlineVersion, number: int) -> OutlineDraftRevision | None:
    return db.session.scalar(
        select(OutlineDraftRevision)
        .where(
            OutlineDraftRevision.version_id == version.id,
            OutlineDraftRevision.previous == number,
        )
        .order_by(OutlineDraftRevision.number.desc())
        .limit(1)
    )
