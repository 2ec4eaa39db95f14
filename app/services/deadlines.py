"""Deadlines: the instant that "trước ngày 15/5" means, and how it stands to a moment."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from app.services import clock
from forms import format_instant

END_OF_OFFICE = time(17, 0)


def deadline_instant(day: date, hour: time | None, inclusive: bool) -> datetime:
    """The last instant that is in time. "Trước ngày 15/5" (not inclusive) means the end of the
    working day before: hết 17 giờ 00 ngày 14/5; an inclusive one the 15th at that hour."""
    last_day = day if inclusive else day - timedelta(days=1)
    return datetime.combine(last_day, hour or END_OF_OFFICE, tzinfo=clock.LOCAL)


def deadline_words(instant: datetime | None) -> str:
    """ "hết 17 giờ 00 ngày 14/5/2024", or a plain sentence when there is none."""
    if instant is None:
        return "chưa đặt hạn"
    return "hết " + format_instant(clock.local(instant))


def timing_words(deadline: datetime | None, submitted: datetime | None, moment: datetime) -> str:
    """ "Còn 3 ngày", "Hết hạn hôm nay", "Quá hạn 2 ngày", "Đúng hạn", "Trễ 1 ngày"."""
    if deadline is None:
        return ""
    if submitted is not None:
        late = days_late(deadline, submitted)
        return "Đúng hạn" if late == 0 else f"Trễ {late} ngày"
    if moment > deadline:
        return f"Quá hạn {days_late(deadline, moment)} ngày"
    left = (clock.local(deadline).date() - clock.local(moment).date()).days
    return "Hết hạn hôm nay" if left == 0 else f"Còn {left} ngày"


def days_late(deadline: datetime, moment: datetime) -> int:
    """Whole days after the deadline, at least 1 when later at all; 0 when in time."""
    if moment <= deadline:
        return 0
    days = (clock.local(moment).date() - clock.local(deadline).date()).days
    return max(days, 1)
