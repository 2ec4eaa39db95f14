"""Phrases that the office's papers share: the report that was asked for, on what basis, the count.

Not here: the documents themselves.
"""

from __future__ import annotations

from app.models import Campaign
from app.services.standings import Counters
from forms import two_digits, within_sentence

_REPORT = "báo cáo "


def report_asked(campaign: Campaign) -> str:
    """ "báo cáo sơ kết 05 năm …": a campaign's title in the middle of a sentence."""
    title = campaign.title.strip().rstrip(".")
    if title.lower().startswith(_REPORT):
        title = title[len(_REPORT) :]
    return _REPORT + within_sentence(title)


def basis_words(campaign: Campaign) -> str:
    """ "Thực hiện Kế hoạch số …, " of the plan that the campaign itself names; else nothing.

    What the outline cites is what the report is about, not who asked for it.
    """
    for item in campaign.basis or ():
        text = str(item.get("text") or "") if isinstance(item, dict) else str(item)
        if text.strip():
            return f"Thực hiện {text.strip().rstrip('.;,')}, "
    return ""


def counters_sentence(counters: Counters, moment: str) -> str:
    """The counters of the following page as a sentence of a document."""
    late = f", {two_digits(counters.late)} trễ hạn" if counters.late else ""
    parts = [
        f"có {two_digits(counters.sent)} đơn vị đã gửi "
        f"({two_digits(counters.on_time)} đúng hạn{late})"
        if counters.sent
        else "chưa có đơn vị nào gửi"
    ]
    for count, words in (
        (counters.returned, "đã gửi nhưng phải bổ sung"),
        (counters.filling, "đang nhập"),
        (counters.not_started, "chưa bắt đầu"),
    ):
        if count:
            parts.append(f"{two_digits(count)} đơn vị {words}")
    excluded = (
        f"; {two_digits(counters.excluded)} đơn vị không thuộc diện báo cáo"
        if counters.excluded
        else ""
    )
    return (
        f"Tính đến {moment}, trong {two_digits(counters.total)} đơn vị phải báo cáo "
        f"{', '.join(parts)}{excluded}."
    )
