"""Widths of text in Times New Roman and balanced line breaks.

Not here: layout of whole paragraphs; only short lines (names, titles) and estimates are measured.
"""

import json
from functools import lru_cache
from itertools import pairwise
from math import ceil
from pathlib import Path

import yaml

MM_PER_POINT = 25.4 / 72
_FILE = Path(__file__).with_name("times_widths.json")
_BREAKS_FILE = Path(__file__).with_name("name_breaks.yaml")
_LINE_COST = 900.0
_TORN_WORD_COST = 4000.0
_PLAIN_BREAK_COST = 500.0


@lru_cache(maxsize=1)
def _faces() -> tuple[int, dict[str, dict[str, int]]]:
    data = json.loads(_FILE.read_text(encoding="utf-8"))
    return data["units_per_em"], data["faces"]


@lru_cache(maxsize=1)
def _name_breaks() -> tuple[frozenset[str], frozenset[str]]:
    """Words that may start a line, and pairs of words that stay together."""
    data = yaml.load(_BREAKS_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return frozenset(data["good_starts"]), frozenset(data["compounds"])


def text_width(text: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """Millimetres; letters outside the table count as wide as "M"."""
    units, faces = _faces()
    face = "_".join(name for name, on in (("bold", bold), ("italic", italic)) if on) or "regular"
    widths = faces[face]
    total = sum(widths.get(letter, widths["M"]) for letter in text)
    return total * size * MM_PER_POINT / units


def balanced_lines(
    text: str, width: float, size: float, *, bold: bool = False, italic: bool = False
) -> tuple[str, ...]:
    """Few lines no wider than `width`, even, and broken where the sense breaks.

    A word of two syllables is not torn if one more line avoids it. A single syllable wider than
    `width` stays whole.
    """
    words = [word for word in text.split(" ") if word]
    gap = text_width(" ", size, bold=bold, italic=italic)
    sizes = [text_width(word, size, bold=bold, italic=italic) for word in words]
    if not words:
        return ()
    best = _best_breaks(words, sizes, gap, width)
    return tuple(" ".join(words[start:end]) for start, end in pairwise(best))


def _best_breaks(words: list[str], sizes: list[float], gap: float, width: float) -> list[int]:
    """Break positions including 0 and the end, by the least sum of costs."""
    total = sum(sizes) + gap * (len(sizes) - 1)
    even = total / max(1, ceil(total / width))
    best: list[tuple[float, list[int]]] = [(0.0, [0])]
    for end in range(1, len(words) + 1):
        options = []
        for start in range(end):
            span = sum(sizes[start:end]) + gap * (end - start - 1)
            if span <= width or end - start == 1:
                cost, breaks = best[start]
                cost += _LINE_COST + (span - even) ** 2 + _break_cost(words, start)
                options.append((cost, [*breaks, end]))
        best.append(min(options))
    return best[-1][1]


def _break_cost(words: list[str], start: int) -> float:
    good_starts, compounds = _name_breaks()
    if start == 0 or words[start].upper() in good_starts:
        return 0.0
    pair = f"{words[start - 1]} {words[start]}".upper()
    return _TORN_WORD_COST if pair in compounds or start == len(words) - 1 else _PLAIN_BREAK_COST


def estimated_lines(text: str, size: float, width: float, indent: float) -> int:
    """Lines of a justified paragraph of regular text, at least 1."""
    return max(1, ceil((text_width(text, size) + indent) / width))
