"""Every address of outlines, in one table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from app.blueprints.outlines import editor, library, reading, switching

blueprint = Blueprint("outlines", __name__)

ONE = "/de-cuong/<int:version_id>"
ROUTES: tuple[tuple[str, str, str, Callable[..., Any]], ...] = (
    ("library", "GET", "/de-cuong", library.library),
    ("new", "GET", "/de-cuong/moi", library.new),
    ("create_blank", "POST", "/de-cuong/moi", library.create_blank),
    ("import_yaml", "POST", "/de-cuong/nhap-yaml", library.import_yaml),
    ("from_campaign", "POST", "/de-cuong/tu-dot", library.from_campaign),
    ("view", "GET", ONE, reading.view),
    ("yaml", "GET", f"{ONE}/yaml", reading.yaml),
    ("word", "GET", f"{ONE}/word", reading.word),
    ("compare", "GET", f"{ONE}/so-sanh", reading.compare),
    ("clone", "POST", f"{ONE}/phien-ban-moi", library.clone),
    ("copy", "POST", f"{ONE}/chep", library.copy),
    ("edit", "GET", f"{ONE}/sua", editor.edit),
    ("save", "POST", f"{ONE}/sua", editor.save),
    ("move", "POST", f"{ONE}/chuyen", editor.move),
    ("add_section", "POST", f"{ONE}/them-muc", editor.add_section),
    ("add_field", "POST", f"{ONE}/them-noi-dung", editor.add_field),
    ("retype", "POST", f"{ONE}/doi-loai", editor.retype),
    ("archive_node", "POST", f"{ONE}/luu-tru-nut", editor.archive_node),
    ("confirm", "POST", f"{ONE}/da-kiem", editor.confirm),
    ("restore", "POST", f"{ONE}/khoi-phuc", editor.restore),
    ("undo", "POST", f"{ONE}/hoan-tac", editor.undo),
    ("redo", "POST", f"{ONE}/lam-lai", editor.redo),
    ("release", "POST", f"{ONE}/phat-hanh", editor.release),
    ("set_aside", "POST", f"{ONE}/luu-tru", editor.set_aside),
    ("switch_page", "GET", "/dot/<int:campaign_id>/de-cuong", switching.switch_page),
    ("switch", "POST", "/dot/<int:campaign_id>/de-cuong", switching.switch),
    ("take_back", "POST", f"{ONE}/bo-luu-tru", editor.take_back),
)

for name, method, path, view in ROUTES:
    blueprint.add_url_rule(path, name, view, methods=[method])
