"""What two masked sentences are compared by: their 4-grams, a MinHash signature of those, and its
bands.

Scope: made for many texts at a time in numpy, and kept by the text: merging again after one late
report meets nearly the same masks. Not here: what follows from likeness (`clustering`).
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, pairwise
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

Whole = TypeVar("Whole", np.int64, np.uint64)
GRAM = 4
BANDS = 32
ROWS = 4
SEED = 20
FEW = 1000  # texts that are signed, grams whose hashes are worked out, in one step
MOST_KEPT = 20_000  # texts, about 1.8 kB each


class Signed(NamedTuple):
    """Distinct grams in ascending order, BANDS × ROWS MinHash values, and one number a band: equal
    numbers mean equal rows in it. Not to be changed."""

    grams: NDArray[np.uint64]
    signature: NDArray[np.uint32]
    bands: NDArray[np.uint64]


_kept: dict[str, Signed] = {}


def sign(texts: Sequence[str]) -> list[Signed]:
    found = {text: kept for text in texts if (kept := _kept.get(text)) is not None}
    missing = [text for text in dict.fromkeys(texts) if text not in found]
    if missing:
        parts = (missing[start : start + FEW] for start in range(0, len(missing), FEW))
        made = dict(zip(missing, chain.from_iterable(map(_signed, parts)), strict=True))
        _keep(made)
        found |= made
    return [found[text] for text in texts]


def _keep(made: Mapping[str, Signed]) -> None:
    if len(_kept) + len(made) > MOST_KEPT:
        _kept.clear()
    if len(made) <= MOST_KEPT:
        _kept.update(made)


def _signed(texts: Sequence[str]) -> Iterator[Signed]:
    owners, codes = _windows(texts)
    vocabulary, ids = np.unique(codes, return_inverse=True)
    # Distinct grams of each text: one sort of (text, gram) pairs.
    owners, ids = np.divmod(distinct(owners * len(vocabulary) + ids), len(vocabulary))
    bounds = np.searchsorted(owners, np.arange(len(texts) + 1))
    signatures = _least_hashes(vocabulary, ids, bounds)
    bands, grams = _band_keys(signatures), vocabulary[ids]
    for index, (start, end) in enumerate(pairwise(bounds)):
        yield Signed(grams[start:end].copy(), signatures[index].copy(), bands[index].copy())


def _band_keys(signatures: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """(texts, bands)"""
    rows = signatures.reshape(-1, BANDS, ROWS)
    keys = np.zeros(rows.shape[:2], dtype=np.uint64)
    for row in range(ROWS):
        keys = keys * np.uint64(1000003) + rows[:, :, row]
    return keys


def distinct(values: NDArray[Whole]) -> NDArray[Whole]:
    """In ascending order. `numpy.unique` hashes, which takes ten times as long here."""
    values = np.sort(values)
    kept: NDArray[Whole] = values[
        np.concatenate([[True], values[1:] != values[:-1]])[: len(values)]
    ]
    return kept


def _windows(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """The text and the code of every gram; a code point takes 16 bits, enough for Vietnamese."""
    padded = [text.ljust(GRAM) for text in texts]
    points = np.frombuffer("".join(padded).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    lengths = np.array([len(text) for text in padded])
    count = len(points) - GRAM + 1
    codes = np.zeros(count, dtype=np.uint64)
    for place in range(GRAM):
        codes = (codes << np.uint64(16)) ^ points[place : place + count]
    inside = np.ones(len(points), dtype=bool)
    for back in range(1, GRAM):
        inside[np.cumsum(lengths) - back] = False
    owners = np.repeat(np.arange(len(texts)), lengths)
    return owners[:count][inside[:count]], codes[inside[:count]]


def _least_hashes(
    vocabulary: NDArray[np.uint64], ids: NDArray[np.int64], bounds: NDArray[np.int64]
) -> NDArray[np.uint32]:
    """(texts, hashes): the smallest value of each hash (multiply-shift, odd factors) in a text."""
    mixed = vocabulary * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(31)
    factors, shifts = hash_family()
    # All hashes of a gram stand side by side: those of a text are compared in a few strides.
    hashes = np.empty((len(vocabulary), BANDS * ROWS), dtype=np.uint32)
    for start in range(0, len(vocabulary), FEW):
        some = mixed[start : start + FEW, None] * factors
        some += shifts
        hashes[start : start + FEW] = some >> np.uint64(32)
    found = np.empty((len(bounds) - 1, BANDS * ROWS), dtype=np.uint32)
    for index, (start, end) in enumerate(pairwise(bounds.tolist())):
        hashes.take(ids[start:end], axis=0).min(axis=0, out=found[index])
    return found


@cache
def hash_family() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    random = np.random.RandomState(SEED)
    factors = random.randint(1, 2**31 - 1, BANDS * ROWS).astype(np.uint64)
    shifts = random.randint(0, 2**31 - 1, BANDS * ROWS).astype(np.uint64)
    return (factors << np.uint64(1)) | np.uint64(1), shifts
