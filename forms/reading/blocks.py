"""What the readers of this room are given: lines and tables of a document, as plain data.

Who opened the file (Word, Excel, pasted text) does not matter here. `number` is the place in the
document, counted from 1 over lines and tables alike, and is how everything found is traced back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from forms.text import clean_line, convert_legacy, detect_legacy

_ENOUGH = 0.6
_ONLY_UNICODE = re.compile("[\u1ea0-\u1ef9]").search


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line. `mark` is an automatic number as it reads ("1.", "-"); `lead` the bold words it
    begins with when the rest is not bold; `level` the outline level of its style, from 0.

    `continues` says that a line break (Shift+Enter), not a new paragraph, came before it.
    """

    number: int
    text: str
    mark: str = ""
    level: int | None = None
    bold: bool = False
    italic: bool = False
    centered: bool = False
    lead: str = ""
    font: str = ""
    continues: bool = False

    @property
    def caps(self) -> bool:
        """Whether it has letters and all of them are capitals."""
        return self.text == self.text.upper() != self.text.lower()


@dataclass(frozen=True, slots=True)
class GridCell:
    """Row and column count from 0; a merged cell appears once, at its top left corner."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `bordered` is False for tables that only lay out a page (the letterhead)."""

    number: int
    rows: int
    columns: int
    cells: tuple[GridCell, ...]
    bordered: bool = True

    def texts(self) -> list[list[str]]:
        """All texts; places covered by a merged cell are empty."""
        table = [[""] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            table[cell.row][cell.column] = cell.text
        return table


SourceBlock = TextLine | Grid


def lines_of_text(text: str) -> tuple[TextLine, ...]:
    """Pasted text, one block per line that is not empty."""
    lines = (clean_line(line) for line in text.replace("\r", "\n").split("\n"))
    return tuple(TextLine(n, line) for n, line in enumerate(filter(None, lines), start=1))


def in_unicode(text: str, font: str = "") -> tuple[str, str]:
    """The text out of an old Vietnamese font, and the reason when it was converted."""
    # Old fonts put their letters on the codes of Western Europe, so these letters prove Unicode.
    if not text or (not _is_old(font) and _ONLY_UNICODE(text)):
        return clean_line(text), ""
    guess = detect_legacy(text, font or None)
    if guess.encoding is None or guess.confidence < _ENOUGH:
        return clean_line(text), ""
    return clean_line(convert_legacy(text, guess.encoding, font or None)), guess.reason


def runs_in_unicode(runs: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """The same of a line of runs, (text, font) each, since old and modern fonts stand side by side:
    a run in an old font is judged by it, a line without any by its letters."""
    listed = list(runs)
    whole = "".join(text for text, _ in listed)
    old = [text for text, font in listed if _is_old(font)]
    if not old or _ONLY_UNICODE("".join(old)):
        return in_unicode(whole)
    texts, reason = [], ""
    for text, font in listed:
        guess = detect_legacy(text, font) if _is_old(font) else None
        if guess and guess.encoding:
            text, reason = convert_legacy(text, guess.encoding, font), guess.reason
        texts.append(text)
    return clean_line("".join(texts)), reason


def _is_old(font: str) -> bool:
    return font.upper().startswith((".VN", "VNI"))


def text_of(blocks: Iterable[SourceBlock]) -> str:
    """The words of the blocks, one block a line: what a reader would read aloud."""
    return "\n".join(block_text(block) for block in blocks)


def block_text(block: SourceBlock) -> str:
    if isinstance(block, TextLine):
        return f"{block.mark} {block.text}".strip()
    return " | ".join(cell.text for cell in block.cells if cell.text)
