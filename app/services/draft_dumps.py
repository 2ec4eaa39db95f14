"""The whole draft as JSON for snapshots, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from app.extensions import WrittenJson, write_json
from app.models import Draft
from app.services import draft_store, draft_writing
from app.services.actors import Actor
from forms import Draft as SectionDraft
from forms import drafting


def dump(draft: Draft) -> dict[str, Any]:
    """The whole draft as JSON."""
    found: dict[str, Any] = json.loads(write_standing(draft_store.load_standing(draft.id)))
    return found


def write_standing(standing: draft_store.Standing) -> WrittenJson:
    """The whole draft; columns that are JSON in the rows as they stand there."""
    return WrittenJson(
        _object(
            (key, _section(section, standing.rows.get(key, {}).values()))
            for key, section in standing.sections.items()
        )
    )


def _section(section: SectionDraft, rows: Iterable[draft_store.Stored]) -> str:
    """As `forms.drafting.draft_to_json` of the section."""
    head = drafting.draft_to_json(replace(section, blocks=()))
    written = {name: write_json(value) for name, value in head.items()}
    return _object((written | {"blocks": f"[{','.join(map(_block, rows))}]"}).items())


def _block(row: draft_store.Stored) -> str:
    """As `forms.drafting.to_json` of the row's block."""
    return (
        f"{_words(row.key, row.state, row.kind, row.text, row.base_text)},"
        f'"base_members":{row.base_members},"theirs":{row.theirs or "null"},'
        f'"approved":{"true" if row.approved else "false"},"meta":{row.meta}}}'
    )


# Of the blocks of a few drafts: most say the same from one merge to the next.
@lru_cache(maxsize=1 << 10)
def _words(key: str, state: str, kind: str, text: str, base_text: str) -> str:
    named = {"id": key, "state": state, "text": text, "kind": kind, "base_text": base_text}
    return write_json(named).removesuffix("}")


def _object(pairs: Iterable[tuple[str, str]]) -> str:
    return f"{{{','.join(f'{write_json(name)}:{value}' for name, value in pairs)}}}"


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
