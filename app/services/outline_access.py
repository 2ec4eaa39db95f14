"""Who may read and write which outline: offices, each its own drafts."""

from __future__ import annotations

from app.extensions import db
from app.models import OutlineDraft, OutlineState, OutlineVersion
from app.services.actors import OFFICE_ROLES, Actor


def may_read(actor: Actor, version: OutlineVersion) -> bool:
    """Released texts are for every office; drafts for the office that writes them."""
    if not actor.is_office:
        return False
    return version.state == OutlineState.RELEASED or _is_shared(actor, version)


def may_edit(actor: Actor, version: OutlineVersion) -> bool:
    """Who works in the office of the version; those of the library belong to every office."""
    return actor.is_office and _is_shared(actor, version)


def _is_shared(actor: Actor, version: OutlineVersion) -> bool:
    draft = db.session.get(OutlineDraft, version.id)
    if draft is None or draft.office_id is None:
        return True
    return actor.has(draft.office_id, *OFFICE_ROLES)
