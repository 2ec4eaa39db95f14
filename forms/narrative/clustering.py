"""Near-duplicate groups of masked sentences, in time linear in their number.

Scope: MinHash bands in numpy propose pairs, an exact Jaccard overlap of character 4-grams
confirms them, and a guarded union joins them. Not here: what a sentence or its mask is.

Plain connected components chain: the more units, the more unrelated sentences one bridge after
the other brings together. Hence the guard: two groups join only if their leaders (the commonest
wording of each) are alike too. The number of negations is a hard key, because "đã ban hành" and
"chưa ban hành" are near-duplicates in every other respect.
"""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

# Chaining grows with the number of distinct texts: few of them allow a wider net. The steps come
# from trials on the corpus of the benches and want tuning on real sentences.
SIMILAR = ((500, 0.50), (5000, 0.60))  # up to so many texts
SIMILAR_MANY = 0.63
LEADERS_SIMILAR = 0.30
GRAM = 4
BANDS = 32
ROWS = 4
SHORTEST = 12  # characters; below that a few grams decide too much, so only equal masks group
UNLIKELY = 0.36  # estimates below are three standard deviations from 0.50
PAIR_CHUNK = 1 << 14
SEED = 20

Pairs = NDArray[np.int64]  # (n, 2), first < second
Keys = NDArray[np.int64]


def group_similar(
    texts: Sequence[str],
    keys: Sequence[int],
    similar: float | None = None,
    leaders_similar: float = LEADERS_SIMILAR,
) -> list[int]:
    """Index of the leader of each text's group.

    `texts` are distinct and come in order of importance (leaders have the lower index); only
    texts with equal `keys` can be in one group.
    """
    if not texts:
        return []
    if similar is None:
        similar = next((t for most, t in SIMILAR if len(texts) <= most), SIMILAR_MANY)
    grams = Grams(texts)
    pairs = _likely_pairs(grams, np.asarray(keys, dtype=np.int64))
    return _guarded_union(grams, pairs, similar, leaders_similar)


def similar_pairs(texts: Sequence[str], similar: float) -> list[tuple[int, int]]:
    """Index pairs that are alike, as far as the bands propose them."""
    if not texts:
        return []
    grams = Grams(texts)
    keys = np.zeros(len(texts), dtype=np.int64)
    pairs = _likely_pairs(grams, keys)
    return sorted(pair for pair in pairs if grams.jaccard(*pair) >= similar)


class Grams:
    """Character 4-grams of each text as sets and as MinHash signatures."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        codes = [_gram_codes(text) for text in texts]
        lengths = np.array([len(c) for c in codes])
        _, flat = np.unique(np.concatenate(codes), return_inverse=True)
        self._starts = np.concatenate([[0], np.cumsum(lengths)])
        self._flat = flat.astype(np.int32)
        self._sets: list[frozenset[int] | None] = [None] * len(texts)
        self.long_enough = lengths > SHORTEST - GRAM

    def __len__(self) -> int:
        return len(self._sets)

    def of(self, index: int) -> frozenset[int]:
        found = self._sets[index]
        if found is None:
            start, end = self._starts[index], self._starts[index + 1]
            found = self._sets[index] = frozenset(self._flat[start:end].tolist())
        return found

    def jaccard(self, one: int, two: int) -> float:
        first, second = self.of(one), self.of(two)
        shared = len(first & second)
        return shared / (len(first) + len(second) - shared)

    def signatures(self) -> NDArray[np.uint32]:
        """(texts, BANDS × ROWS) MinHash values."""
        found = np.empty((len(self), BANDS * ROWS), dtype=np.uint32)
        for index, text in enumerate(self._texts):
            found[index] = _signature(text)
        return found


@lru_cache(maxsize=20_000)
def _signature(text: str) -> NDArray[np.uint32]:
    """The smallest value of each hash over the text's grams; kept as the grams are."""
    least: NDArray[np.uint32] = _permuted(_gram_codes(text)).min(axis=0)
    return least


