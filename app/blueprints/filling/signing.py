"""Number, date and signer as typed on the check page: read, and kept before the report is sent."""

from __future__ import annotations

from flask import flash, request

from app.services import reports, transitions
from app.services.errors import Invalid
from app.services.reports import ReportRef
from app.services.transitions import Signed
from forms import parse_date


def read_signed() -> Signed:
    """Raises Invalid for a date that cannot be read."""
    text = request.form.get("signed_on", "").strip()
    parsed = parse_date(text) if text else None
    if parsed is not None and parsed.value is None:
        raise Invalid(f"Ngày ký “{text}” chưa đọc được; hãy nhập như 9/5/2024.")
    return Signed(
        number=request.form.get("number", "")[:60],
        signed_on=parsed.value if parsed else None,
        signer=request.form.get("signer", "")[:120],
    )


def keep_signed(ref: ReportRef) -> bool:
    """Keep what was typed when another button of the form is pressed; False when nothing came."""
    if "signer" not in request.form:
        return False
    try:
        transitions.note_signed(reports.get_report(ref.id), read_signed())
    except Invalid as error:
        flash(error.message, "warning")
        return False
    return True
