"""The queue that wakes workers: SQLite file of its own, PostgreSQL or Redis, by one setting.

JOBS=sqlite             (default) a file beside the database, worker thread inside the web process
JOBS=sqlite-worker      the same file, but only `flask jobs run` works
JOBS=postgresql         tables beside the application's own; `flask jobs run` works
JOBS=postgresql://…     another PostgreSQL;  JOBS=redis://…  a Redis (needs the package redis)

A lost message costs nothing: the sweep finds waiting jobs in the `job` table and sends it again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey
from huey.consumer import Consumer

log = logging.getLogger("app.jobs")

Run = Callable[[str], None]
Sweep = Callable[[], list[str]]
Upkeep = Callable[[], None]
NAME = "bao-cao"
SWEEP_SECONDS = 20.0
UPKEEP_SECONDS = 30.0


def open_queue(setting: str, folder: Path, database_url: str) -> Huey:
    """Raises ValueError for a setting that is none of the above."""
    common: dict[str, Any] = {"name": NAME, "results": False}
    if setting in ("sqlite", "sqlite-worker"):
        # Its own file: the queue locks the whole file at every look.
        return SqliteHuey(filename=str(folder / "jobs.db"), **common)
    if setting.startswith(("redis://", "rediss://", "unix://")):
        return RedisHuey(url=setting, **common)
    if setting == "postgresql":
        return PostgresHuey(dsn=plain_dsn(database_url), table_prefix="job_queue", **common)
    if setting.startswith(("postgresql://", "postgresql+psycopg://")):
        return PostgresHuey(dsn=plain_dsn(setting), table_prefix="job_queue", **common)
    raise ValueError(
        f"JOBS={setting!r}: use sqlite, sqlite-worker, postgresql, postgresql://… or redis://…"
    )


def plain_dsn(url: str) -> str:
    """The address of a database without SQLAlchemy's name of the driver."""
    if not url.startswith("postgresql"):
        raise ValueError("JOBS=postgresql needs DATABASE_URL to be a PostgreSQL address")
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


class _Consumer(Consumer):
    """A consumer that lives in somebody else's process and leaves its signals alone."""

    def _set_signal_handlers(self) -> None:
        return


class JobQueue:
    """Sends job ids to workers; `run` does one job, `sweep` gives the ids that wait, `upkeep` is
    what else has to happen now and then wherever workers live."""

    def __init__(
        self, open_storage: Callable[[], Huey], run: Run, sweep: Sweep, upkeep: Upkeep | None = None
    ) -> None:
        self._open, self._run, self._sweep, self._upkeep = open_storage, run, sweep, upkeep
        self._lock = threading.Lock()
        self._huey: Huey | None = None
        self._task: Any = None
        self._consumer: _Consumer | None = None

    @property
    def huey(self) -> Huey:
        """Opened at first use: a command that needs no queue must not wait for a Redis."""
        with self._lock:
            if self._huey is None:
                huey = self._open()
                self._task = huey.task(name="run_job")(self._run)
                self._huey = huey
            return self._huey

    def wake(self, job_id: str) -> None:
        """Never raises: the sweep finds the job when the queue is down now."""
        try:
            self.huey.enqueue(self._task.s(job_id))
        except Exception:
            log.exception("queue unavailable; job %s waits for the sweep", job_id)

    def wake_waiting(self) -> int:
        """Send waiting and abandoned jobs again; how many. A claim makes doubles harmless.

        While the queue still holds messages they may be these very jobs.
        """
        waiting = self._sweep()
        if self.huey.pending_count():
            return 0
        for job_id in waiting:
            self.wake(job_id)
        return len(waiting)

    def start(
        self,
        workers: int = 1,
        sweep_seconds: float = SWEEP_SECONDS,
        upkeep_seconds: float = UPKEEP_SECONDS,
    ) -> None:
        """Worker threads, the sweep and the upkeep, in the background; once a process."""
        huey = self.huey
        with self._lock:
            if self._consumer is not None:
                return
            self._consumer = _Consumer(
                huey, workers=workers, periodic=False, initial_delay=0.1, max_delay=1.0
            )
        self._consumer.start()
        self._repeat("job-sweep", self.wake_waiting, sweep_seconds)
        if self._upkeep is not None:
            # Of its own: a mail server that answers slowly must not keep jobs waiting.
            self._repeat("upkeep", self._upkeep, upkeep_seconds)

    def _repeat(self, name: str, work: Callable[[], object], seconds: float) -> None:
        consumer = self._consumer

        def repeat() -> None:
            while consumer is not None and not consumer.stop_flag.is_set():
                try:
                    work()
                except Exception:
                    log.exception("%s failed", name)
                consumer.stop_flag.wait(seconds)

        threading.Thread(target=repeat, name=name, daemon=True).start()

    def stop(self) -> None:
        """Let the current job end (tests, and a worker asked to go)."""
        with self._lock:
            consumer, self._consumer = self._consumer, None
        if consumer is not None:
            consumer.stop(graceful=True)

    def close(self) -> None:
        """Stop, and let go of the connection to the queue."""
        self.stop()
        with self._lock:
            huey, self._huey = self._huey, None
        if huey is not None:
            huey.storage.close()
