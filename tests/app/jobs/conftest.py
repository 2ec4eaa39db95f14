"""Real worker processes on real queues, and a converter that can be made slow."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask

from app.extensions import db
from app.models import Campaign, Job
from app.services import clock, jobs
from app.services.actors import SYSTEM
from app.services.jobs import STALE_AFTER
from app.services.transactions import writing
from tests.app.jobs.nursery import Nursery, Worker
from tests.app.world import World, open_world
from tests.database import CONVERTER, ROOT
from tests.postgres import create_database
from tests.waiting import wait_until

# The silence that is taken for a death stays as it is in use: a busy machine stands still for
# seconds. `Yard.kill` lets the silence of a dead worker be over at once instead.
COMMAND = ["--app", "wsgi", "jobs", "run", "--heartbeat", "0.3", "--sweep", "0.3"]
COMMAND += ["--upkeep", "0.3"]
QUEUES = ("sqlite", "postgresql", "redis")


@dataclass
class Yard:
    """An application with a database and queue of its own; workers are processes."""

    folder: Path
    app: Flask
    environ: dict[str, str]
    nursery: Nursery
    workers: list[Worker | subprocess.Popen[bytes]] = field(default_factory=list)
    world: World | None = None

    def start_worker(self) -> Worker:
        worker = self.nursery.start(COMMAND, self.environ, self._log())
        self.workers.append(worker)
        return worker

    def start_command(self) -> subprocess.Popen[bytes]:
        """A worker as an office starts it, with all that a Python takes to begin."""
        command = [sys.executable, "-m", "flask", *COMMAND]
        with self._log().open("wb") as log:
            worker = subprocess.Popen(
                command, cwd=ROOT, env=self.environ, stdout=log, stderr=log, process_group=0
            )
        self.workers.append(worker)
        return worker

    def _log(self) -> Path:
        return self.folder / f"worker-{len(self.workers)}.log"

    def kill(self, worker: Worker | subprocess.Popen[bytes]) -> None:
        """As a power cut would: the worker and what it started, without a word, some time ago."""
        _kill(worker)
        with self.app.app_context(), writing():
            db.session.execute(db.update(Job).values(heartbeat_at=clock.now() - 2 * STALE_AFTER))

    def stop_all(self) -> None:
        for worker in self.workers:
            if worker.poll() is None:
                _kill(worker)
        # Converters are in groups of their own: those of killed workers would wait for ever.
        (self.folder / "slow").unlink(missing_ok=True)

    def request(self, kind: str = "de-cuong", form: str = "pdf", *, wake: bool = True) -> str:
        with self.app.app_context():
            campaign_id = self.campaign_id
            job = jobs.request(kind, {"format": form}, actor=SYSTEM, campaign_id=campaign_id)
            db.session.commit()
            if wake:
                self.app.extensions["job_queue"].wake(job.id)
            return job.id

    @property
    def campaign_id(self) -> int:
        found = db.session.scalar(db.select(Campaign.id))
        assert found is not None
        return found

    def job(self, job_id: str) -> Job:
        with self.app.app_context():
            db.session.remove()
            found = db.session.get(Job, job_id)
            assert found is not None
            return found

    def wait_state(self, job_id: str, state: jobs.JobState) -> Job:
        wait_until(lambda: self.job(job_id).state == state, f"{state}: {self.told(job_id)}")
        return self.job(job_id)

    def told(self, job_id: str) -> str:
        job = self.job(job_id)
        return f"{job.state} {job.message} {job.error}\n{self.logs[-2000:]}"

    @property
    def logs(self) -> str:
        return "".join(path.read_text() for path in sorted(self.folder.glob("worker-*.log")))

    @property
    def started(self) -> int:
        mark = self.folder / "started"
        return len(mark.read_text().split()) if mark.exists() else 0

    def slow(self) -> None:
        (self.folder / "slow").touch()

    def fast(self) -> None:
        (self.folder / "slow").unlink()


def _kill(worker: Worker | subprocess.Popen[bytes]) -> None:
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def make_yard(folder: Path, url: str, setting: str, built: Path, nursery: Nursery) -> Yard:
    app = open_world(url, folder / "instance", built, JOBS=setting)
    environ = {
        **os.environ,
        "DATABASE_URL": url,
        "INSTANCE_PATH": str(folder / "instance"),
        "STORAGE_PATH": str(folder / "instance" / "files"),
        "JOBS": setting,
        "SOFFICE": str(CONVERTER),
        "CONVERTER_FOLDER": str(folder),
    }
    return Yard(folder, app, environ, nursery)


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    yield made
    made.close()


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    program = shutil.which("redis-server")
    if program is None:
        pytest.fail("redis-server is not installed (apt-get install redis-server)")
    socket = tmp_path / "redis.sock"
    server = subprocess.Popen(
        [program, "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(tmp_path)],
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_until(socket.exists, "redis-server")
        yield f"unix://{socket}"
    finally:
        server.terminate()
        server.wait()


@pytest.fixture
def yard(
    request: pytest.FixtureRequest, tmp_path: Path, empty_database: str, nursery: Nursery
) -> Iterator[Yard]:
    """On the default queue; `pytest.mark.parametrize("yard", QUEUES, indirect=True)` for all."""
    kind = getattr(request, "param", "sqlite")
    url, setting = empty_database, "sqlite-worker"
    if kind == "postgresql":
        server = request.getfixturevalue("postgres_url")
        url = create_database(server, f"queue_{os.getpid()}")
        setting = "postgresql"
    elif kind == "redis":
        setting = request.getfixturevalue("redis_url")
    made = make_yard(tmp_path, url, setting, request.getfixturevalue("world_file"), nursery)
    try:
        yield made
    finally:
        made.stop_all()
        made.app.extensions["job_queue"].close()
        with made.app.app_context():
            db.engine.dispose()
