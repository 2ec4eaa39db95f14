"""Every address of the following pages, in one table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from app.blueprints.following import bulk, files, lists, reminding

blueprint = Blueprint("following", __name__, url_prefix="/dot/<int:campaign_id>")

ROUTES: tuple[tuple[str, str, str, Callable[..., Any]], ...] = (
    ("follow_list", "GET", "", lists.follow_list),
    ("matrix", "GET", "/ma-tran", lists.matrix),
    ("rates", "GET", "/ty-le", lists.rates),
    ("zalo", "GET", "/tinh-hinh/zalo", lists.zalo),
    ("excel", "GET", "/tinh-hinh/excel", files.excel),
    ("word", "GET", "/tinh-hinh/word", files.word),
    ("matrix_zalo", "GET", "/ma-tran/zalo", lists.matrix_zalo),
    ("matrix_excel", "GET", "/ma-tran/excel", files.matrix_excel),
    ("remind", "GET", "/don-doc", reminding.page),
    ("send_reminder", "POST", "/don-doc", reminding.send),
    ("set_automatic", "POST", "/don-doc/tu-dong", reminding.set_automatic),
    ("reminder_log", "GET", "/don-doc/nhat-ky", reminding.log),
    ("retry_mail", "POST", "/don-doc/thu/<int:mail_id>/gui-lai", reminding.retry),
    ("bulk", "GET", "/nhieu-don-vi", bulk.page),
    ("bulk_carry_out", "POST", "/nhieu-don-vi", bulk.carry_out),
    ("bulk_preview", "POST", "/nhieu-don-vi/xem-truoc", bulk.preview),
    ("bulk_result", "GET", "/nhieu-don-vi/<int:step_id>", bulk.result),
    ("bulk_undo", "POST", "/nhieu-don-vi/<int:step_id>/hoan-tac", bulk.undo),
)

for name, method, path, view in ROUTES:
    blueprint.add_url_rule(path, name, view, methods=[method])
