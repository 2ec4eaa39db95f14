"""The optional second step: turned on, asked for, each code used once, turned off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pyotp
import pytest

from app.extensions import db
from app.models import AuditEvent
from app.services import clock
from tests.app.page_client import PageClient
from tests.app.world import PASSWORD, World

NAME = "canbo.a"


def code_of(secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(int(clock.now().timestamp()) + 30 * steps)


@pytest.fixture(autouse=True)
def still() -> Iterator[None]:
    """No half minute ends in the middle of a test."""
    with clock.fixed(clock.now()):
        yield


@pytest.fixture
def secret(client: PageClient, world: World) -> str:
    """The key of an account that has turned it on; nobody is signed in."""
    client.sign_in(NAME)
    page = client.get("/tai-khoan-cua-toi")
    key = str(page.one("input[name=secret]").get("value"))
    data = {"secret": key, "code": code_of(key, -1)}
    client.post("/tai-khoan-cua-toi/hai-lop", data, 303)
    client.get("/tai-khoan-cua-toi")
    client.logout()
    return key


def first_step(client: PageClient) -> None:
    client.get("/dang-nhap")
    answer = client.post("/dang-nhap", {"username": NAME, "password": PASSWORD}, 302)
    assert answer.response.headers["Location"].startswith("/dang-nhap/ma")
    client.get("/dang-nhap/ma")


def test_the_password_alone_opens_nothing(client: PageClient, secret: str) -> None:
    first_step(client)
    assert "/dang-nhap" in client.get("/", 302).response.headers["Location"]
    client.post("/dang-nhap/ma", {"code": code_of(secret)}, 302)
    client.get("/")


def test_a_code_is_used_once(client: PageClient, secret: str) -> None:
    code = code_of(secret)
    first_step(client)
    client.post("/dang-nhap/ma", {"code": f" {code[:3]} {code[3:]} "}, 302)
    client.get("/tro-giup")
    client.logout()
    first_step(client)
    page = client.post("/dang-nhap/ma", {"code": code}, 422)
    assert "đã dùng" in page.words("#loi")
    client.post("/dang-nhap/ma", {"code": code_of(secret, 1)}, 302)


def test_an_old_code_is_worth_nothing(client: PageClient, secret: str) -> None:
    old = code_of(secret)
    with clock.fixed(clock.now() + timedelta(minutes=2)):
        first_step(client)
        client.post("/dang-nhap/ma", {"code": old}, 422)


def test_wrong_codes_lock_and_a_right_password_between_does_not_help(
    client: PageClient, secret: str
) -> None:
    for _ in range(5):
        first_step(client)
        client.post("/dang-nhap/ma", {"code": "000000"}, 422)
    client.get("/dang-nhap")
    client.post("/dang-nhap", {"username": NAME, "password": PASSWORD}, 422)


def test_the_second_step_waits_five_minutes_only(client: PageClient, secret: str) -> None:
    first_step(client)
    with clock.fixed(clock.now() + timedelta(minutes=6)):
        answer = client.post("/dang-nhap/ma", {"code": code_of(secret)}, 302)
        assert "/dang-nhap?" in answer.response.headers["Location"]
        client.get("/", 302)


def test_nobody_gets_to_the_second_step_without_the_first(client: PageClient, secret: str) -> None:
    client.get("/dang-nhap")
    client.post("/dang-nhap/ma", {"code": code_of(secret)}, 302)
    client.get("/", 302)


def test_the_page_asked_for_is_reached_after_both_steps(
    client: PageClient, secret: str, world: World
) -> None:
    address = f"/bao-cao/{world.reports['xa-a'].id}"
    client.get(f"/dang-nhap?tiep={address}")
    answer = client.post(
        f"/dang-nhap?tiep={address}", {"username": NAME, "password": PASSWORD}, 302
    )
    where = answer.response.headers["Location"]
    client.get(where)
    answer = client.post(where, {"code": code_of(secret)}, 302)
    assert answer.response.headers["Location"] == address


def test_it_is_turned_off_with_a_code_only(client: PageClient, secret: str, world: World) -> None:
    first_step(client)
    client.post("/dang-nhap/ma", {"code": code_of(secret)}, 302)
    client.get("/tai-khoan-cua-toi")
    client.post("/tai-khoan-cua-toi/hai-lop/tat", {"code": "000000"}, 422)
    client.post("/tai-khoan-cua-toi/hai-lop/tat", {"code": code_of(secret, 1)}, 303)
    assert world.users[NAME].totp_secret == ""
    client.get("/tai-khoan-cua-toi")
    client.logout()
    client.sign_in(NAME)


def test_an_administrator_helps_who_has_lost_the_telephone(
    client: PageClient, secret: str, world: World
) -> None:
    user = world.users[NAME]
    client.sign_in("quantri")
    assert "đang bật" in client.get(f"/tai-khoan/{user.id}").words(".fact-list")
    client.post(f"/tai-khoan/{user.id}/tat-hai-lop", {}, 303)
    client.post(f"/tai-khoan/{user.id}/tat-hai-lop", {}, 422)
    client.logout()
    client.sign_in(NAME)


def test_the_command_line_helps_the_administrator(
    client: PageClient, secret: str, world: World
) -> None:
    runner = client.app.test_cli_runner()
    assert runner.invoke(args=["user", "totp-off", NAME]).exit_code == 0
    db.session.expire_all()
    client.sign_in(NAME)
    again = runner.invoke(args=["user", "totp-off", NAME])
    assert again.exit_code == 1
    assert "không bật" in again.output


@pytest.mark.parametrize("key", ["", "x" * 31, "KHÓA" * 8])
def test_turning_on_needs_a_right_code_and_a_key(client: PageClient, key: str) -> None:
    client.sign_in(NAME)
    client.get("/tai-khoan-cua-toi")
    client.post("/tai-khoan-cua-toi/hai-lop", {"secret": key, "code": "123456"}, 422)
    good = pyotp.random_base32()
    page = client.post("/tai-khoan-cua-toi/hai-lop", {"secret": good, "code": "x"}, 422)
    assert page.one("input[name=secret]").get("value") == good


def test_no_key_and_no_code_stands_in_the_log(client: PageClient, secret: str) -> None:
    events = db.session.query(AuditEvent).all()
    assert any(event.action == "account.second_factor_on" for event in events)
    assert not any(secret in str(event.details) for event in events)
