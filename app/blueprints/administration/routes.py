"""Every address of units and accounts, in one table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from app.blueprints.administration import account_lists, accounts, reorganising, unit_lists, units

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
    ("accounts", "GET", "/tai-khoan", accounts.listing),
    ("give_codes", "POST", "/tai-khoan/cap-ma", accounts.give_codes),
    ("new_account", "GET", "/tai-khoan/moi", accounts.new),
    ("add_account", "POST", "/tai-khoan/moi", accounts.add),
    ("accounts_template", "GET", "/tai-khoan/mau-excel", account_lists.template),
    ("accounts_import", "GET", "/tai-khoan/nhap", account_lists.choose),
    ("accounts_upload", "POST", "/tai-khoan/nhap", account_lists.upload),
    ("accounts_plan", "GET", "/tai-khoan/nhap/<sha256>", account_lists.preview),
    ("accounts_take", "POST", "/tai-khoan/nhap/<sha256>", account_lists.take),
    ("accounts_rejected", "GET", "/tai-khoan/nhap/<sha256>/chua-nhan", account_lists.rejected),
    ("account", "GET", "/tai-khoan/<int:user_id>", accounts.one),
    ("change_account", "POST", "/tai-khoan/<int:user_id>/sua", accounts.change),
    ("lock_account", "POST", "/tai-khoan/<int:user_id>/khoa", accounts.lock),
    ("unlock_account", "POST", "/tai-khoan/<int:user_id>/mo-khoa", accounts.unlock),
    (
        "second_factor_off",
        "POST",
        "/tai-khoan/<int:user_id>/tat-hai-lop",
        accounts.second_factor_off,
    ),
    ("give_role", "POST", "/tai-khoan/<int:user_id>/vai", accounts.give_role),
    (
        "take_role",
        "POST",
        "/tai-khoan/<int:user_id>/vai/<int:membership_id>/thoi",
        accounts.take_role,
    ),
)

for name, method, path, view in ROUTES:
    blueprint.add_url_rule(path, name, view, methods=[method])
