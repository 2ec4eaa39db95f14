"""Whether of two masked wordings one denies what the other says.

Where difficulties are told, "chưa đồng bộ" and "lạc hậu" stand for each other, so that a "chưa"
more is no sign of the opposite; but "chưa ban hành" is that of "đã ban hành". Not here: grouping.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

NEGATORS = frozenset(("chua", "khong", "chang"))
_FILLING = frozenset(("da", "duoc", "con", "van", "luon", "that", "su"))
LOOKED_AT = 3  # words behind a negator; two pairs, as a slip of the fingers may spoil one

Pair = tuple[str, str]  # of words that stand side by side


class _Told(NamedTuple):
    """`denied` are the pairs behind each negator."""

    affirmed: frozenset[Pair]
    denied: tuple[Sequence[Pair], ...]


def denies(one: str, two: str) -> bool:
    """For masks without tones. What is denied in one is said without denial in the other."""
    first, second = _told(one), _told(two)
    return _denied(first, second) or _denied(second, first)


# Every wording of a field is compared with many others.
@lru_cache(maxsize=1 << 12)
def _told(mask: str) -> _Told:
    words = [word for word in mask.split() if word not in _FILLING]
    places = [place for place, word in enumerate(words) if word in NEGATORS]
    denied = tuple([_behind(words, place) for place in places])
    affirmed = set(pairwise([word for word in words if word not in NEGATORS]))
    return _Told(frozenset(affirmed.difference(*denied)), denied)


def _denied(here: _Told, there: _Told) -> bool:
    """Negators at the very end deny what stands before them in another order: told apart too."""
    return any(not pairs or not there.affirmed.isdisjoint(pairs) for pairs in here.denied)


def _behind(words: Sequence[str], place: int) -> list[Pair]:
    return list(pairwise(words[place + 1 : place + 1 + LOOKED_AT]))
