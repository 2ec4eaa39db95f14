"""Failures below the pages: what the user is told, what is hidden, what caches may keep."""

from __future__ import annotations

import sqlite3

import psycopg.errors
import pytest
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from app.models.base import TooLong
from tests.app.bad_input.addresses import every_page
from tests.app.filling.saving import TEXT
from tests.app.filling.test_files import PDF_BYTES, PNG_BYTES, link_of, upload
from tests.app.page_client import PageClient
from tests.app.world import World


def broken(kind: type[Exception], original: Exception) -> Exception:
    return kind("INSERT INTO answer", {"value": "chữ của đơn vị"}, original)  # type: ignore[call-arg]


FAILURES = {
    "sqlite locked": (
        broken(OperationalError, sqlite3.OperationalError("database is locked")),
        503,
    ),
    "table locked": (
        broken(OperationalError, sqlite3.OperationalError("database table is locked: answer")),
        503,
    ),
    "lock timeout": (broken(OperationalError, psycopg.errors.LockNotAvailable()), 503),
    "deadlock": (broken(OperationalError, psycopg.errors.DeadlockDetected()), 503),
    "serialization": (broken(OperationalError, psycopg.errors.SerializationFailure()), 503),
    "no connection free": (NoConnection("QueuePool limit"), 503),
    "no table": (broken(OperationalError, sqlite3.OperationalError("no such table: answer")), 500),
    "disk full": (
        broken(OperationalError, sqlite3.OperationalError("database or disk is full")),
        500,
    ),
    "too large": (broken(DataError, psycopg.errors.NumericValueOutOfRange()), 500),
    "twice": (
        broken(IntegrityError, sqlite3.IntegrityError("UNIQUE constraint failed: unit.code")),
        409,
    ),
    "a missing reference": (
        broken(IntegrityError, sqlite3.IntegrityError("FOREIGN KEY constraint failed")),
        500,
    ),
    "too long": (TooLong("tên" * 100, 200), 422),
}


@pytest.mark.parametrize("name", FAILURES)
@pytest.mark.parametrize("htmx", [True, False])
def test_a_failing_database_is_told_as_what_it_is(
    officer: PageClient, address: str, monkeypatch: pytest.MonkeyPatch, name: str, htmx: bool
) -> None:
    error, status = FAILURES[name]

    def fail(*_args: object, **_kwargs: object) -> None:
        raise error

    monkeypatch.setattr("app.services.filling.lock_report", fail)
    data = {"q_ket_qua": TEXT, "rev": "0", "r_ket_qua": "0"}
    path = f"{address}/o/ket_qua" if htmx else f"{address}/muc/lanh_dao"
    page = officer.post(path, data, status, htmx=htmx)
    assert "INSERT" not in page.text
    assert "chữ của đơn vị" not in page.text
    if not htmx:
        assert page.one("#noi-dung-chua-luu").text_content() == TEXT


def test_the_error_page_does_not_ask_a_database_that_is_gone(
    officer: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise broken(OperationalError, sqlite3.OperationalError("disk I/O error"))

    for name in ("work_list.due_reports", "notices.unread_count"):
        monkeypatch.setattr(f"app.services.{name}", fail)
    page = officer.get("/", 500)
    assert "Mã lỗi" in page.words()


def test_an_unknown_page_still_knows_who_is_signed_in(officer: PageClient) -> None:
    page = officer.get("/khong-co-trang-nay", 404)
    assert page.select("meta[name=account]")


@pytest.mark.parametrize("person", ["canbo.a", "chuyenvien", "quantri"])
def test_no_personal_answer_may_be_kept_by_a_cache(
    client: PageClient, world: World, person: str
) -> None:
    client.login(person)
    for path in every_page(client.app, world):
        response = client.open("GET", path)
        if path.startswith("/tep/"):
            continue
        assert response.headers["Cache-Control"] == "no-store", path
        assert response.headers["X-Content-Type-Options"] == "nosniff", path
        assert "Content-Security-Policy" in response.headers, path


def test_a_missing_static_file_is_not_kept_for_ever(client: PageClient) -> None:
    response = client.open("GET", "/static/js/khong-co.js")
    assert response.status_code == 404
    assert response.headers["Cache-Control"] == "no-store"


def test_files_are_given_out_to_be_kept_not_run(officer: PageClient, address: str) -> None:
    upload(officer, address, PDF_BYTES, 'bao-cao"\r\nX-Khac: 1.pdf')
    upload(officer, address, PNG_BYTES, "anh.svg")
    pdf = officer.get(link_of(officer, address, "bao-cao")).response
    assert pdf.headers["Content-Disposition"].startswith("attachment;")
    assert "X-Khac" not in pdf.headers
    image = officer.get(link_of(officer, address, "anh")).response
    assert image.mimetype == "image/png"
    for answer in (pdf, image, officer.get(f"{address}/word").response):
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "anh.png"),
        (b"<!doctype html><script>alert(1)</script>", "bao-cao.docx"),
        (b"\x89PNG but not", "anh.png"),
        (b"%PDF", "a.pdf"),
        (b"\0" * 100, "a.xlsx"),
    ],
)
def test_a_file_with_a_false_name_is_refused_in_words(
    officer: PageClient, address: str, data: bytes, name: str
) -> None:
    page = upload(officer, address, data, name, 422)
    assert "Không nhận loại tệp này" in page.words()


def test_a_scan_taken_for_a_word_report_is_told_apart(officer: PageClient, address: str) -> None:
    upload(officer, address, PDF_BYTES, "a.pdf")
    number = link_of(officer, address, "a.pdf").rsplit("/", 1)[-1]
    page = officer.get(f"{address}/nhap-word/{number}", 422)
    assert "PDF" in page.words()
    officer.post(f"{address}/nhap-word/{number}", {"mode": "keep"}, 422)
