"""Files of a report: taking them in, giving them out, taking them off."""

from __future__ import annotations

import io

from flask import current_app, flash, g, redirect, request, send_file, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from app.blueprints.filling.signing import keep_signed
from app.extensions import db
from app.services import assignments, attachments, reports, storage
from app.services.answer_places import find_field
from app.services.errors import Invalid, NotFound
from app.services.reports import ReportRef
from app.settings import Settings
from app.web.session import current_actor
from forms import Section, cell_name

# A file opened in the browser runs nothing and asks nothing of the site it came from.
FILE_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"

_BACK = {"kiem-tra": ".check", "bien-nhan": ".receipt"}


def attach(report_id: int) -> Response:
    ref: ReportRef = g.target
    field_key = request.form.get("field", "")
    _require(ref, field_key)
    has_signed = keep_signed(ref)
    chosen = [file for file in request.files.getlist("tep") if file.filename]
    for file in chosen:
        _keep(ref, file, purpose=request.form.get("purpose", "evidence"), field_key=field_key)
    db.session.commit()
    if chosen:
        flash(f"Đã nhận {len(chosen)} tệp.", "success")
    elif not request.form.get("ghi"):
        flash("Chưa chọn tệp nào. Hãy chọn tệp rồi bấm “Tải lên”.", "warning")
    elif has_signed:
        flash("Đã ghi số, ngày ký và người ký. Báo cáo chưa gửi.", "success")
    return redirect(_back(ref, field_key), 303)


def change_row_files(ref: ReportRef, section: Section) -> str:
    """The file of a row that came with its section's form, or a button that takes one off.

    The id of the row that it was about; "" when nothing of the kind was pressed. A file that
    cannot be taken is told in words: the texts that came with it are saved all the same.
    """
    try:
        if request.form.get("kem"):
            return _attach_to_row(ref, section)
        if request.form.get("bo_tep"):
            return _detach_from_row(ref, section)
    except (Invalid, NotFound) as error:
        flash(error.message, "warning")
    return ""


def _attach_to_row(ref: ReportRef, section: Section) -> str:
    """Raises Invalid, NotFound."""
    field_key, _, number = request.form["kem"].partition(":")
    row_key = request.form.get(cell_name(field_key, number, "id"), "")
    chosen = [f for f in request.files.getlist(f"tep_{field_key}_{number}") if f.filename]
    if not chosen:
        raise Invalid("Chưa chọn tệp nào. Hãy chọn tệp rồi bấm “Tải lên”.")
    if not row_key or field_key not in {field.key for field in section.fields}:
        raise Invalid("Chưa nhận tệp vì dòng văn bản này chưa được lưu. Hãy chọn lại tệp.")
    for file in chosen:
        _keep(ref, file, field_key=field_key, row_key=row_key)
    flash(f"Đã nhận {len(chosen)} tệp.", "success")
    return f"{field_key}-{row_key}"


def _detach_from_row(ref: ReportRef, section: Section) -> str:
    """Raises NotFound."""
    attachment_id = request.form.get("bo_tep", 0, type=int)
    found = attachments.get_attachment(ref.id, attachment_id)
    if not found.row_key or found.field_key not in {field.key for field in section.fields}:
        raise NotFound("Không tìm thấy tệp này.")
    attachments.remove(ref, attachment_id, actor=current_actor())
    flash(f"Đã bỏ tệp {found.name}.", "success")
    return f"{found.field_key}-{found.row_key}"


def _keep(ref: ReportRef, file: FileStorage, **place: str) -> None:
    settings: Settings = current_app.config["SETTINGS"]
    attachments.attach(
        ref,
        file.filename or "",
        file.read(settings.max_upload_bytes + 1),
        actor=current_actor(),
        limit=settings.max_upload_bytes,
        **place,
    )


def _require(ref: ReportRef, field_key: str) -> None:
    """Files of a section by who fills it, files of the whole report by who fills the report."""
    section_key = find_field(ref, field_key)[0].key if field_key else ""
    assignments.require_section(current_actor(), ref, section_key)


def _back(ref: ReportRef, field_key: str) -> str:
    if field_key:
        section, _ = find_field(ref, field_key)
        address = url_for(".section", report_id=ref.id, section_key=section.key)
        return f"{address}#o-{field_key}"
    back = _BACK.get(request.form.get("ve", ""), ".tasks")
    return url_for(back, report_id=ref.id, _anchor="gui" if back == ".check" else None)


def attachment(report_id: int, attachment_id: int) -> Response:
    """A file, to be kept; an image also to be looked at (`?xem=1`)."""
    ref: ReportRef = g.target
    found = attachments.get_attachment(report_id, attachment_id)
    if not reports.may_read(current_actor(), ref):
        _require(ref, found.field_key)
    shown = bool(request.args.get("xem")) and found.media_type.startswith("image/")
    response = send_file(
        io.BytesIO(storage.read(found.sha256)),
        mimetype=found.media_type,
        as_attachment=not shown,
        download_name=found.name,
    )
    response.headers["Content-Security-Policy"] = FILE_POLICY
    return response


def detach(report_id: int) -> Response:
    ref: ReportRef = g.target
    attachment_id = request.form.get("attachment", 0, type=int)
    found = attachments.get_attachment(report_id, attachment_id)
    _require(ref, found.field_key)
    keep_signed(ref)
    attachments.remove(ref, attachment_id, actor=current_actor())
    db.session.commit()
    flash(f"Đã bỏ tệp {found.name}.", "success")
    return redirect(_back(ref, found.field_key), 303)
