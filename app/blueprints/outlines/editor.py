"""The editor: the tree and the properties of one node. Plain forms; htmx swaps the two panes."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.blueprints.outlines.field_choices import choices_of
from app.blueprints.outlines.library import KIND_LABELS
from app.blueprints.outlines.nodes import (
    Node,
    content_of,
    field_code,
    find_node,
    section_code,
    tree_lines,
)
from app.blueprints.outlines.reading import words_of_types
from app.blueprints.outlines.typed import field_changes, outline_changes, section_changes
from app.extensions import db
from app.models import OutlineVersion
from app.services import outline_drafts, outline_revisions
from app.services.errors import Invalid, Refused
from app.web.htmx import is_htmx
from app.web.session import current_actor
from app.web.typed import typed_line
from forms import Outline, all_field_types, editing

Answer = Response | str | tuple[str, int]
Edit = Callable[[Outline], Outline]
MOST_SHOWN_STEPS = 15
# The first are those that đề cương are made of; the others follow in the order of the language.
_USUAL = ("narrative", "integer", "ratio", "table", "list", "yes_no", "short_text", "money")


def edit(version_id: int) -> Answer:
    return editor_page(g.target, request.args.get("nut", ""))


def editor_page(
    version: OutlineVersion,
    code: str,
    *,
    problem: str = "",
    unsaved: Outline | None = None,
    done: str = "",
) -> str:
    """The page, or its two panes for htmx. `unsaved` shows what was typed but not kept."""
    opened = outline_drafts.open_draft(version)
    shown = unsaved or opened.outline
    node = find_node(shown, code)
    return render_template(
        "outlines/_editor.html" if is_htmx() else "outlines/edit.html",
        version=version,
        draft=opened.draft,
        outline=shown,
        node=node,
        lines=tree_lines(opened.outline, opened.faults),
        faults=opened.faults,
        fault_places=[(fault, _fault_code(fault)) for fault in opened.faults],
        problem=problem,
        done=done,
        differences=editing.compare_outlines(opened.outline, unsaved) if unsaved else (),
        may_undo=outline_revisions.may_undo(opened.draft),
        may_redo=outline_revisions.may_redo(opened.draft),
        steps=outline_revisions.revisions(version)[:MOST_SHOWN_STEPS],
        kinds=KIND_LABELS,
        types=_types(),
        above=_above(shown, node),
        suggested=editing.suggested_nodes(opened.outline),
        suggested_here=editing.suggested_nodes(shown, node.section.key) if node.section else (),
        is_suggested=editing.is_suggested,
        **(choices_of(shown, node.field) if node.field else {}),
        **words_of_types(),
    )


def _above(outline: Outline, node: Node) -> str:
    """The section in which the node's section stands."""
    if node.section is None:
        return ""
    path = editing.path_to(outline, node.section.key)
    return path[-2].key if len(path) > 1 else ""


def _fault_code(fault: editing.Fault) -> str:
    if fault.field:
        return field_code(fault.field)
    return section_code(fault.section) if fault.section else ""


def _types() -> list[tuple[str, str]]:
    labels = {kind.name: kind.label for kind in all_field_types()}
    return [(name, labels[name]) for name in (*_USUAL, *(n for n in labels if n not in _USUAL))]


def save(version_id: int) -> Answer:
    """Properties of one node. A conflict shows both and keeps what was typed."""
    version: OutlineVersion = g.target
    code, seen = request.form.get("nut", ""), request.form.get("seen", "")
    outline = outline_drafts.open_draft(version).outline
    try:
        edit = _typed_edit(outline, code)
    except Invalid as error:
        return editor_page(version, code, problem=error.message), 422
    words = f"Sửa “{find_node(outline, code).title}”"
    try:
        outline_drafts.change(
            version, edit, words=words, actor=current_actor(), seen=seen, node=content_of(code)
        )
    except outline_drafts.Conflict as error:
        db.session.rollback()
        return _both(version, code, edit, error.message), 409
    return _kept(version, code, "Đã lưu.")


def _both(version: OutlineVersion, code: str, edit: Edit, problem: str) -> str:
    """The newest text with what was typed on top of it; only the newest when the node is gone."""
    newest = outline_drafts.open_draft(version).outline
    try:
        unsaved = edit(newest)
    except editing.EditRefused as error:
        return editor_page(version, "", problem=f"Chưa lưu được. {error.message}")
    return editor_page(version, code, problem=problem, unsaved=unsaved)


def _typed_edit(outline: Outline, code: str) -> Edit:
    """What was typed as an edit. Raises Invalid."""
    node = find_node(outline, code)
    if node.field is not None:
        field, changes = node.field, field_changes(outline, node.field)
        return lambda found: editing.change_field(found, field.key, **changes)
    if node.section is not None:
        section, changes = node.section, section_changes(outline, node.section)
        return lambda found: editing.change_section(found, section.key, **changes)
    if code:
        raise Invalid("Phần này không còn trong đề cương; có thể người khác vừa lưu trữ nó.")
    general = outline_changes(outline)
    return lambda found: editing.change_outline(found, **general)


def _kept(version: OutlineVersion, code: str, words: str) -> Answer:
    db.session.commit()
    if is_htmx():
        return editor_page(version, code, done=words)
    flash(words, "success")
    return redirect(url_for(".edit", version_id=version.id, nut=code or None), 303)


