"""Winnowing fingerprints of a document: few numbers that survive moving text around.

Scope: normal form with a map back to the text, k-gram hashes, the minimum of every window.
Figures stay as they are: equal odd figures are the best evidence. Unit names are masked, because
a copier replaces them. Not here: comparing documents (`overlaps`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forms.text import clean_text, strip_tones

GRAM = 24
WINDOW = 12
_NAME, _FILLER = "\ue000", "\ue001"  # private letters: one for the name, the rest is dropped
_SPACE = ord(" ")
_WORDLIKE = np.array([chr(c).isalnum() or chr(c) == _NAME for c in range(0x10000)])

Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Fingerprint:
    """`hashes[i]` is the gram at `grams[i]` of the normal form; `places` maps the normal form to
    offsets in `clean_text(text)`."""

    hashes: Hashes
    grams: Places
    normal: NDArray[np.uint32]
    places: Places

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the cleaned text of normal[start:end]."""
        return int(self.places[start]), int(self.places[end - 1]) + 1


def fingerprint(text: str, names: Sequence[str] = (), known: Hashes | None = None) -> Fingerprint:
    """`names`: spellings of the unit's own name; `known`: grams that do not count (see below)."""
    normal, places = _normal_form(text, names)
    grams = _gram_hashes(normal)
    picked = _winnow(grams)
    if known is not None and len(known):
        picked = picked[~np.isin(grams[picked], known)]
    return Fingerprint(grams[picked], picked, normal, places)


def known_grams(texts: Iterable[str]) -> Hashes:
    """All grams of texts that may be quoted freely: the outline, laws, the superior's documents."""
    hashes = [_gram_hashes(_normal_form(text, ())[0]) for text in texts]
    return np.unique(np.concatenate([np.empty(0, dtype=np.uint64), *hashes]))


def _normal_form(text: str, names: Sequence[str]) -> tuple[NDArray[np.uint32], Places]:
    """Lower-case letters and digits without tones, single blanks between words."""
    cleaned = clean_text(text)
    folded = _folded(cleaned)
    for name in sorted({strip_tones(clean_text(n)).lower() for n in names if n.strip()}, key=len):
        folded = folded.replace(name, _NAME + _FILLER * (len(name) - 1))
    codes = np.frombuffer(folded.encode("utf-32-le"), dtype=np.uint32)
    word = _WORDLIKE[np.minimum(codes, 0xFFFF)]
    blank = ~word & (codes != ord(_FILLER))
    after_word = np.concatenate([[False], word[:-1]]) if len(word) else word
    places = np.flatnonzero(word | (blank & after_word))
    return np.where(word[places], codes[places], _SPACE).astype(np.uint32), places


def _folded(text: str) -> str:
    """Lower case without tones, as many characters as the text has."""
    stripped = strip_tones(text)
    lowered = stripped.lower()
    if len(text) == len(stripped) == len(lowered):
        return lowered
    return "".join(strip_tones(c).lower()[:1] or " " for c in text)


def _gram_hashes(normal: NDArray[np.uint32]) -> Hashes:
    count = max(0, len(normal) - GRAM + 1)
    hashes = np.zeros(count, dtype=np.uint64)
    for place in range(GRAM if count else 0):
        hashes = hashes * np.uint64(1099511628211) + normal[place : place + count]
    hashes ^= hashes >> np.uint64(29)
    hashes *= np.uint64(0xBF58476D1CE4E5B9)
    return hashes ^ (hashes >> np.uint64(32))


def _winnow(hashes: Hashes) -> Places:
    """Places of the smallest hash of every window; short documents keep all their grams."""
    if len(hashes) <= WINDOW:
        return np.arange(len(hashes))
    windows = np.lib.stride_tricks.sliding_window_view(hashes, WINDOW)
    return np.unique(windows.argmin(axis=1) + np.arange(len(windows)))
