"""A storm on one report: many clients save at once on a real server, some never hear the answer,
and worker processes are killed; afterwards everything that was acknowledged must be there."""

from __future__ import annotations

import json
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.filling_site import FIELDS, Server, Session, served

CLIENTS, DROPPED, WORKERS = 64, 0.2, 2
# Only a guard against waiting for ever: how long a save may take is measured, not asserted. On a
# busy machine a killed worker comes back after 20 s, and meanwhile one serves all 64.
PATIENCE = 180.0


@dataclass
class Outcome:
    """`acknowledged` are (field, revision, text) of every save whose answer arrived."""

    acknowledged: list[tuple[str, int, str]] = field(default_factory=list)
    dropped: int = 0
    broken: int = 0
    killed: int = 0
    slowest: float = 0.0
    """Seconds from the first try of a save to its acknowledgement, the longest of all."""
    away: float = 0.0
    """Seconds that a killed worker was missing, the longest of all."""

    def words(self) -> str:
        return (
            f"{len(self.acknowledged)} acknowledged, {self.dropped} unheard, {self.broken} broken, "
            f"{self.killed} killed; slowest save {self.slowest:.1f} s, "
            f"longest without one worker {self.away:.1f} s"
        )


@dataclass
class _Client:
    """One person typing into one field, which a few others type into as well."""

    number: int
    session: Session
    report_id: int
    outcome: Outcome
    revision: int = 0
    sent: int = 0

    @property
    def field_key(self) -> str:
        return f"o_{self.number % (FIELDS // 4)}"

    def run(self, over: threading.Event) -> None:
        """Save until it is over, and at least once."""
        dice = random.Random(self.number)
        while not self.sent or not over.is_set():
            self.sent += 1
            self._save(f"Máy {self.number} bản {self.sent}", dice)

    def _save(self, text: str, dice: random.Random) -> None:
        """Repeat one text until it is acknowledged, as the page's script does."""
        begun = time.monotonic()
        give_up = begun + PATIENCE
        tries: Counter[int] = Counter()
        while time.monotonic() < give_up:
            hears = dice.random() >= DROPPED
            status, answer = self._post(text, hears=hears)
            tries[status if hears else -1] += 1
            if status == 200:
                self.revision = int(answer["revision"])
                self.outcome.acknowledged.append((self.field_key, self.revision, text))
                self.outcome.slowest = max(self.outcome.slowest, time.monotonic() - begun)
                return
            if status == 409:
                self.revision = int(answer["revision"])
            elif hears:
                self.outcome.broken += 1
                time.sleep(0.05)
        raise RuntimeError(
            f"not acknowledged in {PATIENCE:.0f} seconds: {text}; tries by status "
            f"(0: broken, -1: answer not heard): {dict(tries)}; {self.outcome.words()}"
        )

    def _post(self, text: str, *, hears: bool) -> tuple[int, dict[str, Any]]:
        """Status and answer; 0 where the line or the server broke, or nobody listened."""
        form = {
            f"q_{self.field_key}": text,
            "rev": str(self.revision),
            "tab": f"may-{self.number}",
            "seq": str(self.sent),
        }
        headers = {
            "Cookie": self.session.cookie,
            "X-CSRFToken": self.session.token,
            "HX-Request": "true",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection = HTTPConnection("127.0.0.1", self.session.port, timeout=10)
        try:
            path = f"/bao-cao/{self.report_id}/o/{self.field_key}"
            connection.request("POST", path, urlencode(form), headers)
            if not hears:
                self.outcome.dropped += 1
                return 0, {}
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, HTTPException):
            return 0, {}
        finally:
            connection.close()
        if answer.status == 409:
            return 409, {"revision": answer.headers["X-Conflict"]}
        return (200, json.loads(body)) if answer.status == 200 else (0, {})


def storm(folder: Path, report_id: int, seconds: float, kill_every: float = 3.0) -> Outcome:
    """Blow for `seconds`, longer if no worker could be killed in them, as on a busy machine, where
    they are slow to come. Every client ends with an acknowledged save. Raises RuntimeError."""
    outcome = Outcome()
    with served(folder, workers=WORKERS) as server:
        first = Session(server.port)
        first.sign_in()
        clients = [_Client(n, first, report_id, outcome) for n in range(CLIENTS)]
        with (
            _killing(server, kill_every, seconds, outcome) as over,
            ThreadPoolExecutor(CLIENTS) as pool,
        ):
            list(pool.map(lambda client: client.run(over), clients))
    return outcome


@contextmanager
def _killing(
    server: Server, every: float, seconds: float, outcome: Outcome
) -> Iterator[threading.Event]:
    """Kill one worker of the server every so often, without any warning to it; the event is set
    when that is over."""
    over = threading.Event()

    def work() -> None:
        now = begun = time.monotonic()
        due, since = begun + every, 0.0
        while not over.wait(0.1) and now < begun + (seconds if outcome.killed else PATIENCE):
            now = time.monotonic()
            # One must be left to answer while the other starts, which takes it some seconds.
            if _listening(server.port) < WORKERS:
                outcome.away = max(outcome.away, now - since if since else 0.0)
            elif now >= due:
                os.kill(_workers(server.process_id)[0], signal.SIGKILL)
                outcome.killed += 1
                since, due = now, now + every

    def work_and_end() -> None:
        try:
            work()
        finally:
            over.set()

    thread = threading.Thread(target=work_and_end)
    thread.start()
    try:
        yield over
    finally:
        over.set()
        thread.join()


def _listening(port: int) -> int:
    """How many workers take connections; each has a socket of its own."""
    lines = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    fields = (line.split() for line in lines)
    return sum(f[1].endswith(f":{port:04X}") and f[3] == "0A" for f in fields)


def _workers(parent: int) -> list[int]:
    """Worker processes of the server; not the resource tracker of multiprocessing."""
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    return [int(child) for child in listed if "resource_tracker" not in _command(child)]


def _command(process_id: str) -> str:
    try:
        return Path(f"/proc/{process_id}/cmdline").read_text(encoding="utf-8")
    except FileNotFoundError:
        return "resource_tracker"  # gone in the meantime: nothing to kill
