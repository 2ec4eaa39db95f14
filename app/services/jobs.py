"""Long work: the `job` table is the truth, a queue only wakes workers (see job_queue).

A job is claimed by one conditional UPDATE and carries the number of its attempt from then on:
whoever lost it (taken over after a silence, cancelled) finds that no row matches any more and
stops. Work reads only; its result is a file stored by content, so doing it twice does no harm, or
a change that is written in the transaction that ends the job, and so is done once.
This module commits: progress has to be seen while the work goes on.
"""

from __future__ import annotations

import logging
import re
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, or_, select, update

from app.documents import DocumentError, PdfUnavailable, ProfileError
from app.extensions import db, write_intent
from app.models import Job
from app.services import clock, storage
from app.services.errors import ServiceError
from app.services.exported_files import ExportedFile, PreparedChange, Progress
from app.services.job_records import (
    JobState,
    cancel,
    get_job,
    list_jobs,
    request,
    result_of,
)
from app.services.transactions import writing

__all__ = [
    "JobState",
    "cancel",
    "get_job",
    "list_jobs",
    "request",
    "result_of",
    "run",
    "sweep",
]

log = logging.getLogger("app.jobs")

MOST_ATTEMPTS = 3
STALE_AFTER = timedelta(seconds=60)
BEAT_SECONDS = 10.0
_REPORT_SECONDS = 0.5
_NUMBERS = re.compile(r"\d+")
_KNOWN_ERRORS = (DocumentError, PdfUnavailable, ProfileError)


class JobStopped(Exception):
    """The job was cancelled, or another worker has taken it over."""


Work = Callable[[Job, Progress], ExportedFile | PreparedChange]


def run(job_id: str, works: Mapping[str, Work], *, beat_seconds: float | None = None) -> bool:
    """Do the job if it is there to be taken; gives whether it was.

    `beat_seconds` starts a thread that says we are alive (workers); a request needs none.
    """
    attempt = _claim(job_id)
    if attempt is None:
        return False
    job = db.session.get(Job, job_id, populate_existing=True)
    assert job is not None
    reporter = _Reporter(job_id, attempt)
    try:
        with _reading(), _beating(reporter, beat_seconds):
            result = works[job.kind](job, reporter)
        if isinstance(result, PreparedChange):
            _write_change(reporter, result)
        else:
            _finish(reporter, result)
    except JobStopped:
        _write(reporter, state=JobState.CANCELLED, message="Đã hủy", finished_at=clock.now())
    except ServiceError as error:
        _fail(reporter, error.message)
    except _KNOWN_ERRORS as error:
        _fail(reporter, str(error))
    except Exception:
        number = uuid.uuid4().hex[:8]
        log.exception("job %s (%s) failed, error %s", job_id, job.kind, number)
        step = f" ở bước “{reporter.message}”" if reporter.message else ""
        _fail(reporter, f"Hệ thống gặp lỗi{step}. Hãy thử lại; mã lỗi {number}.")
    return True


def _claim(job_id: str) -> int | None:
    """Take a waiting job; the number of this attempt, None when somebody else has it."""
    attempt: int | None = None
    with writing():
        attempt = db.session.scalar(
            update(Job)
            .where(Job.id == job_id, Job.state == JobState.WAITING)
            .values(
                state=JobState.RUNNING,
                attempts=Job.attempts + 1,
                heartbeat_at=clock.now(),
                message="Đang bắt đầu",
            )
            .returning(Job.attempts)
            .execution_options(synchronize_session=False)
        )
    return attempt


class _Reporter:
    """Progress of one attempt: a new stage at once, its steps at most twice a second.

    A stage is the message without its numbers: "Đang đóng gói 5/20" is a step of "Đang đóng gói".
    """

    def __init__(self, job_id: str, attempt: int) -> None:
        self.job_id, self.attempt = job_id, attempt
        self.message = ""
        self._last = 0.0
        self._stage = ""

    def __call__(self, done: int, total: int, message: str) -> None:
        """Raises JobStopped."""
        self.message = message
        moment, stage = time.monotonic(), _NUMBERS.sub("", message)
        if moment - self._last < _REPORT_SECONDS and stage == self._stage:
            return
        self._last, self._stage = moment, stage
        if not _write(self, done=done, total=total, message=message[:300], only_running=True):
            raise JobStopped


