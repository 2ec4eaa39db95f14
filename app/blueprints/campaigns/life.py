"""Publishing, ending and opening a campaign again."""

from __future__ import annotations

from flask import flash, g, redirect, url_for
from werkzeug.wrappers import Response

from app.blueprints.campaigns.steps import step_page
from app.extensions import db
from app.models import Campaign
from app.services import campaigns
from app.services.errors import Refused
from app.web.session import current_actor

Answer = Response | tuple[str, int]


def publish(campaign_id: int) -> Answer:
    campaign: Campaign = g.target
    try:
        count = campaigns.publish(campaign, actor=current_actor())
    except Refused as error:
        db.session.rollback()
        db.session.refresh(campaign)
        return step_page(campaign, "xem-thu", {}, error.message), 409
    db.session.commit()
    flash(f"Đã gửi tới {count} đơn vị. Các đơn vị thấy báo cáo ngay trên trang chủ.", "success")
    return redirect(url_for("following.follow_list", campaign_id=campaign_id), 303)


def close(campaign_id: int) -> Answer:
    campaigns.close(g.target, actor=current_actor())
    db.session.commit()
    flash("Đã kết thúc đợt. Đơn vị chỉ còn xem được.", "success")
    return redirect(url_for(".setup", campaign_id=campaign_id), 303)


def reopen(campaign_id: int) -> Answer:
    campaigns.reopen(g.target, actor=current_actor())
    db.session.commit()
    flash("Đã mở lại đợt.", "success")
    return redirect(url_for(".setup", campaign_id=campaign_id), 303)
