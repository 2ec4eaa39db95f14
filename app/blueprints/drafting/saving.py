"""Saving typed text: one paragraph by the page's script, or all of a section by a plain form."""

from __future__ import annotations

from flask import flash, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.blueprints.drafting.places import SectionPlace, section_here, to_section
from app.blueprints.drafting.section_page import render_section
from app.extensions import db
from app.services import draft_editing, draft_store, draft_warnings
from app.services.answer_store import Base
from app.services.differences import compare
from app.services.draft_editing import TextSave
from app.services.errors import Invalid
from app.services.filling import SaveStatus
from app.web.htmx import is_htmx
from app.web.parameters import posted_number
from forms import merging

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
        computed={"xem": rendered.text if rendered.figures else ""},
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


def save_section(campaign_id: int, section_key: str) -> Response | tuple[str, int]:
    """All paragraphs of a plain form; those changed by somebody else come back with both texts."""
    at = section_here(section_key)
    refused = save_posted(at)
    db.session.commit()
    if refused:
        return render_section(at, refused), 409
    flash("Đã lưu.", "success")
    if request.form.get("tiep"):
        return _to_next(at)
    return to_section(campaign_id, section_key)


def save_posted(at: SectionPlace) -> dict[str, dict[str, object]]:
    """Save every paragraph that came with the form; gives the refused ones as conflict views."""
    refused: dict[str, dict[str, object]] = {}
    rows = draft_store.section_rows(at.place.draft.id, at.section.key)
    for row in rows:
        typed = request.form.get(TEXT + row.key)
        if typed is None or row.state == "deleted":
            continue
        saved = _save_plain(at, row.key, typed)
        if saved.status is SaveStatus.CONFLICT:
            refused[row.key] = conflict_view(saved, typed)
    return refused


def _save_plain(at: SectionPlace, key: str, typed: str) -> TextSave:
    """One paragraph, with the choice made if it was in conflict before."""
    draft, actor, section = at.place.draft, at.place.actor, at.section.key
    base = Base(posted_number(REVISION + key))
    match request.form.get(CHOICE + key):
        case "theirs":
            return draft_editing.keep_theirs(draft, section, key, typed, base, actor=actor)
        case "both":
            theirs = draft_editing.get_row(draft, section, key).text
            typed = "\n".join(text for text in (theirs, typed) if text)
    return draft_editing.save_text(draft, section, key, typed, base, actor=actor)


def _to_next(at: SectionPlace) -> Response:
    keys = [s.key for s in at.reading.outline.walk() if s.fields]
    place = keys.index(at.section.key) if at.section.key in keys else -1
    if 0 <= place < len(keys) - 1:
        return to_section(at.place.campaign.id, keys[place + 1])
    return redirect(url_for(".overview", campaign_id=at.place.campaign.id), 303)
