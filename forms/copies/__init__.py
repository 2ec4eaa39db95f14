"""Overlaps between reports: fingerprints of documents and the passages two of them share."""

from forms.copies.fingerprints import Fingerprint, fingerprint, known_grams
from forms.copies.overlaps import Overlap, Passage, find_overlaps, rare_limit

__all__ = [
    "Fingerprint",
    "Overlap",
    "Passage",
    "find_overlaps",
    "fingerprint",
    "known_grams",
    "rare_limit",
]
