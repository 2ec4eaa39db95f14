"""What a unit gets after sending: when, in time or late, and a text to paste into Zalo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.models import Report
from app.services import clock, reports
from app.services.deadlines import timing_words


@dataclass(frozen=True)
class Receipt:
    """`timing` is "Đúng hạn" or "Trễ 1 ngày"; `zalo` is plain text."""

    sent_at: datetime
    timing: str
    times: int
    zalo: str


def receipt_of(report: Report, link: str) -> Receipt:
    """Of a report that was sent; its first sending decides whether it was in time."""
    assert report.submitted_at is not None
    first = report.first_submitted_at or report.submitted_at
    timing = timing_words(reports.effective_deadline(report), first, clock.now())
    return Receipt(
        report.submitted_at, timing, report.submission_count, _zalo(report, timing, link)
    )


def _zalo(report: Report, timing: str, link: str) -> str:
    local = clock.local(report.submitted_at or clock.now())
    number = f" số {report.number}" if report.number else ""
    again = f" (gửi lần {report.submission_count})" if report.submission_count > 1 else ""
    lines = (
        f"{report.unit.name} đã gửi Báo cáo{number}{again}",
        f"Đợt: {report.campaign.title}",
        f"Lúc {local:%H:%M} ngày {local.day}/{local.month}/{local.year}"
        + (f" – {timing.lower()}" if timing else ""),
        f"Xem: {link}",
    )
    return "\n".join(lines)
