"""How alike two texts are: exact Jaccard overlaps of their 4-grams.

Scope: any pairs among texts that are told beforehand. Each text's grams are the bits of one
integer, so that comparing two texts is one "and" and one "or". Not here: which pairs are worth
it (`kin`, `clustering`), what follows from likeness (`unions`).
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from forms.narrative.signatures import sign

LEADERS_SIMILAR = 0.30

Apart = Callable[[str, str], bool]  # whether two texts never go together, however alike


class Overlaps:
    """By the places of the texts; 0 for those kept apart. Only among places that are known."""

    def __init__(self, texts: Sequence[str], apart: Apart | None = None) -> None:
        self.texts = texts
        self._apart = apart
        self._numbered = _Numbered({}, 0)
        self._bits: dict[int, int] = {}

    def know(self, places: Sequence[int]) -> None:
        """The bits of these places are comparable from now on, but with nobody else's."""
        if self._numbered.ids.keys() >= set(places):
            return
        self._numbered = _numbered(places, [self.texts[place] for place in places])
        self._bits = {}

    def among(self, places: Sequence[int]) -> "Overlaps":
        """Of these only, by their order here."""
        return Overlaps([self.texts[place] for place in places], self._apart)

    def of(self, one: int, two: int) -> float:
        first, second = self._bits_of(one), self._bits_of(two)
        found = (first & second).bit_count() / (first | second).bit_count()
        if found < LEADERS_SIMILAR or self._apart is None:
            return found
        return 0.0 if self._apart(self.texts[one], self.texts[two]) else found

    def _bits_of(self, place: int) -> int:
        found = self._bits.get(place)
        if found is None:
            found = self._bits[place] = self._numbered.bits(place)
        return found


class _Numbered:
    """The grams of texts by place, as numbers below `count`."""

    def __init__(self, ids: Mapping[int, NDArray[np.int64]], count: int) -> None:
        self.ids = ids
        self._count = count

    def bits(self, place: int) -> int:
        row = np.zeros(self._count, dtype=np.bool_)
        row[self.ids[place]] = True
        return int.from_bytes(np.packbits(row).tobytes(), "big")


def _numbered(places: Sequence[int], texts: Sequence[str]) -> _Numbered:
    grams = [one.grams for one in sign(texts)]
    vocabulary, ids = np.unique(np.concatenate(grams), return_inverse=True)
    bounds = np.cumsum([0, *map(len, grams)]).tolist()
    parts = [ids[start:end] for start, end in pairwise(bounds)]
    return _Numbered(dict(zip(places, parts, strict=True)), len(vocabulary))
