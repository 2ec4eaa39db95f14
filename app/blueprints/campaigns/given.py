"""What the office gives its units to begin with: a grid of units and questions."""

from __future__ import annotations

import re

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Campaign
from app.services import given_values
from app.services.errors import Invalid
from app.services.given_values import Texts
from app.web.session import current_actor

Answer = Response | str | tuple[str, int]
_NAME = re.compile(r"cho-(\d{1,9})-([a-z][a-z0-9_]*)")
_LONGEST = 500


def page(campaign_id: int) -> str:
    return _page(g.target, given_values.texts_of(g.target))


def _page(campaign: Campaign, texts: Texts, problem: str = "") -> str:
    return render_template(
        "campaigns/given.html",
        campaign=campaign,
        fields=given_values.fields_of(campaign),
        reports=given_values.units_of(campaign),
        texts=texts,
        problem=problem,
    )


def save(campaign_id: int) -> Answer:
    texts = {
        (int(match[1]), match[2]): request.form[name][:_LONGEST]
        for name in request.form
        if (match := _NAME.fullmatch(name))
    }
    try:
        count = given_values.set_values(g.target, texts, actor=current_actor())
    except Invalid as error:
        db.session.rollback()
        return _page(g.target, texts, error.message), 422
    db.session.commit()
    flash(f"Đã lưu {count} số cho sẵn. Đơn vị lấy vào ô trống khi nhập báo cáo.", "success")
    return redirect(url_for(".given", campaign_id=campaign_id), 303)
