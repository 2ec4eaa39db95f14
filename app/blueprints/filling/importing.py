"""The finished Word report in three steps: choose the file, look at the mapping, fill."""

from __future__ import annotations

from flask import current_app, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.extensions import db
from app.services import attachments, filling, report_import, reports, storage
from app.services.answer_history import holding
from app.services.errors import Invalid
from app.services.file_kinds import DOCX, OLD_OFFICE, find_kind
from app.services.report_import import ReadReport
from app.services.reports import ReportRef
from app.settings import Settings
from app.web.session import current_actor


def choose(report_id: int) -> str:
    sources = [a for a in attachments.listed(report_id) if a.purpose == "source"]
    held = {a.id: holding(report_id, report_import.group_of(a.id)) for a in sources}
    return render_template("filling/import_choose.html", ref=g.target, sources=sources, held=held)


def take(report_id: int) -> Response:
    """Keep the original with the report; the mapping page reads it again from there."""
    ref: ReportRef = g.target
    settings: Settings = current_app.config["SETTINGS"]
    file = request.files.get("tep")
    if file is None or not file.filename:
        raise Invalid("Chưa chọn tệp Word nào.")
    data = file.read(settings.max_upload_bytes + 1)
    kind = find_kind(data)
    if kind is OLD_OFFICE:
        raise Invalid("Đây là tệp .doc cũ: hãy mở bằng Word, chọn Lưu thành .docx rồi tải lại.")
    if kind is not DOCX:
        raise Invalid("Hãy chọn tệp Word (.docx) của báo cáo.")
    kept = attachments.attach(
        ref,
        file.filename,
        data,
        actor=current_actor(),
        limit=settings.max_upload_bytes,
        purpose="source",
    )
    _read(ref, kept.sha256)
    db.session.commit()
    return redirect(url_for(".import_map", report_id=report_id, attachment_id=kept.id), 303)


def _read(ref: ReportRef, sha256: str) -> ReadReport:
    return report_import.read_report(storage.read(sha256), ref, reports.load_answers(ref))


def mapping(report_id: int, attachment_id: int) -> str:
    ref: ReportRef = g.target
    source = attachments.get_attachment(report_id, attachment_id)
    read = _read(ref, source.sha256)
    answers = reports.load_answers(ref)
    present = reports.load_values(report_id)
    return render_template(
        "filling/import_map.html",
        ref=ref,
        source=source,
        read=read,
        fields=report_import.fields_to_choose(ref, answers),
        closed=report_import.closed_fields(ref, answers),
        words=report_import.CONFIDENCE_WORDS,
        taken={p.field_key for p in read.pieces if p.field_key and present.get(p.field_key)},
    )


def pour(report_id: int, attachment_id: int) -> Response:
    ref: ReportRef = g.target
    source = attachments.get_attachment(report_id, attachment_id)
    pieces = _read(ref, source.sha256).pieces
    form = request.form
    chosen = [
        (form[f"muc-{piece.number}"], piece)
        for piece in pieces
        if form.get(f"lay-{piece.number}") and form.get(f"muc-{piece.number}")
    ]
    if not chosen:
        raise Invalid("Chưa chọn đoạn nào để điền. Hãy đánh dấu “Lấy” ở ít nhất một đoạn.")
    done = report_import.pour(
        ref,
        chosen,
        mode=form.get("mode", report_import.KEEP),
        group_key=report_import.group_of(attachment_id),
        actor=current_actor(),
    )
    db.session.commit()
    kept = f" {len(done.kept)} ô đang có chữ được giữ nguyên." if done.kept else ""
    unfit = (
        f" {len(done.unfit)} bảng, danh sách chưa điền được vì đoạn đã chọn là chữ hoặc bảng không "
        "khớp cột; hãy nhập hoặc dán trực tiếp vào bảng."
        if done.unfit
        else ""
    )
    flash(
        f"Đã điền {len(done.filled)} ô từ tệp {source.name}.{kept}{unfit} Hãy đọc lại từng mục. "
        "Muốn bỏ cả lần nhập: vào “Nhập từ tệp Word”, bấm “Hoàn tác lần nhập”.",
        "success",
    )
    return redirect(url_for(".tasks", report_id=report_id), 303)


def undo(report_id: int, attachment_id: int) -> Response:
    attachments.get_attachment(report_id, attachment_id)
    count = filling.undo_group(
        g.target, report_import.group_of(attachment_id), actor=current_actor()
    )
    db.session.commit()
    flash(f"Đã hoàn tác {count} ô. Ô đã sửa sau khi nhập được giữ nguyên.", "success")
    return redirect(url_for(".import_choose", report_id=report_id), 303)
