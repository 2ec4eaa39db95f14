"""Units that follow one another (1/7/2025): merging, splitting, renaming, dissolving.

Nothing is deleted: a unit ends on a day and points to what follows it. The figures of last period
of a merged unit are the sum of its predecessors'.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import func, select

from app.extensions import db
from app.models import Campaign, Figure, Report, ReportState, Unit, UnitSuccession
from app.services import audit, notices
from app.services.actors import Actor
from app.services.errors import Invalid, Refused

FigureKey = tuple[str, str, str]


def merge_units(old: Sequence[Unit], new: Unit, on: date, *, actor: Actor) -> None:
    """From `on` the units `old` are one unit, `new` (which may be one of them). Raises Invalid."""
    ending = [unit for unit in old if unit.id != new.id]
    if not ending:
        raise Invalid("Hãy chọn ít nhất một đơn vị để nhập vào đơn vị mới.")
    for unit in ending:
        _end(unit, on, actor, "merge", [new])


def split_unit(old: Unit, parts: Sequence[Unit], on: date, *, actor: Actor) -> None:
    """From `on` the unit is several; the first part is its chief successor. Raises Invalid."""
    if len({unit.id for unit in parts} - {old.id}) < 2:
        raise Invalid("Chia tách cần ít nhất hai đơn vị mới.")
    _end(old, on, actor, "split", parts)


def rename_unit(old: Unit, new: Unit, on: date, *, actor: Actor) -> None:
    """A unit that goes on under another name and code: old reports keep the old name."""
    _end(old, on, actor, "rename", [new])


def dissolve_unit(unit: Unit, on: date, *, actor: Actor) -> None:
    """The unit ends without a successor. Raises Invalid."""
    _end(unit, on, actor, "dissolve", [])


def _end(unit: Unit, on: date, actor: Actor, kind: str, successors: Sequence[Unit]) -> None:
    # A unit whose last day was written down before may still be followed from the day after.
    if unit.successor_id is not None or (unit.valid_to and unit.valid_to < on - timedelta(days=1)):
        raise Invalid(f"{unit.name} đã ngừng hoạt động từ trước.")
    if unit.valid_from is not None and unit.valid_from >= on:
        raise Invalid(f"{unit.name} chưa hoạt động vào ngày này.")
    if any(_follows(unit, successor) for successor in successors):
        raise Refused("Đơn vị kế thừa lại do chính đơn vị này kế thừa: quan hệ bị vòng.")
    unit.valid_to = on - timedelta(days=1)
    unit.successor_id = successors[0].id if successors else None
    for successor in successors:
        link = UnitSuccession(
            predecessor_id=unit.id, successor_id=successor.id, kind=kind, effective_on=on
        )
        db.session.add(link)
    audit.record(
        f"unit.{kind}",
        actor,
        unit_id=unit.id,
        on=on.isoformat(),
        successors=[successor.code for successor in successors],
    )
    _tell_offices(unit, on)


def heirs_of(unit: Unit, day: date) -> list[Unit]:
    """Who stands for the unit on a day: itself while it is there, else all that follow it."""
    found: dict[int, Unit] = {}
    waiting, seen = [unit], set[int]()
    while waiting:
        one = waiting.pop(0)
        if one.id in seen:
            continue
        seen.add(one.id)
        if one.valid_to is None or day <= one.valid_to:
            found[one.id] = one
        else:
            waiting.extend(_successors(one))
    return list(found.values())


def _successors(unit: Unit) -> list[Unit]:
    linked = db.session.scalars(
        select(Unit)
        .join(UnitSuccession, UnitSuccession.successor_id == Unit.id)
        .where(UnitSuccession.predecessor_id == unit.id)
        .order_by(UnitSuccession.id)
    ).all()
    return list(linked) or ([unit.successor] if unit.successor else [])


def _follows(unit: Unit, candidate: Unit) -> bool:
    """Whether `unit` comes, over any number of steps, after `candidate`."""
    return candidate.id == unit.id or unit.id in _descendants(candidate.id)


def _descendants(unit_id: int) -> set[int]:
    found: set[int] = set()
    waiting = [unit_id]
    while waiting:
        rows = db.session.scalars(
            select(UnitSuccession.successor_id).where(UnitSuccession.predecessor_id.in_(waiting))
        )
        waiting = [row for row in rows if row not in found]
        found.update(waiting)
    return found


def _tell_offices(unit: Unit, on: date) -> None:
    for campaign in running_campaigns_of(unit):
        text = (
            f"{unit.label} ngừng hoạt động từ {on.day}/{on.month}/{on.year} trong khi đợt "
            f"“{campaign.title}” đang thực hiện. Hãy loại khỏi đợt kèm lý do, hoặc nhập thay."
        )
        notices.tell_people_of_office(campaign.office_id, text, f"/dot/{campaign.id}")


def running_campaigns_of(unit: Unit) -> list[Campaign]:
    """Published campaigns that still wait for this unit."""
    done = (ReportState.ACCEPTED.value, ReportState.EXCLUDED.value)
    return list(
        db.session.scalars(
            select(Campaign)
            .join(Report, Report.campaign_id == Campaign.id)
            .where(
                Report.unit_id == unit.id,
                Campaign.state == "published",
                Report.state.not_in(done),
            )
        )
    )


def predecessors(unit_id: int) -> list[Unit]:
    """All units that led to this one, over any number of steps."""
    found: dict[int, Unit] = {}
    waiting = [unit_id]
    while waiting:
        units = db.session.scalars(
            select(Unit)
            .join(UnitSuccession, UnitSuccession.predecessor_id == Unit.id)
            .where(UnitSuccession.successor_id.in_(waiting))
        ).all()
        waiting = [unit.id for unit in units if unit.id not in found]
        found.update({unit.id: unit for unit in units})
    return list(found.values())


def links_of(unit_id: int) -> tuple[list[UnitSuccession], list[UnitSuccession]]:
    """(links to predecessors, links to successors)."""
    links = db.session.scalars(
        select(UnitSuccession)
        .where(
            (UnitSuccession.predecessor_id == unit_id) | (UnitSuccession.successor_id == unit_id)
        )
        .order_by(UnitSuccession.id)
    ).all()
    before = [link for link in links if link.successor_id == unit_id]
    return before, [link for link in links if link.predecessor_id == unit_id]


def previous_figures(report: Report) -> dict[FigureKey, Decimal]:
    """Figures of the campaign before, by (field, row, column): the unit's own, or the sum of its
    predecessors' when it did not report then. Split units take nothing: no key of division is
    known, and none is invented."""
    campaign = report.campaign
    if campaign.previous_id is None:
        return {}
    ids = [report.unit_id]
    if _reported(campaign.previous_id, ids) == 0:
        ids = [unit.id for unit in whole_predecessors(report.unit_id)]
    return sum_figures(campaign.previous_id, ids)


def whole_predecessors(unit_id: int) -> list[Unit]:
    """Units that became this one with all they were: not one that was split over several."""
    split = set(
        db.session.scalars(
            select(UnitSuccession.predecessor_id).where(UnitSuccession.kind == "split")
        )
    )
    return [unit for unit in predecessors(unit_id) if unit.id not in split]


def _reported(campaign_id: int, unit_ids: Sequence[int]) -> int:
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Report)
            .where(Report.campaign_id == campaign_id, Report.unit_id.in_(unit_ids))
        )
        or 0
    )


def sum_figures(campaign_id: int, unit_ids: Sequence[int]) -> dict[FigureKey, Decimal]:
    """What these units wrote in a campaign, added up by (field, row, column)."""
    total = func.sum(Figure.value)
    rows = db.session.execute(
        select(Figure.field_key, Figure.row_key, Figure.column_key, total)
        .join(Report, Report.id == Figure.report_id)
        .where(
            Figure.campaign_id == campaign_id,
            Report.unit_id.in_(unit_ids),
            Figure.value.is_not(None),
        )
        .group_by(Figure.field_key, Figure.row_key, Figure.column_key)
    )
    return {(field, row, column): _decimal(value) for field, row, column, value in rows}


def _decimal(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))
