"""The node of the tree that is being edited: how it is named in addresses, and its tree line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from forms import Field, Outline, Section, editing

OUTLINE = ""


@dataclass(frozen=True)
class Node:
    """`code` is "m-<key>" of a section, "o-<key>" of a field, "" of the outline itself."""

    code: str
    section: Section | None = None
    field: Field | None = None
    home: Section | None = None

    @property
    def title(self) -> str:
        if self.field is not None:
            return self.field.label or "(chưa có tên)"
        return (self.section.heading or "(chưa có tiêu đề)") if self.section else "Thông tin chung"


def section_code(key: str) -> str:
    return f"m-{key}"


def field_code(key: str) -> str:
    return f"o-{key}"


def find_node(outline: Outline, code: str) -> Node:
    """The node of a code; the outline itself when there is no such node (any more)."""
    kind, _, key = code.partition("-")
    try:
        if kind == "m":
            return Node(code, section=editing.find_section(outline, key))
        if kind == "o":
            field = editing.find_field(outline, key)
            return Node(code, field=field, home=editing.home_of(outline, key))
    except editing.EditRefused:
        pass
    return Node(OUTLINE)


def content_of(code: str) -> Callable[[Outline], object]:
    """What of an outline the page of a node edits, to see whether somebody else changed it."""

    def read(outline: Outline) -> object:
        node = find_node(outline, code)
        if node.field is not None:
            return node.field
        if node.section is not None:
            return [getattr(node.section, name) for name in sorted(editing.SECTION_PROPERTIES)]
        return [getattr(outline, name) for name in sorted(editing.OUTLINE_PROPERTIES)]

    return read


@dataclass(frozen=True)
class TreeLine:
    """One section of the tree with its fields; `faults` counts those of the section alone."""

    section: Section
    depth: int
    faults: int
    field_faults: dict[str, int]


def tree_lines(outline: Outline, faults: tuple[editing.Fault, ...]) -> list[TreeLine]:
    found: list[TreeLine] = []

    def walk(section: Section, depth: int) -> None:
        own = [fault for fault in faults if fault.section == section.key]
        by_field: dict[str, int] = {}
        for fault in own:
            by_field[fault.field] = by_field.get(fault.field, 0) + 1
        found.append(TreeLine(section, depth, by_field.pop("", 0), by_field))
        for child in section.sections:
            walk(child, depth + 1)

    for section in outline.sections:
        walk(section, 0)
    return found
