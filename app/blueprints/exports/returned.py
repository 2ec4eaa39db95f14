"""The edited Word copy: upload, what changed, accept or leave."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Job
from app.services import drafts, jobs, word_return
from app.services.actors import OFFICE_ROLES
from app.services.errors import NotFound
from app.web.session import current_actor
from app.web.uploads import needed_file


def upload(campaign_id: int) -> Response:
    sent = needed_file("Hãy chọn bản Word đã sửa.")
    draft = drafts.get_draft(g.target)
    job = word_return.upload(draft, sent.name, sent.data, actor=current_actor())
    db.session.commit()
    return redirect(url_for(".returned", campaign_id=campaign_id, job_key=job.id), 303)


def _job(campaign_id: int, job_key: str) -> Job:
    job = jobs.get_job(campaign_id, job_key)
    if job.kind != word_return.KIND:
        raise NotFound("Không có bản Word gửi lại này.")
    return job


def show(campaign_id: int, job_key: str) -> str:
    job = _job(campaign_id, job_key)
    draft = drafts.get_draft(g.target)
    view = word_return.view(draft, job)
    left = word_return.left_out(job)
    return render_template(
        "exports/returned.html",
        campaign=g.target,
        draft=draft,
        job=job,
        view=view,
        open=[one for one in view.differences if one.key not in left],
        left=[one for one in view.differences if one.key in left],
        may_edit=draft.state in drafts.OPEN_STATES
        and current_actor().has(g.target.office_id, *OFFICE_ROLES),
    )


def accept(campaign_id: int, job_key: str) -> Response:
    """Take what is marked; "left" folds the marked ones away instead."""
    job = _job(campaign_id, job_key)
    keys = request.form.getlist("nhan")
    if request.form.get("viec") == "bo-qua":
        word_return.leave(job, keys)
        words = f"Đã để lại {len(keys)} thay đổi, không đưa vào dự thảo."
    else:
        count = word_return.accept(drafts.get_draft(g.target), job, keys, actor=current_actor())
        words = f"Đã nhận {count} thay đổi vào dự thảo."
    db.session.commit()
    flash(words, "success")
    return redirect(url_for(".returned", campaign_id=campaign_id, job_key=job_key), 303)
