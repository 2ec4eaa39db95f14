"""flask jobs run / list: a worker process of its own."""

from __future__ import annotations

import signal
import threading
from datetime import timedelta

import click
from flask import current_app
from flask.cli import with_appcontext

from app.extensions import db
from app.models import Job
from app.services.job_queue import UPKEEP_SECONDS
from app.services.jobs import BEAT_SECONDS, STALE_AFTER
from app.web.background import make_queue


@click.group("jobs")
def jobs() -> None:
    """Long work: exports and large merges."""


@jobs.command("run")
@click.option("--workers", type=click.IntRange(1, 16), default=1, show_default=True)
@click.option(
    "--stale-after",
    type=float,
    default=STALE_AFTER.total_seconds(),
    show_default=True,
    help="Seconds of silence after which a job is taken from its worker.",
)
@click.option("--heartbeat", type=float, default=BEAT_SECONDS, show_default=True)
@click.option("--sweep", type=float, default=20.0, show_default=True)
@click.option(
    "--upkeep",
    type=float,
    default=UPKEEP_SECONDS,
    show_default=True,
    help="Seconds between rounds of automatic reminders and waiting letters.",
)
@with_appcontext
def run(workers: int, stale_after: float, heartbeat: float, sweep: float, upkeep: float) -> None:
    """Work on jobs until stopped (Ctrl+C or SIGTERM ends after the current job)."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    queue = make_queue(app, stale_after=timedelta(seconds=stale_after), beat_seconds=heartbeat)
    # Nothing of this command's own session may be held while the workers write.
    db.session.remove()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    queue.start(workers, sweep_seconds=sweep, upkeep_seconds=upkeep)
    click.echo(f"Đang chờ việc ({workers} luồng). Dừng bằng Ctrl+C.")
    while not stop.wait(0.5):
        pass
    queue.stop()
    click.echo("Đã dừng.")


@jobs.command("list")
@click.option("--all", "everything", is_flag=True, help="Finished ones, too.")
@with_appcontext
def list_jobs(everything: bool) -> None:
    """Print jobs, newest first."""
    query = db.select(Job).order_by(Job.created_at.desc()).limit(100)
    if not everything:
        query = query.where(Job.state.in_(["waiting", "running", "cancelling"]))
    for job in db.session.scalars(query):
        click.echo(f"{job.id}  {job.kind}  {job.state}  {job.done}/{job.total}  {job.message}")
