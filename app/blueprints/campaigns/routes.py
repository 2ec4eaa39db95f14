"""Every address of campaigns and the calendar, in one table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from app.blueprints.campaigns import asked, calendar, files, given, life, steps

blueprint = Blueprint("campaigns", __name__)

ROUTES: tuple[tuple[str, str, str, Callable[..., Any]], ...] = (
    ("new", "GET", "/dot/moi", steps.new),
    ("create", "POST", "/dot/moi", steps.create),
    ("setup", "GET", "/dot/<int:campaign_id>/chuan-bi", steps.setup),
    ("step", "GET", "/dot/<int:campaign_id>/chuan-bi/<step_key>", steps.step),
    ("save_step", "POST", "/dot/<int:campaign_id>/chuan-bi/<step_key>", steps.save_step),
    ("asked", "GET", "/dot/<int:campaign_id>/chuan-bi/de-cuong/muc/<section_key>", asked.page),
    ("set_asked", "POST", "/dot/<int:campaign_id>/chuan-bi/de-cuong/muc/<section_key>", asked.save),
    ("given", "GET", "/dot/<int:campaign_id>/cho-san", given.page),
    ("save_given", "POST", "/dot/<int:campaign_id>/cho-san", given.save),
    ("resolve", "GET", "/dot/<int:campaign_id>/han-la-luc-nao", steps.resolve),
    ("add_file", "POST", "/dot/<int:campaign_id>/tep", files.add_file),
    ("remove_file", "POST", "/dot/<int:campaign_id>/tep/<int:number>/bo", files.remove_file),
    ("file", "GET", "/dot/<int:campaign_id>/tep/<int:number>", files.file),
    ("publish", "POST", "/dot/<int:campaign_id>/phat-hanh", life.publish),
    ("close", "POST", "/dot/<int:campaign_id>/ket-thuc", life.close),
    ("reopen", "POST", "/dot/<int:campaign_id>/mo-lai", life.reopen),
    ("calendar", "GET", "/lich", calendar.year),
    ("add_plan", "POST", "/lich/ke-hoach", calendar.add_plan),
    ("add_list", "POST", "/lich/danh-sach-nam", calendar.add_list),
    ("toggle_plan", "POST", "/lich/ke-hoach/<int:plan_id>/bat-tat", calendar.toggle_plan),
    ("prepare_plans", "POST", "/lich/chuan-bi", calendar.prepare),
)

for name, method, path, view in ROUTES:
    blueprint.add_url_rule(path, name, view, methods=[method])
