"""The whole draft as JSON for snapshots, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.models import Draft
from app.services import draft_store, draft_writing
from app.services.actors import Actor
from forms import Draft as SectionDraft
from forms import drafting


def dump(draft: Draft) -> dict[str, Any]:
    """The whole draft as JSON."""
    return dump_standing(draft_store.load_standing(draft.id))


def dump_standing(standing: draft_store.Standing) -> dict[str, Any]:
    """The columns of the rows as they stand there, which are JSON already."""
    return {
        key: drafting.draft_to_json(replace(section, blocks=()))
        | {"blocks": [_block(row) for row in standing.rows.get(key, {}).values()]}
        for key, section in standing.sections.items()
    }


def _block(row: draft_store.Stored) -> dict[str, Any]:
    """As `forms.drafting.to_json` of the row's block."""
    return {
        "id": row.key,
        "state": row.state,
        "text": row.text,
        "kind": row.kind,
        "base_text": row.base_text,
        "base_members": row.base_members,
        "theirs": row.theirs,
        "approved": row.approved,
        "meta": row.meta,
    }


def bring_back(
    draft: Draft,
    data: dict[str, Any],
    *,
    actor: Actor,
    action: str,
    written_since: Mapping[str, frozenset[str]] | None = None,
) -> None:
    """Make the draft what a snapshot says; what it is now stays in the history.

    `written_since`: by section the blocks whose words are to stay as they are now.
    """
    spared = written_since or {}
    now = draft_store.load_sections(draft.id)
    edits = []
    for key in sorted(now.keys() | data.keys()):
        before = now.get(key, SectionDraft())
        after = drafting.draft_from_json(data[key]) if key in data else SectionDraft()
        after = drafting.take_back(after, before, spared.get(key, frozenset()))
        # Ids given out since then are never used again.
        edits.append(
            draft_writing.SectionEdit(key, before, replace(after, used=after.used | before.used))
        )
    draft_writing.store_sections(draft, edits, actor=actor, action=action)
