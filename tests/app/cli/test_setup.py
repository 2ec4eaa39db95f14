"""From empty tables to an administrator who can sign in."""

from __future__ import annotations

import re

from flask import Flask

from app.extensions import db
from app.models import OutlineVersion, Unit, User
from app.services import accounts
from tests.app.page_client import PageClient

WORDS = ["setup", "--issuer", "Huyện ủy H", "--office", "Ban Tuyên giáo Huyện ủy H"]


def test_an_empty_installation_gets_units_outlines_and_an_administrator(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(args=WORDS)
    assert answer.exit_code == 0, answer.output
    office = db.session.query(Unit).filter_by(code="ban-tuyen-giao-huyen-uy-h").one()
    assert office.parent is not None
    assert office.parent.name == "Huyện ủy H"
    assert db.session.query(OutlineVersion).filter_by(outline_id="kl49").one()
    code = re.search(r"mã đăng nhập một lần: (\S+)", answer.output)
    assert code is not None
    client = PageClient(app)
    client.get("/dang-nhap")
    client.post("/dang-nhap", {"username": "quantri", "password": code[1]}, status=302)
    assert "Hãy đặt mật khẩu riêng" in client.get("/mat-khau").words()
    assert accounts.get_user("quantri").must_change_password


def test_a_second_time_changes_nothing(app: Flask) -> None:
    runner = app.test_cli_runner()
    runner.invoke(args=WORDS)
    again = runner.invoke(args=[*WORDS, "--admin", "khac"])
    assert again.exit_code == 1
    assert "đã có đơn vị" in again.output
    assert db.session.query(User).count() == 1


def test_a_role_without_a_unit_is_refused_instead_of_forgotten(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(args=["user", "add", "moi", "--role", "admin"])
    assert answer.exit_code == 2
    assert "--unit" in answer.output
    assert db.session.query(User).count() == 0
