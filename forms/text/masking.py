"""Keys by which sentences of many units are compared: what differs from unit to unit is masked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from forms.text.figures import figures_outside, protected_spans
from forms.text.normalise import nfc
from forms.text.spelling import unify_tones

_MASKS = {
    "reference": " <ref> ",
    "date": " <date> ",
    "number": " <n> ",
    "percent": " <pct> ",
    "ratio": " <n>/<n> ",
    "money": " <money> ",
}
_UNIT = " <unit> "
# Quarters are the only dates that may be written without a digit.
_MASKABLE = re.compile(r"[0-9]|[Qq]u[ýí]\s+[IVX]").search
_KEPT = re.compile(r"[\w<>%/]+")
_WORDS = re.compile(r"[^\W_]+")
# "không chỉ", "không ngừng", "không gian" … deny nothing; nor does "hàng không".
_NEGATIONS = re.compile(
    r"(?<!\w)(?:không(?!\s+(?:chỉ|những|ngừng|gian|khí|quân)\b)|chưa|chẳng|khong|chua)(?!\w)"
)
_HARMLESS = "hàng không"


def mask(sentence: str, unit_names: Iterable[str] = ()) -> str:
    """The sentence in lower case, one tone style, no punctuation, with placeholders.

    <ref>, <date>, <n>, <pct>, <money>, <n>/<n> stand for what was found, <unit> for any of
    `unit_names` (in any case). Two units' copies of one sentence get the same mask.
    """
    text = unify_tones(nfc(sentence), "old")
    names, pattern = _names(tuple(unit_names))
    if names:
        lowered = text.lower()
        if any(name in lowered for name in names):
            text = pattern.sub(_UNIT, text)
    if _MASKABLE(text):
        text = _with_placeholders(text)
    return " ".join(_KEPT.findall(text.lower()))


def _with_placeholders(text: str) -> str:
    protected = protected_spans(text)
    found = [(start, end, _MASKS[kind]) for start, end, kind in protected if kind != "age"]
    found += [(f.start, f.end, _MASKS[f.kind]) for f in figures_outside(text, protected)]
    parts, last = [], 0
    for start, end, placeholder in sorted(found):
        parts += [text[last:start], placeholder]
        last = max(last, end)
    return "".join([*parts, text[last:]])


@lru_cache(maxsize=512)
def _names(unit_names: tuple[str, ...]) -> tuple[tuple[str, ...], re.Pattern[str]]:
    """The names in lower case, longest first, and the pattern that finds them as whole words."""
    written = {unify_tones(nfc(name).strip().lower(), "old") for name in unit_names} - {""}
    names = tuple(sorted(written, key=lambda name: (-len(name), name)))
    either = "|".join(map(re.escape, names))
    return names, re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


def normalised_words(s: str) -> tuple[str, ...]:
    """The words and numbers in lower case and one tone style, for comparing wordings."""
    return tuple(_WORDS.findall(unify_tones(nfc(s).lower(), "old")))


def negation_count(s: str) -> int:
    """How many negators (chưa, không, chẳng; also typed without marks) the sentence has.

    Sentences that differ in it say opposite things, however alike they look.
    """
    return len(_NEGATIONS.findall(nfc(s).lower().replace(_HARMLESS, " ")))
