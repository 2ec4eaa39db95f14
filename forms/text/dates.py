"""Dates as they are typed and printed in Vietnamese documents; finding dates in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from forms.text.letters import DASHES
from forms.text.normalise import clean_line

FIRST_YEAR, LAST_YEAR = 1900, 2100


@dataclass(frozen=True)
class ParsedDate:
    """A date as read, or `value` None: blank when there is no `problem`, unreadable otherwise."""

    value: date | None = None
    problem: str | None = None


_EXAMPLE = "Ví dụ: 9/5/2024."
NOT_A_DATE = f"Ô này cần một ngày đủ ngày, tháng, năm. {_EXAMPLE}"
_SHORT_YEAR = f"Xin ghi đủ bốn chữ số của năm. {_EXAMPLE}"
_NO_YEAR = f"Ngày còn thiếu năm. {_EXAMPLE}"
_NO_DAY = f"Xin ghi đủ cả ngày, không chỉ tháng và năm. {_EXAMPLE}"
_FAR_YEAR = f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}. {_EXAMPLE}"

_SEPARATOR = rf"\s*[/.{re.escape(DASHES)}]\s*"
_NUMERIC = re.compile(
    rf"(?:ngày\s*)?([0-9]{{1,2}}){_SEPARATOR}([0-9]{{1,2}}){_SEPARATOR}([0-9]{{2,4}})",
    re.IGNORECASE,
)
_LONG = re.compile(
    r"(?:ngày\s+)?([0-9]{1,2})\s+tháng\s+([0-9]{1,2})\s*,?\s+năm\s+([0-9]{2,4})", re.IGNORECASE
)
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ]00:00(?::00)?)?")
_DAY_MONTH = re.compile(
    rf"(?:ngày\s*)?[0-9]{{1,2}}(?:{_SEPARATOR}|\s+tháng\s+)[0-9]{{1,2}}", re.IGNORECASE
)
_MONTH_YEAR = re.compile(
    rf"(?:tháng\s*)?[0-9]{{1,2}}(?:{_SEPARATOR}|\s+năm\s+)[0-9]{{4}}", re.IGNORECASE
)


def parse_date(s: str) -> ParsedDate:
    """Read a form cell (day before month, or ISO); never raises."""
    text = clean_line(s[:200]).rstrip(".,;")
    if not text:
        return ParsedDate()
    if iso := _ISO.fullmatch(text):
        return _to_date(iso[3], iso[2], iso[1])
    if found := _NUMERIC.fullmatch(text) or _LONG.fullmatch(text):
        return _to_date(found[1], found[2], found[3])
    if _DAY_MONTH.fullmatch(text):
        return ParsedDate(problem=_NO_YEAR)
    return ParsedDate(problem=_NO_DAY if _MONTH_YEAR.fullmatch(text) else NOT_A_DATE)


def _to_date(day: str, month: str, year: str) -> ParsedDate:
    if len(year) != 4:
        return ParsedDate(problem=_SHORT_YEAR)
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return ParsedDate(problem=_FAR_YEAR)
    if int(month) > 12:
        return ParsedDate(
            problem=f"Không có tháng {month}. Xin ghi ngày trước, tháng sau. {_EXAMPLE}"
        )
    try:
        return ParsedDate(date(int(year), int(month), int(day)))
    except ValueError:
        written = f"{int(day)}/{int(month)}/{year}"
        return ParsedDate(problem=f"Không có ngày {written} trong lịch. Xin kiểm tra lại.")


def search_date(s: str) -> tuple[date, int, int] | None:
    """The first complete date inside `s` with its offsets ("ngày" included), if it exists."""
    found = sorted([*_LONG.finditer(s), *_NUMERIC.finditer(s)], key=lambda m: m.start())
    for match in found:
        value = _to_date(match[1], match[2], match[3]).value
        if value:
            return value, match.start(), match.end()
    return None


def format_date(d: date) -> str:
    """In running text: 9/5/2024."""
    return f"{d.day}/{d.month}/{d.year}"


def format_date_long(d: date) -> str:
    """At the head of a document: days below 10 and months 1, 2 take a zero against tampering."""
    month = f"{d.month:02}" if d.month < 3 else str(d.month)
    return f"ngày {d.day:02} tháng {month} năm {d.year}"


def format_instant(moment: datetime) -> str:
    """A deadline: 17 giờ 00 ngày 14/5/2024 (in the zone the moment carries)."""
    return f"{moment.hour} giờ {moment.minute:02} ngày {format_date(moment)}"


_YEAR = r"(?:19|20)[0-9]{2}"
_DASH = rf"\s*[{re.escape(DASHES)}]\s*"
_D = r"[0-9]{1,2}"
# Anniversaries that are written without a year: 20/11, 2/9, 2/10 (Ngày Khuyến học)…
_FEASTS = (
    "3/2|27/2|8/3|26/3|30/4|1/5|7/5|15/5|19/5|1/6|21/6|28/6|27/7|1/8|19/8|2/9|2/10|10/10|14/10|15/10|"
    "20/10|9/11|18/11|20/11|22/12"
)
# What begins with a digit and what begins with a word are tried apart: the first check of each
# leaves nearly every position of a sentence at once.
_IN_TEXT = re.compile(
    rf"""(?<!\w)(?:(?=[0-9])(?<![/.,-])(?:
      {_D}\s?[/.-]\s?{_D}\s?[/.-]\s?{_YEAR}(?![\w/])
    | {_D}[/.]{_D}[/.][0-9]{{2}}(?![\w/]|[.,][0-9])
    | {_YEAR}{_DASH}{_YEAR}(?![\w/])
    | {_D}/{_YEAR}(?![\w/])
    | (?:{_FEASTS})(?![\w/]|\s*(?:[^\W\d]|%))
    | {_D}\s*(?:h(?:[0-9]{{2}})?|giờ(?:\s+[0-9]{{2}}|(?=\s+(?:ngày|sáng|chiều|tối)\b)))(?!\w)
    | {_D}\s+tháng\s+(?:đầu|cuối)\s+năm\b(?:\s+{_YEAR})?
    )|(?=[ngtqksmdlđ])(?:
      ngày\s*(?<![\w/.,-]){_D}\s?[/.-]\s?{_D}\s?[/.-]\s?{_YEAR}(?![\w/])
    | ngày\s+{_D}(?:\s?[/.-]\s?{_D}(?![0-9])|\s+tháng\s+{_D}(?:\s*,?\s+năm\s+{_YEAR})?)?
      (?![\w%]|\s+(?:công|hội)\b)
    | (?<!\d\s)(?:tháng|quý|quí)\s+(?:{_D}|[ivx]+)\b(?:\s*[/-]\s*{_YEAR}|(?:\s+năm)?\s+{_YEAR})?
    | (?:năm\s+học|giai\s+đoạn|nhiệm\s+k[ỳì]|niên\s+kh[oó][áa]|năm)\s+{_YEAR}
      (?:{_DASH}(?:{_YEAR}|[0-9]{{2}}(?![0-9])))?
    | (?:dịp|kỷ\s+niệm|từ|đến|trước|sau|lễ|mừng)\s+{_D}/{_D}(?![\w/]|[.,][0-9]|\s*(?:[^\W\d]|%))
    ))""",
    re.IGNORECASE | re.VERBOSE,
)


def find_dates(s: str) -> Iterator[tuple[int, int]]:
    """Offsets of dates, months, quarters, years, periods and times of day in running text."""
    return (match.span() for match in _IN_TEXT.finditer(s))
