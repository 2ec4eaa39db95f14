"""Days on which offices rest, and what to warn of when a deadline is chosen.

Public holidays come from the `holidays` library, which follows the announcements year by year;
days that are moved for one year (hoán đổi) are known only as far as the library knows them.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from holidays import country_holidays

from app.services import clock

_DAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@lru_cache(maxsize=32)
def _holidays(year: int) -> dict[date, str]:
    return dict(country_holidays("VN", years=year, language="vi").items())


def day_name(day: date) -> str:
    return _DAYS[day.weekday()]


def holiday_name(day: date) -> str:
    """The name of a public holiday, "" on other days."""
    return _holidays(day.year).get(day, "")


def rest_reason(day: date) -> str:
    """Why offices are closed on this day, "" when they work."""
    if name := holiday_name(day):
        return f"ngày nghỉ lễ ({name})"
    return day_name(day) if day.weekday() >= 5 else ""


def working_day_before(day: date) -> date:
    """The last working day up to and including `day`."""
    while rest_reason(day):
        day -= timedelta(days=1)
    return day


def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`."""
    span = (end - start).days
    return sum(1 for n in range(1, span + 1) if not rest_reason(start + timedelta(days=n)))


def deadline_warnings(instant: datetime, moment: datetime) -> list[str]:
    """What an officer should know before using this deadline; empty when nothing is odd."""
    day, today = clock.local(instant).date(), clock.local(moment).date()
    if instant <= moment:
        return ["Hạn này đã qua. Hãy chọn ngày khác trước khi phát hành."]
    warnings = []
    if reason := rest_reason(day):
        before = working_day_before(day)
        warnings.append(
            f"Ngày cuối của hạn rơi vào {reason}; ngày làm việc gần nhất trước đó là "
            f"{day_name(before)}, {before.day}/{before.month}/{before.year}."
        )
    left = working_days_between(today, day)
    if left < 3:
        warnings.append(f"Đơn vị chỉ còn {left} ngày làm việc để làm báo cáo.")
    return warnings
