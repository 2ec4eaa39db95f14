"""Decisions about many units, before they are taken: what would happen to whom, and to whom not.

Carrying a plan out, and undoing it, is in bulk_steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.models import Campaign, CampaignState, ReportState
from app.services import clock, following, report_findings, standings
from app.services.deadlines import deadline_words
from app.services.errors import Invalid, Refused
from app.services.following import FollowRow
from app.services.report_findings import FindingCount
from app.services.report_steps import reason_of, token_of
from forms import clean_line


class BulkAction(StrEnum):
    ACCEPT_CLEAN = "nhan-khong-luu-y"
    ACCEPT = "tiep-nhan"
    RETURN = "tra-lai"
    EXTEND = "gia-han"
    EXCLUDE = "loai"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def needs_reason(self) -> bool:
        return self in (BulkAction.RETURN, BulkAction.EXCLUDE)


_LABELS = {
    BulkAction.ACCEPT_CLEAN: "Tiếp nhận mọi báo cáo đã gửi không có lưu ý",
    BulkAction.ACCEPT: "Tiếp nhận",
    BulkAction.RETURN: "Trả lại để sửa",
    BulkAction.EXTEND: "Gia hạn",
    BulkAction.EXCLUDE: "Loại khỏi đợt",
}
_SENT = (ReportState.SUBMITTED, ReportState.ACCEPTED)


@dataclass(frozen=True)
class Order:
    """What the officer asks for; `deadline` is the new one of an extension or a return."""

    action: BulkAction
    reason: str = ""
    deadline: datetime | None = None


@dataclass(frozen=True)
class Line:
    """What will happen to one unit; `seen` is what the officer saw of its report."""

    row: FollowRow
    words: str
    seen: str


@dataclass(frozen=True)
class LeftOut:
    row: FollowRow
    words: str


@dataclass(frozen=True)
class Plan:
    order: Order
    lines: tuple[Line, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def seen(self) -> str:
        """What the officer saw of every unit, as one field of a form."""
        return ";".join(f"{line.row.report_id} {line.seen}" for line in self.lines)


def read_order(action: str, reason: str = "", deadline: datetime | None = None) -> Order:
    """Raises Invalid for what cannot be asked of any unit."""
    if action not in {known.value for known in BulkAction}:
        raise Invalid("Hãy chọn một việc để làm với các đơn vị.")
    wanted = BulkAction(action)
    words = reason_of(reason) if wanted.needs_reason else clean_line(reason)[:500]
    if wanted is BulkAction.EXTEND and deadline is None:
        raise Invalid("Hạn mới: hãy nhập ngày, ví dụ 20/5/2024.")
    if wanted not in (BulkAction.EXTEND, BulkAction.RETURN):
        deadline = None
    if deadline is not None and deadline <= clock.now():
        raise Invalid("Hạn mới phải ở sau thời điểm này.")
    return Order(wanted, words, deadline)


def make_plan(campaign: Campaign, order: Order, report_ids: Iterable[int]) -> Plan:
    """What would happen to the chosen units; to accept what is clean, all that were sent.

    Raises Invalid when none is chosen, Refused when the campaign is over.
    """
    if campaign.state != CampaignState.PUBLISHED:
        raise Refused("Chỉ làm được với đợt đang thực hiện.")
    chosen, rows = set(report_ids), standings.list_standings(campaign)
    if order.action is BulkAction.ACCEPT_CLEAN:
        ready = [row for row in rows if row.state is ReportState.SUBMITTED]
    else:
        ready = [row for row in rows if row.report_id in chosen]
        if not ready:
            raise Invalid("Hãy đánh dấu ít nhất một đơn vị.")
    wanted = following.follow(campaign, ready)
    findings = _findings(campaign, order, wanted)
    judge = _JUDGES[order.action]
    lines, left_out = [], []
    for row in wanted:
        words, goes = judge(order, row, findings.get(row.report.id, FindingCount()))
        if goes:
            lines.append(Line(row, words, token_of(row.report)))
        else:
            left_out.append(LeftOut(row, words))
    return Plan(order, tuple(lines), tuple(left_out))


def _findings(
    campaign: Campaign, order: Order, rows: list[FollowRow]
) -> Mapping[int, FindingCount]:
    """What the checks say about each report that may be accepted."""
    if order.action not in (BulkAction.ACCEPT, BulkAction.ACCEPT_CLEAN):
        return {}
    sent = [row.report for row in rows if row.state is ReportState.SUBMITTED]
    return report_findings.count_findings(campaign, sent)


Judgement = tuple[str, bool]
Judge = Callable[[Order, FollowRow, FindingCount], Judgement]


def _judge_clean(order: Order, row: FollowRow, findings: FindingCount) -> Judgement:
    if findings:
        return f"{findings.words}; hãy xem báo cáo rồi quyết định", False
    return "tiếp nhận; không có lưu ý nào", True


def _judge_accept(order: Order, row: FollowRow, findings: FindingCount) -> Judgement:
    if row.state is not ReportState.SUBMITTED:
        return _not_now(row, "chỉ tiếp nhận được báo cáo đã gửi"), False
    told = f"vẫn còn {findings.words}" if findings else "không có lưu ý nào"
    return f"tiếp nhận; {told}", True


def _judge_return(order: Order, row: FollowRow, findings: FindingCount) -> Judgement:
    if row.state not in _SENT:
        return _not_now(row, "chỉ trả lại được báo cáo đã gửi hoặc đã tiếp nhận"), False
    deadline = f"; hạn gửi lại {deadline_words(order.deadline)}" if order.deadline else ""
    taken = "; số liệu rút khỏi bản tổng hợp" if row.state is ReportState.ACCEPTED else ""
    return f"trả lại để sửa{deadline}{taken}", True


def _judge_extend(order: Order, row: FollowRow, findings: FindingCount) -> Judgement:
    if not row.waits:
        return _not_now(row, "không cần gia hạn"), False
    if row.deadline == order.deadline:
        return "đã có đúng hạn này", False
    return f"hạn {deadline_words(row.deadline)} → {deadline_words(order.deadline)}", True


def _judge_exclude(order: Order, row: FollowRow, findings: FindingCount) -> Judgement:
    if row.state is ReportState.EXCLUDED:
        return "đã được loại khỏi đợt từ trước", False
    kept = "" if row.state is ReportState.NOT_STARTED else "; nội dung đã nhập được giữ lại"
    return f"loại khỏi đợt{kept}", True


def _not_now(row: FollowRow, rule: str) -> str:
    return f"đang ở trạng thái “{row.state.label}”, {rule}"


_JUDGES: Mapping[BulkAction, Judge] = {
    BulkAction.ACCEPT_CLEAN: _judge_clean,
    BulkAction.ACCEPT: _judge_accept,
    BulkAction.RETURN: _judge_return,
    BulkAction.EXTEND: _judge_extend,
    BulkAction.EXCLUDE: _judge_exclude,
}
