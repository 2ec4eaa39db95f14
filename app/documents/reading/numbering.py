"""Automatic numbers of Word lists, resolved to the text a reader sees."""

import re
from dataclasses import dataclass, field
from typing import Any

from app.documents.reading.wordml import W, child, number, value
from forms.document import roman

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    format: str
    text: str
    start: int


@dataclass
class Numbering:
    """Counts while a document is read, so it is good for one pass."""

    _levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    _abstract: dict[str, str] = field(default_factory=dict)
    _starts: dict[str, dict[int, int]] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def label(self, number_id: str, level: int) -> str:
        """The number of the next paragraph of this list and level."""
        abstract = self._abstract.get(number_id)
        levels = self._levels.get(abstract or "", {})
        if abstract is None or level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        self._restart(number_id, counts)
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        current = counts[level]
        counts[level] = levels[level].start if current is None else current + 1
        return self._text(levels, level, counts)

    def _restart(self, number_id: str, counts: list[int | None]) -> None:
        if number_id in self._begun:
            return
        self._begun.add(number_id)
        for level, start in self._starts.get(number_id, {}).items():
            counts[level] = start - 1

    def _text(self, levels: dict[int, Level], level: int, counts: list[int | None]) -> str:
        if levels[level].format == "bullet":
            return "-"

        def shown(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            rule = levels.get(place, Level("decimal", "", 1))
            count = counts[place]
            return formatted(rule.start if count is None else count, rule.format)

        return _PLACE.sub(shown, levels[level].text)


def read_numbering(root: Any | None) -> Numbering:
    numbering = Numbering()
    if root is None:
        return numbering
    for item in root.iterfind(f"{W}abstractNum"):
        levels = {
            int(number(level, "ilvl") or 0): _level(level) for level in item.iterfind(f"{W}lvl")
        }
        numbering._levels[value(item, "abstractNumId") or ""] = levels
    for item in root.iterfind(f"{W}num"):
        number_id = value(item, "numId") or ""
        numbering._abstract[number_id] = value(child(item, "abstractNumId")) or ""
        starts = {
            int(number(change, "ilvl") or 0): int(start)
            for change in item.iterfind(f"{W}lvlOverride")
            if (start := number(child(change, "startOverride"))) is not None
        }
        numbering._starts[number_id] = starts
    return numbering


def _level(element: Any) -> Level:
    start = number(child(element, "start"))
    return Level(
        value(child(element, "numFmt")) or "decimal",
        value(child(element, "lvlText")) or "",
        1 if start is None else int(start),
    )


def formatted(count: int, kind: str) -> str:
    if kind == "none" or count < 0:
        return ""
    if kind == "decimalZero":
        return f"{count:02d}"
    if kind in ("upperRoman", "lowerRoman"):
        return roman(count) if kind == "upperRoman" else roman(count).lower()
    if kind in ("upperLetter", "lowerLetter") and count:
        rounds, index = divmod(count - 1, 26)
        letters = chr(ord("a") + index) * (rounds + 1)
        return letters.upper() if kind == "upperLetter" else letters
    return str(count)
