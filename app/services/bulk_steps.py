"""Decisions about many units, taken in one transaction, and taken back where nothing followed.

What the officer saw goes with each unit: where somebody else has decided meanwhile, that unit is
left as it is and named, and the others go on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import BulkStep, Campaign, CampaignState, Draft, Report, Unit, User
from app.services import audit, clock, transitions
from app.services.actors import Actor
from app.services.bulk_plans import BulkAction, Order
from app.services.errors import Invalid, NotFound, Refused
from app.services.locking import lock_row
from app.services.report_steps import token_of

_KEY = re.compile(r"[0-9a-f]{16,32}\Z")
MOST_LISTED = 10


@dataclass(frozen=True)
class UnitOutcome:
    """What came of a step for one unit; `words` say why it was left as it is."""

    report_id: int
    unit: str
    done: bool
    words: str


@dataclass(frozen=True)
class StepResult:
    """A step as its page shows it; `no_undo` is "" when it can be undone."""

    step: BulkStep
    action: BulkAction
    by: str
    outcome: tuple[UnitOutcome, ...]
    undone_by: str
    undo_outcome: tuple[UnitOutcome, ...]
    no_undo: str

    @property
    def deadline(self) -> datetime | None:
        """The new deadline of an extension or a return."""
        text = self.step.params.get("deadline")
        return datetime.fromisoformat(text) if text else None

    @property
    def done(self) -> tuple[UnitOutcome, ...]:
        return tuple(entry for entry in self.outcome if entry.done)

    @property
    def kept(self) -> tuple[UnitOutcome, ...]:
        return tuple(entry for entry in self.outcome if not entry.done)


def carry_out(
    campaign: Campaign, order: Order, seen: Mapping[int, str], *, key: str, actor: Actor
) -> BulkStep:
    """Decide about every unit of `seen` (report id → what the officer saw).

    The same key gives the step that was already taken. Raises Invalid, Refused.
    """
    if not _KEY.match(key):
        raise Invalid("Yêu cầu gửi lên không đúng dạng nên chưa làm gì. Hãy tải lại trang.")
    lock_row(campaign)
    known = db.session.scalars(select(BulkStep).where(BulkStep.key == key)).first()
    if known is not None and known.campaign_id == campaign.id:
        return known
    if campaign.state != CampaignState.PUBLISHED:
        raise Refused("Chỉ làm được với đợt đang thực hiện.")
    if not seen:
        raise Invalid("Không còn đơn vị nào để làm việc này.")
    with audit.together():
        outcome = [
            _decide(report, order, seen[report.id], actor) for report in _locked(campaign, seen)
        ]
    step = BulkStep(
        key=key,
        campaign_id=campaign.id,
        action=order.action.value,
        params={"reason": order.reason, "deadline": _iso(order.deadline)},
        outcome=outcome,
        made_at=clock.now(),
        made_by=actor.id or None,
    )
    db.session.add(step)
    # Its page names it by its id.
    db.session.flush()
    return step


def _locked(campaign: Campaign, report_ids: Iterable[int]) -> list[Report]:
    """All at once and before the log is touched: a single decision takes them in that order."""
    return list(
        db.session.scalars(
            select(Report)
            .where(Report.campaign_id == campaign.id, Report.id.in_(list(report_ids)))
            .order_by(Report.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def _decide(report: Report, order: Order, seen: str, actor: Actor) -> dict[str, Any]:
    """Every check of a transition comes before its first change, so a refusal leaves nothing."""
    before = {"state": report.state, "deadline": _iso(report.deadline_at)}
    try:
        _take(report, order, seen, actor)
    except (Refused, Invalid) as error:
        return {"report_id": report.id, "done": False, "words": error.message}
    after = token_of(report)
    return {"report_id": report.id, "done": True, "words": "", "before": before, "after": after}


def _take(report: Report, order: Order, seen: str, actor: Actor) -> None:
    if order.action in (BulkAction.ACCEPT, BulkAction.ACCEPT_CLEAN):
        transitions.accept(report, actor=actor, seen=seen)
    elif order.action is BulkAction.RETURN:
        transitions.return_report(
            report, order.reason, actor=actor, new_deadline=order.deadline, seen=seen
        )
    elif order.action is BulkAction.EXCLUDE:
        transitions.exclude(report, order.reason, actor=actor, seen=seen)
    elif order.deadline is not None:
        transitions.extend(report, order.deadline, order.reason, actor=actor, seen=seen)


def get_step(campaign: Campaign, step_id: int) -> BulkStep:
    """Raises NotFound, also for a step of another campaign."""
    step = db.session.get(BulkStep, step_id)
    if step is None or step.campaign_id != campaign.id:
        raise NotFound("Không tìm thấy lần làm này.")
    return step


def list_steps(campaign: Campaign) -> list[tuple[BulkStep, str, int]]:
    """(step, label, units done), newest first."""
    found = db.session.scalars(
        select(BulkStep)
        .where(BulkStep.campaign_id == campaign.id)
        .order_by(BulkStep.id.desc())
        .limit(MOST_LISTED)
    )
    return [
        (step, BulkAction(step.action).label, sum(1 for entry in step.outcome if entry["done"]))
        for step in found
    ]


def result_of(step: BulkStep) -> StepResult:
    names = _names(step.campaign_id)
    return StepResult(
        step,
        BulkAction(step.action),
        _person(step.made_by),
        tuple(_shown(entry, names) for entry in step.outcome),
        _person(step.undone_by) if step.undone_at else "",
        tuple(_shown(entry, names) for entry in step.undo_outcome),
        why_no_undo(step),
    )


def _names(campaign_id: int) -> dict[int, str]:
    rows = db.session.execute(
        select(Report.id, Unit.short_name, Unit.name)
        .join(Unit, Unit.id == Report.unit_id)
        .where(Report.campaign_id == campaign_id)
    )
    return {report_id: short or name for report_id, short, name in rows}


def _person(user_id: int | None) -> str:
    user = db.session.get(User, user_id) if user_id else None
    return user.display_name if user else "Hệ thống"


def _shown(entry: Mapping[str, Any], names: Mapping[int, str]) -> UnitOutcome:
    report_id = entry["report_id"]
    return UnitOutcome(report_id, names.get(report_id, ""), entry["done"], entry["words"])


def why_no_undo(step: BulkStep) -> str:
    """Why the step cannot be undone as a whole; "" when it can."""
    action = BulkAction(step.action)
    if step.undone_at is not None:
        return "Đã hoàn tác."
    if not any(entry["done"] for entry in step.outcome):
        return "Không có gì để hoàn tác."
    if action is BulkAction.RETURN:
        return "Trả lại thì không hoàn tác được: đơn vị đã nhận lý do và có thể đang sửa."
    merged_at = _merged_at(step.campaign_id) if action in _ACCEPTING else None
    if merged_at is not None and merged_at >= step.made_at:
        return (
            "Dự thảo đã được ghép sau khi tiếp nhận nên không hoàn tác cả loạt. "
            "Hãy mở từng báo cáo và hủy tiếp nhận kèm lý do."
        )
    return ""


_ACCEPTING = (BulkAction.ACCEPT, BulkAction.ACCEPT_CLEAN)


def _merged_at(campaign_id: int) -> datetime | None:
    return db.session.scalar(
        select(Draft.merged_at)
        .where(Draft.campaign_id == campaign_id, Draft.merged_at.is_not(None))
        .order_by(Draft.merged_at.desc())
        .limit(1)
    )


def undo(campaign: Campaign, step: BulkStep, *, actor: Actor) -> None:
    """Take the step back for every unit where nothing has happened since. Raises Refused."""
    lock_row(campaign)
    db.session.refresh(step)
    if why := why_no_undo(step):
        raise Refused(why)
    entries = {entry["report_id"]: entry for entry in step.outcome if entry["done"]}
    with audit.together():
        step.undo_outcome = [
            _undo_one(report, step, entries[report.id], actor)
            for report in _locked(campaign, entries)
        ]
    step.undone_at, step.undone_by = clock.now(), actor.id or None


def _undo_one(
    report: Report, step: BulkStep, entry: Mapping[str, Any], actor: Actor
) -> dict[str, Any]:
    try:
        _take_back(report, BulkAction(step.action), entry, actor)
    except (Refused, Invalid) as error:
        return {"report_id": report.id, "done": False, "words": error.message}
    return {"report_id": report.id, "done": True, "words": ""}


def _take_back(report: Report, action: BulkAction, entry: Mapping[str, Any], actor: Actor) -> None:
    seen = entry["after"]
    if action in _ACCEPTING:
        transitions.unaccept(report, "hoàn tác tiếp nhận nhiều đơn vị", actor=actor, seen=seen)
    elif action is BulkAction.EXCLUDE:
        transitions.include(report, actor=actor, seen=seen)
    else:
        before = entry["before"]["deadline"]
        deadline = datetime.fromisoformat(before) if before else None
        transitions.take_back_extension(report, deadline, actor=actor, seen=seen)


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
