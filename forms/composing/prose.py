"""Plain narrative text to paragraphs: what Party reports are made of is paragraphs and dash lists.

A line that begins with "-" is a dash, with "+" its sub-item; every other line is a paragraph.
"""

from __future__ import annotations

import re
from dataclasses import replace

from forms.document import Paragraph, ParagraphStyle, Source
from forms.document import plain as plain_runs

_DASH = re.compile(r"^\s*[-–—•●▪]\s*(?=\S)")
_PLUS = re.compile(r"^\s*[+◦]\s*(?=\S)")


def prose_nodes(
    text: str,
    *,
    block_id: str = "",
    sources: tuple[Source, ...] = (),
    expected_units: int | None = None,
) -> tuple[Paragraph, ...]:
    """Paragraphs of a text. The first has the block id and the sources; the others are numbered
    on (`B12_2`), so that each can be found again in an edited copy."""
    lines = [line for line in text.split("\n") if line.strip()]
    nodes = [_line_node(line) for line in lines]
    if not block_id:
        return tuple(nodes)
    marked = [
        replace(node, block_id=block_id if place == 1 else f"{block_id}_{place}")
        for place, node in enumerate(nodes, start=1)
    ]
    if marked:
        marked[0] = replace(marked[0], sources=sources, expected_units=expected_units)
    return tuple(marked)


def _line_node(line: str) -> Paragraph:
    for pattern, style in ((_DASH, ParagraphStyle.DASH), (_PLUS, ParagraphStyle.PLUS)):
        match = pattern.match(line)
        if match:
            return Paragraph(plain_runs(line[match.end() :].strip()), style)
    return Paragraph(plain_runs(line.strip()))
