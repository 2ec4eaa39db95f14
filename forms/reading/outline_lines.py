"""Lines made ready for reading: old fonts converted, broken lines joined, glued headings parted.

Each prepared line remembers the source lines it was made of, so that nothing gets lost on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from forms.reading.blocks import Grid, SourceBlock, TextLine, in_unicode
from forms.reading.outline_marks import (
    Mark,
    Rank,
    automatic,
    roman_value,
    split_appendix,
    split_mark,
)
from forms.text import clean_line, search_key

_CLOSED = tuple('.;:!?…”"/')
_UPPER = "A-ZÀ-ỸĐĂÂÊÔƠƯ"
_NUMBERED = re.compile(
    rf"(?:(?<=[.;:!?…])|(?<=[.;:!?…]\s))(?P<value>\d{{1,2}})[.)]\s*(?=[{_UPPER}])"
)
_ROMAN_TITLE = re.compile(
    rf"(?<=[a-zà-ỹđ)”\d][.;:)…])\s*(?=(?P<value>[IVX]{{1,4}})[.\-–]\s*[{_UPPER}]{{2,}}[\s,])"
)
_TITLES = ("mo dau", "danh gia chung", "ket luan", "phu luc")
_TITLE_THEN_NUMBER = re.compile(r"(?P<title>[^\d]{4,20}?)[\s:.]*(?=1[.)]\s*\w)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its mark taken off. `sources` are the numbers of the source lines."""

    source: TextLine
    mark: Mark | None
    text: str
    sources: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def caps(self) -> bool:
        return self.text == self.text.upper() != self.text.lower()

    @property
    def key(self) -> str:
        """The words to compare with known ones: no tones, no end mark."""
        return search_key(self.text).rstrip(" .:;")


Prepared = Line | Grid


@dataclass
class _Joiner:
    """Keeps the last line open until it is clear that nothing more belongs to it."""

    done: list[Prepared] = field(default_factory=list)

    def add(self, line: Line) -> None:
        last = self.done[-1] if self.done else None
        if isinstance(last, Line) and _runs_on(last, line):
            self.done[-1] = replace(
                last,
                text=clean_line(f"{last.text} {line.text}"),
                sources=(*last.sources, *line.sources),
                notes=(*last.notes, *line.notes),
            )
        else:
            self.done.append(line)


def prepare(blocks: Iterable[SourceBlock]) -> tuple[Prepared, ...]:
    """The blocks as lines with marks, in order; tables pass through with their texts cleaned."""
    joiner = _Joiner()
    for block in blocks:
        if isinstance(block, Grid):
            joiner.done.append(_clean_grid(block))
            continue
        text, note = in_unicode(block.text, block.font)
        for part in _parted(text, block):
            if line := _line(block, part, (note,) if note else ()):
                joiner.add(line)
    return tuple(joiner.done)


def _clean_grid(grid: Grid) -> Grid:
    cells = tuple(replace(cell, text=in_unicode(cell.text)[0]) for cell in grid.cells)
    return replace(grid, cells=cells)


def _line(block: TextLine, text: str, notes: tuple[str, ...]) -> Line | None:
    if not text:
        return None
    if block.mark and text.startswith(block.text[:20].strip()[:5]):
        mark, rest = _automatic_mark(block.mark, text)
    else:
        mark, rest = split_mark(text)
    appendix, rest_of_it = split_appendix(text)
    if appendix and _is_appendix_title(appendix, rest_of_it, block):
        mark, rest = appendix, rest_of_it
    source = replace(block, text=text)
    return Line(source, mark, rest, (block.number,), notes)


def _automatic_mark(number: str, text: str) -> tuple[Mark | None, str]:
    """An automatic number; one typed behind an automatic dash ("- 1.1. Bối cảnh") is the mark."""
    typed, rest = split_mark(text)
    mark, _ = split_mark(f"{automatic(number)} {text}")
    if typed and mark and mark.rank == Rank.DASH:
        return typed, rest
    return (mark, text) if mark else (typed, rest)


def _is_appendix_title(mark: Mark, rest: str, block: TextLine) -> bool:
    """ "Phụ lục 1 gồm các biểu …" in running text is no title."""
    if not mark.value and rest:
        return block.caps
    looks = block.bold or block.centered or block.caps or block.level is not None
    return not rest or looks or (bool(mark.value) and not rest[0].islower())


def _runs_on(last: Line, line: Line) -> bool:
    """Whether `line` is the rest of a sentence that a page or line break cut in two."""
    if line.mark or not last.text or not line.text or last.source.level != line.source.level:
        return False
    if last.mark and last.mark.rank == Rank.PART:
        return False
    if line.text[0].islower():
        return not last.text.endswith(_CLOSED) and (not last.caps or line.source.continues)
    return _is_second_title_line(last, line)


def _is_second_title_line(last: Line, line: Line) -> bool:
    return (
        last.caps
        and line.caps
        and (line.source.continues or (line.source.centered and last.source.centered))
        and last.key not in _TITLES
        and line.key not in _TITLES
        and not line.key.startswith(("de cuong", "phu luc", "bao cao"))
    )


def _parted(text: str, block: TextLine) -> Iterator[str]:
    """Headings that were typed without a line break between them."""
    title = _TITLE_THEN_NUMBER.match(text)
    # The number in "Phụ lục 1. Danh mục" is the appendix's own.
    own_number = (
        title and search_key(title["title"]) == "phu luc" and text[title.end("title")] == " "
    )
    if title and not own_number and search_key(title["title"]).rstrip(" .:") in _TITLES:
        yield title["title"].strip()
        text = text[title.end() :]
    start = 0
    for match in _ROMAN_TITLE.finditer(text):
        if roman_value(match["value"]):
            yield from _numbered_parts(text[start : match.start()].strip(), block)
            start = match.end()
    yield from _numbered_parts(text[start:].strip(), block)


def _numbered_parts(text: str, block: TextLine) -> Iterator[str]:
    """ "1. Ưu điểm. 2. Tồn tại. 3. Nguyên nhân": parted only where the numbers go on by one."""
    mark, _ = split_mark(f"{automatic(block.mark)} {text}" if block.mark else text)
    if mark is None or mark.rank != Rank.NUMBER:
        yield text
        return
    start, expected = 0, mark.order + 1
    for match in _NUMBERED.finditer(text):
        if int(match["value"]) == expected and match.start() - start <= 250:
            yield text[start : match.start()].strip()
            start, expected = match.start(), expected + 1
    yield text[start:].strip()
