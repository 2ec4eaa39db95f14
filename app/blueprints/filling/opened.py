"""The ping of an open section page: who else has it open, and what was saved beside it."""

from __future__ import annotations

from flask import g, jsonify, request
from werkzeug.wrappers import Response

from app.blueprints.filling.answers_in import revision_name
from app.services import assignments, colleagues, presence
from app.services.answer_history import names_of
from app.services.answer_places import find_section
from app.services.colleagues import RecentSave
from app.services.reports import ReportRef
from app.web.parameters import posted_number
from app.web.session import current_actor
from app.web.templating import clock_time
from forms import Section


def presence_ping(report_id: int, section_key: str) -> Response:
    """JSON of one line to show, and whether the page shows something older than what is saved.

    `o` is the field typed into, `r_<field>` the revisions the page shows, `roi` says it closes.
    """
    ref: ReportRef = g.target
    section, actor = find_section(ref, section_key), current_actor()
    assignments.require_reading(actor, ref, section_key)
    if request.form.get("roi"):
        presence.leave(report_id, section_key, actor)
        return jsonify(text="", older=False)
    labels = {field.key: field.label for field in section.fields}
    typed = request.form.get("o", "")
    presence.enter(report_id, section_key, actor, typed if typed in labels else "")
    saves = colleagues.recent_saves(report_id, labels, actor=actor)
    older = [save for save in saves if _is_newer(save)]
    return jsonify(text=_words(ref, section, saves), older=[labels[s.field_key] for s in older])


def _is_newer(save: RecentSave) -> bool:
    name = revision_name(save.field_key)
    return name in request.form and posted_number(name) < save.revision


def _words(ref: ReportRef, section: Section, saves: list[RecentSave]) -> str:
    """Those who have the page open, and where they type; those who saved and went."""
    labels = {field.key: field.label for field in section.fields}
    there = presence.others(ref.id, section.key, current_actor())
    names = names_of({present.user_id for present in there}) if there else {}
    lines = [
        f"{names.get(present.user_id, 'Đồng nghiệp')} đang mở mục này"
        + (f", đang nhập “{labels[present.field_key]}”" if present.field_key in labels else "")
        for present in there
    ]
    here = {present.user_id for present in there}
    latest = {save.user_id: save for save in reversed(saves) if save.user_id not in here}
    lines += [
        f"{save.name} đã lưu “{labels[save.field_key]}” lúc {clock_time(save.at)}"
        for save in latest.values()
    ]
    return "; ".join(lines) + "." if lines else ""
