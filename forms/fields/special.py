"""Words and marks of the special cell states: what is typed for them and what is printed."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from forms.values import Cell, CellState

_WORDS: Mapping[str, CellState] = {
    "-": CellState.NIL,
    "–": CellState.NIL,
    "—": CellState.NIL,
    "kps": CellState.NIL,
    "không phát sinh": CellState.NIL,
    "ksl": CellState.NO_DATA,
    "không có số liệu": CellState.NO_DATA,
    "kad": CellState.NOT_APPLICABLE,
    "x": CellState.NOT_APPLICABLE,
    "không áp dụng": CellState.NOT_APPLICABLE,
}
_LONGEST = max(map(len, _WORDS))
# What is typed back: signs where they can be typed, no abbreviation that nobody else uses.
_TYPED = {CellState.NIL: "-", CellState.NO_DATA: "ksl", CellState.NOT_APPLICABLE: "x"}
# The conventional signs of Vietnamese statistical tables.
_MARKS = {CellState.NIL: "-", CellState.NO_DATA: "…", CellState.NOT_APPLICABLE: "x"}


def cell_from_special_word(text: str) -> Cell | None:
    """The cell of a special word, however it is spelt in Unicode and case; None for other text."""
    if text[0].isdigit() or len(text) > 2 * _LONGEST:
        return None
    words = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    state = _WORDS.get(words)
    return Cell(state) if state is not None else None


def special_word(state: CellState) -> str:
    """What stands in the input for a special state; '' for the others."""
    return _TYPED.get(state, "")


def special_mark(state: CellState) -> str:
    """What stands in a printed table for a special state; '' for the others."""
    return _MARKS.get(state, "")
