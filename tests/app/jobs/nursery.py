"""A process that has the application imported and forks worker processes of it.

Starting Python and importing the application takes more than all that a worker does in a test.
What is forked is a process of its own, in a group of its own, that runs the command line of
`flask jobs run`: it can be killed like any other. One line of JSON comes in for each request, one
goes out for each answer; the end of the input kills what is left.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NoReturn

from flask.cli import main

from tests.app.world import SQLITE
from tests.database import ROOT, make_app


class Worker:
    """A forked worker; as much of subprocess.Popen as the tests need."""

    def __init__(self, nursery: Nursery, pid: int) -> None:
        self._nursery, self.pid = nursery, pid
        self._code: int | None = None

    def poll(self) -> int | None:
        if self._code is None:
            self._code = self._nursery.ask({"poll": self.pid})
        return self._code

    def wait(self, timeout: float = 60) -> int:
        end = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired("worker", timeout)
            time.sleep(0.01)
        return code


class Nursery:
    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.app.jobs.nursery"]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def start(self, arguments: list[str], environ: dict[str, str], log: Path) -> Worker:
        request = {"start": arguments, "environ": environ, "log": str(log)}
        return Worker(self, self.ask(request))

    def ask(self, request: dict[str, Any]) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        self._process.communicate()


def tend(folder: Path) -> None:
    """Serve requests until the input ends."""
    # Once here, so that each worker finds the addresses compiled.
    make_app(f"{SQLITE}{folder / 'never-opened.db'}", folder)
    living: set[int] = set()
    for line in sys.stdin:
        request = json.loads(line)
        if "start" in request:
            pid = os.fork()
            if pid == 0:
                _work(request["start"], request["environ"], request["log"])
            # Before the answer: who asks may kill the group at once.
            os.setpgid(pid, pid)
            living.add(pid)
            answer: int | None = pid
        else:
            answer = _ended(request["poll"])
            living -= {request["poll"]} if answer is not None else set()
        sys.stdout.write(f"{json.dumps(answer)}\n")
        sys.stdout.flush()
    for pid in living:
        os.kill(pid, 9)


def _ended(pid: int) -> int | None:
    found, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


def _work(arguments: list[str], environ: dict[str, str], log: str) -> NoReturn:
    """As `flask ARGUMENTS` from a shell, to the end of the process."""
    os.setpgid(0, 0)
    output = os.open(log, os.O_WRONLY | os.O_CREAT)
    for number in (1, 2):
        os.dup2(output, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.clear()
    os.environ.update(environ)
    sys.argv = ["flask", *arguments]
    main()
    sys.exit()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        tend(Path(name))
