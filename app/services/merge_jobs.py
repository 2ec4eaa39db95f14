"""Merging a large campaign as long work: found out without a lock, then written at once."""

from __future__ import annotations

from sqlalchemy import func, select

from app.extensions import db
from app.models import Campaign, Job, Report, User
from app.services import clock, draft_proposals, drafts, jobs, merged_reports, outlines
from app.services.actors import SYSTEM, Actor, find_actor
from app.services.campaigns import get_campaign
from app.services.errors import Refused
from app.services.exported_files import PreparedChange, Progress

KIND = "ghep"
_MOST_TRIES = 3


def is_small(campaign: Campaign, most: int) -> bool:
    """Whether the campaign is merged while the page waits: units × fields up to `most`."""
    reports = db.session.scalar(
        select(func.count()).select_from(Report).where(Report.campaign_id == campaign.id)
    )
    outline = outlines.get_outline(campaign.outline_version_id)
    return (reports or 0) * sum(1 for _ in outline.fields()) <= most


def request(campaign: Campaign, include_submitted: bool | None, *, actor: Actor) -> Job:
    """Write the job down. Raises Refused while one is going on, or the draft is closed."""
    drafts.lock_versions(campaign)
    current = find_current(campaign)
    if current is not None:
        raise Refused("Dự thảo đang được tổng hợp. Hãy chờ lần này xong.")
    draft = drafts.find_draft(campaign)
    if draft is not None:
        drafts.require_open(draft)
    params = {"include_submitted": include_submitted}
    return jobs.request(KIND, params, actor=actor, campaign_id=campaign.id)


def find_current(campaign: Campaign) -> Job | None:
    """The job that is merging now, or waits to."""
    last = find_last(campaign)
    return None if last is None or jobs.JobState(last.state).is_over else last


def find_last(campaign: Campaign) -> Job | None:
    return db.session.scalar(
        select(Job)
        .where(Job.campaign_id == campaign.id, Job.kind == KIND)
        .order_by(Job.created_at.desc(), Job.id)
        .limit(1)
    )


def work(job: Job, progress: Progress) -> PreparedChange:
    """Everything that takes long, without writing. Raises NotFound, Refused."""
    campaign = get_campaign(job.campaign_id or 0)
    chosen: bool | None = job.params.get("include_submitted")
    for _ in range(_MOST_TRIES):
        stamp = _prepare(campaign, chosen, progress)
        if merged_reports.source_stamp(campaign.id, _admits(campaign, chosen)) == stamp:
            break
    progress(1, 1, "Đang ghi vào dự thảo")
    actor = _actor(job)

    def write() -> str:
        return drafts.merge(campaign, actor=actor, include_submitted=chosen).words

    return PreparedChange(write)


def _prepare(campaign: Campaign, chosen: bool | None, progress: Progress) -> str:
    """Leaves the proposals where the merge will find them; gives what they were made of."""
    draft = drafts.find_draft(campaign)
    admits = _admits(campaign, chosen)
    progress(0, 1, "Đang đọc báo cáo và cộng số liệu")
    stamp = merged_reports.source_stamp(campaign.id, admits)
    merged_reports.merged_report(campaign, admits)

    def tell(done: int, total: int) -> None:
        progress(done, total, f"Đang gom ý của các đơn vị, mục {done + 1}/{total}")

    draft_proposals.propose_for(campaign, admits, draft.settings if draft else {}, tell)
    return stamp


def _admits(campaign: Campaign, chosen: bool | None) -> bool:
    """Whether reports that were sent and not yet accepted take part."""
    if chosen is not None:
        return chosen
    draft = drafts.find_draft(campaign)
    return draft is not None and draft.include_submitted


def _actor(job: Job) -> Actor:
    """Who asked for it, unless the account was locked since."""
    user = db.session.get(User, job.requested_by) if job.requested_by else None
    found = find_actor(user.id, user.session_version, clock.today()) if user else None
    return found or SYSTEM
