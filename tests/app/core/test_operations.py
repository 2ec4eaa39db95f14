"""The page of operations, the probe, and the lines of the log."""

from __future__ import annotations

import io
import json
import logging
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from app.extensions import db
from app.models import Job, OutgoingMail
from app.services import clock, operation_checks, restoring
from app.services.operation_checks import Check, Level, run_checks
from app.settings import BackupPlan, Settings, load_settings
from app.web.logs import configure_logs
from tests.app.page_client import PageClient
from tests.app.world import World


@pytest.fixture
def settings(app: Flask, tmp_path: Path) -> Settings:
    plan = BackupPlan(tmp_path / "kho")
    plan.folder.mkdir()
    return replace(app.config["SETTINGS"], instance_path=tmp_path, backup=plan)


def checked(settings: Settings, title: str, head: str = "") -> Check:
    return {check.title: check for check in run_checks(settings, head)}[title]


def test_only_an_administrator_sees_the_page(client: PageClient) -> None:
    client.login("quantri")
    page = client.get("/van-hanh")
    for title in ("Cơ sở dữ liệu", "Cấu trúc dữ liệu", "Sao lưu", "Chỗ trên đĩa", "Thư điện tử"):
        assert title in page.words()
    assert "đúng phiên bản của phần mềm" in page.words()
    client.logout()
    client.login("chuyenvien")
    client.get("/van-hanh", status=403)


def test_a_schema_behind_the_program_is_bad(settings: Settings) -> None:
    check = checked(settings, "Cấu trúc dữ liệu", "9999_moi")
    assert check.level is Level.BAD
    assert "flask db upgrade" in check.advice


def test_a_silent_worker_is_bad_and_one_that_beats_is_good(settings: Settings) -> None:
    title = "Bộ phận làm việc nền"
    assert checked(settings, title).level is Level.WATCH
    operation_checks.beat(settings.instance_path)
    assert checked(settings, title).level is Level.GOOD
    old = time.time() - 600
    os.utime(settings.instance_path / operation_checks.HEARTBEAT, (old, old))
    assert checked(settings, title).level is Level.BAD


def test_the_address_of_a_queue_is_not_shown(settings: Settings) -> None:
    operation_checks.beat(settings.instance_path)
    found = checked(replace(settings, jobs="redis://:mat-khau@may/0"), "Bộ phận làm việc nền")
    assert "redis" in found.words
    assert "mat-khau" not in found.words


def add_job(state: str, minutes: int) -> None:
    moment = clock.now() - timedelta(minutes=minutes)
    job = Job(id=f"{state}{minutes}", kind="x", state=state, created_at=moment, finished_at=moment)
    db.session.add(job)
    db.session.flush()


def test_jobs_that_wait_too_long_are_bad(settings: Settings) -> None:
    assert checked(settings, "Việc xuất tệp").level is Level.GOOD
    add_job("failed", 5)
    assert checked(settings, "Việc xuất tệp").level is Level.WATCH
    add_job("waiting", 45)
    check = checked(settings, "Việc xuất tệp")
    assert check.level is Level.BAD
    assert "1 đang chờ" in check.words
    assert "45 phút" in check.words


def test_letters_that_did_not_go_are_counted(settings: Settings) -> None:
    now = clock.now()
    for state in ("waiting", "failed", "unclear", "sent"):
        db.session.add(
            OutgoingMail(
                recipient="a@x.vn",
                subject="s",
                body="b",
                state=state,
                next_try_at=now,
                created_at=now,
            )
        )
    db.session.flush()
    assert "1 đang chờ gửi, 2 không gửi được" in checked(settings, "Thư điện tử").words


def test_an_old_or_failed_backup_is_bad(settings: Settings) -> None:
    assert settings.backup is not None
    assert checked(settings, "Sao lưu").level is Level.WATCH
    kept = settings.backup.folder / "sao-luu-2026-03-03.zip"
    kept.write_bytes(b"x" * 2048)
    assert checked(settings, "Sao lưu").level is Level.GOOD
    assert "2 KB" in checked(settings, "Sao lưu").words
    old = time.time() - 3 * 86400
    os.utime(kept, (old, old))
    assert checked(settings, "Sao lưu").level is Level.BAD
    (settings.backup.folder / "sao-luu-loi.txt").write_text("Đĩa đầy", encoding="utf-8")
    assert "Đĩa đầy" in checked(settings, "Sao lưu").words


def test_without_a_folder_for_backups_the_page_says_how_to_set_one(settings: Settings) -> None:
    assert "BACKUP_DIR" in checked(replace(settings, backup=None), "Sao lưu").advice


def test_a_restoration_that_was_cut_off_is_told(settings: Settings) -> None:
    (settings.instance_path / restoring.MARK).touch()
    assert checked(settings, "Khôi phục").level is Level.BAD


def test_the_probe_says_when_the_database_is_gone(
    client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("bí mật"))

    monkeypatch.setattr(db.session, "execute", gone)
    answer = client.open("GET", "/suc-khoe")
    assert (answer.status_code, answer.get_json()) == (503, {"status": "database"})


@pytest.fixture
def lines(tmp_path: Path) -> Iterator[io.StringIO]:
    """What an installation with LOG_FORMAT=json writes on standard error."""
    stream = io.StringIO()
    before = logging.getLogger("app").level
    handler = configure_logs(load_settings({"LOG_FORMAT": "json"}, root=tmp_path), stream)
    assert handler is not None
    yield stream
    logging.getLogger().removeHandler(handler)
    logging.getLogger("app").setLevel(before)


def parsed(lines: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_a_request_is_one_line_with_numbers_only(
    client: PageClient, world: World, lines: io.StringIO
) -> None:
    client.login("canbo.a")
    lines.truncate(0)
    lines.seek(0)
    answer = client.get("/tro-giup?tim=chuyen-rieng").response
    (line,) = parsed(lines)
    assert (line["endpoint"], line["method"], line["status"]) == ("home.help_page", "GET", 200)
    assert line["account"] == world.users["canbo.a"].id
    assert line["request"] == answer.headers["X-Request-ID"]
    assert isinstance(line["ms"], float)
    assert "canbo.a" not in lines.getvalue()
    assert "chuyen-rieng" not in lines.getvalue()


def test_an_error_is_logged_with_its_trace_and_without_what_was_typed(
    client: PageClient, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        try:
            int("câu trả lời riêng tư")
        except ValueError as error:
            raise RuntimeError("câu trả lời riêng tư") from error

    monkeypatch.setattr("app.services.notices.mark_all_read", broken)
    client.login("canbo.a")
    page = client.post("/thong-bao/da-doc", {"noi_dung": "câu trả lời riêng tư"}, status=500)
    found = [line for line in parsed(lines) if "trace" in line]
    assert [line["error"] for line in found] == [["RuntimeError", "ValueError"]]
    assert any("broken" in str(frame) for frame in found[0]["trace"])  # type: ignore[attr-defined]
    assert "riêng tư" not in lines.getvalue()
    assert str(found[0]["request"]) in page.words(), "the number on the page leads to the log"


def test_static_files_and_the_probe_do_not_fill_the_log(
    client: PageClient, lines: io.StringIO
) -> None:
    client.open("GET", "/suc-khoe")
    client.open("GET", "/static/css/app.css").close()
    assert parsed(lines) == []


def test_only_a_trusted_proxy_gives_the_number_of_a_request(client: PageClient) -> None:
    answer = client.open("GET", "/suc-khoe", headers={"X-Request-ID": "gia-mao-12345"})
    assert answer.headers["X-Request-ID"] != "gia-mao-12345"
