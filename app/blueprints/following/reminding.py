"""Reminding units: choose whom, write what, take the text for Zalo or send letters; the log."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from flask import current_app, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.blueprints.following.lists import chosen as chosen_filter
from app.blueprints.following.lists import list_context
from app.extensions import db
from app.models import Campaign
from app.services import (
    automatic_reminders,
    following,
    outgoing_mail,
    reminder_words,
    reminders,
)
from app.services.errors import Invalid, Refused
from app.services.reminders import Errand, Target
from app.settings import Settings
from app.web.session import current_actor
from app.web.typed import typed_ids, typed_line, typed_number, typed_text

Answer = Response | str | tuple[str, int]
# Filters of units that can be reminded; the list of the others would always be empty.
FILTERS = ("chua-gui", "chua-mo", "dang-nhap", "tra-lai", "qua-han")


def page(campaign_id: int) -> str:
    """Everybody of the filter is ticked, or those whom `don_vi` names."""
    return _page(g.target, {})


def _page(campaign: Campaign, typed: dict[str, Any], problem: str = "") -> str:
    rows = following.follow(campaign)
    wanted = chosen_filter()
    state = wanted.state if wanted.state in FILTERS else "chua-gui"
    shown = following.search(following.choose(rows, state), wanted.words)
    listed = reminders.targets(campaign, shown)
    ticked = set(typed_ids("don_vi"))
    head = list_context(campaign, rows)
    counts = {key: (label, count) for key, label, count in head.pop("filters")}
    return render_template(
        "following/remind.html",
        **head,
        filters=[(key, *counts[key]) for key in FILTERS if key in counts],
        state=state,
        wanted=wanted,
        targets=listed,
        ticked=ticked or {target.row.report.id for target in listed},
        template=typed.get("template") or reminder_words.template_of(campaign),
        places=reminder_words.PLACES,
        key=typed.get("key") or uuid.uuid4().hex,
        problem=problem,
        has_mail=settings().mail is not None,
        **_automatic(campaign),
    )


def _automatic(campaign: Campaign) -> dict[str, Any]:
    behind = automatic_reminders.person_behind(campaign)
    return {
        "switch": automatic_reminders.switch_of(campaign),
        "behind": behind,
        "most_days": automatic_reminders.MOST_DAYS,
    }


def settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found


def site() -> str:
    """The public address of the site, for links in messages."""
    return settings().base_url or request.host_url.rstrip("/")


def send(campaign_id: int) -> Answer:
    """One form, three buttons: see it first, take it for Zalo, send it as letters."""
    campaign: Campaign = g.target
    how = request.form.get("how", "preview")
    try:
        return _STEPS.get(how, _preview)(campaign, _chosen(campaign), _errand())
    except (Invalid, Refused) as error:
        db.session.rollback()
        status = 409 if isinstance(error, Refused) else 422
        return _page(campaign, request.form.to_dict(), error.message), status


def _chosen(campaign: Campaign) -> list[Target]:
    """Ticked units that can still be reminded: who has sent meanwhile is left out."""
    ticked = set(typed_ids("don_vi"))
    return [target for target in reminders.targets(campaign) if target.row.report.id in ticked]


def _errand() -> Errand:
    text = reminder_words.read_template(typed_text("template"))
    return Errand(text, typed_line("key", 40), site(), current_actor())


def _preview(campaign: Campaign, chosen: Sequence[Target], errand: Errand) -> str:
    if not chosen:
        raise Invalid("Hãy đánh dấu ít nhất một đơn vị chưa gửi báo cáo.")
    named = [target.named for target in chosen]
    return _told(
        campaign,
        chosen,
        errand,
        text=reminder_words.fill(errand.template, campaign, named, errand.site),
        letter=reminders.text_for(campaign, chosen[0], errand.template, errand.site),
    )


def _zalo(campaign: Campaign, chosen: Sequence[Target], errand: Errand) -> str:
    text = reminders.remind_by_zalo(campaign, chosen, errand)
    db.session.commit()
    return _told(campaign, chosen, errand, text=text, is_logged=True)


def _told(campaign: Campaign, chosen: Sequence[Target], errand: Errand, **context: Any) -> str:
    rows = following.follow(campaign)
    return render_template(
        "following/remind_text.html",
        **list_context(campaign, rows),
        targets=chosen,
        errand=errand,
        subject=reminders.subject_of(campaign),
        left_out=len(set(typed_ids("don_vi"))) - len(chosen),
        has_mail=settings().mail is not None,
        **context,
    )


def _mail(campaign: Campaign, chosen: Sequence[Target], errand: Errand) -> Response:
    if settings().mail is None:
        raise Invalid("Chưa cài máy chủ thư nên không gửi được e-mail. Hãy báo người quản trị.")
    summary = reminders.remind_by_mail(campaign, chosen, errand)
    db.session.commit()
    words = f"Đã giao {summary.letters} thư tới {summary.units} đơn vị để gửi."
    if summary.without:
        words += f" Không có e-mail: {', '.join(summary.without)}."
    flash(words, "success")
    return redirect(url_for(".reminder_log", campaign_id=campaign.id), 303)


_STEPS: dict[str, Callable[[Campaign, Sequence[Target], Errand], Response | str]] = {
    "preview": _preview,
    "zalo": _zalo,
    "mail": _mail,
}


def log(campaign_id: int) -> str:
    campaign: Campaign = g.target
    rows = following.follow(campaign)
    return render_template(
        "following/reminder_log.html",
        **list_context(campaign, rows),
        entries=reminders.list_log(campaign),
        mails=outgoing_mail.list_mails(campaign.id),
        mail_counts=outgoing_mail.counts(campaign.id),
        has_mail=settings().mail is not None,
    )


def retry(campaign_id: int, mail_id: int) -> Response:
    outgoing_mail.retry(campaign_id, mail_id, actor=current_actor())
    db.session.commit()
    flash("Thư sẽ được gửi lại trong ít phút.", "success")
    return redirect(url_for(".reminder_log", campaign_id=campaign_id, _anchor="thu"), 303)


def set_automatic(campaign_id: int) -> Answer:
    campaign: Campaign = g.target
    most = automatic_reminders.MOST_DAYS
    try:
        before = typed_number("before", "Trước hạn", 0, most)
        after = typed_number("after", "Sau hạn", 0, most)
        switch = automatic_reminders.set_switch(campaign, before, after, actor=current_actor())
    except Invalid as error:
        db.session.rollback()
        return _page(campaign, {}, error.message), 422
    db.session.commit()
    said = "Đã bật nhắc tự động." if switch.is_on else "Đã tắt nhắc tự động."
    flash(said, "success")
    return redirect(url_for(".remind", campaign_id=campaign_id, _anchor="tu-dong"), 303)
