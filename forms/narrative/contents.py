"""What follows from the words of a sentence alone: its mask, its negations, its facts.

Scope: pure; it is kept by the words (`templates`).
Not here: where in an answer a sentence stands (`analysis`).
"""

import re
from functools import lru_cache
from typing import NamedTuple

from forms.narrative.facts import Fact, find_facts
from forms.text import (
    has_numerals,
    mask,
    mask_numerals,
    negation_count,
    nfc,
    scan_numerals,
    strip_tones,
)

_TOKEN = re.compile(r"<\w+>")
_DIGIT = re.compile(r"[0-9]")
_LETTER = re.compile(r"[^\W\d_]")
# Letters of the old TCVN3 fonts that no Vietnamese text in Unicode contains.
_TCVN3 = re.compile("[¸µ¶·¹¨»¾¼½Æ©®ªÐÑÖ×ØÜÞßäå«æç¬îïñö\xad÷øûüþ]")
MIN_WORDS = 3
MAX_HEADING_WORDS = 12


class Content(NamedTuple):
    """What follows from the words alone, in the order of AnalysedSentence."""

    mask: str
    plain_mask: str
    negations: int
    facts: tuple[Fact, ...]
    fragment: bool
    shabby: bool


def content_of(text: str, names: tuple[str, ...] = (), numbered: tuple[str, ...] = ()) -> Content:
    """One look at the numerals serves the mask and the facts, unless a name hides some."""
    numerals = scan_numerals(text) if has_numerals(text) else None
    composed = not names and nfc(text) == text
    masked = _of_mask(mask_numerals(text, numerals) if composed else mask(text, names))
    return Content(
        masked.mask,
        masked.plain,
        negation_count(text),
        find_facts(text, numbered, numerals) if _DIGIT.search(text) else (),
        _is_fragment(text, masked),
        _is_shabby(text),
    )


class _Mask(NamedTuple):
    mask: str
    plain: str
    bare: bool  # hardly a word in it


# Sentences that differ in figures only have one mask, and share it.
@lru_cache(maxsize=1 << 13)
def _of_mask(masked: str) -> _Mask:
    return _Mask(masked, strip_tones(masked), not _has_words(masked, MIN_WORDS))


def _is_fragment(text: str, masked: _Mask) -> bool:
    if text.endswith(":") or masked.bare:
        return True
    heading = text.isupper() and not text.endswith(".")
    return heading and not _has_words(masked.mask, MAX_HEADING_WORDS + 1)


def _has_words(masked: str, wanted: int) -> bool:
    """Whether there are so many words with a letter, placeholders not counted."""
    found = 0
    for word in masked.split():
        found += 1 if word.isalpha() else _word_count(word)
        if found >= wanted:
            return True
    return False


def _word_count(word: str) -> int:
    return sum(1 for part in _TOKEN.sub(" ", word).split() if _LETTER.search(part))


def _is_shabby(text: str) -> bool:
    return text.isupper() or text.isascii() or len(_TCVN3.findall(text)) > 1
