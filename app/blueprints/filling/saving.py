"""Saving: one field by the page's script, or a whole section by a plain form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import (
    flash,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from app.blueprints.filling.answers_in import (
    changed_cells,
    revision_name,
    without_removed_row,
)
from app.blueprints.filling.computed_out import computed_texts, problems_by_input
from app.blueprints.filling.field_views import Shown, conflict_view
from app.blueprints.filling.files import change_row_files
from app.blueprints.filling.pages import place_of, render_section
from app.extensions import db
from app.services import assignments, filling, known_citations, reports
from app.services.answer_places import find_field, find_section, may_be_hidden
from app.services.errors import Invalid
from app.services.filling import Base, SaveResult, SaveStatus
from app.services.reports import ReportRef
from app.web.htmx import is_htmx
from app.web.parameters import posted_number
from app.web.session import current_actor
from forms import Field, Parsed, Section, clean_text, field_type, parse_citation_line, read_one

LONGEST_LINE = 4000
HIDDEN = (
    "Do một câu trả lời khác vừa đổi, báo cáo nay không hỏi {} nữa. Chữ đã nhập vẫn được giữ, "
    "không đưa vào báo cáo, và hiện lại khi câu trả lời kia đổi lại."
)


def save_field(report_id: int, field_key: str) -> Response:
    """One field. To a script: JSON of what was saved, or 409 with both texts as a panel."""
    ref: ReportRef = g.target
    section, field = find_field(ref, field_key)
    assignments.require_section(current_actor(), ref, section.key)
    result = _save(ref, field, _base())
    db.session.commit()
    if not is_htmx():
        return redirect(url_for(".section", report_id=report_id, section_key=section.key), 303)
    return _conflict_panel(ref, result) if _refused(result) else _saved(ref, result)


def _base() -> Base:
    tab = request.form.get("tab", "")[:40]
    return Base(posted_number("rev"), tab, posted_number("seq"))


def _save(ref: ReportRef, field: Field, base: Base) -> SaveResult:
    actor = current_actor()
    if request.form.get("partial"):
        cells = changed_cells(field, request.form)
        return filling.save_answer(ref, field.key, cells, base, actor=actor, partial=True)
    parsed = _read_one(field)
    if request.form.get("choice") == "theirs":
        return filling.keep_theirs(ref, field.key, parsed, base, actor=actor)
    return filling.save_answer(ref, field.key, parsed, base, actor=actor)


def _read_one(field: Field) -> Parsed:
    """Raises Invalid when the field did not come with the request."""
    parsed = read_one(field, request.form)
    if parsed is None:
        raise Invalid("Yêu cầu thiếu nội dung của ô. Hãy tải lại trang.")
    return parsed


def _refused(result: SaveResult) -> bool:
    return result.status is SaveStatus.CONFLICT


def _saved(ref: ReportRef, result: SaveResult) -> Response:
    answer: dict[str, Any] = {
        "status": result.status.value,
        "revision": result.revision,
        "saved_at": result.saved_at.isoformat(timespec="seconds"),
    }
    if result.field.type in ("table", "ratio") or result.problems:
        answer["computed"] = computed_texts(result.field, result.value)
        answer["cells"] = problems_by_input(result.field, result.value)
    if result.problems:
        answer["problems"] = list(result.problems)
    if may_be_hidden(ref, result.field.key) and not reports.load_answers(ref).shown(result.field):
        answer["note"] = HIDDEN.format(f"“{result.field.label}”")
    return jsonify(answer)


def _conflict_panel(ref: ReportRef, result: SaveResult) -> Response:
    panel = render_template(
        "filling/_conflict.html", conflict=conflict_view(result), field=result.field, ref=ref
    )
    response = make_response(panel, 409)
    # Tells the script a conflict from a step that the workflow refused (409 as well).
    response.headers["X-Conflict"] = str(result.revision)
    return response


def save_section(report_id: int, section_key: str) -> Response | tuple[str, int]:
    """The whole section, each field on its own base revision (also without a script).

    What can be saved is saved; fields that somebody else changed come back with both texts.
    """
    ref: ReportRef = g.target
    section = find_section(ref, section_key)
    assignments.require_section(current_actor(), ref, section_key)
    word = request.form.get("word", "")
    results, hidden = _set_hidden_apart(ref, section, _save_all(ref, section))
    conflicts = {r.field.key: r for r in results if _refused(r)}
    about = change_row_files(ref, section)
    if word and not conflicts:
        filling.set_section_status(ref, section_key, word, actor=current_actor())
    filling.mark_read(report_id, [r.field.key for r in results if not _refused(r)])
    db.session.commit()
    if conflicts:
        shown = {k: Shown(r.mine or {}, r.problems, conflict_view(r)) for k, r in conflicts.items()}
        return render_section(ref, section_key, shown, word), 409
    _say(results)
    _tell_hidden(hidden)
    return redirect(_next_address(ref, section, about), 303)


def _save_all(ref: ReportRef, section: Section) -> list[SaveResult]:
    """Every field that was on the page, also one that another's answer has hidden meanwhile."""
    answers = reports.load_answers(ref)
    return [
        _save_plain(ref, answers.asked(field))
        for field in section.fields
        if revision_name(field.key) in request.form
    ]


