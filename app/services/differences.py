"""Two texts side by side with the differing words marked. Knows nothing of reports."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|[^\s]+")
# Comparing word by word grows with the product of lengths; longer texts are compared by lines.
_MOST_WORDS = 4000


@dataclass(frozen=True)
class Piece:
    text: str
    differs: bool


Marked = tuple[Piece, ...]


def compare(mine: str, theirs: str) -> tuple[Marked, Marked]:
    """The pieces of both texts, in order; joined they are the texts again."""
    left, right = _split(mine, theirs)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    own: list[Piece] = []
    other: list[Piece] = []
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        differs = tag != "equal"
        _add(own, "".join(left[a1:a2]), differs)
        _add(other, "".join(right[b1:b2]), differs)
    return tuple(own), tuple(other)


def shortened(pieces: Marked, around: int = 120) -> Marked:
    """The same with only the beginning and end of long stretches that do not differ, so that what
    differs is seen without looking for it."""
    return tuple(
        piece
        if piece.differs or len(piece.text) <= 3 * around
        else Piece(f"{piece.text[:around].rstrip()} […] {piece.text[-around:].lstrip()}", False)
        for piece in pieces
    )


def _split(mine: str, theirs: str) -> tuple[list[str], list[str]]:
    left, right = _WORDS.findall(mine), _WORDS.findall(theirs)
    if max(len(left), len(right)) <= _MOST_WORDS:
        return left, right
    return mine.splitlines(keepends=True), theirs.splitlines(keepends=True)


def _add(pieces: list[Piece], text: str, differs: bool) -> None:
    if text:
        pieces.append(Piece(text, differs))
