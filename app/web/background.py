"""Background work at the edge: joins the queue, the `job` table and the application."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, current_app

from app.models import Job
from app.services import (
    export_works,
    job_queue,
    jobs,
    merge_jobs,
    operation_checks,
    regular_backups,
    upkeep,
)
from app.settings import Settings

KEY = "job_queue"
# Inside the web process one worker: exports must not take the pages' time.
_EMBEDDED = "sqlite"


def register_background(app: Flask) -> None:
    """The queue of this application; its worker thread starts with the first request."""
    app.extensions[KEY] = make_queue(app)
    settings: Settings = app.config["SETTINGS"]
    if settings.jobs == _EMBEDDED:
        app.before_request(_start_worker)


def make_queue(
    app: Flask,
    *,
    stale_after: timedelta = jobs.STALE_AFTER,
    beat_seconds: float = jobs.BEAT_SECONDS,
) -> job_queue.JobQueue:
    settings: Settings = app.config["SETTINGS"]

    def run(job_id: str) -> None:
        with app.app_context():
            jobs.run(job_id, works_of(settings), beat_seconds=beat_seconds)

    def sweep() -> list[str]:
        with app.app_context():
            return jobs.sweep(stale_after)

    def keep_up() -> None:
        operation_checks.beat(settings.instance_path)
        with app.app_context():
            try:
                upkeep.run(settings.mail, settings.base_url)
            finally:
                # Whatever keeps the reminders from working must not cost the day's backup.
                regular_backups.run_due(settings.backup)

    return job_queue.JobQueue(
        lambda: job_queue.open_queue(settings.jobs, settings.instance_path, settings.database_url),
        run,
        sweep,
        keep_up,
    )


def works_of(settings: Settings) -> dict[str, jobs.Work]:
    return {**export_works.works(settings.soffice or None), merge_jobs.KIND: merge_jobs.work}


def queue() -> job_queue.JobQueue:
    found: job_queue.JobQueue = current_app.extensions[KEY]
    return found


def start_job(job: Job, *, at_once: bool) -> None:
    """After the commit, with no transaction open: run a small job now, or wake a worker."""
    if not at_once:
        queue().wake(job.id)
        return
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    with app.app_context():
        jobs.run(job.id, works_of(app.config["SETTINGS"]))


def _start_worker() -> None:
    if not current_app.testing:
        queue().start()
