"""Every address of the unit's side, in one table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from app.blueprints.filling import (
    files,
    importing,
    opened,
    pages,
    pasting,
    reading,
    saving,
    sending,
    table_files,
    together,
    trial,
)

blueprint = Blueprint("filling", __name__)

REPORT = "/bao-cao/<int:report_id>"
TRIAL = "/de-cuong/<int:version_id>/thu"

ROUTES: tuple[tuple[str, str, str, Callable[..., Any]], ...] = (
    ("tasks", "GET", "", pages.tasks),
    ("section", "GET", "/muc/<section_key>", pages.section),
    ("save_section", "POST", "/muc/<section_key>", saving.save_section),
    ("section_word", "POST", "/muc/<section_key>/trang-thai", saving.section_word),
    ("save_field", "POST", "/o/<field_key>", saving.save_field),
    ("history", "GET", "/o/<field_key>/lich-su", reading.history),
    ("restore", "POST", "/o/<field_key>/khoi-phuc", reading.restore),
    ("parse_line", "POST", "/o/<field_key>/doc-dong", saving.parse_line),
    ("table_form", "GET", "/o/<field_key>/bieu.xlsx", table_files.table_form),
    ("table_upload", "POST", "/o/<field_key>/bieu", table_files.table_upload),
    ("attach", "POST", "/tep", files.attach),
    ("attachment", "GET", "/tep/<int:attachment_id>", files.attachment),
    ("detach", "POST", "/tep/bo", files.detach),
    ("comment", "POST", "/muc/<section_key>/y-kien", together.comment),
    ("presence", "POST", "/muc/<section_key>/dang-mo", opened.presence_ping),
    ("assign_page", "GET", "/giao-muc", together.assign_page),
    ("assign", "POST", "/giao-muc", together.assign),
    ("copy_previous", "POST", "/ky-truoc", together.copy_previous),
    ("paste", "POST", "/dan-word", pasting.paste),
    ("pour_table", "POST", "/o/<field_key>/bang-dan", pasting.pour_table),
    ("import_choose", "GET", "/nhap-word", importing.choose),
    ("import_take", "POST", "/nhap-word", importing.take),
    ("import_map", "GET", "/nhap-word/<int:attachment_id>", importing.mapping),
    ("import_pour", "POST", "/nhap-word/<int:attachment_id>", importing.pour),
    ("import_undo", "POST", "/nhap-word/<int:attachment_id>/hoan-tac", importing.undo),
    ("check", "GET", "/kiem-tra", sending.check),
    ("submit", "POST", "/gui", sending.submit),
    ("receipt", "GET", "/bien-nhan", sending.receipt),
    ("recall", "POST", "/thu-hoi", sending.recall),
    ("ask_approval", "POST", "/trinh-duyet", sending.ask_approval),
    ("send_back", "POST", "/tra-lai-noi-bo", sending.send_back),
    ("read", "GET", "/xem", reading.read),
    ("word", "GET", "/word", reading.word),
)

for name, method, path, view in ROUTES:
    blueprint.add_url_rule(REPORT + path, name, view, methods=[method])
blueprint.add_url_rule(TRIAL, "trial", trial.trial, methods=["GET"])
