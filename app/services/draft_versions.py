"""A kept copy of the draft against the draft of now, section by section, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.extensions import db
from app.models import Draft, DraftSnapshot
from app.services import draft_store, draft_undo, outlines
from app.services.differences import Marked, compare
from app.services.errors import NotFound
from forms import Block, drafting


@dataclass(frozen=True)
class Difference:
    """One paragraph that differs; an empty side means that it was not there."""

    heading: str
    section_key: str
    words: str
    old: Marked
    new: Marked


def get_snapshot(draft: Draft, snapshot_id: int) -> DraftSnapshot:
    """Raises NotFound, also for a copy of another campaign's draft."""
    snapshot = db.session.get(DraftSnapshot, snapshot_id)
    if snapshot is None or snapshot.kind in draft_undo.STEP_KINDS or snapshot.draft_id != draft.id:
        raise NotFound("Không có bản lưu này.")
    return snapshot


def differences(draft: Draft, snapshot: DraftSnapshot) -> list[Difference]:
    """What differs from the copy to now, in the order of the outline."""
    outline = outlines.get_outline(draft.campaign.outline_version_id)
    now = draft_store.load_sections(draft.id)
    found: list[Difference] = []
    for section in outline.walk():
        data = snapshot.data.get(section.key)
        before = drafting.draft_from_json(data).visible if data else ()
        after = now[section.key].visible if section.key in now else ()
        found += _in_section(section.title, section.key, before, after)
    return found


def _in_section(
    heading: str, key: str, before: Iterable[Block], after: Iterable[Block]
) -> list[Difference]:
    old = {block.id: block.text for block in before}
    new = {block.id: block.text for block in after}
    found = []
    for block_id in [*new, *(key for key in old if key not in new)]:
        was, now = old.get(block_id, ""), new.get(block_id, "")
        if was != now:
            pieces = compare(was, now)
            found.append(Difference(heading, key, _words(was, now), *pieces))
    return found


def _words(was: str, now: str) -> str:
    if not was:
        return "Đoạn mới"
    return "Đã sửa" if now else "Đã bỏ"
