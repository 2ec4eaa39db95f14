"""The library of outlines and the ways to begin a new one."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import OutlineState, OutlineVersion
from app.services import campaigns, outline_library, outline_starting
from app.services.errors import Invalid
from app.web.session import current_actor
from app.web.typed import typed_line
from forms import editing

Answer = Response | str | tuple[str, int]
KIND_LABELS = {
    "so_ket": "Báo cáo sơ kết",
    "tong_ket": "Báo cáo tổng kết",
    "dinh_ky": "Báo cáo định kỳ",
    "chuyen_de": "Báo cáo chuyên đề",
    "khao_sat": "Khảo sát, thu thập số liệu",
}


def library() -> str:
    words = typed_line("tim", 100)
    return render_template(
        "outlines/library.html",
        words=words,
        listed=outline_library.list_outlines(current_actor(), words),
        states=OutlineState,
    )


def new() -> str:
    return _new_page()


def _new_page(problem: str = "") -> str:
    listed = outline_library.list_outlines(current_actor())
    return render_template(
        "outlines/new.html",
        problem=problem,
        typed=request.form,
        kinds={key: KIND_LABELS[key] for key in editing.OUTLINE_KINDS},
        versions=listed[OutlineState.RELEASED],
        campaigns=campaigns.list_office_campaigns(current_actor()),
    )


def create_blank() -> Answer:
    title, kind = typed_line("title", 500), typed_line("kind", 40)
    try:
        version = outline_starting.start_blank(title, kind, current_actor())
    except Invalid as error:
        return _new_page(error.message), 422
    return _begun(version, "Đã tạo bản đang soạn. Mỗi bước sửa đều hoàn tác được.")


def import_yaml() -> Answer:
    """A YAML file, or its text pasted."""
    upload = request.files.get("file")
    try:
        source = upload.read().decode("utf-8-sig") if upload and upload.filename else ""
        version = outline_starting.import_source(
            source or request.form.get("text", ""), current_actor()
        )
    except UnicodeDecodeError:
        return _new_page("Tệp không phải văn bản YAML. Hãy chọn tệp đã xuất từ hệ thống."), 422
    except Invalid as error:
        return _new_page(error.message), 422
    return _begun(version, "Đã nhập đề cương thành bản đang soạn.")


def from_campaign() -> Answer:
    own = {found.id: found for found in campaigns.list_office_campaigns(current_actor())}
    campaign = own.get(request.form.get("campaign", 0, type=int))
    if campaign is None:
        return _new_page("Hãy chọn một đợt của cơ quan."), 422
    version = outline_starting.clone_campaign(campaign, current_actor())
    return _begun(version, f"Đã chép đề cương của đợt “{campaign.title}” để sửa.")


def clone(version_id: int) -> Answer:
    version: OutlineVersion = g.target
    made = outline_starting.clone(version, current_actor())
    return _begun(made, f"Đã tạo phiên bản {made.version} từ phiên bản {version.version} để sửa.")


def copy(version_id: int) -> Answer:
    version: OutlineVersion = g.target
    title = typed_line("title", 500)
    try:
        made = outline_starting.clone_as_new(version, title, current_actor())
    except Invalid as error:
        db.session.rollback()
        flash(error.message, "danger")
        return redirect(url_for(".view", version_id=version_id), 303)
    return _begun(made, "Đã chép thành một đề cương riêng.")


def _begun(version: OutlineVersion, words: str) -> Response:
    db.session.commit()
    flash(words, "success")
    return redirect(url_for(".edit", version_id=version.id), 303)
