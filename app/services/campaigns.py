"""Campaigns (đợt báo cáo): creating, choosing units, publishing, closing, opening again.

The five steps of preparing one are in campaign_setup.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import delete, func, insert, or_, select

from app.extensions import db
from app.models import (
    Campaign,
    CampaignState,
    Report,
    ReportState,
    Role,
    SectionAssignment,
    Unit,
)
from app.services import audit, clock, notices
from app.services.actors import OFFICE_ROLES, Actor
from app.services.deadlines import deadline_instant, deadline_words
from app.services.errors import Invalid, NotFound, Refused
from app.services.locking import lock_row
from forms import clean_line, search_key


def get_campaign(campaign_id: int) -> Campaign:
    """Raises NotFound."""
    campaign = db.session.get(Campaign, campaign_id)
    if campaign is None:
        raise NotFound("Không tìm thấy đợt báo cáo này.")
    return campaign


def get_campaign_by_code(code: str) -> Campaign:
    """Raises NotFound."""
    campaign = db.session.scalar(select(Campaign).where(Campaign.code == code))
    if campaign is None:
        raise NotFound(f"Không có đợt báo cáo mang mã “{code}”.")
    return campaign


def list_campaigns() -> list[Campaign]:
    return list(db.session.scalars(select(Campaign).order_by(Campaign.created_at.desc())))


def list_office_campaigns(actor: Actor) -> list[Campaign]:
    """Campaigns of the offices in which the actor works, newest first."""
    units = actor.units(*OFFICE_ROLES)
    if not units:
        return []
    return list(
        db.session.scalars(
            select(Campaign)
            .where(Campaign.office_id.in_(units))
            .order_by(Campaign.created_at.desc())
        )
    )


def list_viewed_campaigns(actor: Actor) -> list[Campaign]:
    """Campaigns whose collecting unit the actor may look into, newest first."""
    units = actor.units(Role.VIEWER)
    if not units:
        return []
    return list(
        db.session.scalars(
            select(Campaign)
            .where(Campaign.collector_id.in_(units), Campaign.state != CampaignState.DRAFT)
            .order_by(Campaign.created_at.desc())
        )
    )


def create_campaign(
    title: str,
    *,
    outline_version_id: int,
    collector: Unit,
    office: Unit,
    actor: Actor,
    code: str = "",
    **attributes: Any,
) -> Campaign:
    """Start a campaign as a draft. Raises Invalid when the title is empty or the code taken."""
    title = clean_line(title)
    if not title:
        raise Invalid("Hãy đặt tên cho đợt báo cáo.")
    code = code or _free_code(title)
    if db.session.scalar(select(Campaign.id).where(Campaign.code == code)) is not None:
        raise Invalid(f"Mã đợt “{code}” đã có.")
    campaign = Campaign(
        title=title,
        code=code,
        outline_version_id=outline_version_id,
        collector_id=collector.id,
        office_id=office.id,
        created_at=clock.now(),
        created_by=actor.id or None,
        **attributes,
    )
    db.session.add(campaign)
    # Its reports and its audit line refer to the id.
    db.session.flush()
    audit.record("campaign.created", actor, campaign_id=campaign.id, code=code)
    return campaign


def change_campaign(campaign: Campaign, changes: Mapping[str, Any], *, actor: Actor) -> None:
    """Change plain attributes; the log keeps which. Raises Invalid, Refused."""
    require_open(campaign)
    changed = [name for name, value in changes.items() if getattr(campaign, name) != value]
    for name in changed:
        setattr(campaign, name, changes[name])
    if not campaign.title:
        raise Invalid("Hãy đặt tên cho đợt báo cáo.")
    if changed:
        audit.record("campaign.changed", actor, campaign_id=campaign.id, fields=changed)


def require_open(campaign: Campaign) -> None:
    if campaign.state == CampaignState.CLOSED:
        raise Refused("Đợt này đã kết thúc. Hãy mở lại đợt nếu cần thay đổi.")


def put_setting(campaign: Campaign, key: str, value: Any) -> None:
    # A new dict: SQLAlchemy does not see changes inside a JSON value.
    campaign.settings = {**(campaign.settings or {}), key: value}


def set_deadline(
    campaign: Campaign, day: date, hour: time | None, inclusive: bool, *, actor: Actor
) -> None:
    """Set date, hour and the inclusive switch; the instant follows from them.

    Units of a published campaign are told. Raises Invalid when it then lies in the past.
    """
    require_open(campaign)
    before = campaign.deadline_at
    is_published = campaign.state == CampaignState.PUBLISHED
    if is_published and deadline_instant(day, hour, inclusive) <= clock.now():
        raise Invalid("Đợt đang thực hiện: hạn mới phải ở sau thời điểm này.")
    campaign.deadline_date, campaign.deadline_time = day, hour
    campaign.deadline_inclusive = inclusive
    campaign.deadline_at = deadline_instant(day, hour, inclusive)
    if before != campaign.deadline_at:
        audit.record(
            "campaign.deadline_set",
            actor,
            campaign_id=campaign.id,
            before=_iso(before),
            after=_iso(campaign.deadline_at),
        )
        if is_published:
            words = deadline_words(campaign.deadline_at)
            notices.tell_units(campaign, f"Hạn nộp “{campaign.title}” chuyển thành {words}.")


def set_units(campaign: Campaign, unit_ids: Iterable[int], *, actor: Actor) -> None:
    """Set who reports. A unit that has begun to write is never dropped: raises Refused."""
    require_open(campaign)
    wanted = list(dict.fromkeys(unit_ids))
    known = set(db.session.scalars(select(Unit.id).where(Unit.id.in_(wanted))))
    if missing := [unit_id for unit_id in wanted if unit_id not in known]:
        raise Invalid(f"Có {len(missing)} đơn vị không còn trong danh mục.")
    reports = {
        report.unit_id: report
        for report in db.session.scalars(
            select(Report).where(Report.campaign_id == campaign.id, Report.kind == "own")
        )
    }
    dropped = [report for unit_id, report in reports.items() if unit_id not in known]
    _require_droppable(campaign, dropped)
    for report in dropped:
        db.session.execute(
            delete(SectionAssignment).where(SectionAssignment.report_id == report.id)
        )
        db.session.delete(report)
    for position, unit_id in enumerate(wanted):
        if unit_id in reports:
            reports[unit_id].position = position
    added = [
        {"campaign_id": campaign.id, "unit_id": unit_id, "position": position}
        for position, unit_id in enumerate(wanted)
        if unit_id not in reports
    ]
    db.session.flush()
    if added:
        # In one statement: a campaign may have thousands of units.
        db.session.execute(insert(Report), added)
    if added and campaign.state == CampaignState.PUBLISHED:
        only = [row["unit_id"] for row in added]
        notices.tell_units(campaign, _new_words(campaign), only=only)
    audit.record("campaign.units_set", actor, campaign_id=campaign.id, count=len(wanted))


def _new_words(campaign: Campaign) -> str:
    words = deadline_words(campaign.deadline_at)
    return f"Có đợt báo cáo mới: {campaign.title}. Hạn: {words}."


def _require_droppable(campaign: Campaign, dropped: list[Report]) -> None:
    """What a unit has seen is never taken away without a word. Raises Refused."""
    published = campaign.state != CampaignState.DRAFT
    kept = [r for r in dropped if published or r.state != ReportState.NOT_STARTED]
    if not kept:
        return
    names = ", ".join(report.unit.label for report in kept[:5])
    more = f" và {len(kept) - 5} đơn vị khác" if len(kept) > 5 else ""
    reason = "đã được giao báo cáo" if published else "đã nhập nội dung"
    raise Refused(
        f"{names}{more} {reason}, không bỏ khỏi đợt được. "
        "Nếu đơn vị không phải báo cáo nữa, hãy dùng “Loại khỏi đợt” kèm lý do."
    )


def publish(campaign: Campaign, *, actor: Actor) -> int:
    """Open the campaign to its units; gives their number. Raises Refused naming what is missing."""
    _lock(campaign)
    if campaign.state != CampaignState.DRAFT:
        raise Refused("Đợt này đã phát hành rồi.")
    count = count_units(campaign)
    if count == 0:
        raise Refused("Chưa chọn đơn vị nào phải báo cáo.")
    if campaign.deadline_at is None:
        raise Refused("Chưa đặt hạn nộp.")
    if campaign.deadline_at <= clock.now():
        raise Refused("Hạn nộp đã qua. Hãy đặt lại hạn trước khi phát hành.")
    if gone := dissolved_units(campaign):
        names = ", ".join(unit.label for unit in gone[:5])
        raise Refused(
            f"{names} không còn hoạt động. Hãy bỏ khỏi danh sách hoặc chọn đơn vị kế thừa."
        )
    campaign.state = CampaignState.PUBLISHED
    campaign.published_at = clock.now()
    audit.record("campaign.published", actor, campaign_id=campaign.id, units=count)
    notices.tell_units(campaign, _new_words(campaign))
    return count


def _lock(campaign: Campaign) -> None:
    """Two officers may press the same button: the second sees what the first has done."""
    db.session.flush()
    lock_row(campaign)


def dissolved_units(campaign: Campaign) -> list[Unit]:
    """Units of the campaign that are not valid today."""
    today = clock.today()
    found = db.session.scalars(
        select(Unit)
        .join(Report, Report.unit_id == Unit.id)
        .where(
            Report.campaign_id == campaign.id,
            Report.state != ReportState.EXCLUDED,
            or_(Unit.valid_to < today, Unit.valid_from > today),
        )
        .order_by(Report.position)
    )
    return list(found)


def close(campaign: Campaign, *, actor: Actor) -> None:
    """End the campaign: nothing can be sent any more. Raises Refused."""
    _lock(campaign)
    if campaign.state != CampaignState.PUBLISHED:
        raise Refused("Chỉ kết thúc được đợt đang thực hiện.")
    campaign.state = CampaignState.CLOSED
    campaign.closed_at = clock.now()
    audit.record("campaign.closed", actor, campaign_id=campaign.id)
    notices.tell_units(campaign, f"Đợt báo cáo “{campaign.title}” đã kết thúc; chỉ còn xem được.")


def reopen(campaign: Campaign, *, actor: Actor) -> None:
    """Open a closed campaign again. Raises Refused."""
    _lock(campaign)
    if campaign.state != CampaignState.CLOSED:
        raise Refused("Đợt này chưa kết thúc.")
    campaign.state, campaign.closed_at = CampaignState.PUBLISHED, None
    audit.record("campaign.reopened", actor, campaign_id=campaign.id)
    notices.tell_units(campaign, f"Đợt báo cáo “{campaign.title}” được mở lại.")


def count_units(campaign: Campaign) -> int:
    return (
        db.session.scalar(
            select(func.count()).select_from(Report).where(Report.campaign_id == campaign.id)
        )
        or 0
    )


def _free_code(title: str) -> str:
    words = search_key(title).split()[:8]
    base = "-".join("".join(c for c in word if c.isalnum()) for word in words)[:60] or "dot"
    taken = set(db.session.scalars(select(Campaign.code).where(Campaign.code.like(f"{base}%"))))
    if base not in taken:
        return base
    return next(f"{base}-{n}" for n in range(2, 10_000) if f"{base}-{n}" not in taken)


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
