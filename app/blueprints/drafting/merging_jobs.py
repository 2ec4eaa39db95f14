"""Merging a large campaign: the job is started here, its progress is shown on the draft's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import flash, g, render_template, url_for
from werkzeug.wrappers import Response

from app.blueprints.drafting.places import to_overview
from app.extensions import db
from app.models import Campaign, Draft, Job
from app.services import jobs, merge_jobs
from app.services.errors import NotFound
from app.web.background import start_job
from app.web.htmx import is_htmx
from app.web.session import current_actor


@dataclass(frozen=True)
class MergeView:
    """A merge that goes on or failed, as the draft's page tells it."""

    id: str
    going: bool
    message: str
    percent: int
    error: str
    asked_at: datetime

    @classmethod
    def of(cls, job: Job) -> MergeView:
        return cls(
            id=job.id,
            going=not jobs.JobState(job.state).is_over,
            message=job.message,
            percent=round(100 * job.done / job.total) if job.total else 0,
            error=job.error,
            asked_at=job.created_at,
        )


def merge_view(campaign: Campaign, draft: Draft | None = None) -> MergeView | None:
    """The last merge, unless it was done, stopped, or followed by one that went well."""
    job = merge_jobs.find_last(campaign)
    if job is None or job.state in (jobs.JobState.DONE, jobs.JobState.CANCELLED):
        return None
    over = jobs.JobState(job.state).is_over
    if over and draft is not None and draft.merged_at and draft.merged_at > job.created_at:
        return None
    return MergeView.of(job)


def start_large(campaign: Campaign, include_submitted: bool | None) -> Response:
    """Leave the work to a worker and show how far it is."""
    job = merge_jobs.request(campaign, include_submitted, actor=current_actor())
    db.session.commit()
    start_job(job, at_once=False)
    return to_overview(campaign.id)


def show(campaign_id: int, job_key: str) -> Response | str:
    """Asks for itself again until the job is over; then the page is read anew."""
    job = _job(campaign_id, job_key)
    over = jobs.JobState(job.state).is_over
    if job.state == jobs.JobState.DONE:
        flash(job.message, "success")
    if not is_htmx():
        return to_overview(campaign_id)
    if over:
        address = url_for("drafting.overview", campaign_id=campaign_id)
        return Response("", headers={"HX-Redirect": address})
    return render_template("drafting/_merging.html", campaign=g.target, merging=MergeView.of(job))


def cancel(campaign_id: int, job_key: str) -> Response:
    jobs.cancel(_job(campaign_id, job_key))
    db.session.commit()
    flash("Đã yêu cầu dừng. Dự thảo vẫn như trước.", "success")
    return to_overview(campaign_id)


def _job(campaign_id: int, job_key: str) -> Job:
    """Raises NotFound."""
    job = jobs.get_job(campaign_id, job_key)
    if job.kind != merge_jobs.KIND:
        raise NotFound("Không có lần tổng hợp này.")
    return job
