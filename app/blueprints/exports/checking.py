"""Self-check of the format: of an export, or of any Word file."""

from __future__ import annotations

from flask import g, render_template, request

from app.documents import Deviation, UnreadableFile, check_word
from app.documents.profiles import Profile, all_profiles
from app.models import Campaign
from app.services import exports, jobs
from app.services.errors import Invalid
from app.web.uploads import needed_file


def check(campaign_id: int, job_key: str) -> str:
    result = jobs.result_of(jobs.get_job(campaign_id, job_key))
    profile = exports.profile_for(g.target.collector, g.target)
    return _page(result.name, _checked(result.data, profile), profile)


def check_form(campaign_id: int) -> str:
    return _page("", (), exports.profile_for(g.target.collector, g.target))


def check_upload(campaign_id: int) -> str:
    """Any Word file, against the chosen profile; it is read and not kept."""
    sent = needed_file("Hãy chọn tệp Word (.docx) cần kiểm tra.")
    wanted = request.form.get("mau", "")
    profile = next(
        (one for one in all_profiles() if one.id == wanted),
        exports.profile_for(g.target.collector, g.target),
    )
    return _page(sent.name, _checked(sent.data, profile), profile)


def _checked(data: bytes, profile: Profile) -> tuple[Deviation, ...]:
    try:
        return check_word(data, profile)
    except UnreadableFile as error:
        raise Invalid(str(error)) from error


def _page(name: str, found: tuple[Deviation, ...], profile: Profile) -> str:
    campaign: Campaign = g.target
    return render_template(
        "exports/check.html",
        campaign=campaign,
        name=name,
        blocking=[one for one in found if one.severity == "block"],
        warnings=[one for one in found if one.severity == "warn"],
        profile=profile,
        profiles=all_profiles(),
    )
