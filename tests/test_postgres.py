"""The PostgreSQL server of the tests: usable at once, and gone whatever ends the tests."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import psycopg

from tests.postgres import ROOT, create_database, start_postgres
from tests.waiting import wait_until

HOLD = """
import pathlib, sys, time
from tests.postgres import start_postgres
with start_postgres(pathlib.Path(sys.argv[1])) as url:
    print(url, flush=True)
    time.sleep(600)
"""


def query(url: str, text: str) -> object:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        row = connection.execute(text.encode()).fetchone()
    return row and row[0]


def test_databases_are_created_anew_and_lower_vietnamese_letters(tmp_path: Path) -> None:
    with start_postgres(tmp_path) as url:
        first = create_database(url, "kiem-thu")
        assert query(first, "SELECT lower('ĐẢNG ỦY')") == "đảng ủy"
        assert create_database(url, "kiem-thu") == first
        folder = Path(url.partition("host=")[2])
        assert folder.exists()
    assert not folder.exists()


def test_the_server_ends_when_the_tests_are_killed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as session:
        assert session.stdout is not None
        folder = Path(session.stdout.readline().strip().partition("host=")[2])
        assert (folder / "data" / "postmaster.pid").exists()
        session.send_signal(signal.SIGKILL)
    wait_until(lambda: not folder.exists(), "the guard's cleaning up")
