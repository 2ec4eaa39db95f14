"""The export page: what to export, the list of finished files, progress of long ones."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.blueprints.exports.downloads import download
from app.extensions import db
from app.models import Campaign, Job
from app.services import (
    audit,
    campaigns,
    documents_of_office,
    drafts,
    export_kinds,
    export_works,
    jobs,
    merge_jobs,
    outlines,
    word_return,
)
from app.services.actors import OFFICE_ROLES
from app.services.errors import Refused
from app.services.export_kinds import Wish
from app.web.background import start_job
from app.web.htmx import is_htmx
from app.web.session import current_actor
from forms import Section


def page(campaign_id: int) -> str:
    return render_page()


def render_page() -> str:
    campaign: Campaign = g.target
    wish = asked()
    listed = jobs.list_jobs(campaign.id, without=(word_return.KIND, merge_jobs.KIND))
    return render_template(
        "exports/page.html",
        campaign=campaign,
        draft=drafts.find_draft(campaign),
        kinds=export_kinds.KINDS.values(),
        formats=export_kinds.FORMATS,
        sections=_sections(campaign),
        unit_kinds=documents_of_office.asked_kinds(campaign),
        wish=wish,
        name=export_works.name_of(campaign, wish),
        jobs=[job_view(job) for job in listed],
        returned=word_return.list_returned(campaign.id),
        fresh=request.args.get("ban", ""),
        is_office=current_actor().has(campaign.office_id, *OFFICE_ROLES),
    )


def _sections(campaign: Campaign) -> list[tuple[Section, int]]:
    """Sections of the draft with their depth; appendices have an export of their own."""
    outline = outlines.get_outline(campaign.outline_version_id)
    found: list[tuple[Section, int]] = []

    def add(section: Section, depth: int) -> None:
        found.append((section, depth))
        for child in section.sections:
            add(child, depth + 1)

    for section in outline.sections:
        if not section.appendix:
            add(section, 0)
    return found


def asked() -> Wish:
    """What the form asks for, from a query or a posted form. Raises Invalid."""
    values = request.values
    return export_kinds.read_wish(
        values.get("noi_dung", "du-thao"),
        {
            "format": values.get("dinh_dang", ""),
            "sections": values.getlist("muc") if values.get("pham_vi") == "chon" else (),
            "sources": bool(values.get("nguon")),
            "unit_kind": values.get("loai_don_vi", ""),
        },
    )


def file_name(campaign_id: int) -> str:
    """The name the file will have, while the form is being filled."""
    return render_template("exports/_name.html", name=export_works.name_of(g.target, asked()))


def start(campaign_id: int) -> Response:
    campaign: Campaign = g.target
    wish = asked()
    if wish.kind.needs_draft:
        drafts.get_draft(campaign)
    if request.values.get("pham_vi") == "chon" and not wish.sections:
        raise Refused("Hãy đánh dấu ít nhất một mục, hoặc chọn xuất toàn bộ.")
    actor = current_actor()
    job = jobs.request(wish.kind.key, wish.params(), actor=actor, campaign_id=campaign.id)
    audit.record(
        "export.requested", actor, campaign_id=campaign.id, kind=job.kind, format=wish.format
    )
    small = export_kinds.is_small(wish, campaigns.count_units(campaign))
    # From here on this request holds no transaction: the work writes its own.
    db.session.commit()
    start_job(job, at_once=small)
    return to_page(campaign_id, job.id)


def to_page(campaign_id: int, job_id: str = "", anchor: str = "ban-da-xuat") -> Response:
    address = url_for(".page", campaign_id=campaign_id, ban=job_id or None, _anchor=anchor)
    return redirect(address, 303)


class JobView:
    """A job in the words of the list."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.state = jobs.JobState(job.state)
        kind = export_kinds.KINDS.get(job.kind)
        self.label = kind.label if kind else job.kind
        self.format = export_kinds.FORMATS.get(str(job.params.get("format", "")), "")
        self.parts = len(job.params.get("sections") or ())
        self.with_sources = bool(job.params.get("sources"))
        self.is_letter = bool(kind and kind.is_letter and job.result_name.endswith(".docx"))

    @property
    def percent(self) -> int:
        return round(100 * self.job.done / self.job.total) if self.job.total else 0


def job_view(job: Job) -> JobView:
    return JobView(job)


def job(campaign_id: int, job_key: str) -> str | Response:
    """One line of the list; asks for itself again until the job is over."""
    found = jobs.get_job(campaign_id, job_key)
    if not is_htmx():
        return to_page(campaign_id, job_key)
    return render_template(
        "exports/_job.html", campaign=g.target, view=job_view(found), fresh=job_key,
        is_office=current_actor().has(g.target.office_id, *OFFICE_ROLES),
    )  # fmt: skip


def file(campaign_id: int, job_key: str) -> Response:
    return download(jobs.result_of(jobs.get_job(campaign_id, job_key)))


def cancel(campaign_id: int, job_key: str) -> Response:
    jobs.cancel(jobs.get_job(campaign_id, job_key))
    db.session.commit()
    flash("Đã dừng bản xuất.", "success")
    return to_page(campaign_id)
