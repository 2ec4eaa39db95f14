"""A small site to measure filling on: one unit, one report with a text field for each client."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

import flask_migrate
from flask import Flask

from app import create_app
from app.extensions import db
from app.models import Role
from app.services import accounts, campaigns, clock, outlines, reports, units
from app.services.actors import SYSTEM
from app.settings import load_settings

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "mat-khau-do-toc-do"
FIELDS = 64
# Only a guard against waiting for ever.
START_SECONDS = 120.0
_TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')


def outline_source() -> str:
    fields = "\n".join(
        f"      - {{key: o_{n}, type: narrative, label: Nội dung {n}, merge: none}}"
        for n in range(FIELDS - 3)
    )
    return f"""id: do_toc_do
version: 1
title: Đo tốc độ
kind: so_ket
unit_kinds: {{xa: Đảng ủy xã}}
document: {{kind: BC, title: BÁO CÁO, subject: đo tốc độ}}
sections:
  - key: trang
    heading: Trang thường gặp
    guidance: Đánh giá công tác lãnh đạo, chỉ đạo.
    fields:
      - {{key: ket_qua, type: narrative, label: Kết quả đạt được}}
      - {{key: han_che, type: narrative, label: Tồn tại}}
      - {{key: nguyen_nhan, type: narrative, label: Nguyên nhân}}
  - key: nhieu
    heading: Nhiều ô
    fields:
{fields}
"""


def make_site(folder: Path, database: str = "") -> tuple[Flask, int]:
    """An application on an empty database (a fresh SQLite file if none is named), and the id of
    its report."""
    app = create_app(load_settings(environment(folder, database)))
    with app.app_context():
        flask_migrate.upgrade(directory=str(ROOT / "migrations"))
        return app, _fill(app)


def environment(folder: Path, database: str = "") -> dict[str, str]:
    return {
        "DATABASE_URL": database or f"sqlite:///{folder / 'bench.db'}",
        "INSTANCE_PATH": str(folder / "instance"),
        "ARGON2_TIME_COST": "1",
        "ARGON2_MEMORY_KIB": "64",
    }


def _fill(app: Flask) -> int:
    office = units.add_unit("ban", "Ban Tuyên giáo", actor=SYSTEM, kind="co_quan")
    unit = units.add_unit("xa", "Đảng ủy xã", actor=SYSTEM, kind="xa")
    user, _ = accounts.add_user(
        "canbo", "Cán bộ", actor=SYSTEM, passwords=app.config["PASSWORDS"], password=PASSWORD
    )
    accounts.grant(user, unit, Role.EDITOR, actor=SYSTEM)
    version = outlines.register_outline(outline_source(), "bench", actor=SYSTEM)
    campaign = campaigns.create_campaign(
        "Đo tốc độ", outline_version_id=version.id, collector=office, office=office, actor=SYSTEM
    )
    campaigns.set_units(campaign, [unit.id], actor=SYSTEM)
    campaigns.set_deadline(campaign, clock.today() + timedelta(days=9), None, True, actor=SYSTEM)
    campaigns.publish(campaign, actor=SYSTEM)
    db.session.commit()
    found = reports.find_report(campaign, unit)
    assert found is not None
    return found.id


@dataclass(frozen=True)
class Server:
    """Where a running server listens, and its main process."""

    port: int
    process_id: int


@contextmanager
def served(folder: Path, workers: int = 1, database: str = "") -> Iterator[Server]:
    """The site under granian, one process as an office runs it; killed workers come again."""
    with _held_port() as port:
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
        command += ["--port", str(port), "--workers", str(workers), "--blocking-threads", "4"]
        command += ["--respawn-failed-workers", "--respawn-interval", "0.1"]
        command += ["--no-access-log", "--log-level", "error", "wsgi:app"]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **environment(folder, database)},
            start_new_session=True,
        )
        try:
            _wait_for(port)
            yield Server(port, process.pid)
        finally:
            _end(process)


@contextmanager
def _held_port() -> Iterator[int]:
    """A free port that only a server of ours gets: the socket is bound and does not listen."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        held.bind(("127.0.0.1", 0))
        yield int(held.getsockname()[1])


def _end(process: subprocess.Popen[bytes]) -> None:
    """A server whose workers were killed may wait for them for ever; then its group is killed."""
    process.terminate()
    try:
        process.wait(3)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(START_SECONDS)


def _wait_for(port: int) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


@dataclass
class Session:
    """A signed-in browser without a screen."""

    port: int
    cookie: str = ""
    token: str = ""

    def sign_in(self) -> None:
        self.request("GET", "/dang-nhap")
        form = {"username": "canbo", "password": PASSWORD, "csrf_token": self.token}
        self.request("POST", "/dang-nhap", form)
        self.request("GET", "/")

    def request(self, method: str, path: str, form: dict[str, str] | None = None) -> int:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": self.cookie, "X-CSRFToken": self.token}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, urlencode(form or {}), headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        if cookie := answer.getheader("Set-Cookie"):
            self.cookie = cookie.partition(";")[0]
        if token := _TOKEN.search(text):
            self.token = token[1]
        connection.close()
        return answer.status

    def save(self, report_id: int, field: str, form: dict[str, str]) -> int:
        """The status of a save; 0 when the line or the server broke."""
        try:
            return self.request("POST", f"/bao-cao/{report_id}/o/{field}", form)
        except (OSError, HTTPException):
            return 0
