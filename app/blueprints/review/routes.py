"""Every address of reading and deciding, in one table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from app.blueprints.review import decisions, reading

blueprint = Blueprint(
    "review", __name__, url_prefix="/dot/<int:campaign_id>/don-vi/<int:report_id>"
)

ROUTES: tuple[tuple[str, str, str, Callable[..., Any]], ...] = (
    ("read", "GET", "", reading.read),
    ("section", "GET", "/muc/<section_key>", reading.section),
    ("word", "GET", "/word", reading.word),
    ("accept", "POST", "/tiep-nhan", decisions.accept),
    ("unaccept", "POST", "/huy-tiep-nhan", decisions.unaccept),
    ("give_back", "POST", "/tra-lai", decisions.give_back),
    ("reopen", "POST", "/mo-lai", decisions.reopen),
    ("exclude", "POST", "/loai", decisions.exclude),
    ("include", "POST", "/dua-lai", decisions.include),
    ("extend", "POST", "/gia-han", decisions.extend),
    ("remark", "POST", "/gop-y", decisions.remark),
)

for name, method, path, view in ROUTES:
    blueprint.add_url_rule(path, name, view, methods=[method])
