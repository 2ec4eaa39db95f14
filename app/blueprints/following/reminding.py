"""Reminding units: choose whom, write what, take the text for Zalo or send letters; the log."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from flask import current_app, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.blueprints.following.choosing import (
    SCOPE,
    WHOLE_FILTER,
    Chosen,
    chosen,
    chosen_ids,
    page_context,
    wants_whole_filter,
)
from app.blueprints.following.lists import list_context
from app.extensions import db
from app.models import Campaign
from app.services import (
    automatic_reminders,
    filing_words,
    following,
    outgoing_mail,
    reminder_words,
    reminders,
    standings,
)
from app.services.errors import Invalid, Refused
from app.services.reminders import Errand, Target
from app.services.standings import Standing
from app.settings import Settings
from app.web.paging import ROWS_ON_A_PAGE, Page, page_of
from app.web.session import current_actor
from app.web.typed import typed_ids, typed_line, typed_number, typed_text

Answer = Response | str | tuple[str, int]
# Filters of units that can be reminded; the list of the others would always be empty.
FILTERS = ("chua-gui", "chua-mo", "dang-nhap", "tra-lai", "qua-han")


def page(campaign_id: int) -> str:
    """Everybody of the filter is chosen, or those alone whom the address or a form names."""
    asked = chosen()
    if wants_whole_filter() and asked.state in (*FILTERS, standings.ALL):
        return _page(g.target, {})
    rows = standings.list_standings(g.target) if wants_whole_filter() else []
    named = chosen_ids(asked, rows)
    return _page(g.target, {}, named=frozenset(named))


def _page(
    campaign: Campaign,
    typed: dict[str, Any],
    problem: str = "",
    named: frozenset[int] = frozenset(),
) -> str:
    rows = standings.list_standings(campaign)
    wanted = _wanted()
    shown = [row for row in rows if row.report_id in named] if named else wanted.of(rows)
    size = max(ROWS_ON_A_PAGE, len(named))
    page = page_of([row for row in shown if row.waits], wanted.query, size)
    head = list_context(campaign, rows)
    counts = {key: (label, count) for key, label, count in head.pop("filters")}
    return render_template(
        "following/remind.html",
        **head,
        **page_context(wanted, page),
        **_ticked(page, typed),
        filters=[(key, *counts[key]) for key in FILTERS if key in counts],
        targets=reminders.targets(campaign, following.follow(campaign, page.rows)),
        is_named=bool(named),
        template=typed.get("template") or reminder_words.template_of(campaign),
        places=reminder_words.PLACES,
        key=typed.get("key") or uuid.uuid4().hex,
        problem=problem,
        has_mail=settings().mail is not None,
        **_automatic(campaign),
    )


def _wanted() -> Chosen:
    return chosen(FILTERS, "chua-gui")


def _ticked(page: Page[Standing], typed: dict[str, Any]) -> dict[str, Any]:
    """What is chosen when the page opens: all of one page by its boxes, all of many as such."""
    if typed:
        return {"whole": typed.get(SCOPE) == WHOLE_FILTER, "ticked": set(typed_ids("don_vi"))}
    is_long = page.count > 1
    return {
        "whole": is_long,
        "ticked": set() if is_long else {row.report_id for row in page.rows},
    }


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
        rows = standings.list_standings(campaign)
        ids = set(chosen_ids(_wanted(), rows))
        waiting = [row for row in rows if row.report_id in ids and row.waits]
        found = reminders.targets(campaign, following.follow(campaign, waiting))
        return _STEPS.get(how, _preview)(campaign, found, _errand())
    except (Invalid, Refused) as error:
        db.session.rollback()
        status = 409 if isinstance(error, Refused) else 422
        return _page(campaign, request.form.to_dict(), error.message), status


def _errand() -> Errand:
    text = reminder_words.read_template(typed_text("template"))
    return Errand(text, typed_line("key", 40), site(), current_actor())


def _preview(campaign: Campaign, told: Sequence[Target], errand: Errand) -> str:
    if not told:
        raise Invalid("Hãy đánh dấu ít nhất một đơn vị chưa gửi báo cáo.")
    named = [target.named for target in told]
    return _told(
        campaign,
        told,
        errand,
        text=reminder_words.fill(errand.template, campaign, named, errand.site),
        letter=reminders.text_for(campaign, told[0], errand.template, errand.site),
    )


def _zalo(campaign: Campaign, told: Sequence[Target], errand: Errand) -> str:
    text = reminders.remind_by_zalo(campaign, told, errand)
    db.session.commit()
    return _told(campaign, told, errand, text=text, is_logged=True)


def _told(campaign: Campaign, told: Sequence[Target], errand: Errand, **context: Any) -> str:
    return render_template(
        "following/remind_text.html",
        **list_context(campaign),
        targets=told,
        errand=errand,
        subject=reminders.subject_of(campaign),
        left_out=_left_out(told),
        has_mail=settings().mail is not None,
        **context,
    )


def _left_out(told: Sequence[Target]) -> int:
    """Ticked units that sent meanwhile; a filter holds only those that have not."""
    return 0 if wants_whole_filter() else len(set(typed_ids("don_vi"))) - len(told)


def _mail(campaign: Campaign, told: Sequence[Target], errand: Errand) -> Response:
    if settings().mail is None:
        raise Invalid("Chưa cài máy chủ thư nên không gửi được e-mail. Hãy báo người quản trị.")
    summary = reminders.remind_by_mail(campaign, told, errand)
    db.session.commit()
    words = f"Đã giao {summary.letters} thư tới {summary.units} đơn vị để gửi."
    if summary.without:
        words += f" Không có e-mail: {filing_words.shortened(summary.without)}."
    flash(words, "success")
    return redirect(url_for(".reminder_log", campaign_id=campaign.id), 303)


_STEPS: dict[str, Callable[[Campaign, Sequence[Target], Errand], Response | str]] = {
    "preview": _preview,
    "zalo": _zalo,
    "mail": _mail,
}


def log(campaign_id: int) -> str:
    campaign: Campaign = g.target
    return render_template(
        "following/reminder_log.html",
        **list_context(campaign),
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
