"""From likely pairs of texts to groups: exact overlaps, and a union that keeps groups apart.

Scope: what few texts and many have in common. Not here: which pairs are looked at (`kin`,
`clustering`).

Plain connected components chain: the more units, the more unrelated sentences one bridge after
the other brings together. Hence the guard: two groups join only if their leaders are alike too.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from forms.narrative.signatures import BANDS, GRAM, ROWS, Signed, sign

LEADERS_SIMILAR = 0.30
SHORTEST = 12  # characters; below that a few grams decide too much, so only equal masks group
UNLIKELY = 0.36  # estimates below are three standard deviations from 0.50
PAIR_CHUNK = 1 << 14

Numbered = tuple[str, int]  # a text, and the number that decides with whom it is compared
Pairs = NDArray[np.int64]  # (n, 2), of places
Apart = Callable[[str, str], bool]  # whether two texts never go together, however alike


def is_long_enough(one: Signed) -> bool:
    return len(one.grams) > SHORTEST - GRAM


def likely(signatures: NDArray[np.uint32], pairs: Pairs) -> tuple[Pairs, NDArray[np.float64]]:
    """The pairs that may well be alike, and how alike they seem."""
    parts = [np.empty(0)]
    for start in range(0, len(pairs), PAIR_CHUNK):
        one, two = pairs[start : start + PAIR_CHUNK].T
        same = np.count_nonzero(signatures[one] == signatures[two], axis=1)
        parts.append(same / (BANDS * ROWS))
    estimates = np.concatenate(parts)
    found = estimates >= UNLIKELY
    return pairs[found], estimates[found]


def likeliest_first(pairs: Pairs, estimates: NDArray[np.float64]) -> list[tuple[int, int]]:
    """The order does not depend on how the pairs were found."""
    order = np.lexsort((pairs[:, 1], pairs[:, 0], -estimates))
    return [(one, two) for one, two in pairs[order].tolist()]


class Overlaps:
    """Exact Jaccard overlaps of the 4-grams of texts, by their places; 0 for those kept apart."""

    def __init__(self, texts: Sequence[str], apart: Apart | None = None) -> None:
        self.texts = texts
        self._apart = apart
        self._sets: dict[int, frozenset[int]] = {}

    def among(self, places: Sequence[int]) -> "Overlaps":
        """Of these only, by their order here."""
        return Overlaps([self.texts[place] for place in places], self._apart)

    def of(self, one: int, two: int) -> float:
        found = self._shared(one, two)
        if found < LEADERS_SIMILAR or self._apart is None:
            return found
        return 0.0 if self._apart(self.texts[one], self.texts[two]) else found

    def _shared(self, one: int, two: int) -> float:
        """Kept by the texts: merging again after one late report compares nearly the same pairs."""
        pair = self.texts[one], self.texts[two]
        found = _overlaps.get(pair)
        if found is None:
            first, second = self._grams(one), self._grams(two)
            shared = len(first & second)
            found = shared / (len(first) + len(second) - shared)
            if len(_overlaps) >= MOST_PAIRS:
                _overlaps.clear()
            _overlaps[pair] = found
        return found

    def _grams(self, place: int) -> frozenset[int]:
        found = self._sets.get(place)
        if found is None:
            (signed,) = sign([self.texts[place]])
            found = self._sets[place] = frozenset(signed.grams.tolist())
        return found


_overlaps: dict[tuple[str, str], float] = {}
MOST_PAIRS = 1 << 16  # about 200 bytes each; the texts are kept by others


def guarded_union(
    overlaps: Overlaps, pairs: Sequence[tuple[int, int]], similar: float
) -> list[int]:
    """The leader of each text's group; of two leaders the one with the lower place leads on."""
    leader = list(range(len(overlaps.texts)))

    def leader_of(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    for one, two in pairs:
        if leader[one] == leader[two]:
            continue
        first, second = sorted((leader_of(one), leader_of(two)))
        if first == second or overlaps.of(one, two) < similar:
            continue
        if overlaps.of(first, second) >= LEADERS_SIMILAR:
            leader[second] = first
    return [leader_of(index) for index in range(len(leader))]
