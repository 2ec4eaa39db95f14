"""The format profile of a unit: by regime and day, with the few habits an office may choose.

What may be chosen is a short list: habits that differ between offices, and the values that were
not checked against the original text of the regulation. The rest of a profile is the rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from app.documents.profiles import (
    Profile,
    all_profiles,
    choose_profile,
    get_profile,
    override_profile,
)
from app.documents.profiles.model import Component
from app.models import Unit
from app.services.errors import Invalid

REGIMES = {"party": "Văn bản của Đảng", "state": "Văn bản hành chính (Nghị định 30)"}
_COMPONENTS = {
    "body": "Nội dung",
    "headings": "Đề mục",
    "signature_gap": "Khoảng trống chữ ký",
    "circulation": "Chỉ dẫn lưu hành",
    "draft": "Chữ “Dự thảo”",
    "table": "Bảng số liệu",
    "appendix": "Phụ lục",
}


@dataclass(frozen=True)
class Habit:
    """One thing an office may choose: `options` are (stored value, words)."""

    path: str
    label: str
    options: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """Of the control in the form."""
        return "mau-" + self.path.replace(".", "-").replace("_", "-")


HABITS = (
    Habit("headings.2.separator", "Mục lớn", ((". ", "I. TÊN MỤC"), ("- ", "I- TÊN MỤC"))),
    Habit("headings.3.separator", "Mục nhỏ", ((". ", "1. Tên mục"), ("- ", "1- Tên mục"))),
    Habit("body.size", "Cỡ chữ nội dung", (("14", "14"), ("15", "15"))),
    Habit("body.line", "Khoảng cách dòng", (("18", "18 pt"), ("20", "20 pt"), ("22", "22 pt"))),
    Habit("body.before", "Cách đoạn", (("6", "6 pt"), ("8", "8 pt"), ("10", "10 pt"))),
    Habit("signature_gap.lines", "Khoảng trống để ký", (("4", "4 dòng"), ("5", "5 dòng"))),
)
_NUMBERS = ("body.size", "body.line", "body.before")


@dataclass(frozen=True)
class Unverified:
    """A value that nobody has compared with the original text yet."""

    component: str
    note: str


def profile_of(unit: Unit, day: date | None) -> Profile:
    """The profile in force on the day, or the one the unit fixed, with the unit's habits."""
    data = unit.letterhead or {}
    fixed = data.get("profile")
    known = {profile.id for profile in all_profiles()}
    chosen = str(fixed) if fixed in known else ""
    profile = get_profile(chosen) if chosen else choose_profile(regime_of(unit), day)
    habits = _typed(data.get("habits") or {})
    return override_profile(profile, habits) if habits else profile


def regime_of(unit: Unit) -> str:
    known = {profile.regime for profile in all_profiles()}
    regime = str((unit.letterhead or {}).get("regime", "party"))
    return regime if regime in known else "party"


def regimes() -> tuple[tuple[str, str], ...]:
    known = dict.fromkeys(profile.regime for profile in all_profiles())
    return tuple((regime, REGIMES.get(regime, regime)) for regime in known)


def _typed(habits: Mapping[str, str]) -> dict[str, Any]:
    """Stored words as the profile's types; what is no habit (any more) is passed over."""
    found: dict[str, Any] = {}
    for habit in HABITS:
        value = habits.get(habit.path)
        if value not in {option for option, _ in habit.options}:
            continue
        if habit.path in _NUMBERS:
            found[habit.path] = float(str(value))
        else:
            found[habit.path] = int(str(value)) if habit.path.endswith(".lines") else value
    return found


def read_habits(typed: Mapping[str, str]) -> dict[str, str]:
    """From the controls of the form; "" keeps the profile's own. Raises Invalid."""
    habits: dict[str, str] = {}
    for habit in HABITS:
        value = typed.get(habit.name, "")
        if not value:
            continue
        if value not in {option for option, _ in habit.options}:
            raise Invalid(f"{habit.label}: hãy chọn một trong các cách trong danh sách.")
        habits[habit.path] = value
    return habits


def unverified(profile: Profile) -> tuple[Unverified, ...]:
    """What the office should compare with its own papers once, in words."""
    found = (
        Unverified(_COMPONENTS.get(name, name), part.note or "theo cách quen dùng, chưa có căn cứ")
        for name, part in _components(profile)
        if not part.verified
    )
    return tuple(dict.fromkeys(found))


def _components(profile: Profile) -> Iterator[tuple[str, Component]]:
    for item in fields(profile):
        value = getattr(profile, item.name)
        parts = value if isinstance(value, tuple) else (value,)
        for part in parts:
            if is_dataclass(part) and isinstance(part, Component):
                yield item.name, part
