"""How alike two texts are: exact Jaccard overlaps of their 4-grams.

Scope: any pairs among texts that are told beforehand. Each text's grams are the bits of one
integer, so that comparing two texts is one "and" and one "or". Not here: which pairs are worth
it (`kin`, `clustering`), what follows from likeness (`unions`).
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from forms.narrative.signatures import distinct, sign

LEADERS_SIMILAR = 0.30
MOST_KEPT = 2  # texts for each one that is there

Apart = Callable[[str, str], bool]  # whether two texts never go together, however alike
Grams = NDArray[np.uint64]


class _Numbering(NamedTuple):
    """Grams in ascending order, each with a number that it keeps when others come."""

    grams: Grams
    numbers: NDArray[np.int64]

    def also(self, grams: Grams) -> "_Numbering":
        fresh = distinct(grams)
        places = np.searchsorted(self.grams, fresh)
        if len(self.grams):
            missing = self.grams.take(places, mode="clip") != fresh
            fresh, places = fresh[missing], places[missing]
        numbers = np.arange(len(self.grams), len(self.grams) + len(fresh))
        return _Numbering(
            np.insert(self.grams, places, fresh), np.insert(self.numbers, places, numbers)
        )

    def of(self, grams: Grams) -> NDArray[np.int64]:
        return self.numbers[np.searchsorted(self.grams, grams)]


class Bits:
    """Texts as integers in which each bit is a gram. Never changed: `also` makes another."""

    def __init__(self, numbering: _Numbering, by_text: Mapping[str, int]) -> None:
        self._numbering = numbering
        self.by_text = by_text

    def for_texts(self, count: int) -> "Bits":
        """For as many texts as there are now; of those that are gone not too many are kept."""
        return self if len(self.by_text) <= MOST_KEPT * count else NO_BITS

    def also(self, texts: Sequence[str]) -> "Bits":
        """With these texts too, comparable with all that were known."""
        fresh = [text for text in texts if text not in self.by_text]
        if not fresh:
            return self
        found = [one.grams for one in sign(fresh)]
        grams = np.concatenate(found)
        numbering = self._numbering.also(grams)
        numbers, count = numbering.of(grams), len(numbering.grams)
        bounds = np.cumsum([0, *map(len, found)]).tolist()
        parts = [_as_bits(numbers[start:end], count) for start, end in pairwise(bounds)]
        return Bits(numbering, {**self.by_text, **dict(zip(fresh, parts, strict=True))})


def _as_bits(numbers: NDArray[np.int64], count: int) -> int:
    row = np.zeros(count, dtype=np.bool_)
    row[numbers] = True
    return int.from_bytes(np.packbits(row, bitorder="little").tobytes(), "little")


NO_BITS = Bits(_Numbering(np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int64)), {})


class Overlaps:
    """By the places of the texts; 0 for those kept apart. Only among places that are known."""

    def __init__(
        self, texts: Sequence[str], apart: Apart | None = None, bits: Bits = NO_BITS
    ) -> None:
        self.texts = texts
        self.bits = bits
        self._apart = apart

    def know(self, places: Sequence[int]) -> None:
        """These places are comparable from now on."""
        self.bits = self.bits.also([self.texts[place] for place in places])

    def among(self, places: Sequence[int]) -> "Overlaps":
        """Of these only, by their order here."""
        return Overlaps([self.texts[place] for place in places], self._apart, self.bits)

    def of(self, one: int, two: int) -> float:
        text, other = self.texts[one], self.texts[two]
        known = self.bits.by_text
        first, second = known[text], known[other]
        found = (first & second).bit_count() / (first | second).bit_count()
        if found < LEADERS_SIMILAR or self._apart is None:
            return found
        return 0.0 if self._apart(text, other) else found
