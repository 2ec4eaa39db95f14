"""Every address of this room, in one table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from app.blueprints.exports import checking, issue, letterhead, pages, returned, unit_files

blueprint = Blueprint("exports", __name__)
_OFFICE = "/dot/<int:campaign_id>/xuat"
_UNIT = "/bao-cao/<int:report_id>"

ROUTES: tuple[tuple[str, str, str, Callable[..., Any]], ...] = (
    ("page", "GET", _OFFICE, pages.page),
    ("start", "POST", _OFFICE, pages.start),
    ("file_name", "GET", f"{_OFFICE}/ten-tep", pages.file_name),
    ("job", "GET", f"{_OFFICE}/ban/<job_key>", pages.job),
    ("file", "GET", f"{_OFFICE}/ban/<job_key>/tep", pages.file),
    ("cancel", "POST", f"{_OFFICE}/ban/<job_key>/huy", pages.cancel),
    ("check", "GET", f"{_OFFICE}/ban/<job_key>/the-thuc", checking.check),
    ("check_form", "GET", f"{_OFFICE}/kiem-tra-the-thuc", checking.check_form),
    ("check_upload", "POST", f"{_OFFICE}/kiem-tra-the-thuc", checking.check_upload),
    ("upload_word", "POST", f"{_OFFICE}/ban-sua", returned.upload),
    ("returned", "GET", f"{_OFFICE}/ban-sua/<job_key>", returned.show),
    ("accept_word", "POST", f"{_OFFICE}/ban-sua/<job_key>", returned.accept),
    ("issue", "GET", f"{_OFFICE}/ban-hanh", issue.page),
    ("issue_save", "POST", f"{_OFFICE}/ban-hanh", issue.save),
    ("issue_scan", "POST", f"{_OFFICE}/ban-hanh/ban-ky", issue.scan),
    ("issue_deliver", "POST", f"{_OFFICE}/ban-hanh/noi-nhan", issue.deliver),
    ("issue_file", "GET", f"{_OFFICE}/ban-hanh/tep/<file_key>", issue.file),
    ("letterheads", "GET", f"{_OFFICE}/the-thuc", letterhead.listing),
    ("letterhead", "GET", f"{_OFFICE}/the-thuc/<int:unit_id>", letterhead.page),
    ("letterhead_save", "POST", f"{_OFFICE}/the-thuc/<int:unit_id>", letterhead.save),
    ("unit_pdf", "GET", f"{_UNIT}/pdf", unit_files.pdf),
    ("unit_blank", "GET", f"{_UNIT}/mau-nhap", unit_files.blank),
)

for name, method, path, view in ROUTES:
    blueprint.add_url_rule(path, name, view, methods=[method])
