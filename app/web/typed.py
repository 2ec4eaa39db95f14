"""What a person typed into our own forms: days, hours, choices; Invalid says what to type."""

from __future__ import annotations

import re
from datetime import date, time

from flask import request

from app.services.errors import Invalid
from forms import clean_line, clean_text, parse_date

_HOUR = re.compile(r"(\d{1,2})(?:\s*(?:[:hg.]|giờ)\s*(\d{1,2})?)?\s*(?:phút)?\Z", re.IGNORECASE)


def typed_line(name: str, longest: int = 300) -> str:
    return clean_line(request.values.get(name, ""))[:longest]


def typed_text(name: str, longest: int = 20_000) -> str:
    return clean_text(request.values.get(name, "")).strip()[:longest]


def typed_flag(name: str) -> bool:
    return request.values.get(name, "") in ("1", "on", "true")


def typed_day(name: str, label: str) -> date | None:
    """A day such as 15/5/2024; None when nothing was typed. Raises Invalid."""
    text = typed_line(name, 40)
    if not text:
        return None
    parsed = parse_date(text)
    if parsed.value is None:
        raise Invalid(f"{label}: chưa đọc được ngày “{text}”; hãy nhập như 15/5/2024.")
    return parsed.value


def typed_hour(name: str, label: str) -> time | None:
    """An hour such as 17:00, 17h or 17 giờ 30; None when nothing was typed. Raises Invalid."""
    text = typed_line(name, 40)
    if not text:
        return None
    found = _HOUR.match(text)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if hour > 23 or minute > 59:
        raise Invalid(f"{label}: chưa đọc được giờ “{text}”; hãy nhập như 17:00.")
    return time(hour, minute)


def typed_number(name: str, label: str, lowest: int, highest: int) -> int:
    """Raises Invalid outside of the bounds."""
    text = typed_line(name, 12)
    if not text.isdecimal() or not lowest <= int(text) <= highest:
        raise Invalid(f"{label}: hãy nhập một số từ {lowest} đến {highest}.")
    return int(text)


def typed_ids(name: str) -> list[int]:
    """Numbers of ticked boxes, or many in one field with commas; anything else is left out."""
    texts = ",".join(request.values.getlist(name)).split(",")
    return [int(text) for text in texts if text.isdecimal() and len(text) < 12]


def shown_day(value: date | None) -> str:
    """What stands in the input again: 15/5/2024."""
    return f"{value.day}/{value.month}/{value.year}" if value else ""


def shown_hour(value: time | None) -> str:
    return f"{value:%H:%M}" if value else ""
