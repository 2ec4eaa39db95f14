"""A kept copy of the draft against the draft of now, section by section, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from app.extensions import db
from app.models import Campaign, Draft, DraftSnapshot
from app.services import draft_store, draft_undo, merged_reports, outlines
from app.services.differences import Marked, compare
from app.services.errors import NotFound
from forms import Block, MergedReport, Section, drafting, merging

CLOSED = "closed"
"""Kind of the copy that is kept when a version is closed."""


@dataclass(frozen=True)
class Difference:
    """One paragraph that differs; an empty side means that it was not there."""

    heading: str
    section_key: str
    words: str
    old: Marked
    new: Marked


def get_snapshot(draft: Draft, snapshot_id: int) -> DraftSnapshot:
    """A copy of this version, or what an earlier version was when it was closed.

    Raises NotFound, also for a copy of another campaign's draft.
    """
    snapshot = db.session.get(DraftSnapshot, snapshot_id)
    if snapshot is None or snapshot.kind in draft_undo.STEP_KINDS:
        raise NotFound(NO_COPY)
    if snapshot.draft_id != draft.id and not _closed_earlier(draft, snapshot):
        raise NotFound(NO_COPY)
    return snapshot


NO_COPY = "Không có bản lưu này."


def _closed_earlier(draft: Draft, snapshot: DraftSnapshot) -> bool:
    of = db.session.get(Draft, snapshot.draft_id)
    return snapshot.kind == CLOSED and of is not None and of.campaign_id == draft.campaign_id


def closed_copies(campaign: Campaign) -> dict[int, int]:
    """By draft id the copy that was kept when that version was closed."""
    rows = db.session.execute(
        select(DraftSnapshot.draft_id, func.max(DraftSnapshot.id).label("kept"))
        .join(Draft, Draft.id == DraftSnapshot.draft_id)
        .where(Draft.campaign_id == campaign.id, DraftSnapshot.kind == CLOSED)
        .group_by(DraftSnapshot.draft_id)
    )
    return {row.draft_id: row.kept for row in rows}


def differences(draft: Draft, snapshot: DraftSnapshot) -> list[Difference]:
    """What differs from the copy to now, in the order of the outline."""
    outline = outlines.get_outline(draft.campaign.outline_version_id)
    now = draft_store.load_sections(draft.id)
    merged = merged_reports.merged_report(draft.campaign, draft.include_submitted)
    found: list[Difference] = []
    for section in outline.walk():
        data = snapshot.data.get(section.key)
        before = drafting.draft_from_json(data).visible if data else ()
        after = now[section.key].visible if section.key in now else ()
        found += _in_section(section, before, after, merged)
    return found


def _in_section(
    section: Section, before: Iterable[Block], after: Iterable[Block], merged: MergedReport
) -> list[Difference]:
    old = {block.id: block.text for block in before}
    new = {block.id: block.text for block in after}
    found = []
    for block_id in [*new, *(key for key in old if key not in new)]:
        was, now = old.get(block_id, ""), new.get(block_id, "")
        if was != now:
            shown = (merging.render_tokens(text, merged).text for text in (was, now))
            pieces = compare(*shown)
            found.append(Difference(section.title, section.key, _words(was, now), *pieces))
    return found


def _words(was: str, now: str) -> str:
    if not was:
        return "Đoạn mới"
    return "Đã sửa" if now else "Đã bỏ"
