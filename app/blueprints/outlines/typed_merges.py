"""How answers are merged, as typed: the rule, the period, and the options of the rule.

Options stand on the page of the rule they belong to; `shown` names that rule. With another rule
chosen only options that every rule has stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

from app.blueprints.outlines.typed_bounds import number_shown, number_stored
from app.services.errors import Invalid
from forms import MergeRule, editing

Get = Callable[[str], str]
CHECK_LABELS: Mapping[str, str] = {
    "max_ratio_to_previous": "Nhắc khi gấp hơn mấy lần kỳ trước",
    "modified_z": "Nhắc khi lệch hẳn các đơn vị khác (ngưỡng, thường 3,5)",
    "min": "Nhắc khi nhỏ hơn",
    "max": "Nhắc khi lớn hơn",
}
SWITCH_LABELS: Mapping[str, str] = {
    "numerator_le_denominator": "Tử số lớn hơn mẫu số",
    "equals_text": "Khác với số nêu trong lời văn",
}
SWITCH_WORDS = (("", "Theo lệ chung"), ("yes", "Nhắc"), ("no", "Không nhắc"))
DIRECTIONS = (("", "Cao nhất"), ("lowest", "Thấp nhất"))
SCOPES = (
    ("", "Văn bản cấp trên: cùng số, ký hiệu là một văn bản"),
    ("own", "Văn bản của từng đơn vị: không gộp với nhau"),
)
_NAMED = ("numerator", "denominator", "weight", "date_field", "direction", "issuer_scope")
_WHOLE: Mapping[str, str] = {
    "n": "Số đơn vị nêu ra",
    "round": "Làm tròn khi hiển thị",
}
_SHARE = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?)\s*%?")
_DIGITS = re.compile(r"\d{1,4}")


def option_texts(rule: MergeRule) -> dict[str, str]:
    """What stands in the inputs for the options of a rule."""
    options = rule.options
    found = {name: str(options.get(name, "")) for name in (*_NAMED, *_WHOLE)}
    found["key_columns"] = ",".join(options.get("key_columns", ()))
    found["missing"] = _share_shown(str(options.get("missing", "")))
    check = options.get("check", {})
    found |= {name: number_shown(str(check.get(name, ""))) for name in CHECK_LABELS}
    words = {None: "", True: "yes", False: "no"}
    return found | {name: words[check.get(name)] for name in SWITCH_LABELS}


def typed_merge(before: MergeRule, rule: str, period: str, get: Get) -> MergeRule:
    """The rule with what was typed; `get` gives an input by its name. Raises Invalid."""
    period = period if period in editing.PERIOD_LABELS else before.period
    if not get("shown"):
        options = dict(before.options) if rule == before.rule else {}
    else:
        options = _options(before, rule, get)
    return MergeRule(rule, period, MappingProxyType(options))


def _options(before: MergeRule, rule: str, get: Get) -> dict[str, Any]:
    allowed = (*editing.RULE_OPTIONS.get(rule, ()), *editing.COMMON_OPTIONS)
    shown, typed = option_texts(before), _typed(get)
    check = _check(before.options.get("check", {}), get)
    found = {
        name: before.options[name] if get(name) == shown.get(name) else value
        for name, value in typed.items()
        if name in allowed and value not in ("", None, ())
    }
    if "not_applicable" in before.options:
        found["not_applicable"] = before.options["not_applicable"]
    if check:
        found["check"] = MappingProxyType(check)
    return {**{name: found[name] for name in before.options if name in found}, **found}


def _typed(get: Get) -> dict[str, Any]:
    """Raises Invalid."""
    found: dict[str, Any] = {name: get(name) for name in _NAMED}
    found |= {name: _whole(get(name), label) for name, label in _WHOLE.items()}
    found["key_columns"] = tuple(key for key in get("key_columns").split(",") if key)
    return {**found, "missing": _share(get("missing"))}


def _whole(text: str, label: str) -> int | None:
    if text and not _DIGITS.fullmatch(text):
        raise Invalid(f"{label}: hãy nhập một số nguyên, ví dụ 3.")
    return int(text) if text else None


def _share(text: str) -> str:
    """ "80" is the share 0.8, "100" wants every unit. Raises Invalid."""
    if not text:
        return ""
    match = _SHARE.fullmatch(text)
    share = Decimal(match[1].replace(",", ".")) / 100 if match else Decimal(-1)
    if not 0 <= share <= 1:
        raise Invalid("Tỷ lệ đơn vị cần có số: hãy nhập từ 0 đến 100, ví dụ 80.")
    return "require_all" if share == 1 else f"{share.normalize():f}"


def _share_shown(stored: str) -> str:
    if stored in ("", "ignore"):
        return ""
    if stored == "require_all":
        return "100"
    try:
        return f"{(Decimal(stored) * 100).normalize():f}".replace(".", ",")
    except InvalidOperation:
        return stored


def _check(before: Mapping[str, Any], get: Get) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, label in CHECK_LABELS.items():
        if text := get(name):
            found[name] = number_stored(text, str(before.get(name, "")), label)
    for name in SWITCH_LABELS:
        if get(name):
            found[name] = get(name) == "yes"
    return {**{name: found[name] for name in before if name in found}, **found}
