"""Headings of a document from the sections of an outline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from forms.document import Heading, Node, Table
from forms.schema import Section

_PART = re.compile(r"^(?:PHẦN|Phần|phần)\s+(.*)$")
_ROMAN = re.compile(r"^[IVXLC]+$")
_DECIMAL = re.compile(r"^\d+(?:\.\d+)*$")


def heading_level(section: Section, depth: int) -> int:
    """1 Phần, 2 I., 3 1., 4 1.1., 5 a); told by the section's number, else by its depth (0 = top).

    A top section without number ("Mở đầu") stands with the parts; one numbered I is no part.
    """
    number = section.number.strip(" .)-")
    if _ROMAN.match(number) and not section.level_name:
        return 2
    if section.level_name or depth == 0:
        return 1
    if _DECIMAL.match(number):
        return 3 + number.count(".")
    if len(number) == 1:
        return 5
    return depth + 1


def field_level(section: Section, depth: int) -> int:
    """Questions of one section are numbered below it; those of a part are 1., 2., 3. at once."""
    return max(heading_level(section, depth) + 1, 3)


def section_heading(section: Section, depth: int) -> Heading:
    part = _PART.match(section.level_name)
    if part:
        number = part.group(1).lower() if not _ROMAN.match(part.group(1)) else part.group(1)
        return Heading(1, section.heading, number, key=section.key)
    number = section.number.strip(" .)-")
    return Heading(heading_level(section, depth), section.heading, number, key=section.key)


def without_caption(nodes: Sequence[Node]) -> list[Node]:
    """For the only question of a section: its heading already says what the table is."""
    return [replace(node, caption="") if isinstance(node, Table) else node for node in nodes]
