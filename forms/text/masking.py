"""Keys by which sentences of many units are compared: what differs from unit to unit is masked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from forms.text.figures import Numerals, scan_numerals
from forms.text.normalise import LONGEST_WORD, nfc
from forms.text.spelling import TONED_LETTERS, unify_tones

_MASKS = {
    "reference": " <ref> ",
    "date": " <date> ",
    "number": " <n> ",
    "percent": " <pct> ",
    "ratio": " <n>/<n> ",
    "money": " <money> ",
}
_UNIT = " <unit> "
MOST_WORDS = 1 << 14
# Quarters are the only dates that may be written without a digit.
_MASKABLE = re.compile(r"[0-9Qq](?:(?<=[0-9])|u[ýí]\s+[IVX])").search
_KEPT = re.compile(r"[\w<>%/]+")
_WORDS = re.compile(r"[^\W_]+")
# "không chỉ", "không ngừng", "không gian" … deny nothing; nor does "hàng không".
_NEGATIONS = re.compile(
    r"(?<!\w)(?:không(?!\s+(?:chỉ|những|ngừng|gian|khí|quân)\b)|chưa|chẳng|khong|chua)(?!\w)"
)
_NEGATORS = ("không", "chưa", "chẳng", "khong", "chua")
_HARMLESS = "hàng không"


def mask(sentence: str, unit_names: Iterable[str] = ()) -> str:
    """The sentence in lower case, one tone style, no punctuation, with placeholders.

    <ref>, <date>, <n>, <pct>, <money>, <n>/<n> stand for what was found, <unit> for any of
    `unit_names` (in any case). Two units' copies of one sentence get the same mask.
    """
    text = nfc(sentence)
    names = _names(tuple(unit_names))
    if names.spelt:
        written = unify_tones(text, "old")
        lowered = written.lower()
        if any(name in lowered for name in names.spelt):
            text = names.pattern.sub(_UNIT, written)
    return mask_numerals(text, scan_numerals(text) if _MASKABLE(text) else None)


def mask_numerals(text: str, numerals: Numerals | None) -> str:
    """`mask` of a text (NFC) that names no unit and whose numerals are known; None: it has none."""
    if numerals is not None:
        text = _with_placeholders(text, numerals)
    return " ".join(filter(None, [_kept_words[word] for word in text.split()]))


def may_name(text: str, unit_names: tuple[str, ...]) -> bool:
    """Whether any of the names may stand in the text, however many blanks are in it."""
    names = _names(unit_names)
    lowered = text.lower() if names.spelt else ""
    if not any(word in lowered for word in names.words):
        return False
    lowered = unify_tones(" ".join(lowered.split()), "old")
    return any(name in lowered for name in names.spelt)


def has_numerals(text: str) -> bool:
    """Whether there is anything for `scan_numerals` to find."""
    return _MASKABLE(text) is not None


class _KeptWords(dict[str, str]):
    """What a mask keeps of a word; syllables are few and come again and again."""

    def __missing__(self, word: str) -> str:
        found = " ".join(_KEPT.findall(unify_tones(word.lower(), "old")))
        if len(word) <= LONGEST_WORD:
            if len(self) >= MOST_WORDS:
                self.clear()
            self[word] = found
        return found


_kept_words = _KeptWords()


def _with_placeholders(text: str, numerals: Numerals) -> str:
    found = [(a, b, _MASKS[kind]) for a, b, kind in numerals.protected if kind != "age"]
    found += [(f.start, f.end, _MASKS[f.kind]) for f in numerals.figures]
    parts, last = [], 0
    for start, end, placeholder in sorted(found):
        parts += [text[last:start], placeholder]
        last = max(last, end)
    return "".join([*parts, text[last:]])


class _Names(NamedTuple):
    """`spelt` in lower case, longest first, and the pattern that finds them as whole words.

    Of `words` one stands wherever a name does, in whatever tone style; "" where none is sure to.
    """

    spelt: tuple[str, ...]
    pattern: re.Pattern[str]
    words: frozenset[str]


@lru_cache(maxsize=512)
def _names(unit_names: tuple[str, ...]) -> _Names:
    written = {unify_tones(nfc(name).strip().lower(), "old") for name in unit_names} - {""}
    names = tuple(sorted(written, key=lambda name: (-len(name), name)))
    either = "|".join(map(re.escape, names))
    pattern = re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)
    return _Names(names, pattern, frozenset(map(_sure_word, names)))


def _sure_word(name: str) -> str:
    """The longest word of a name whose letters no tone style changes."""
    words = [word for word in name.split() if TONED_LETTERS.isdisjoint(word)]
    return max(words, key=len, default="")


def normalised_words(s: str) -> tuple[str, ...]:
    """The words and numbers in lower case and one tone style, for comparing wordings."""
    return tuple(_WORDS.findall(unify_tones(nfc(s).lower(), "old")))


def negation_count(s: str) -> int:
    """How many negators (chưa, không, chẳng; also typed without marks) the sentence has.

    Sentences that differ in it say opposite things, however alike they look.
    """
    lowered = nfc(s).lower()
    if not any(word in lowered for word in _NEGATORS):
        return 0
    return len(_NEGATIONS.findall(lowered.replace(_HARMLESS, " ")))
