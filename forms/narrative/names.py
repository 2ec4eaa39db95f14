"""A unit's own name in its sentences, in any case and any placing of tones.

Scope: finding, hiding and neutralising names. Texts are composed (NFC), so that the form without
tones is as long as the text. Not here: masks for comparing (`forms.text.mask`).
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from forms.text import strip_tones

NEUTRAL_NAME = "các đơn vị"
HIDDEN = "x"


def names_unit(text: str, names: Sequence[str]) -> bool:
    return any(True for _ in _spans(text, names))


def hide_names(text: str, names: Sequence[str]) -> str:
    """As long as the text, so that places found in it are places in the text."""
    for start, end in _spans(text, names):
        text = text[:start] + HIDDEN * (end - start) + text[end:]
    return text


def without_names(text: str, names: Sequence[str]) -> str:
    """The sentence with a neutral word for the unit's name."""
    for start, end in sorted(_spans(text, names), reverse=True):
        neutral = NEUTRAL_NAME if start else NEUTRAL_NAME.capitalize()
        text = text[:start] + neutral + text[end:]
    return text


def _spans(text: str, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Free of overlaps; the longest spelling wins."""
    folded = _folded(text)
    for name in _folded_names(tuple(names)):
        place = folded.find(name)
        while place >= 0:
            end = place + len(name)
            if not folded[place - 1 : place].isalnum() and not folded[end : end + 1].isalnum():
                folded = folded[:place] + HIDDEN * len(name) + folded[end:]
                yield place, end
            place = folded.find(name, place + 1)


@lru_cache(maxsize=1 << 12)
def _folded_names(names: tuple[str, ...]) -> list[str]:
    return sorted({_folded(name) for name in names if name.strip()}, key=lambda n: (-len(n), n))


@lru_cache(maxsize=1 << 11)
def _folded(text: str) -> str:
    return strip_tones(text).lower()
