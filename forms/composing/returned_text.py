"""Texts that come back from Word: their lines as an answer is typed, their live figures kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from forms.composing.prose import prose_nodes
from forms.document import Paragraph, ParagraphStyle
from forms.merging import RenderedText

_MARKS = {ParagraphStyle.DASH: "- ", ParagraphStyle.PLUS: "+ "}
_PIECE = re.compile(r"\d[\d.,]*\d|\w+|\W")


def typed_line(style: ParagraphStyle, text: str) -> str:
    """A paragraph as it would be typed: "- " and "+ " in front of list lines."""
    return _MARKS.get(style, "") + text.strip()


def printed_lines(text: str) -> str:
    """A text as it stands in the document, so that two texts that print alike are equal."""
    return "\n".join(typed_line(node.style, _text(node)) for node in prose_nodes(text))


def _text(node: Paragraph) -> str:
    return " ".join(node.text.split())


def keep_figures(rendered: RenderedText, edited: str) -> str:
    """The edited text with live figures wherever a figure was left as it was printed.

    A figure whose digits the editor changed becomes plain text: that is what was meant.
    """
    before, after = _pieces(rendered.text), _pieces(edited)
    matcher = SequenceMatcher(
        None, [piece for piece, _ in before], [piece for piece, _ in after], autojunk=False
    )
    places: dict[int, int] = {}
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            piece, start = before[block.a + step]
            for offset in range(len(piece) + 1):
                places.setdefault(start + offset, after[block.b + step][1] + offset)
    return _with_tokens(rendered, edited, places)


def _pieces(text: str) -> list[tuple[str, int]]:
    return [(found[0], found.start()) for found in _PIECE.finditer(text)]


def _with_tokens(rendered: RenderedText, edited: str, places: dict[int, int]) -> str:
    kept: list[tuple[int, int, str]] = []
    for use in rendered.figures:
        start = places.get(use.start)
        if start is None or edited[start : start + len(use.shown)] != use.shown:
            continue
        if not kept or start >= kept[-1][1]:
            kept.append((start, start + len(use.shown), use.token))
    return _replaced(edited, kept)


def _replaced(text: str, kept: Sequence[tuple[int, int, str]]) -> str:
    for start, end, token in reversed(kept):
        text = f"{text[:start]}{{{{{token}}}}}{text[end:]}"
    return text
