"""The state of a campaign in words: for a chat, and for the report's own sentence on filing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.models import Campaign
from app.services import clock, following_matrix, standings
from app.services.deadlines import deadline_words
from app.services.following import FollowRow
from app.services.following_matrix import Matrix
from app.services.work_list import FINISHED
from forms import Section

MOST_NAMES = 40
MOST_SECTIONS = 6


def status_text(campaign: Campaign, rows: list[FollowRow], link: str) -> str:
    """Plain text with the names of those who are late or missing, ready to paste into Zalo."""
    lines = [*_head("TÌNH HÌNH NỘP BÁO CÁO", campaign), standings.count(rows).words]
    for title, chosen in (
        ("Đã gửi", standings.choose(rows, "da-gui")),
        ("Bị trả lại, đang chờ gửi lại", standings.choose(rows, "tra-lai")),
        ("Đang nhập", standings.choose(rows, "dang-nhap")),
        ("Chưa mở", standings.choose(rows, "chua-mo")),
    ):
        if chosen:
            lines.append(f"- {title} ({len(chosen)}): {names(chosen)}.")
    return "\n".join([*lines, f"Vào nhập báo cáo: {link}"])


def unfinished_text(campaign: Campaign, waiting: list[FollowRow], link: str) -> str:
    """The matrix as plain text: which sections each unit that has not sent still owes."""
    named = waiting[:MOST_NAMES]
    matrix = following_matrix.matrix(campaign, named)
    lines = [f"- {row.unit.label}: {_owed(matrix, row)}." for row in named]
    if not lines:
        lines = ["Không còn đơn vị nào phải nhập."]
    if len(waiting) > len(named):
        lines.append(f"Và {len(waiting) - len(named)} đơn vị khác.")
    head = _head("CÁC MỤC CÒN PHẢI LÀM", campaign)
    return "\n".join([*head, *lines, f"Vào nhập báo cáo: {link}"])


def _owed(matrix: Matrix, row: FollowRow) -> str:
    open_sections = [
        section
        for section in matrix.sections
        if matrix.cell(row, section) not in (*FINISHED, "not_asked")
    ]
    if not open_sections:
        return "đã xong các mục, chưa gửi"
    words = [_section_name(section) for section in open_sections[:MOST_SECTIONS]]
    more = len(open_sections) - len(words)
    tail = f" và {more} mục khác" if more else ""
    return f"còn {len(open_sections)}/{row.total} mục ({'; '.join(words)}{tail})"


def _section_name(section: Section) -> str:
    number = f"{section.number}. " if section.number else ""
    heading = section.heading
    return number + (heading if len(heading) <= 60 else heading[:59].rstrip() + "…")


def _head(title: str, campaign: Campaign) -> list[str]:
    local = clock.local(clock.now())
    return [
        title,
        f"Đợt: {campaign.title}",
        f"Hạn: {deadline_words(campaign.deadline_at)}",
        f"Tính đến {local:%H:%M} ngày {local.day}/{local.month}/{local.year}:",
    ]


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
