"""Plain narrative text to paragraphs: what Party reports are made of is paragraphs and dash lists.

A line that begins with "-" is a dash, with "+" its sub-item; every other line is a paragraph.
"""

from __future__ import annotations

import re

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
    """Paragraphs of a text. Block id and sources go to the first, so that each marks one place."""
    lines = [line for line in text.split("\n") if line.strip()]
    nodes = [_line_node(line) for line in lines]
    if not nodes:
        return ()
    first = Paragraph(nodes[0].runs, nodes[0].style, block_id, sources, expected_units)
    return (first, *nodes[1:])


def _line_node(line: str) -> Paragraph:
    for pattern, style in ((_DASH, ParagraphStyle.DASH), (_PLUS, ParagraphStyle.PLUS)):
        match = pattern.match(line)
        if match:
            return Paragraph(plain_runs(line[match.end() :].strip()), style)
    return Paragraph(plain_runs(line.strip()))