def _act(edit: Edit, words: str, code: str, done: str) -> Answer:
    """One step on the tree; a refusal is said on the page."""
    version: OutlineVersion = g.target
    try:
        outline_drafts.change(version, edit, words=words, actor=current_actor())
    except editing.EditRefused as error:
        db.session.rollback()
        return editor_page(version, code, problem=error.message), 409
    return _kept(version, code, done)


def move(version_id: int) -> Answer:
    code, typed = request.form.get("nut", ""), request.form.get("step", "")
    if typed not in tuple(editing.Step):
        raise Invalid("Hãy dùng các nút ↑ ↓ → ← để chuyển chỗ.")
    step = editing.Step(typed)
    kind, _, key = code.partition("-")
    mover = editing.move_field if kind == "o" else editing.move_section
    words = f"Chuyển chỗ “{_title(code)}”"
    return _act(lambda outline: mover(outline, key, step), words, code, "Đã chuyển chỗ.")


def _title(code: str) -> str:
    return find_node(outline_drafts.open_draft(g.target).outline, code).title


def add_section(version_id: int) -> Answer:
    heading = typed_line("heading", 1000)
    under, after = request.form.get("under", ""), request.form.get("after", "")
    return _add(
        lambda outline: editing.add_section(outline, heading, under=under, after=after),
        f"Thêm mục “{heading}”",
        section_code,
    )


def add_field(version_id: int) -> Answer:
    label, type_name = typed_line("label", 1000), request.form.get("type", "")
    home, after = request.form.get("home", ""), request.form.get("after", "")
    return _add(
        lambda outline: editing.add_field(outline, home, label, type_name, after=after),
        f"Thêm “{label}”",
        field_code,
    )


def _add(
    adding: Callable[[Outline], tuple[Outline, str]], words: str, code_of: Callable[[str], str]
) -> Answer:
    version: OutlineVersion = g.target
    made: list[str] = []

    def edit(outline: Outline) -> Outline:
        changed, key = adding(outline)
        made.append(code_of(key))
        return changed

    try:
        outline_drafts.change(version, edit, words=words, actor=current_actor())
    except editing.EditRefused as error:
        db.session.rollback()
        return editor_page(version, request.form.get("nut", ""), problem=error.message), 422
    return _kept(version, made[0], f"{words}: đã thêm. Hãy điền các thuộc tính bên dưới.")


def retype(version_id: int) -> Answer:
    code, type_name = request.form.get("nut", ""), request.form.get("type", "")
    key = code.partition("-")[2]
    return _act(
        lambda outline: editing.change_type(outline, key, type_name),
        f"Đổi loại của “{_title(code)}”",
        code,
        "Đã đổi loại. Hãy xem lại các thuộc tính.",
    )


def archive_node(version_id: int) -> Answer:
    code = request.form.get("nut", "")
    kind, _, key = code.partition("-")
    archiver = editing.archive_field if kind == "o" else editing.archive_section
    words = f"Lưu trữ “{_title(code)}”"
    return _act(
        lambda outline: archiver(outline, key),
        words,
        "",
        f"{words}: không hỏi nữa, khóa và câu trả lời cũ vẫn giữ.",
    )


def confirm(version_id: int) -> Answer:
    """The office's word that what was proposed stands: of a node, or of the whole outline."""
    code = request.form.get("nut", "")
    if request.form.get("all"):
        return _act(editing.confirm_all, "Đã kiểm toàn bộ gợi ý", code, "Đã kiểm toàn bộ gợi ý.")
    kind, _, key = code.partition("-")
    confirmer = editing.confirm_field if kind == "o" else editing.confirm_section
    words = f"Đã kiểm “{_title(code)}”"
    return _act(lambda outline: confirmer(outline, key), words, code, f"{words}.")


def restore(version_id: int) -> Answer:
    number = request.form.get("number", -1, type=int)
    return _act(
        lambda outline: editing.restore(outline, number),
        "Khôi phục phần đã lưu trữ",
        "",
        "Đã đưa trở lại đề cương.",
    )


def undo(version_id: int) -> Answer:
    return _step(outline_revisions.undo, "Đã hoàn tác")


def redo(version_id: int) -> Answer:
    return _step(outline_revisions.redo, "Đã làm lại")


def _step(step: Callable[..., str], done: str) -> Answer:
    version: OutlineVersion = g.target
    code = request.form.get("nut", "")
    try:
        words = step(version, current_actor())
    except Refused as error:
        db.session.rollback()
        return editor_page(version, code, problem=error.message), 409
    return _kept(version, code, f"{done}: {words}.")


def release(version_id: int) -> Answer:
    version: OutlineVersion = g.target
    try:
        outline_drafts.release(version, current_actor())
    except Refused as error:
        db.session.rollback()
        return editor_page(version, "", problem=error.message), 409
    db.session.commit()
    flash("Đã phát hành đề cương. Từ nay chọn được khi tạo đợt báo cáo.", "success")
    return redirect(url_for(".view", version_id=version_id), 303)


def set_aside(version_id: int) -> Response:
    outline_drafts.archive(g.target, current_actor())
    db.session.commit()
    flash("Đã chuyển vào phần lưu trữ. Các đợt đang dùng vẫn dùng bình thường.", "success")
    return redirect(url_for(".library"), 303)


def take_back(version_id: int) -> Response:
    outline_drafts.unarchive(g.target, current_actor())
    db.session.commit()
    flash("Đã đưa trở lại thư viện.", "success")
    return redirect(url_for(".library"), 303)
