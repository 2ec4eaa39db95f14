"""QR codes as the path of an SVG picture, for a template to draw: no file, no markup from here."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import segno

QUIET = 4
"""Light modules around the code; a camera needs them (ISO/IEC 18004)."""


@dataclass(frozen=True)
class QrPicture:
    """A square of `size` modules, the quiet zone included; `path` covers the dark ones."""

    size: int
    path: str


def draw(text: str) -> QrPicture:
    rows = [
        [bool(module) for module in row]
        for row in segno.make(text, micro=False, error="l").matrix_iter(border=QUIET)
    ]
    runs = ((x, y, length) for y, row in enumerate(rows) for x, length in _dark(row))
    return QrPicture(len(rows), "".join(f"M{x} {y}h{n}v1h-{n}z" for x, y, n in runs))


def _dark(row: list[bool]) -> list[tuple[int, int]]:
    """(first, number) of each run of dark modules."""
    found, place = [], 0
    for is_dark, modules in groupby(row):
        length = len(list(modules))
        if is_dark:
            found.append((place, length))
        place += length
    return found
