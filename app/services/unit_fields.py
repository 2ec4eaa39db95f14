"""What is typed about a unit, on the page or in Excel, read into attributes: one set of rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.models import Unit
from app.services.errors import Invalid
from forms import clean_line, parse_date, search_key

LETTERHEAD = {
    "parent_line": "Tiêu đề: cơ quan cấp trên",
    "issuer_line": "Tiêu đề: cơ quan ban hành",
    "symbol": "Ký hiệu văn bản",
    "place": "Địa danh",
    "authority": "Quyền hạn ký",
    "position": "Chức vụ người ký",
    "signer": "Người ký",
}
COLUMNS = {
    "code": "Mã đơn vị",
    "name": "Tên đơn vị",
    "short_name": "Tên ngắn",
    "kind": "Loại",
    "level_label": "Cấp",
    "parent": "Mã cấp trên",
    "tags": "Nhóm",
    "phone": "Điện thoại",
    "valid_from": "Hoạt động từ ngày",
    "valid_to": "Đến hết ngày",
    **LETTERHEAD,
}
LONGEST = {"code": 80, "name": 300, "short_name": 200, "kind": 60, "level_label": 80, "phone": 60}
LONGEST_LINE = 200
_CODE = re.compile(r"[a-z0-9][a-z0-9._-]*")
_NO_CODE_SIGNS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class UnitFields:
    """Attributes of a unit as its model has them; `parent` is a code, "" for none."""

    code: str
    parent: str
    attributes: Mapping[str, Any]
    letterhead: Mapping[str, str]


def read(texts: Mapping[str, str]) -> UnitFields:
    """Only what is in `texts` is in the answer. Raises Invalid naming every problem."""
    lines = {key: clean_line(text) for key, text in texts.items() if key in COLUMNS}
    problems = _too_long(lines)
    name = lines.get("name", "")
    code = lines.get("code", "").lower() or code_from(name)
    if not name:
        problems.append("thiếu tên đơn vị")
    if code and not _CODE.fullmatch(code):
        problems.append(f"mã “{code}” chỉ được gồm chữ không dấu, số, dấu chấm, gạch nối")
    attributes: dict[str, Any] = {
        key: lines[key] for key in ("name", "short_name", "kind", "level_label", "phone")
        if key in lines
    }  # fmt: skip
    if "tags" in lines:
        attributes["tags"] = read_tags(lines["tags"])
    attributes |= _days(lines, problems)
    if problems:
        raise Invalid("; ".join(problems).capitalize() + ".", tuple(problems))
    letterhead = {key: lines[key] for key in LETTERHEAD if key in lines}
    return UnitFields(code, lines.get("parent", "").lower(), attributes, letterhead)


def _too_long(lines: Mapping[str, str]) -> list[str]:
    return [
        f"{COLUMNS[key].lower()} dài quá {LONGEST.get(key, LONGEST_LINE)} ký tự"
        for key, text in lines.items()
        if len(text) > LONGEST.get(key, LONGEST_LINE)
    ]


def _days(lines: Mapping[str, str], problems: list[str]) -> dict[str, date | None]:
    found: dict[str, date | None] = {}
    for key in ("valid_from", "valid_to"):
        if key in lines:
            found[key] = parse_date(lines[key]).value if lines[key] else None
            if lines[key] and found[key] is None:
                problems.append(
                    f"{COLUMNS[key].lower()}: chưa đọc được ngày “{lines[key]}”, ghi như 1/7/2025"
                )
    start, end = found.get("valid_from"), found.get("valid_to")
    if start and end and start > end:
        problems.append("ngày bắt đầu hoạt động sau ngày kết thúc")
    return found


def read_tags(text: str) -> list[str]:
    """Groups between commas or semicolons, each once."""
    return list(dict.fromkeys(filter(None, map(clean_line, re.split("[,;]", text)))))


def code_from(name: str) -> str:
    """ "Đảng ủy xã Phú Thịnh" is dang-uy-xa-phu-thinh."""
    return _NO_CODE_SIGNS.sub("-", search_key(name)).strip("-")[:80]


def texts_of(unit: Unit) -> dict[str, str]:
    """What would have to be typed to get this unit."""
    letterhead = unit.letterhead or {}
    return {
        "code": unit.code,
        "name": unit.name,
        "short_name": unit.short_name,
        "kind": unit.kind,
        "level_label": unit.level_label,
        "parent": unit.parent.code if unit.parent else "",
        "tags": ", ".join(unit.tags or ()),
        "phone": unit.phone,
        "valid_from": _shown(unit.valid_from),
        "valid_to": _shown(unit.valid_to),
        **{key: str(letterhead.get(key, "")) for key in LETTERHEAD},
    }


def _shown(day: date | None) -> str:
    return f"{day.day}/{day.month}/{day.year}" if day else ""
