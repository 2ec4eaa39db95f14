"""Saving typed text: one paragraph by the page's script, or all of a section by a plain form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.blueprints.drafting.places import SectionPlace, section_here, to_section
from app.blueprints.drafting.section_page import render_section
from app.extensions import db
from app.models import DraftBlock
from app.services import draft_editing, draft_reading, draft_store, draft_warnings
from app.services.answer_store import Base
from app.services.differences import compare
from app.services.draft_editing import TextSave
from app.services.errors import Invalid
from app.services.filling import SaveStatus
from app.web.htmx import is_htmx
from app.web.parameters import posted_number
from forms import BlockState, clean_text, merging

TEXT, REVISION, CHOICE = "q_", "r_", "c_"


def save_block(campaign_id: int, section_key: str, block_key: str) -> Response:
    """One paragraph. To a script: JSON of what was saved, or 409 with both texts as a panel."""
    at = section_here(section_key)
    typed = request.form.get(TEXT + block_key)
    if typed is None:
        raise Invalid("Yêu cầu thiếu nội dung của đoạn. Hãy tải lại trang.")
    draft = at.place.draft
    if request.form.get("choice") == "theirs":
        saved = draft_editing.keep_theirs(
            draft, section_key, block_key, typed, _base(), actor=at.place.actor
        )
    else:
        saved = draft_editing.save_text(
            draft, section_key, block_key, typed, _base(), actor=at.place.actor
        )
    db.session.commit()
    if not is_htmx():
        return to_section(campaign_id, section_key, f"d-{block_key}")
    if saved.status is SaveStatus.CONFLICT:
        return _conflict_panel(saved, typed)
    return _saved(at, saved)


def _base() -> Base:
    tab = request.form.get("tab", "")[:40]
    return Base(posted_number("rev"), tab, posted_number("seq"))


def _saved(at: SectionPlace, saved: TextSave) -> Response:
    row = saved.row
    rendered = merging.render_tokens(row.text, at.reading.merged)
    return jsonify(
        status=saved.status.value,
        revision=row.revision,
        saved_at=saved.saved_at.isoformat(timespec="seconds"),
        computed={"xem": rendered.text},
        state=draft_reading.state_words(row.state, row.approved),
        approved=row.approved,
        problems=list(draft_warnings.block_warnings(at.reading, row, rendered)),
    )


def conflict_view(saved: TextSave, typed: str) -> dict[str, object]:
    mine, theirs = compare(typed, saved.text)
    return {
        "key": saved.row.key,
        "revision": saved.row.revision,
        "saved_at": saved.saved_at,
        "theirs_by": saved.theirs_by,
        "is_own": saved.theirs_is_own,
        "mine": mine,
        "theirs": theirs,
        "theirs_text": saved.text,
        "mine_text": typed,
    }


def _conflict_panel(saved: TextSave, typed: str) -> Response:
    panel = render_template("drafting/_conflict.html", conflict=conflict_view(saved, typed))
    response = make_response(panel, 409)
    # Tells the script a conflict from a step that the workflow refused (409 as well).
    response.headers["X-Conflict"] = str(saved.row.revision)
    return response


@dataclass(frozen=True)
class Posted:
    """What of a plain form could not be saved: blocks that somebody else changed, as conflict
    views by key, and texts typed into blocks that are gone since."""

    conflicts: Mapping[str, Mapping[str, object]]
    homeless: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.conflicts or self.homeless)


def save_section(campaign_id: int, section_key: str) -> Response | tuple[str, int]:
    """All paragraphs of a plain form; those changed by somebody else come back with both texts."""
    at = section_here(section_key)
    refused = save_posted(at, may_choose=True)
    db.session.commit()
    if refused:
        return render_section(at, refused.conflicts, refused.homeless), 409
    flash("Đã lưu.", "success")
    if request.form.get("tiep"):
        return _to_next(at)
    return to_section(campaign_id, section_key)


def save_posted(at: SectionPlace, *, may_choose: bool = False) -> Posted:
    """Save every paragraph that came with the form.

    `may_choose`: the button pressed says that the choices in open conflicts were made; any other
    button of the page must not decide one by the way.
    """
    rows = {row.key: row for row in draft_store.section_rows(at.place.draft.id, at.section.key)}
    conflicts: dict[str, Mapping[str, object]] = {}
    homeless: list[str] = []
    for name, typed in request.form.items():
        key = name.removeprefix(TEXT)
        if key == name:
            continue
        row = rows.get(key)
        if row is None or row.state == BlockState.DELETED.value:
            if _was_typed(at, row, key, typed):
                homeless.append(typed)
            continue
        saved = _save_plain(at, row, typed, may_choose)
        if saved is not None and saved.status is SaveStatus.CONFLICT:
            conflicts[key] = conflict_view(saved, typed)
    return Posted(conflicts, tuple(homeless))


def _was_typed(at: SectionPlace, row: DraftBlock | None, key: str, typed: str) -> bool:
    if not typed.strip() or (row is not None and clean_text(typed) == row.text):
        return False
    base = posted_number(REVISION + key)
    return not draft_editing.was_shown(at.place.draft, row, typed, base)


def _save_plain(at: SectionPlace, row: DraftBlock, typed: str, may_choose: bool) -> TextSave | None:
    """One paragraph, with the choice made if it was in conflict before; None: nothing was typed."""
    draft, actor, section, key = at.place.draft, at.place.actor, at.section.key, row.key
    base = Base(posted_number(REVISION + key))
    choice = request.form.get(CHOICE + key)
    if choice is not None and not may_choose:
        base = _UNDECIDED
    elif choice == "theirs":
        return draft_editing.keep_theirs(draft, section, key, typed, base, actor=actor)
    elif choice == "both":
        typed = "\n".join(text for text in (row.text, typed) if text)
    elif base.revision != row.revision and draft_editing.was_shown(
        draft, row, typed, base.revision
    ):
        return None
    return draft_editing.save_text(draft, section, key, typed, base, actor=actor)


_UNDECIDED = Base(-1)
"""No revision: whatever differs from what is stored is a conflict still."""


def _to_next(at: SectionPlace) -> Response:
    keys = [s.key for s in at.reading.outline.walk() if s.fields]
    place = keys.index(at.section.key) if at.section.key in keys else -1
    if 0 <= place < len(keys) - 1:
        return to_section(at.place.campaign.id, keys[place + 1])
    return redirect(url_for(".overview", campaign_id=at.place.campaign.id), 303)
