"""What an outline's author proposed without a source document, and the office's word on it.

A question or a target carries `suggested`; guidance begins with "Gợi ý". Confirming takes the mark
away, and of such guidance what only says who proposed it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from forms.editing.tree import find_field, find_section, with_field, with_section
from forms.schema import Field, Outline, Section

_MARK = re.compile(r"\AGợi ý\s*:?\s*")
_WHO = re.compile(r"người soạn đề cương|(cơ quan chủ trì|đoàn giám sát) (sửa|bổ sung)")


def is_suggested(node: Section | Field) -> bool:
    """Whether the node itself carries the mark; what stands in a section is asked of on its own."""
    if _MARK.match(node.guidance):
        return True
    if isinstance(node, Section):
        return False
    targets = [*node.targets, *(target for row in node.rows for target in row.targets)]
    return node.suggested or any(target.suggested for target in targets)


def suggested_nodes(outline: Outline, under: str = "") -> tuple[Section | Field, ...]:
    """Marked nodes in the order of the outline, of one section with all in it or of all."""
    top = (find_section(outline, under),) if under else outline.sections
    return tuple(node for section in top for node in _nodes(section) if is_suggested(node))


def _nodes(section: Section) -> Iterator[Section | Field]:
    for found in section.walk():
        yield found
        yield from found.fields


def confirm_field(outline: Outline, key: str) -> Outline:
    """Raises EditRefused for a field that is gone."""
    find_field(outline, key)
    return with_field(outline, key, _confirmed_field)


def confirm_section(outline: Outline, key: str) -> Outline:
    """The section with every section and question in it. Raises EditRefused."""
    for node in suggested_nodes(outline, key):
        if isinstance(node, Field):
            outline = confirm_field(outline, node.key)
        else:
            outline = with_section(outline, node.key, _without_mark)
    return outline


def confirm_all(outline: Outline) -> Outline:
    for section in outline.sections:
        outline = confirm_section(outline, section.key)
    return outline


def _without_mark(section: Section) -> Section:
    return replace(section, guidance=_confirmed_text(section.guidance))


def _confirmed_field(field: Field) -> Field:
    return replace(
        field,
        suggested=False,
        guidance=_confirmed_text(field.guidance),
        targets=tuple(replace(target, suggested=False) for target in field.targets),
        rows=tuple(
            replace(row, targets=tuple(replace(t, suggested=False) for t in row.targets))
            for row in field.rows
        ),
    )


def _confirmed_text(text: str) -> str:
    if not _MARK.match(text):
        return text
    first, newline, rest = _MARK.sub("", text).partition("\n")
    said = "; ".join(part for part in first.rstrip(". ").split("; ") if not _WHO.search(part))
    if not said:
        return rest.strip()
    ending = "." if first.rstrip().endswith(".") else ""
    return f"{said[0].upper()}{said[1:]}{ending}{newline}{rest}"
