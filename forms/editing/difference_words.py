"""Changed properties of one section or field, in the words of the editor's pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms.fields import MERGE_LABELS, PERIOD_LABELS, REGISTRY
from forms.schema import Field, FilledBy, MergeRule, Required, Section

_REWORDED: Mapping[str, str] = {
    "heading": "tiêu đề",
    "level_name": "tên cấp",
    "label": "tên gọi",
    "guidance": "yêu cầu",
    "note": "lưu ý",
    "example": "ví dụ",
    "numerator": "tên tử số",
    "denominator": "tên mẫu số",
    "unit_of_measure": "đơn vị tính",
    "form_code": "ký hiệu biểu",
}
_RULES: Mapping[str, str] = {
    "required": "mức độ bắt buộc",
    "applies_to": "áp dụng cho",
    "filled_by": "ai điền",
    "coordinated_by": "cơ quan phối hợp",
    "optional": "mục không bắt buộc",
    "appendix": "in thành phụ lục",
    "show_if": "điều kiện hiện",
    "checks": "kiểm tra",
    "default": "nội dung có sẵn",
    "prefill": "lấy sẵn từ",
    "merge": "cách ghép",
    "sentence": "câu số liệu",
    "sentence_at": "chỗ đặt câu số liệu",
    "polarity": "tính chất",
    "allow_nil": "cho ghi “không phát sinh”",
    "formula": "công thức",
    "places": "số chữ số thập phân",
    "min_value": "giá trị nhỏ nhất",
    "max_value": "giá trị lớn nhất",
    "min_words": "số từ ít nhất",
    "max_words": "số từ nhiều nhất",
    "targets": "chỉ tiêu giao",
    "landscape": "in trang ngang",
    "years": "hỏi theo các năm",
    "suggested": "là gợi ý, chưa kiểm",
}
_OF_PARTS: Mapping[str, str] = {
    "group": "tiêu đề gộp",
    "kind": "kiểu",
    "unit_of_measure": "đơn vị tính",
    "required": "ô trống",
    "merge": "cách ghép",
    "formula": "công thức",
    "numerator": "tử số",
    "denominator": "mẫu số",
    "choices": "lựa chọn",
    "places": "số chữ số thập phân",
    "min_value": "nhỏ nhất",
    "max_value": "lớn nhất",
    "width": "bề rộng khi in",
    "level": "thụt vào",
    "targets": "chỉ tiêu giao",
    "applies_to": "áp dụng cho",
}
_OPTIONS: Mapping[str, str] = {
    "numerator": "tử số",
    "denominator": "mẫu số",
    "weight": "trọng số",
    "n": "số đơn vị nêu ra",
    "direction": "nêu đơn vị",
    "key_columns": "cột khóa",
    "issuer_scope": "văn bản của",
    "date_field": "theo ngày",
    "missing": "cần có số của bao nhiêu đơn vị:",
    "round": "làm tròn",
    "check": "nhắc khi",
}
REQUIRED_LABELS: Mapping[Required, str] = {
    Required.HARD: "bắt buộc",
    Required.SOFT: "nên có (thiếu thì nhắc)",
    Required.NO: "không bắt buộc",
}
FILLED_BY_LABELS: Mapping[FilledBy, str] = {
    FilledBy.UNIT: "đơn vị báo cáo",
    FilledBy.OFFICE: "cơ quan tổng hợp",
}
_SHORT = 60


@dataclass(frozen=True)
class PropertyWords:
    """`kind` is the name of a DifferenceKind."""

    kind: str
    words: str


def section_title(section: Section) -> str:
    return f"{section.number}. {section.heading}" if section.number else section.heading


def field_title(field: Field) -> str:
    return f"{field.label} ({REGISTRY[field.type].label.lower()})"


def changed_properties(old: Section | Field, new: Section | Field) -> Iterator[PropertyWords]:
    """Properties that differ; type, keys, numbers and what stands inside are not among them."""
    for kind, labels in (("reworded", _REWORDED), ("rule", _RULES)):
        for name, label in labels.items():
            before, after = getattr(old, name, None), getattr(new, name, None)
            if before != after:
                yield PropertyWords(kind, f"{label}: {_shown(before)} → {_shown(after)}")
    if isinstance(old, Field) and isinstance(new, Field):
        yield from _parts(old, new, "columns", "cột")
        yield from _parts(old, new, "rows", "dòng")
        yield from _parts(old, new, "choices", "lựa chọn")


def _parts(old: Field, new: Field, name: str, what: str) -> Iterator[PropertyWords]:
    before = {part.key: part for part in getattr(old, name)}
    after = {part.key: part for part in getattr(new, name)}
    for key, part in after.items():
        if key not in before:
            yield PropertyWords("parts", f"thêm {what} “{part.label}”")
        elif part != before[key]:
            yield _changed_part(before[key], part, what)
    for key, part in before.items():
        if key not in after:
            yield PropertyWords("parts", f"bỏ {what} “{part.label}”")
    if [key for key in before if key in after] != [key for key in after if key in before]:
        yield PropertyWords("moved", f"đổi thứ tự {what}")


def _changed_part(old: Any, new: Any, what: str) -> PropertyWords:
    if getattr(old, "type", "") != getattr(new, "type", ""):
        types = f"{REGISTRY[old.type].label} → {REGISTRY[new.type].label}"
        return PropertyWords("type", f"{what} “{old.label}”: {types}")
    if old.label != new.label:
        return PropertyWords("reworded", f"{what} “{old.label}” → “{new.label}”")
    changed = [
        f"{label}: {_shown(before)} → {_shown(after)}"
        for name, label in _OF_PARTS.items()
        if (before := getattr(old, name, None)) != (after := getattr(new, name, None))
    ]
    return PropertyWords("rule", f"{what} “{old.label}”: {'; '.join(changed)}")


def _shown(value: Any) -> str:
    """A value short enough for one line."""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, Required):
        return REQUIRED_LABELS[value]
    if isinstance(value, FilledBy):
        return FILLED_BY_LABELS[value]
    if isinstance(value, MergeRule):
        return _of_merge(value)
    if value in (None, "", (), 0):
        return "(không có)"
    if isinstance(value, tuple):
        listed = [part if isinstance(part, str) else _of_part(part) for part in value]
        return _cut("; ".join(listed))
    return _cut(f"“{value}”")


def _of_merge(rule: MergeRule) -> str:
    told = f"{MERGE_LABELS[rule.rule].lower()}, {PERIOD_LABELS[rule.period].lower()}"
    options = [
        f"{_OPTIONS[name]} {_option(value)}"
        for name, value in rule.options.items()
        if name in _OPTIONS
    ]
    return f"{told} ({', '.join(options)})" if options else told


_CHECKS: Mapping[str, str] = {
    "max_ratio_to_previous": "gấp số lần kỳ trước",
    "modified_z": "lệch các đơn vị khác quá",
    "min": "nhỏ hơn",
    "max": "lớn hơn",
    "numerator_le_denominator": "tử số lớn hơn mẫu số:",
    "equals_text": "khác với lời văn:",
}
_WORDS: Mapping[str, str] = {
    "lowest": "thấp nhất",
    "highest": "cao nhất",
    "own": "từng đơn vị",
    "superior": "cấp trên",
    "require_all": "tất cả",
    "ignore": "không đòi",
}


def _option(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(f"{_CHECKS.get(name, name)} {_shown(text)}" for name, text in value.items())
    return ", ".join(value) if isinstance(value, tuple) else _WORDS.get(value, str(value))


def _of_part(part: Any) -> str:
    names = ("message", "value", "label")
    return str(next((text for name in names if (text := getattr(part, name, ""))), part))


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHORT else line[: _SHORT - 1].rstrip() + "…"
