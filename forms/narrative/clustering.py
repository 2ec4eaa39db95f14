"""Near-duplicate groups of masked sentences, in time linear in their number.

Scope: MinHash bands in numpy propose pairs, an exact Jaccard overlap of character 4-grams
confirms them, and a guarded union joins them. Not here: what a sentence or its mask is.

Plain connected components chain: the more units, the more unrelated sentences one bridge after
the other brings together. Hence the guard: two groups join only if their leaders (the commonest
wording of each) are alike too. The number of negations is a hard key, because "đã ban hành" and
"chưa ban hành" are near-duplicates in every other respect.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from forms.narrative.signatures import BANDS, GRAM, ROWS, distinct, sign

# Chaining grows with the number of distinct texts: few of them allow a wider net. The steps come
# from trials on the corpus of the benches and want tuning on real sentences.
SIMILAR = ((500, 0.50), (5000, 0.60))  # up to so many texts
SIMILAR_MANY = 0.63
LEADERS_SIMILAR = 0.30
SHORTEST = 12  # characters; below that a few grams decide too much, so only equal masks group
UNLIKELY = 0.36  # estimates below are three standard deviations from 0.50
PAIR_CHUNK = 1 << 14

Pairs = NDArray[np.int64]  # (n, 2), first < second
Wanted = Callable[[NDArray[np.int64], NDArray[np.int64]], NDArray[np.bool_]]
Apart = Callable[[str, str], bool]


def group_similar(
    texts: Sequence[str],
    keys: Sequence[int],
    similar: float | None = None,
    leaders_similar: float = LEADERS_SIMILAR,
    apart: Apart | None = None,
) -> list[int]:
    """Index of the leader of each text's group.

    `texts` are distinct and come in order of importance (leaders have the lower index); only
    texts with equal `keys` can be in one group, none of which `apart` keeps apart from another.
    """
    if not texts:
        return []
    if similar is None:
        similar = next((t for most, t in SIMILAR if len(texts) <= most), SIMILAR_MANY)
    grams = Grams(texts)
    numbers = np.asarray(keys, dtype=np.int64)
    pairs = _likely_pairs(grams, lambda one, two: numbers[one] == numbers[two])
    if apart is not None:
        pairs = [(one, two) for one, two in pairs if not apart(texts[one], texts[two])]

    def alike(first: int, second: int) -> bool:
        if grams.jaccard(first, second) < leaders_similar:
            return False
        return apart is None or not apart(texts[first], texts[second])

    return _guarded_union(grams, pairs, similar, alike)


def similar_pairs(
    texts: Sequence[str], sides: Sequence[bool], similar: float
) -> list[tuple[int, int]]:
    """Index pairs that are alike on different sides, as far as the bands propose them."""
    if len(set(sides)) < 2:
        return []
    grams = Grams(texts)
    side = np.asarray(sides, dtype=bool)
    pairs = _likely_pairs(grams, lambda one, two: side[one] != side[two])
    return sorted(pair for pair in pairs if grams.jaccard(*pair) >= similar)


class Grams:
    """Character 4-grams of each text as sets, and the MinHash signatures of all."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._signed = sign(texts)
        self._sets: list[frozenset[int] | None] = [None] * len(texts)
        self.signatures = np.concatenate([one.signature for one in self._signed]).reshape(
            len(texts), -1
        )
        lengths = np.array([len(one.grams) for one in self._signed])
        self.long_enough = lengths > SHORTEST - GRAM

    def __len__(self) -> int:
        return len(self._sets)

    def of(self, index: int) -> frozenset[int]:
        found = self._sets[index]
        if found is None:
            found = self._sets[index] = frozenset(self._signed[index].grams.tolist())
        return found

    def jaccard(self, one: int, two: int) -> float:
        """Kept by the texts: merging again after one late report compares nearly the same pairs."""
        pair = self._texts[one], self._texts[two]
        found = _overlaps.get(pair)
        if found is None:
            first, second = self.of(one), self.of(two)
            shared = len(first & second)
            found = shared / (len(first) + len(second) - shared)
            if len(_overlaps) >= MOST_PAIRS:
                _overlaps.clear()
            _overlaps[pair] = found
        return found


_overlaps: dict[tuple[str, str], float] = {}
MOST_PAIRS = 1 << 16  # about 200 bytes each; the texts are kept by others


def _band_keys(signatures: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """(bands, texts): for each band one number a text; equal numbers mean equal rows in it."""
    rows = signatures.reshape(-1, BANDS, ROWS)
    keys = np.zeros(rows.shape[:2], dtype=np.uint64)
    for row in range(ROWS):
        keys = keys * np.uint64(1000003) + rows[:, :, row]
    return np.ascontiguousarray(keys.T)


def _candidates(signatures: NDArray[np.uint32], eligible: NDArray[np.int64]) -> Pairs:
    """Within a bucket each text meets the leader and its neighbour: linear, not quadratic."""
    if len(eligible) < 2:
        return np.empty((0, 2), dtype=np.int64)
    keys = _band_keys(signatures[eligible])
    places = np.argsort(keys, axis=1, kind="stable")
    ordered = np.take_along_axis(keys, places, axis=1)
    same = ordered[:, 1:] == ordered[:, :-1]
    order = eligible[places]
    # The first of its bucket: the last place at which a new key began.
    began = np.where(same, 0, np.arange(1, len(eligible)))
    leaders = np.take_along_axis(order, np.maximum.accumulate(began, axis=1), axis=1)
    count, later = len(signatures), order[:, 1:]
    found = [(leaders * count + later)[same], (order[:, :-1] * count + later)[same]]
    return np.column_stack(np.divmod(distinct(np.concatenate(found)), count))


def _estimates(signatures: NDArray[np.uint32], pairs: Pairs) -> NDArray[np.float64]:
    parts = [np.empty(0)]
    for start in range(0, len(pairs), PAIR_CHUNK):
        one, two = pairs[start : start + PAIR_CHUNK].T
        same = np.count_nonzero(signatures[one] == signatures[two], axis=1)
        parts.append(same / (BANDS * ROWS))
    return np.concatenate(parts)


def _likely_pairs(grams: Grams, wanted: Wanted) -> list[tuple[int, int]]:
    """The wanted pairs, likeliest first; the order does not depend on how they were found."""
    pairs = _candidates(grams.signatures, np.flatnonzero(grams.long_enough))
    pairs = pairs[wanted(pairs[:, 0], pairs[:, 1])]
    estimates = _estimates(grams.signatures, pairs)
    likely = estimates >= UNLIKELY
    pairs, estimates = pairs[likely], estimates[likely]
    order = np.lexsort((pairs[:, 1], pairs[:, 0], -estimates))
    return [(one, two) for one, two in pairs[order].tolist()]


def _guarded_union(
    grams: Grams,
    pairs: Sequence[tuple[int, int]],
    similar: float,
    leaders_alike: Callable[[int, int], bool],
) -> list[int]:
    leader = list(range(len(grams)))

    def leader_of(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    for one, two in pairs:
        first, second = sorted((leader_of(one), leader_of(two)))
        if first == second or grams.jaccard(one, two) < similar:
            continue
        if leaders_alike(first, second):
            leader[second] = first
    return [leader_of(index) for index in range(len(grams))]
