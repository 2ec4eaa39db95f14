"""What each step of preparing a campaign does with its form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import request

from app.models import Campaign
from app.services import campaign_setup, campaigns, outlines, parent_campaign, units
from app.services.errors import Invalid
from app.web.session import current_actor
from app.web.typed import typed_day, typed_flag, typed_hour, typed_ids, typed_line, typed_text


def own_campaign(campaign_id: int) -> Campaign | None:
    """A campaign of the actor's offices, None for 0. Raises Invalid for any other."""
    if not campaign_id:
        return None
    own = {found.id: found for found in campaigns.list_office_campaigns(current_actor())}
    if campaign_id not in own:
        raise Invalid("Đợt trước không có trong danh sách của cơ quan.")
    return own[campaign_id]


def _save_about(campaign: Campaign) -> None:
    collector = units.get_unit(request.form.get("collector", 0, type=int))
    if collector.id not in {unit.id for unit in campaign_setup.collectors_of(campaign.office)}:
        raise Invalid("Cơ quan ban hành báo cáo tổng hợp phải là cấp trên của cơ quan thực hiện.")
    changes = {
        "title": typed_line("title", 500),
        "period_label": typed_line("period_label", 120),
        "period_from": typed_day("period_from", "Từ ngày"),
        "period_to": typed_day("period_to", "Đến ngày"),
        "as_of": typed_day("as_of", "Số liệu tính đến ngày"),
        "estimates_allowed": typed_flag("estimates_allowed"),
        "contact": typed_line("contact", 300),
        "contact_phone": typed_line("contact_phone", 60),
        "basis": campaign_setup.read_basis(typed_text("basis")),
        "collector_id": collector.id,
        "parent_id": _parent(campaign),
    }
    if changes["period_from"] and changes["period_to"]:
        _require_order(changes["period_from"], changes["period_to"])
    campaigns.change_campaign(campaign, changes, actor=current_actor())


def _parent(campaign: Campaign) -> int | None:
    wanted = request.form.get("parent", 0, type=int)
    if not wanted:
        return None
    if wanted not in {found.id for found in parent_campaign.possible_parents(campaign)}:
        raise Invalid("Cơ quan ban hành không phải báo cáo trong đợt của cấp trên đã chọn.")
    return wanted


def _require_order(start: Any, end: Any) -> None:
    if start > end:
        raise Invalid("Kỳ báo cáo: “Từ ngày” phải trước “Đến ngày”.")


def _save_outline(campaign: Campaign) -> None:
    version_id = request.form.get("outline", 0, type=int)
    is_kept = version_id == campaign.outline_version_id
    version = campaign.outline_version if is_kept else outlines.get_released(version_id)
    previous = own_campaign(request.form.get("previous", 0, type=int))
    campaign_setup.set_outline(campaign, version, previous, actor=current_actor())


def _save_units(campaign: Campaign) -> None:
    ticked = typed_ids("unit")
    if "from_previous" in request.form:
        ticked += campaign_setup.units_of_previous(campaign)
    wanted = campaign_setup.wanted_units(
        campaign,
        ticked,
        request.form.getlist("kind"),
        request.form.getlist("tag"),
        request.form.getlist("without_tag"),
    )
    campaigns.set_units(campaign, wanted, actor=current_actor())


def _save_deadline(campaign: Campaign) -> None:
    day = typed_day("day", "Hạn nộp")
    if day is None:
        raise Invalid("Hạn nộp: hãy nhập ngày, ví dụ 15/5/2024.")
    hour = typed_hour("hour", "Giờ")
    campaigns.set_deadline(campaign, day, hour, typed_flag("inclusive"), actor=current_actor())


SAVES: dict[str, Callable[[Campaign], None]] = {
    "ten": _save_about,
    "de-cuong": _save_outline,
    "don-vi": _save_units,
    "han": _save_deadline,
}
