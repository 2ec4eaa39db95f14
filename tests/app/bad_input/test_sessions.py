"""Sessions, tokens, cookies: a session that ends takes no text with it and lets nobody in."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import TimestampSigner

from app.extensions import db
from app.models import Answer, AuditEvent
from app.services import accounts, clock
from app.services.actors import SYSTEM
from tests.app.filling.saving import TEXT, save
from tests.app.page_client import PageClient
from tests.app.world import PASSWORD, World


def expire(client: PageClient) -> None:
    client.client.delete_cookie("phien")


def test_a_save_after_the_session_ended_gets_401_and_a_fragment(
    officer: PageClient, address: str
) -> None:
    expire(officer)
    page = save(officer, address, "ket_qua", TEXT, status=401)
    assert "đăng nhập lại" in page.text
    assert "<html" not in page.text
    assert db.session.query(Answer).count() == 0


def test_a_plain_form_after_the_session_ended_gives_the_text_back(
    officer: PageClient, address: str
) -> None:
    expire(officer)
    data = {"r_ket_qua": "0", "q_ket_qua": TEXT, "q_han_che": "Ít người", "q_van_ban-state": "nil"}
    page = officer.post(f"{address}/muc/lanh_dao", data, 401)
    assert page.one("#noi-dung-chua-luu").text_content() == f"{TEXT}\n\nÍt người"
    assert page.select("a[href='/dang-nhap'][target=_blank]")


def test_an_account_that_ended_meanwhile_is_told_like_an_expired_session(
    officer: PageClient, address: str, world: World
) -> None:
    accounts.set_active(world.users["canbo.a"], False, actor=SYSTEM)
    db.session.commit()
    save(officer, address, "ket_qua", TEXT, status=401)


def test_a_role_that_ended_shows_nothing_more(
    officer: PageClient, address: str, world: World
) -> None:
    world.users["canbo.a"].memberships[0].valid_to = clock.today() - timedelta(days=1)
    db.session.commit()
    save(officer, address, "ket_qua", TEXT, status=404)
    for path in ("", "/muc/lanh_dao", "/xem", "/word", "/kiem-tra"):
        assert "xã A" not in officer.get(address + path, 404).words("main")


@pytest.mark.parametrize("token", ["", "abc", "Ii4uLiI.x.y"])
def test_a_save_without_a_good_token_is_refused_in_words(
    officer: PageClient, address: str, token: str
) -> None:
    officer.token = token
    page = save(officer, address, "ket_qua", TEXT, status=400)
    assert "Hãy tải lại trang" in page.text
    assert db.session.query(Answer).count() == 0


def test_a_plain_form_with_an_old_token_gives_the_text_back(
    officer: PageClient, address: str
) -> None:
    officer.token = "cũ"
    page = officer.post(f"{address}/muc/lanh_dao", {"r_ket_qua": "0", "q_ket_qua": TEXT}, 400)
    assert page.one("#noi-dung-chua-luu").text_content() == TEXT


def test_error_pages_never_give_a_password_back(client: PageClient) -> None:
    client.get("/dang-nhap")
    client.token = "cũ"
    page = client.post("/dang-nhap", {"username": "canbo.a", "password": PASSWORD}, 400)
    assert PASSWORD not in page.text
    page = client.post("/mat-khau", {"current": PASSWORD, "new": PASSWORD}, 401)
    assert PASSWORD not in page.text


@contextmanager
def hours_later(hours: float) -> Iterator[None]:
    """Our clock, and the one that dates the cookie."""
    moment = datetime.now(UTC) + timedelta(hours=hours)  # noqa: TID251
    with pytest.MonkeyPatch.context() as patch, clock.fixed(moment):
        patch.setattr(TimestampSigner, "get_timestamp", lambda _self: int(moment.timestamp()))
        yield


def test_an_autosave_moves_the_end_of_the_session(officer: PageClient, address: str) -> None:
    with hours_later(0.2):
        page = save(officer, address, "ket_qua", TEXT)
    cookies = page.response.headers.getlist("Set-Cookie")
    assert any(cookie.startswith("phien=") and "Expires=" in cookie for cookie in cookies)


def test_a_session_used_every_few_hours_outlives_a_working_day(
    officer: PageClient, address: str
) -> None:
    for number, hours in enumerate((0, 11, 22, 33, 46.9), start=1):
        with hours_later(hours):
            save(officer, address, "ket_qua", f"{TEXT} {number}", rev=number - 1, seq=number)
    with hours_later(46.9 + 14.5):
        save(officer, address, "ket_qua", "Quá muộn", rev=5, seq=6, status=401)


def test_a_session_left_alone_for_twelve_hours_after_any_use_still_saves(
    officer: PageClient, address: str
) -> None:
    with hours_later(0.15):  # too soon for a new cookie
        save(officer, address, "ket_qua", TEXT)
    with hours_later(0.15 + 12):
        save(officer, address, "ket_qua", f"{TEXT} Thêm.", rev=1, seq=2)


def test_a_forged_cookie_is_nobody(client: PageClient, world: World) -> None:
    interface = SecureCookieSessionInterface()
    app = client.app
    kept, app.secret_key = app.secret_key, "khóa của người khác"
    signer = interface.get_signing_serializer(app)
    app.secret_key = kept
    assert signer is not None
    forged = signer.dumps({"uid": world.users["quantri"].id, "ver": 1})
    client.client.set_cookie("phien", forged)
    assert "/dang-nhap" in client.get("/", 302).response.headers["Location"]


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client: PageClient) -> None:
    client.login("canbo.a")
    for cookie in client.get("/").response.headers.getlist("Set-Cookie"):
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


def test_signing_in_gives_a_new_session(client: PageClient) -> None:
    client.get("/dang-nhap")
    before = client.client.get_cookie("phien")
    token = client.token
    client.login("canbo.a")
    after = client.client.get_cookie("phien")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    client.token = token
    client.post("/thong-bao/da-doc", {}, 400)


@pytest.mark.parametrize(
    "target",
    [
        "/%09/xau.example",
        "/%0a/xau.example",
        "\\\\xau.example",
        "http:xau.example",
        "//xau.example/%2e",
    ],
)
def test_no_way_of_writing_an_address_leads_away(client: PageClient, target: str) -> None:
    client.get("/dang-nhap")
    data = {"username": "canbo.a", "password": PASSWORD}
    where = client.post(f"/dang-nhap?tiep={target}", data, 302).response.headers["Location"]
    assert where == "/"


def test_passwords_stand_in_no_log_and_no_line(
    client: PageClient,
    world: World,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    client.login("canbo.a")
    new = "mot mat khau hoan toan moi"
    client.get("/mat-khau")

    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("hỏng giữa chừng")

    monkeypatch.setattr("app.services.accounts.audit.record", fail)
    client.post("/mat-khau", {"current": PASSWORD, "new": new, "again": new}, 500)
    monkeypatch.undo()
    client.get("/mat-khau")
    client.post("/mat-khau", {"current": PASSWORD, "new": new, "again": new}, 302)
    lines = " ".join(str(event.details) for event in db.session.query(AuditEvent))
    logged = caplog.text + lines
    assert "hỏng giữa chừng" in logged
    assert PASSWORD not in logged
    assert new not in logged
    assert not re.search(r"argon2id\$v=", logged)