def _write(reporter: _Reporter, *, only_running: bool = False, **values: Any) -> bool:
    """Change the row while it is this attempt's; gives whether it still was."""
    states = [JobState.RUNNING] if only_running else [JobState.RUNNING, JobState.CANCELLING]
    with writing():
        return _update(reporter, states, **values)


def _update(reporter: _Reporter, states: list[JobState], **values: Any) -> bool:
    found = db.session.scalar(
        update(Job)
        .where(
            Job.id == reporter.job_id,
            Job.attempts == reporter.attempt,
            Job.state.in_(states),
        )
        .values(heartbeat_at=clock.now(), **values)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return found is not None


@contextmanager
def _reading() -> Iterator[None]:
    """The work itself takes no write lock, also when a writing request runs it."""
    token = write_intent.set(False)
    try:
        yield
    finally:
        write_intent.reset(token)


def _finish(reporter: _Reporter, result: ExportedFile) -> None:
    """Raises JobStopped when it was cancelled in its last step."""
    sha256 = storage.store(result.data)
    kept = _write(
        reporter,
        state=JobState.DONE,
        message="Đã xong",
        result_sha256=sha256,
        result_name=result.name[:255],
        result_type=result.media_type,
        finished_at=clock.now(),
        only_running=True,
    )
    if not kept:
        raise JobStopped


def _write_change(reporter: _Reporter, change: PreparedChange) -> None:
    """The change and the end of the job, or neither. Raises JobStopped when it was lost."""
    with writing():
        words = change.write()
        if not _update(
            reporter,
            [JobState.RUNNING],
            state=JobState.DONE,
            message=words[:300],
            finished_at=clock.now(),
        ):
            raise JobStopped


def _fail(reporter: _Reporter, message: str) -> None:
    db.session.rollback()
    _write(
        reporter,
        state=JobState.FAILED,
        message="Không làm được",
        error=message,
        finished_at=clock.now(),
    )


@contextmanager
def _beating(reporter: _Reporter, seconds: float | None) -> Iterator[None]:
    """A thread that moves the heartbeat, so that one long step is not taken for a death."""
    if seconds is None:
        yield
        return
    stop = threading.Event()
    engine = db.engine

    def beat() -> None:
        while not stop.wait(seconds):
            token = write_intent.set(True)
            try:
                with engine.begin() as connection:
                    connection.execute(
                        update(Job)
                        .where(Job.id == reporter.job_id, Job.attempts == reporter.attempt)
                        .values(heartbeat_at=clock.now())
                    )
            except Exception:
                log.exception("heartbeat of job %s failed", reporter.job_id)
            finally:
                write_intent.reset(token)

    thread = threading.Thread(target=beat, name="job-heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=seconds + 20)


def sweep(stale_after: timedelta = STALE_AFTER) -> list[str]:
    """Take jobs away from workers that fell silent; the ids of jobs that wait for a worker.

    A job whose worker died too often fails, so that it cannot kill workers for ever.
    """
    moment = clock.now()
    silent = and_(
        Job.state.in_([JobState.RUNNING, JobState.CANCELLING]),
        or_(Job.heartbeat_at.is_(None), Job.heartbeat_at < moment - stale_after),
    )
    with writing():
        db.session.execute(
            update(Job)
            .where(silent, Job.state == JobState.CANCELLING)
            .values(state=JobState.CANCELLED, message="Đã hủy", finished_at=moment)
            .execution_options(synchronize_session=False)
        )
        db.session.execute(
            update(Job)
            .where(silent, Job.attempts >= MOST_ATTEMPTS)
            .values(
                state=JobState.FAILED,
                message="Không làm được",
                error="Máy chủ đã dừng giữa chừng nhiều lần khi làm việc này. "
                "Hãy chọn ít nội dung hơn hoặc báo người quản trị.",
                finished_at=moment,
            )
            .execution_options(synchronize_session=False)
        )
        db.session.execute(
            update(Job)
            .where(silent)
            .values(state=JobState.WAITING, message="Máy chủ vừa khởi động lại, đang làm lại")
            .execution_options(synchronize_session=False)
        )
        waiting = list(
            db.session.scalars(
                select(Job.id).where(Job.state == JobState.WAITING).order_by(Job.created_at)
            )
        )
    return waiting
