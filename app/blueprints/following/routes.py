"""Every address of the following pages, in one table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from app.blueprints.following import files, lists, reminding

blueprint = Blueprint("following", __name__, url_prefix="/dot/<int:campaign_id>")

ROUTES: tuple[tuple[str, str, str, Callable[..., Any]], ...] = (
    ("follow_list", "GET", "", lists.follow_list),
    ("matrix", "GET", "/ma-tran", lists.matrix),
    ("rates", "GET", "/ty-le", lists.rates),
    ("zalo", "GET", "/tinh-hinh/zalo", lists.zalo),
    ("excel", "GET", "/tinh-hinh/excel", files.excel),
    ("word", "GET", "/tinh-hinh/word", files.word),
    ("matrix_excel", "GET", "/ma-tran/excel", files.matrix_excel),
    ("remind", "GET", "/don-doc", reminding.page),
    ("send_reminder", "POST", "/don-doc", reminding.send),
    ("set_automatic", "POST", "/don-doc/tu-dong", reminding.set_automatic),
    ("reminder_log", "GET", "/don-doc/nhat-ky", reminding.log),
    ("retry_mail", "POST", "/don-doc/thu/<int:mail_id>/gui-lai", reminding.retry),
)

for name, method, path, view in ROUTES:
    blueprint.add_url_rule(path, name, view, methods=[method])
