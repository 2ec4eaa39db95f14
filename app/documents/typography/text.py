"""Text made safe for XML and for Vietnamese typesetting.

Not here: spelling. Nothing visible is changed but spaces that must not break.
"""

import re
import unicodedata
from datetime import date
from xml.sax.saxutils import escape

from app.documents.profiles.model import PlaceLine

NBSP = "\u00a0"
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ODD_BREAKS = re.compile("\r\n?|[\u2028\u2029\u0085\v\f]")
_BEFORE_FIGURE = "[sS]ố|SỐ|[nN]gày|[tT]háng|[nN]ăm|[qQ]uý|[kK]hóa|[kK]hoá|[lL]ần"
_AFTER_FIGURE = (
    "người|hộ|đồng|triệu|tỷ|tỉ|nghìn|xã|phường|thị trấn|đơn vị|lượt|buổi|lớp|hội viên|"
    "chi bộ|chi hội|đảng viên|đảng bộ|học sinh|học viên|trường|năm|tháng|ngày|quyển|suất|"
    "ha|km|m²|m2|kg|tấn"
)
_GLUED = re.compile(
    r" (?:(?=\d|[IVX]+\b)(?:{})|(?<=\d )(?=(?:{})\b|%))".format(
        "|".join(f"(?<=\\b{word} )" for word in _BEFORE_FIGURE.split("|")), _AFTER_FIGURE
    )
)
"""Starts with the space itself, so that all others are passed over at once."""


def clean_text(text: str) -> str:
    """NFC, without characters XML forbids; every kind of line break becomes a newline."""
    if not text.isprintable():
        text = _FORBIDDEN.sub("", _ODD_BREAKS.sub("\n", text))
    return unicodedata.normalize("NFC", text)


def keep_together(text: str) -> str:
    """Non-breaking spaces in "số 49-KL/TW", "ngày 13/4/2007", "05 năm", "98 %"."""
    return _GLUED.sub(NBSP, text)


def xml_text(text: str) -> str:
    return escape(clean_text(text))


def xml_attribute(text: str) -> str:
    return escape(clean_text(text).replace("\n", " "), {'"': "&quot;"})


def plain_spaces(text: str) -> str:
    """The opposite of `keep_together`, for comparing: one kind of space and hyphen, NFC."""
    text = text.replace(NBSP, " ").replace("\u202f", " ").replace("\u2011", "-")
    return unicodedata.normalize("NFC", text)


def place_and_date(place: str, day: date | None, year: int | None, line: PlaceLine) -> str:
    """The line "Kim Động, ngày 09 tháng 5 năm 2024", with room to write while there is no date."""
    if day is None:
        values = {
            "day": line.blank_day,
            "month": line.blank_month,
            "year": str(year or "20" + " " * 4),
        }
    else:
        values = {
            "day": f"{day.day:02d}" if day.day < line.pad_day_below else str(day.day),
            "month": f"{day.month:02d}" if day.month < line.pad_month_below else str(day.month),
            "year": str(day.year),
        }
    return line.pattern.format(place=place, **values)
