"""From likely pairs of texts to groups: a union that keeps groups apart.

Scope: what few texts and many have in common. Not here: which pairs are looked at (`kin`,
`clustering`), how alike two texts are (`overlaps`).

Plain connected components chain: the more units, the more unrelated sentences one bridge after
the other brings together. Hence the guard: two groups join only if their leaders are alike too.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from forms.narrative.overlaps import LEADERS_SIMILAR, Overlaps
from forms.narrative.signatures import BANDS, GRAM, ROWS, Signed

SHORTEST = 12  # characters; below that a few grams decide too much, so only equal masks group
UNLIKELY = 0.36  # estimates below are three standard deviations from 0.50
PAIR_CHUNK = 1 << 14

Numbered = tuple[str, int]  # a text, and the number that decides with whom it is compared
Pairs = NDArray[np.int64]  # (n, 2), of places


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


def guarded_union(
    overlaps: Overlaps, pairs: Sequence[tuple[int, int]], similar: float
) -> list[int]:
    """The leader of each text's group; of two leaders the one with the lower place leads on."""
    leader = list(range(len(overlaps.texts)))
    overlaps.know(leader)

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
