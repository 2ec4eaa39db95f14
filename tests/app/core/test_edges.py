"""The edge: headers, error pages, CSRF, foreign addresses, huge and strange input."""

from __future__ import annotations

import pytest

from app.extensions import db
from app.models import Answer
from tests.app.page_client import PageClient
from tests.app.world import World


def test_every_answer_carries_the_strict_policy(client: PageClient) -> None:
    headers = client.get("/dang-nhap").response.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_static_files_are_kept_for_ever(client: PageClient) -> None:
    page = client.get("/dang-nhap")
    for address in page.tree.xpath("//link[@rel='stylesheet']/@href"):
        assert "v=" in address
        response = client.open("GET", address)
        assert "immutable" in response.headers["Cache-Control"]
        response.close()


def test_htmx_comes_with_its_hash(client: PageClient) -> None:
    scripts = client.get("/dang-nhap").tree.xpath("//script[@integrity]")
    assert [script.get("src") for script in scripts] == [
        "https://cdn.jsdelivr.net/npm/htmx.org@2.0.11/dist/htmx.min.js"
    ]


def test_an_unknown_page_says_what_to_do(client: PageClient) -> None:
    page = client.get("/khong-co-trang-nay", status=404)
    assert "Không tìm thấy" in page.words()
    assert "Về trang chủ" in page.words()


def test_a_foreign_report_and_a_missing_one_give_the_same_answer(
    client: PageClient, world: World
) -> None:
    client.login("canbo.a")
    foreign = client.get(f"/bao-cao/{world.reports['xa-b'].id}", status=404)
    missing = client.get("/bao-cao/999999", status=404)
    assert foreign.one("h1").text == missing.one("h1").text
    assert "xã B" not in foreign.text


def test_a_post_without_token_is_refused_in_words(client: PageClient) -> None:
    response = client.open("POST", "/dang-nhap", data={"username": "a", "password": "b"})
    assert response.status_code == 400
    assert "tải lại trang" in response.get_data(as_text=True)


def test_an_unexpected_error_has_a_number_and_hides_its_cause(
    client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise ZeroDivisionError("bí mật bên trong")

    client.login("canbo.a")
    monkeypatch.setattr("app.services.work_list.due_reports", fail)
    page = client.get("/", status=500)
    assert "Mã lỗi" in page.words()
    assert "bí mật" not in page.text


def test_html_in_a_name_is_shown_as_text(client: PageClient, world: World) -> None:
    world.campaign.title = '<script>alert(1)</script> & "Sơ kết"'
    db.session.commit()
    client.login("canbo.a")
    page = client.get("/")
    assert "<script>alert(1)" in page.words()
    assert not page.tree.xpath("//script[not(@src)]")


def test_health_answers_without_account(client: PageClient) -> None:
    assert client.open("GET", "/suc-khoe").get_json() == {"status": "ok"}


def test_nothing_is_written_by_a_refused_save(client: PageClient, world: World) -> None:
    client.login("canbo.b")
    report = world.reports["xa-a"]
    response = client.open(
        "POST",
        f"/bao-cao/{report.id}/o/ket_qua",
        data={"csrf_token": client.token, "q_ket_qua": "chữ của người khác", "rev": "0"},
    )
    assert response.status_code == 404
    assert db.session.query(Answer).count() == 0
