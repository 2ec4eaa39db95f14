"""Whether of two masked wordings one denies what the other says.

Where difficulties are told, "chưa đồng bộ" and "lạc hậu" stand for each other, so that a "chưa"
more is no sign of the opposite; but "chưa ban hành" is that of "đã ban hành". Not here: grouping.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

NEGATORS = frozenset(("chua", "khong", "chang"))
_FILLING = frozenset(("da", "duoc", "con", "van", "luon", "that", "su"))
LOOKED_AT = 3  # words behind a negator; two pairs, as a slip of the fingers may spoil one


# Merging again after one late report compares nearly the same pairs.
@lru_cache(maxsize=1 << 14)
def denies(one: str, two: str) -> bool:
    """For masks without tones. What is denied in one is said without denial in the other."""
    first, second = _told(one), _told(two)
    return _denied(first, second) or _denied(second, first)


@lru_cache(maxsize=1 << 12)
def _told(mask: str) -> Sequence[str]:
    return [word for word in mask.split() if word not in _FILLING]


def _denied(here: Sequence[str], there: Sequence[str]) -> bool:
    """Negators at the very end deny what stands before them in another order: told apart too."""
    affirmed = set(pairwise(word for word in there if word not in NEGATORS))
    affirmed -= {pair for place, word in enumerate(there) if word in NEGATORS
                 for pair in _behind(there, place)}  # fmt: skip
    return any(
        not (pairs := _behind(here, place)) or not affirmed.isdisjoint(pairs)
        for place, word in enumerate(here)
        if word in NEGATORS
    )


def _behind(words: Sequence[str], place: int) -> list[tuple[str, str]]:
    return list(pairwise(words[place + 1 : place + 1 + LOOKED_AT]))
