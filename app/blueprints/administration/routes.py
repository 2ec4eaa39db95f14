"""Every address of units and accounts, in one table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from app.blueprints.administration import reorganising, unit_lists, units

blueprint = Blueprint("administration", __name__)

ROUTES: tuple[tuple[str, str, str, Callable[..., Any]], ...] = (
    ("units", "GET", "/don-vi", units.listing),
    ("units_excel", "GET", "/don-vi/excel", units.excel),
    ("units_template", "GET", "/don-vi/mau-excel", units.template),
    ("new_unit", "GET", "/don-vi/moi", units.new),
    ("add_unit", "POST", "/don-vi/moi", units.add),
    ("units_import", "GET", "/don-vi/nhap", unit_lists.choose),
    ("units_upload", "POST", "/don-vi/nhap", unit_lists.upload),
    ("units_plan", "GET", "/don-vi/nhap/<sha256>", unit_lists.preview),
    ("units_take", "POST", "/don-vi/nhap/<sha256>", unit_lists.take),
    ("units_rejected", "GET", "/don-vi/nhap/<sha256>/chua-nhan", unit_lists.rejected),
    ("unit", "GET", "/don-vi/<int:unit_id>", units.one),
    ("edit_unit", "GET", "/don-vi/<int:unit_id>/sua", units.edit),
    ("change_unit", "POST", "/don-vi/<int:unit_id>/sua", units.change),
    ("move_below", "POST", "/don-vi/<int:unit_id>/chuyen-truc-thuoc", units.move_below),
    ("reorganise_form", "GET", "/don-vi/<int:unit_id>/sap-xep/<kind>", reorganising.form),
    ("reorganise", "POST", "/don-vi/<int:unit_id>/sap-xep/<kind>", reorganising.act),
)

for name, method, path, view in ROUTES:
    blueprint.add_url_rule(path, name, view, methods=[method])
