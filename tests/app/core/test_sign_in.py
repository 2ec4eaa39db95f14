"""Signing in: lock-out, one-time codes, sessions that end, no open redirects."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from flask import Flask

from app.extensions import db
from app.services import accounts, clock
from app.services.actors import SYSTEM, find_actor
from app.web.session import RENEW_AFTER_SECONDS
from tests.app.page_client import Page, PageClient
from tests.app.world import PASSWORD, World


def test_a_unit_signs_in_and_sees_what_is_due(client: PageClient) -> None:
    client.sign_in("canbo.a")
    page = client.get("/")
    assert "Sơ kết thử nghiệm năm 2026" in page.words()
    assert "Đảng ủy xã A" in page.words()
    assert "Đảng ủy xã B" not in page.words()


def test_wrong_password_says_so_and_keeps_the_name(client: PageClient) -> None:
    client.get("/dang-nhap")
    page = client.post("/dang-nhap", {"username": "canbo.a", "password": "sai"}, status=422)
    assert "Sai tên đăng nhập hoặc mật khẩu" in page.words()
    assert page.one("input[name=username]").get("value") == "canbo.a"


def test_an_unknown_account_gets_the_same_answer_as_a_wrong_password(client: PageClient) -> None:
    client.get("/dang-nhap")
    page = client.post("/dang-nhap", {"username": "khong.co", "password": "sai"}, status=422)
    assert "Sai tên đăng nhập hoặc mật khẩu" in page.words()


def test_five_failures_lock_and_time_unlocks(client: PageClient, world: World) -> None:
    client.get("/dang-nhap")
    for _ in range(5):
        client.post("/dang-nhap", {"username": "canbo.a", "password": "sai"}, status=422)
    right = {"username": "canbo.a", "password": PASSWORD}
    page = client.post("/dang-nhap", right, status=422)
    assert "tạm khóa 15 phút" in page.words()
    with clock.fixed(datetime.now(UTC) + timedelta(minutes=16)):  # noqa: TID251
        client.post("/dang-nhap", right, status=302)


def test_nobody_learns_from_the_answers_which_accounts_exist(client: PageClient) -> None:
    client.get("/dang-nhap")
    heard = {
        name: [
            client.post("/dang-nhap", {"username": name, "password": "sai"}, status=422).words(
                "[role=alert]"
            )
            for _ in range(7)
        ]
        for name in ("canbo.a", "ai.do")
    }
    assert heard["canbo.a"] == heard["ai.do"]


def test_one_time_code_asks_for_a_password_first(client: PageClient, world: World) -> None:
    user = world.users["canbo.a"]
    passwords = world.app.config["PASSWORDS"]
    code = accounts.reset_password(user, actor=SYSTEM, passwords=passwords)
    db.session.commit()
    client.get("/dang-nhap")
    client.post("/dang-nhap", {"username": "canbo.a", "password": code}, status=302)
    assert client.get("/", status=302).response.headers["Location"] == "/mat-khau"
    client.get("/mat-khau")
    new = "mot cau ngan de nho"
    weak = {"current": code, "new": "ngan", "again": "ngan"}
    assert "ít nhất 10 ký tự" in client.post("/mat-khau", weak, status=422).words()
    client.post("/mat-khau", {"current": code, "new": new, "again": new}, status=302)
    client.get("/")


def test_a_changed_password_ends_open_sessions(client: PageClient, world: World) -> None:
    client.sign_in("canbo.a")
    client.get("/")
    passwords = world.app.config["PASSWORDS"]
    accounts.set_password(
        world.users["canbo.a"], "mat khau khac han", actor=SYSTEM, passwords=passwords
    )
    db.session.commit()
    assert "/dang-nhap" in client.get("/", status=302).response.headers["Location"]


def test_a_role_taken_away_ends_the_session(client: PageClient, world: World) -> None:
    client.sign_in("canbo.a")
    accounts.revoke(world.users["canbo.a"].memberships[0], actor=SYSTEM)
    db.session.commit()
    client.get("/", status=302)


def test_a_role_outside_its_dates_counts_for_nothing(world: World) -> None:
    user = world.users["canbo.a"]
    user.memberships[0].valid_to = clock.today() - timedelta(days=1)
    db.session.flush()
    actor = find_actor(user.id, user.session_version, clock.today())
    assert actor is not None
    assert actor.roles == frozenset()


def test_signing_out_clears_copies_on_the_computer(client: PageClient) -> None:
    client.sign_in("canbo.a")
    answer = client.post("/dang-xuat", {}, status=302)
    assert answer.response.headers["Clear-Site-Data"] == '"storage"'
    client.get("/", status=302)


@pytest.mark.parametrize(
    "target", ["https://xau.example", "//xau.example", "/\\xau.example", "javascript:alert(1)"]
)
def test_signing_in_never_leads_away(client: PageClient, target: str) -> None:
    client.get("/dang-nhap")
    data = {"username": "canbo.a", "password": PASSWORD}
    answer = client.post(f"/dang-nhap?tiep={target}", data, status=302)
    assert answer.response.headers["Location"] == "/"


def test_signing_in_leads_back_to_the_page_asked_for(client: PageClient, world: World) -> None:
    address = f"/bao-cao/{world.reports['xa-a'].id}"
    where = client.get(address, status=302).response.headers["Location"]
    client.get(where)
    answer = client.post(where, {"username": "canbo.a", "password": PASSWORD}, status=302)
    assert answer.response.headers["Location"] == address


def test_a_script_gets_401_not_the_sign_in_page(client: PageClient) -> None:
    page = client.get("/", status=401, htmx=True)
    assert "đăng nhập lại" in page.text
    assert "<form" not in page.text


def _session_cookies(page: Page) -> list[str]:
    cookies = page.response.headers.getlist("Set-Cookie")
    return [cookie for cookie in cookies if cookie.startswith("phien=")]


def test_sessions_last_a_working_day_and_slide(client: PageClient) -> None:
    client.sign_in("canbo.a")
    later = clock.now() + timedelta(minutes=11)
    with clock.fixed(later):
        (session,) = _session_cookies(client.get("/"))
    assert "HttpOnly" in session
    assert "SameSite=Lax" in session
    expires = parsedate_to_datetime(session.split("Expires=")[1].split(";")[0])
    assert expires - clock.now() > timedelta(hours=12)


def test_a_fresh_cookie_is_not_signed_again_on_every_request(client: PageClient) -> None:
    client.sign_in("canbo.a")
    client.get("/")
    assert _session_cookies(client.get("/")) == []


def test_a_cookie_near_its_end_still_holds_the_promised_hours(app: Flask) -> None:
    promised = app.config["SETTINGS"].session_hours * 3600
    assert app.permanent_session_lifetime.total_seconds() - RENEW_AFTER_SECONDS >= promised
