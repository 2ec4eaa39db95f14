"""A percentage that each unit worked out of two figures of its own tables: told of all together.

"Hội viên đạt từ 22,2% đến 29,6% dân số" becomes the members of all in the population of all. Not
here: percentages that are a question of their own (`totals`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from decimal import Decimal
from typing import NamedTuple

from forms.merging import KnownFigure, MergedField, find_cell, parts_of_share, share_path

AGREEING = Decimal("0.8")
LEAST_UNITS = 3  # in two of them figures may meet by chance, unless the sentence tells both
_HALF_OF_A_TENTH = Decimal("0.05")


class Counts(NamedTuple):
    """One unit's counts: in order of size, with the numbers to look them up by."""

    numbers: Sequence[Decimal]
    figures: Sequence[KnownFigure]

    @classmethod
    def of(cls, figures: Collection[KnownFigure]) -> Counts:
        ordered = sorted(figures, key=lambda one: (one.number, one.path))
        return cls([one.number for one in ordered], ordered)

    def wholes(self, part: Decimal, percent: Decimal) -> Sequence[KnownFigure]:
        """The figures of which `part` is so many percent, read with one decimal."""
        most = 100 * part / max(percent - _HALF_OF_A_TENTH, _HALF_OF_A_TENTH)
        least = 100 * part / (percent + _HALF_OF_A_TENTH)
        return self.figures[bisect_left(self.numbers, least) : bisect_right(self.numbers, most)]


Pair = tuple[str, str]  # the paths of the part and of the whole


def find_shares(
    units: Sequence[tuple[Counts, Decimal]], named: Mapping[str, int], counted: Set[str]
) -> Sequence[str]:
    """The paths of the shares that (nearly) all units may have written as their percentage, those
    alone that the sentence names best.

    `named`: by path how many words of a figure the sentence says; `counted`: the figures that it
    tells as numbers, of which alone a share can then be meant.
    """
    if len(units) < 2:
        return ()
    parts = counted or {path for path, words in named.items() if words}
    likely = {
        pair: (votes, named[pair[1]])
        for pair, votes in _votes(units, parts).items()
        if votes >= AGREEING * len(units)
        and named.get(pair[1])
        and (len(units) >= LEAST_UNITS or pair[1] in counted)
    }
    best = max(likely.values(), default=None)
    return sorted(share_path(*pair) for pair, rank in likely.items() if rank == best)


def one_share(paths: Sequence[str], fields: Mapping[str, MergedField]) -> str:
    """The first of the paths; "" when there is none, or when they would read differently."""
    shown = {_told_of_all(path, fields) for path in paths}
    return paths[0] if len(shown) == 1 and "" not in shown else ""


def _told_of_all(path: str, fields: Mapping[str, MergedField]) -> str:
    """The merged share as shown; "" when not all who gave the part gave the whole."""
    share, part = find_cell(fields, path), find_cell(fields, parts_of_share(path)[0])
    if share is None or part is None or share.number is None:
        return ""
    return share.text if share.answered == part.answered else ""


def _votes(units: Sequence[tuple[Counts, Decimal]], parts: Set[str]) -> Counter[Pair]:
    votes: Counter[Pair] = Counter()
    for counts, percent in units:
        votes.update(set(_pairs_of(counts, percent, parts)))
    return votes


def _pairs_of(counts: Counts, percent: Decimal, parts: Set[str]) -> Iterator[Pair]:
    for part in counts.figures:
        if part.path in parts and part.number:
            for whole in counts.wholes(part.number, percent):
                if whole.path != part.path:
                    yield part.path, whole.path
