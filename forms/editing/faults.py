"""Faults of an outline that is being edited, each with the node it belongs to."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from forms.editing.tree import EditRefused
from forms.loading import check_outline
from forms.schema import Outline, Section

_SECTION = re.compile(r"\.?sections\[(\d+)\]")
_FIELD = re.compile(r"\.fields\[(\d+)\]\.?")


@dataclass(frozen=True)
class Fault:
    """`section` and `field` are the keys of the node ("" for the outline itself), `at` the rest of
    the key path inside it (`formula`, `columns[1].label`)."""

    message: str
    section: str = ""
    field: str = ""
    at: str = ""


def outline_faults(outline: Outline) -> tuple[Fault, ...]:
    """Everything that keeps the outline from being released, in its order."""
    faults = [
        _placed(outline, problem.path, problem.message)
        for problem in check_outline(outline, "", {}, ())
    ]
    return tuple(dict.fromkeys([*_empty_texts(outline), *faults]))


def _empty_texts(outline: Outline) -> list[Fault]:
    found = []
    if not outline.title:
        found.append(Fault("Đề cương chưa có tên."))
    if not outline.sections:
        found.append(Fault("Đề cương chưa có mục nào."))
    for section in outline.walk():
        if not section.heading:
            found.append(Fault("Mục chưa có tiêu đề.", section.key))
        for field in section.fields:
            if not field.label:
                found.append(Fault("Nội dung chưa có tên gọi.", section.key, field.key))
    return found


def _placed(outline: Outline, path: str, message: str) -> Fault:
    sections, node, rest = outline.sections, None, path
    while match := _SECTION.match(rest):
        node = sections[int(match[1])]
        sections, rest = node.sections, rest[match.end() :]
    if node is None:
        return Fault(message, at=path)
    return _in_section(node, rest, message)


def _in_section(section: Section, rest: str, message: str) -> Fault:
    match = _FIELD.match(rest)
    if match is None:
        return Fault(message, section.key, at=rest.lstrip("."))
    return Fault(message, section.key, section.fields[int(match[1])].key, rest[match.end() :])


def require_no_new_faults(before: Outline, after: Outline, what: str) -> Outline:
    """`after`, unless the edit broke what hung on the node. Raises EditRefused naming it."""
    known = Counter(fault.message for fault in outline_faults(before))
    for fault in outline_faults(after):
        if known[fault.message] == 0:
            raise EditRefused(f"{what}: {_whose(after, fault)}{fault.message}.".replace("..", "."))
        known[fault.message] -= 1
    return after


def _whose(outline: Outline, fault: Fault) -> str:
    if fault.field:
        return f"“{outline.field(fault.field).label}” đang dùng đến nó – "
    if fault.section:
        return f"mục “{outline.section(fault.section).heading}” đang dùng đến nó – "
    return ""
