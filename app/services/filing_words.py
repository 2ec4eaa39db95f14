"""The state of a campaign in words: for a chat, and for the report's own sentence on filing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.models import Campaign
from app.services import clock, standings
from app.services.deadlines import deadline_words
from app.services.following import FollowRow

MOST_NAMES = 40


def status_text(campaign: Campaign, rows: list[FollowRow], link: str) -> str:
    """Plain text with the names of those who are late or missing, ready to paste into Zalo."""
    local = clock.local(clock.now())
    lines = [
        "TÌNH HÌNH NỘP BÁO CÁO",
        f"Đợt: {campaign.title}",
        f"Hạn: {deadline_words(campaign.deadline_at)}",
        f"Tính đến {local:%H:%M} ngày {local.day}/{local.month}/{local.year}:",
        standings.count(rows).words,
    ]
    for title, chosen in (
        ("Đã gửi", standings.choose(rows, "da-gui")),
        ("Bị trả lại, đang chờ gửi lại", standings.choose(rows, "tra-lai")),
        ("Đang nhập", standings.choose(rows, "dang-nhap")),
        ("Chưa mở", standings.choose(rows, "chua-mo")),
    ):
        if chosen:
            lines.append(f"- {title} ({len(chosen)}): {names(chosen)}.")
    return "\n".join([*lines, f"Vào nhập báo cáo: {link}"])


def names(rows: Iterable[FollowRow]) -> str:
    """Names in order; a late sender carries how late."""
    return shortened([_name(row) for row in rows])


def shortened(found: Sequence[str]) -> str:
    if len(found) <= MOST_NAMES:
        return ", ".join(found)
    return ", ".join(found[:MOST_NAMES]) + f" và {len(found) - MOST_NAMES} đơn vị khác"


def _name(row: FollowRow) -> str:
    late = f" (trễ {row.days_late} ngày)" if not row.waits and row.days_late else ""
    return f"{row.unit.label}{late}"
