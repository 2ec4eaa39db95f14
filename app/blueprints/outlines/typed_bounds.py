"""Limits of figures and days: shown and typed the Vietnamese way, kept as the language writes them.

What does not read is kept as it was typed: the list of problems says so, and nothing is lost.
"""

from __future__ import annotations

import re
from decimal import Decimal

from app.services.errors import Invalid
from forms import format_date, format_number, parse_date, parse_number

_PLAIN = re.compile(r"-?[0-9]{1,13}(\.[0-9]{1,4})?")


def number_shown(stored: str) -> str:
    return format_number(Decimal(stored)) if _PLAIN.fullmatch(stored) else stored


def number_stored(text: str, before: str, label: str) -> str:
    """Raises Invalid."""
    if text == number_shown(before):
        return before
    number = parse_number(text).value
    if number is None:
        raise Invalid(f"{label}: hãy nhập một số, ví dụ 3,5.")
    return f"{number.normalize():f}"


def bound_shown(type_name: str, stored: str) -> str:
    if type_name != "date":
        return number_shown(stored)
    day = parse_date(stored).value if stored else None
    return format_date(day) if day and day.isoformat() == stored else stored


def bound_stored(type_name: str, text: str, before: str) -> str:
    """Kept as typed when it does not read."""
    if not text or text == bound_shown(type_name, before):
        return before if text else ""
    if type_name == "date":
        day = parse_date(text).value
        return day.isoformat() if day else text
    number = parse_number(text).value
    return f"{number.normalize():f}" if number is not None else text
