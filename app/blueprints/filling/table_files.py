"""The Excel file of one table: down with what is stored, up with what was filled in."""

from __future__ import annotations

import io

from flask import flash, g, redirect, send_file, url_for
from werkzeug.wrappers import Response

from app.extensions import db
from app.services import answer_places, assignments, reports, table_workbooks
from app.services.file_kinds import XLSX
from app.services.reports import ReportRef
from app.web.session import current_actor
from app.web.uploads import needed_workbook

MOST_PROBLEMS = 12


def table_form(report_id: int, field_key: str) -> Response:
    ref: ReportRef = g.target
    section, _ = answer_places.find_field(ref, field_key)
    assignments.require_reading(current_actor(), ref, section.key)
    value = reports.load_values(report_id).get(field_key, {})
    return send_file(
        io.BytesIO(table_workbooks.write_form(ref, field_key, value)),
        mimetype=XLSX.media_type,
        as_attachment=True,
        download_name=f"bieu-{field_key}.xlsx",
    )


def table_upload(report_id: int, field_key: str) -> Response:
    ref: ReportRef = g.target
    section, _ = answer_places.find_field(ref, field_key)
    assignments.require_section(current_actor(), ref, section.key)
    taken = table_workbooks.take_form(ref, field_key, needed_workbook(), actor=current_actor())
    db.session.commit()
    _say(taken)
    address = url_for(".section", report_id=report_id, section_key=section.key)
    return redirect(f"{address}#o-{field_key}", 303)


def _say(taken: table_workbooks.Taken) -> None:
    words = (
        f"Đã nhận {taken.cells} ô từ tệp Excel."
        if taken.is_changed
        else "Số trong tệp trùng với số đang có."
    )
    if taken.is_changed:
        words += " Muốn quay lại, mở “Các bản đã lưu” của bảng và khôi phục bản trước."
    flash(words, "success")
    shown = taken.problems[:MOST_PROBLEMS]
    if shown:
        more = len(taken.problems) - len(shown)
        rest = f" … và {more} chỗ nữa." if more else ""
        flash(f"{len(taken.problems)} chỗ cần xem lại: {' '.join(shown)}{rest}", "warning")
