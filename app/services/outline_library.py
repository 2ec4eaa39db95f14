"""The list of outlines an office may use: newest versions first, drafts, those set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from app.extensions import db
from app.models import Campaign, OutlineDraft, OutlineState, OutlineVersion, Unit
from app.services.actors import OFFICE_ROLES, Actor
from forms import search_key


@dataclass(frozen=True)
class Listed:
    """A version with where it comes from; `campaigns` counts those that use it.

    `has_suggestions`: its text marks parts as proposed by its author.
    """

    version: OutlineVersion
    draft: OutlineDraft | None
    office: str
    campaigns: int
    is_newest: bool
    is_own: bool
    has_suggestions: bool


def list_outlines(actor: Actor, words: str = "") -> dict[OutlineState, list[Listed]]:
    """All versions the actor may see by state, the newest of each outline marked."""
    found = [item for item in _all(actor) if _matches(item, search_key(words))]
    return {state: [i for i in found if i.version.state == state] for state in OutlineState}


def _all(actor: Actor) -> list[Listed]:
    uses = dict(
        db.session.execute(
            select(Campaign.outline_version_id, func.count()).group_by(Campaign.outline_version_id)
        ).all()
    )
    rows: Sequence[Any] = db.session.execute(
        select(OutlineVersion, OutlineDraft, Unit.name, _marked())
        .outerjoin(OutlineDraft, OutlineDraft.version_id == OutlineVersion.id)
        .outerjoin(Unit, Unit.id == OutlineDraft.office_id)
        .order_by(OutlineVersion.title, OutlineVersion.version.desc())
    ).all()
    newest = _newest([row[0] for row in rows])
    own = actor.units(*OFFICE_ROLES)
    return [
        Listed(
            version,
            draft,
            name or "",
            int(uses.get(version.id, 0)),
            newest.get(version.outline_id) == version.version,
            draft is None or draft.office_id is None or draft.office_id in own,
            bool(marked),
        )
        for version, draft, name, marked in rows
        if version.state == OutlineState.RELEASED
        or draft is None
        or draft.office_id is None
        or draft.office_id in own
    ]


def _marked() -> ColumnElement[bool]:
    """Read off the text: opening every outline of the library would take a second."""
    written = ("suggested: true", 'guidance: "Gợi ý', "guidance: 'Gợi ý", "guidance: Gợi ý")
    return or_(*(OutlineVersion.source.contains(text) for text in written))


def _newest(versions: Sequence[OutlineVersion]) -> dict[str, int]:
    """The highest released version of each outline."""
    found: dict[str, int] = {}
    for version in versions:
        if version.state == OutlineState.RELEASED:
            found[version.outline_id] = max(version.version, found.get(version.outline_id, 0))
    return found


def _matches(item: Listed, words: str) -> bool:
    text = search_key(f"{item.version.title} {item.version.outline_id} {item.office}")
    return all(word in text for word in words.split())


def versions_of(outline_id: str, actor: Actor) -> list[OutlineVersion]:
    """Every version of one outline that the actor may see, newest first."""
    return sorted(
        (item.version for item in _all(actor) if item.version.outline_id == outline_id),
        key=lambda version: -version.version,
    )
