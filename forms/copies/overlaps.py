"""Documents that share passages nobody else has ("trùng lặp cần xem").

Scope: rare fingerprints only. What many units share is boilerplate or a common source, and the
limit on how many documents may hold a fingerprint is what keeps it out. Not here: any judgement;
a found overlap is something to look at.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forms.copies.fingerprints import GRAM, Fingerprint

RARE_SHARE = 0.005
FEW_DOCUMENTS = 100
MIN_SHARE = 0.2
MIN_SHARED = 8


@dataclass(frozen=True)
class Passage:
    """The same words on both sides, as offsets into the cleaned texts."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int


@dataclass(frozen=True)
class Overlap:
    """`share`: shared rare fingerprints by those of the document that has fewer, 0..1."""

    a: str
    b: str
    share: float
    shared: int
    spans: tuple[Passage, ...]


def find_overlaps(
    documents: Mapping[str, Fingerprint],
    compared: Callable[[str, str], bool] | None = None,
    min_share: float = MIN_SHARE,
    min_shared: int = MIN_SHARED,
) -> tuple[Overlap, ...]:
    """Largest share first. `compared(a, b)` (a < b) may leave out pairs, such as two reports of
    last year."""
    keys = sorted(documents)
    found = []
    for one, two, shared, share in _pairs([documents[key] for key in keys]):
        a, b = keys[one], keys[two]
        if share < min_share or shared < min_shared or (compared and not compared(a, b)):
            continue
        spans = tuple(_passages(documents[a], documents[b]))
        found.append(Overlap(a, b, round(share, 4), shared, spans))
    return tuple(sorted(found, key=lambda o: (-o.share, o.a, o.b)))


def rare_limit(documents: int) -> int:
    """In how many documents a fingerprint may stand and still tell something."""
    return max(3 if documents < FEW_DOCUMENTS else 5, int(RARE_SHARE * documents))


def _pairs(prints: Sequence[Fingerprint]) -> Iterator[tuple[int, int, int, float]]:
    """(index, index, shared rare fingerprints, share) of all pairs that share any."""
    if not prints:
        return
    owners, starts, sizes = _rare_runs(prints)
    rare = np.bincount(owners, minlength=len(prints))
    codes = [np.empty(0, dtype=np.int64)]
    for size in np.unique(sizes[sizes > 1]).tolist():
        rows = owners[starts[sizes == size][:, None] + np.arange(size)]
        one, two = np.triu_indices(size, 1)
        codes.append((rows[:, one] * len(prints) + rows[:, two]).ravel())
    pairs, counts = np.unique(np.concatenate(codes), return_counts=True)
    for code, count in zip(pairs.tolist(), counts.tolist(), strict=True):
        first, second = divmod(code, len(prints))
        yield first, second, count, count / min(int(rare[first]), int(rare[second]))


def _rare_runs(
    prints: Sequence[Fingerprint],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Owners of rare hashes, ordered by hash; start and size of each hash's run."""
    distinct = [np.unique(p.hashes) for p in prints]
    owners = np.repeat(np.arange(len(prints)), [len(d) for d in distinct])
    hashes = np.concatenate(distinct)
    order = np.lexsort((owners, hashes))
    _, sizes = np.unique(hashes[order], return_counts=True)
    rare = sizes <= rare_limit(len(prints))
    owners = owners[order][np.repeat(rare, sizes)]
    sizes = sizes[rare]
    return owners, np.cumsum(sizes) - sizes, sizes


def _passages(a: Fingerprint, b: Fingerprint) -> Iterator[Passage]:
    """Matching grams on one diagonal grow into passages that end where the words differ."""
    reached: dict[int, int] = {}
    found = []
    for one, two in _matches(a, b):
        if one + GRAM <= reached.get(two - one, 0):
            continue
        before, after = _equal_before(a, b, one, two), _equal_after(a, b, one, two)
        if after - (one - before) >= GRAM:
            found.append((one - before, two - before, after - one + before))
        reached[two - one] = after
    for one, two, length in sorted(_outermost(found)):
        yield Passage(*a.span(one, one + length), *b.span(two, two + length))


def _matches(a: Fingerprint, b: Fingerprint) -> list[tuple[int, int]]:
    places: dict[int, list[int]] = defaultdict(list)
    for value, place in zip(b.hashes.tolist(), b.grams.tolist(), strict=True):
        places[value].append(place)
    pairs = zip(a.hashes.tolist(), a.grams.tolist(), strict=True)
    return sorted((place, other) for value, place in pairs for other in places.get(value, ()))


def _equal_before(a: Fingerprint, b: Fingerprint, one: int, two: int) -> int:
    """How many characters before both places are equal."""
    length = min(one, two)
    same = a.normal[one - length : one][::-1] == b.normal[two - length : two][::-1]
    return _run(same)


def _equal_after(a: Fingerprint, b: Fingerprint, one: int, two: int) -> int:
    """Place in `a` behind the last of the equal characters."""
    length = min(len(a.normal) - one, len(b.normal) - two)
    return one + _run(a.normal[one : one + length] == b.normal[two : two + length])


def _run(same: NDArray[np.bool_]) -> int:
    return len(same) if same.all() else int(same.argmin())


def _outermost(found: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Repeated phrases also match at odd places, inside longer passages: only the longest stay."""
    covered: list[tuple[int, int]] = []
    for one, two, length in sorted(found, key=lambda f: (-f[2], f)):
        if not any(start <= one and one + length <= end for start, end in covered):
            covered.append((one, one + length))
            yield one, two, length