@lru_cache(maxsize=20_000)
def _gram_codes(text: str) -> NDArray[np.uint64]:
    """Distinct 4-grams; a code point takes 16 bits, which is enough for Vietnamese.

    Kept: merging again after one late report meets the same masks. Not to be changed.
    """
    points = np.frombuffer(text.ljust(GRAM).encode("utf-32-le"), dtype=np.uint32)
    points = points.astype(np.uint64)
    count = len(points) - GRAM + 1
    codes = np.zeros(count, dtype=np.uint64)
    for place in range(GRAM):
        codes = (codes << np.uint64(16)) ^ points[place : place + count]
    return np.unique(codes)


def _permuted(codes: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """(codes, BANDS × ROWS) hash values: multiply-shift with fixed odd factors."""
    mixed = codes * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(31)
    factors, shifts = _hash_family()
    return ((mixed[:, None] * factors + shifts) >> np.uint64(32)).astype(np.uint32)


@cache
def _hash_family() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    random = np.random.RandomState(SEED)
    factors = random.randint(1, 2**31 - 1, BANDS * ROWS).astype(np.uint64)
    shifts = random.randint(0, 2**31 - 1, BANDS * ROWS).astype(np.uint64)
    return (factors << np.uint64(1)) | np.uint64(1), shifts


def _band_keys(signatures: NDArray[np.uint32]) -> Iterator[NDArray[np.uint64]]:
    """For each band one number a text; equal numbers mean equal rows in that band."""
    for band in range(BANDS):
        keys = np.zeros(len(signatures), dtype=np.uint64)
        for row in range(ROWS):
            keys = keys * np.uint64(1000003) + signatures[:, band * ROWS + row]
        yield keys


def _candidates(signatures: NDArray[np.uint32], eligible: NDArray[np.int64]) -> Pairs:
    """Within a bucket each text meets the leader and its neighbour: linear, not quadratic."""
    if len(eligible) < 2:
        return np.empty((0, 2), dtype=np.int64)
    found = []
    count = len(signatures)
    for band in _band_keys(signatures):
        order = eligible[np.argsort(band[eligible], kind="stable")]
        same = band[order][1:] == band[order][:-1]
        first_of_bucket = np.flatnonzero(np.concatenate([[True], ~same]))
        sizes = np.diff(np.append(first_of_bucket, len(order)))
        leaders = np.repeat(order[first_of_bucket], sizes)
        found.append((leaders[1:] * count + order[1:])[same])
        found.append((order[:-1] * count + order[1:])[same])
    return np.column_stack(np.divmod(np.unique(np.concatenate(found)), count))


def _estimates(signatures: NDArray[np.uint32], pairs: Pairs) -> NDArray[np.float64]:
    parts = [np.empty(0)]
    for start in range(0, len(pairs), PAIR_CHUNK):
        one, two = pairs[start : start + PAIR_CHUNK].T
        parts.append((signatures[one] == signatures[two]).mean(axis=1))
    return np.concatenate(parts)


def _likely_pairs(grams: Grams, keys: Keys) -> list[tuple[int, int]]:
    """Pairs with equal keys, likeliest first; the order does not depend on how they were found."""
    signatures = grams.signatures()
    pairs = _candidates(signatures, np.flatnonzero(grams.long_enough))
    pairs = pairs[keys[pairs[:, 0]] == keys[pairs[:, 1]]]
    estimates = _estimates(signatures, pairs)
    likely = estimates >= UNLIKELY
    pairs, estimates = pairs[likely], estimates[likely]
    order = np.lexsort((pairs[:, 1], pairs[:, 0], -estimates))
    return [(one, two) for one, two in pairs[order].tolist()]


def _guarded_union(
    grams: Grams, pairs: Sequence[tuple[int, int]], similar: float, leaders_similar: float
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
        if grams.jaccard(first, second) >= leaders_similar:
            leader[second] = first
    return [leader_of(index) for index in range(len(grams))]
