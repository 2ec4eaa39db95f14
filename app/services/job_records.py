"""Rows of the `job` table as pages use them: ask for work, list it, cancel it, take its result."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import Job
from app.services import clock, storage
from app.services.actors import Actor
from app.services.errors import NotFound, Refused
from app.services.exported_files import ExportedFile

MOST_LISTED = 40


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    CANCELLING = "cancelling"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return {
            "waiting": "Đang chờ đến lượt",
            "running": "Đang làm",
            "cancelling": "Đang dừng",
            "done": "Đã xong",
            "failed": "Không làm được",
            "cancelled": "Đã hủy",
        }[self.value]

    @property
    def is_over(self) -> bool:
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


def request(
    kind: str,
    params: Mapping[str, Any],
    *,
    actor: Actor,
    campaign_id: int | None = None,
    report_id: int | None = None,
) -> Job:
    """Write the job down; after the commit the caller wakes a worker or runs it."""
    job = Job(
        id=str(uuid.uuid4()),
        kind=kind,
        params=dict(params),
        campaign_id=campaign_id,
        report_id=report_id,
        state=JobState.WAITING,
        message="Đang chờ đến lượt",
        requested_by=actor.id or None,
        created_at=clock.now(),
    )
    db.session.add(job)
    db.session.flush()
    return job


def get_job(campaign_id: int, job_id: str) -> Job:
    """Raises NotFound, also for a job of another campaign."""
    job = db.session.get(Job, job_id)
    if job is None or job.campaign_id != campaign_id:
        raise NotFound("Không có việc này trong đợt báo cáo.")
    return job


def list_jobs(campaign_id: int, *, without: tuple[str, ...] = ()) -> list[Job]:
    """Newest first."""
    query = select(Job).where(Job.campaign_id == campaign_id, Job.kind.not_in(without))
    return list(
        db.session.scalars(query.order_by(Job.created_at.desc(), Job.id).limit(MOST_LISTED))
    )


def cancel(job: Job) -> None:
    """A waiting job ends at once, a running one at its next step. Raises Refused."""
    state = JobState(job.state)
    if state.is_over:
        raise Refused(f"Việc này {state.label.lower()} nên không hủy được nữa.")
    waits = state is JobState.WAITING
    job.state = JobState.CANCELLED if waits else JobState.CANCELLING
    job.message = "Đã hủy" if waits else "Đang dừng"
    job.finished_at = clock.now() if waits else None
    db.session.flush()


def result_of(job: Job) -> ExportedFile:
    """Raises Refused while there is none, NotFound when the file is gone."""
    if job.state != JobState.DONE:
        raise Refused("Bản xuất này chưa có tệp để tải.")
    return ExportedFile(job.result_name, job.result_type, storage.read(job.result_sha256))