def _set_hidden_apart(
    ref: ReportRef, section: Section, results: list[SaveResult]
) -> tuple[list[SaveResult], list[str]]:
    """Results of the fields that are still asked, and labels of those that hold something and are
    asked no more: with nowhere to choose, one's own text of a conflict goes into the history."""
    asked = {field.key for field in reports.load_answers(ref).fields_of(section)}
    labels = []
    for result in (r for r in results if r.field.key not in asked):
        mine = Parsed(result.mine or {})
        if _refused(result):
            base = Base(result.revision)
            filling.keep_theirs(ref, result.field.key, mine, base, actor=current_actor())
        if not field_type(result.field.type).is_blank(result.field, result.mine or result.value):
            labels.append(result.field.label)
    return [r for r in results if r.field.key in asked], labels


def _tell_hidden(labels: list[str]) -> None:
    if labels:
        flash(HIDDEN.format(", ".join(f"“{label}”" for label in labels)), "warning")


def _save_plain(ref: ReportRef, field: Field) -> SaveResult:
    """One field of a plain form, with the choice made if it was in conflict before."""
    actor = current_actor()
    base = Base(posted_number(revision_name(field.key)))
    parsed = without_removed_row(field, _read_one(field), request.form.get("bo", ""))
    match request.form.get(f"c_{field.key}"):
        case "theirs":
            return filling.keep_theirs(ref, field.key, parsed, base, actor=actor)
        case "both":
            theirs = filling.value_at(ref.id, field.key, base.revision)
            joined = _joined(theirs, parsed.value)
            return filling.save_answer(ref, field.key, joined, base, actor=actor)
        case _:
            return filling.save_answer(ref, field.key, parsed, base, actor=actor)


def _joined(theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> Parsed:
    texts = [str(value.get("v", "")) for value in (theirs, mine)]
    return Parsed({"v": clean_text("\n\n".join(text for text in texts if text))})


def _say(results: list[SaveResult]) -> None:
    problems = [problem for result in results for problem in result.problems]
    if problems:
        flash(f"Đã lưu. Có {len(problems)} chỗ cần xem lại: {' '.join(problems[:3])}", "warning")
    else:
        flash("Đã lưu.", "success")


def _next_address(ref: ReportRef, section: Section, about: str = "") -> str:
    """Where the button pressed leads: next section, more rows, the row of a file, or the page."""
    form = request.form
    here: dict[str, Any] = {"report_id": ref.id, "section_key": section.key}
    if form.get("them"):
        key = form["them"]
        return url_for(".section", **here, them=key, dong=3, _anchor=f"o-{key}")
    if form.get("bo"):
        return url_for(".section", **here, _anchor=f"o-{form['bo'].partition(':')[0]}")
    if about or form.get("kem"):
        return url_for(".section", **here, _anchor=_row_anchor(about))
    answers = reports.load_answers(ref)
    if not answers.applies(section):
        return url_for(".tasks", report_id=ref.id)  # hidden meanwhile as a whole
    if form.get("tiep"):
        after = place_of(ref, section, answers).after
        if after is None:
            return url_for(".check", report_id=ref.id)
        return url_for(".section", report_id=ref.id, section_key=after.key)
    return url_for(".section", **here)


def _row_anchor(about: str) -> str:
    """The row a file was added to; the list when the file was not taken."""
    return f"hang-{about}" if about else f"o-{request.form['kem'].partition(':')[0]}"


def section_word(report_id: int, section_key: str) -> Response | str:
    """The unit's word on a section alone (xong, để sau, không có nội dung)."""
    ref: ReportRef = g.target
    assignments.require_section(current_actor(), ref, section_key)
    word = request.form.get("word", "")
    filling.set_section_status(ref, section_key, word, actor=current_actor())
    db.session.commit()
    if is_htmx():
        return render_template("filling/_word.html", word=word)
    return redirect(url_for(".section", report_id=report_id, section_key=section_key), 303)


def parse_line(report_id: int, field_key: str) -> Response:
    """A pasted line of a list of documents, taken apart into the columns for confirmation."""
    find_field(g.target, field_key)
    lines = [line for line in request.form.get("dong", "").splitlines() if line.strip()]
    return jsonify(rows=[citation_cells(line[:LONGEST_LINE]) for line in lines[:200]])


def citation_cells(line: str) -> dict[str, str]:
    parsed = known_citations.completed(parse_citation_line(line))
    day = parsed.date
    return {
        "kind": parsed.kind,
        "symbol": parsed.symbol,
        "date": f"{day.day}/{day.month}/{day.year}" if day else "",
        "issuer": parsed.issuer,
        "title": parsed.title or ("" if parsed.symbol else line.strip()),
    }
