"""Two versions of an outline in words: what was added, taken out, reworded, moved, retyped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from forms.editing.difference_words import (
    PropertyWords,
    changed_properties,
    field_title,
    section_title,
)
from forms.fields import REGISTRY
from forms.schema import Field, Outline, Section


class DifferenceKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    TYPE = "type"
    PARTS = "parts"
    REWORDED = "reworded"
    MOVED = "moved"
    RULE = "rule"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    DifferenceKind.ADDED: "Thêm mới",
    DifferenceKind.REMOVED: "Bỏ (lưu trữ)",
    DifferenceKind.TYPE: "Đổi loại",
    DifferenceKind.PARTS: "Đổi dòng, cột, lựa chọn",
    DifferenceKind.REWORDED: "Đổi câu chữ",
    DifferenceKind.MOVED: "Chuyển chỗ",
    DifferenceKind.RULE: "Đổi quy định nhập, ghép",
}


@dataclass(frozen=True)
class Difference:
    """`field` is "" when a whole section is meant; `words` say it to an officer."""

    kind: DifferenceKind
    section: str
    field: str
    words: str


def compare_outlines(old: Outline, new: Outline) -> tuple[Difference, ...]:
    """Every difference, in the order of the kinds; empty when units see and do the same."""
    found = [*_sections(old, new), *_fields(old, new)]
    order = list(DifferenceKind)
    return tuple(sorted(found, key=lambda item: order.index(item.kind)))


def _sections(old: Outline, new: Outline) -> Iterator[Difference]:
    before, after = _by_key(old), _by_key(new)
    for key, (section, above) in after.items():
        if key not in before and (not above or above in before):
            inside = f" ({_count(section)} nội dung)"
            words = f"Mục “{section_title(section)}”{inside}."
            yield Difference(DifferenceKind.ADDED, key, "", words)
    for key, (section, above) in before.items():
        if key not in after and (not above or above in after):
            words = f"Mục “{section_title(section)}” ({_count(section)} nội dung)."
            yield Difference(DifferenceKind.REMOVED, key, "", words)
    for key in before.keys() & after.keys():
        (mine, _), (theirs, _) = before[key], after[key]
        yield from _in_words(changed_properties(mine, theirs), key, "", f"Mục “{mine.heading}”")
    yield from _moved_sections(old, new, before, after)


Homes = dict[str, tuple[Section, str]]


def _by_key(outline: Outline) -> Homes:
    """Each section with the key of the one it stands in."""
    found: Homes = {}

    def walk(sections: tuple[Section, ...], above: str) -> None:
        for section in sections:
            found[section.key] = (section, above)
            walk(section.sections, section.key)

    walk(outline.sections, "")
    return found


def _count(section: Section) -> int:
    return sum(len(inner.fields) for inner in section.walk())


def _in_words(
    properties: Iterator[PropertyWords], section: str, field: str, whose: str
) -> Iterator[Difference]:
    for item in properties:
        yield Difference(DifferenceKind(item.kind), section, field, f"{whose}: {item.words}.")


def _moved_sections(
    old: Outline, new: Outline, before: Homes, after: Homes
) -> Iterator[Difference]:
    both = before.keys() & after.keys()
    out_of_order = _out_of_order([s.key for s in old.walk()], [s.key for s in new.walk()], both)
    for key in (key for key in after if key in both):
        section, above = after[key]
        if above != before[key][1]:
            place = f"vào trong “{after[above][0].heading}”" if above else "ra cấp ngoài cùng"
            words = f"Mục “{section.heading}” chuyển {place}."
        elif key in out_of_order and before[key][1] == above:
            words = f"Mục “{section.heading}” đổi thứ tự."
        else:
            continue
        yield Difference(DifferenceKind.MOVED, key, "", words)


def _out_of_order(old: list[str], new: list[str], both: set[str]) -> set[str]:
    """Keys of both lists that do not keep their order."""
    left, right = [k for k in old if k in both], [k for k in new if k in both]
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    kept = {key for block in blocks for key in left[block.a : block.a + block.size]}
    return both - kept


def _fields(old: Outline, new: Outline) -> Iterator[Difference]:
    before = {field.key: (section, field) for section, field in old.fields()}
    after = {field.key: (section, field) for section, field in new.fields()}
    known = {section.key for section in old.walk()}
    left = {section.key for section in new.walk()}
    for key, (section, field) in after.items():
        if key not in before and section.key in known:
            words = f"“{field_title(field)}” ở mục “{section.heading}”."
            yield Difference(DifferenceKind.ADDED, section.key, key, words)
    for key, (section, field) in before.items():
        if key not in after and section.key in left:
            words = f"“{field_title(field)}” ở mục “{section.heading}”."
            yield Difference(DifferenceKind.REMOVED, section.key, key, words)
    for key in (key for key in after if key in before):
        yield from _same_field(*before[key], *after[key])
    yield from _moved_fields(old, new, before.keys() & after.keys())


def _same_field(home: Section, field: Field, new_home: Section, new: Field) -> Iterator[Difference]:
    whose = f"“{field.label}”"
    if field.type != new.type:
        words = f"{whose}: {REGISTRY[field.type].label} → {REGISTRY[new.type].label}."
        yield Difference(DifferenceKind.TYPE, new_home.key, new.key, words)
    yield from _in_words(changed_properties(field, new), new_home.key, new.key, whose)
    if home.key != new_home.key:
        words = f"{whose} chuyển từ mục “{home.heading}” sang mục “{new_home.heading}”."
        yield Difference(DifferenceKind.MOVED, new_home.key, new.key, words)


def _moved_fields(old: Outline, new: Outline, both: set[str]) -> Iterator[Difference]:
    before = {section.key: section for section in old.walk()}
    for section in new.walk():
        if section.key not in before:
            continue
        left = [field.key for field in before[section.key].fields]
        right = [field.key for field in section.fields]
        for key in right:
            if key in _out_of_order(left, right, both & set(left) & set(right)):
                words = f"“{new.field(key).label}” đổi thứ tự trong mục “{section.heading}”."
                yield Difference(DifferenceKind.MOVED, section.key, key, words)
