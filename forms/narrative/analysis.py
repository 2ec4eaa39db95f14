"""One answer taken apart: sentences with their masks, negations and facts.

Scope: pure and local to one answer, so that the result can be kept by the hash of the text and
the unit's names. Not here: comparing units (`clustering`, `claims`).
"""

import html
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from forms.narrative.names import hide_names, names_unit
from forms.text import (
    Numerals,
    Sentence,
    TextFigure,
    clean_text,
    find_dates,
    has_numerals,
    mask,
    mask_numerals,
    may_name,
    negation_count,
    nfc,
    scan_numerals,
    split_sentences,
    strip_tones,
)

UNIT_TOKEN = "<unit>"
_TOKEN = re.compile(r"<\w+>")
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)\b[^<>]{0,500}>|<!--.{0,500}?-->")
_BREAKING = frozenset({"br", "p", "div", "li", "tr", "ul", "ol", "table", "h1", "h2", "h3", "h4"})
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,5});")
_DIGIT = re.compile(r"[0-9]")
_DIGITS = re.compile(r"[0-9]+")
_NUMERAL = re.compile(r"[0-9]+(?:[.,/ -][0-9]+)*")
_LETTER = re.compile(r"[^\W\d_]")
# Letters of the old TCVN3 fonts that no Vietnamese text in Unicode contains.
_TCVN3 = re.compile("[¸µ¶·¹¨»¾¼½Æ©®ªÐÑÖ×ØÜÞßäå«æç¬îïñö\xad÷øûüþ]")
MIN_WORDS = 3
MAX_HEADING_WORDS = 12


class Fact(NamedTuple):
    """A figure, citation, date or other numeral; equal `identity` means the same statement."""

    start: int
    end: int
    raw: str
    kind: str  # number | percent | ratio | money | reference | date | label
    noun: str
    identity: str
    value: Decimal | None = None  # None: nothing that could be put in a range
    approximate: bool = False
    ambiguous: bool = False


class AnalysedSentence(NamedTuple):
    """`start`, `end` point into `clean_text(answer)`; `text` has its blanks collapsed and no
    tags, and the facts point into it."""

    start: int
    end: int
    text: str
    bullet: str
    paragraph: int
    mask: str
    plain_mask: str
    negations: int
    facts: tuple[Fact, ...]
    fragment: bool  # a heading, a lone number, a word or two: nothing that could be merged
    shabby: bool  # no diacritics, capitals only or an old encoding: not to be quoted


def analyse_answer(text: str, unit_names: Sequence[str] = ()) -> tuple[AnalysedSentence, ...]:
    """Sentences of one answer; `unit_names` are the spellings of the answering unit's own name."""
    source = blank_markup(clean_text(text))
    names = tuple(unit_names)
    # Most answers name nobody: asked of all sentences at once.
    named = may_name(" ".join(source.split()), names)
    numbered = tuple((name, _DIGITS.findall(name)) for name in names if _DIGIT.search(name))
    return tuple(
        [_analyse(one, names if named else (), numbered) for one in split_sentences(source)]
    )


def _analyse(
    sentence: Sentence, names: tuple[str, ...], numbered: Sequence[tuple[str, list[str]]]
) -> AnalysedSentence:
    text = " ".join(sentence.text.split())
    digits = _with_digits(text, numbered) if numbered else ()
    named = bool(names) and may_name(text, names)
    content = _content(text, names if named else (), digits) if named or digits else _common(text)
    return AnalysedSentence(
        sentence.start, sentence.end, text, sentence.bullet, sentence.paragraph, *content
    )


def _with_digits(text: str, numbered: Sequence[tuple[str, list[str]]]) -> tuple[str, ...]:
    """The names in the text that hide numerals; they can only stand where their digits do."""
    digits = tuple([name for name, parts in numbered if all(part in text for part in parts)])
    return digits if digits and names_unit(text, digits) else ()


class _Content(NamedTuple):
    """What follows from the words alone, in the order of AnalysedSentence."""

    mask: str
    plain_mask: str
    negations: int
    facts: tuple[Fact, ...]
    fragment: bool
    shabby: bool


def _content(text: str, names: tuple[str, ...] = (), numbered: tuple[str, ...] = ()) -> _Content:
    """One look at the numerals serves the mask and the facts, unless a name hides some."""
    numerals = scan_numerals(text) if has_numerals(text) else None
    composed = not names and nfc(text) == text
    masked = _of_mask(mask_numerals(text, numerals) if composed else mask(text, names))
    return _Content(
        masked.mask,
        masked.plain,
        negation_count(text),
        _facts(text, numbered, numerals) if _DIGIT.search(text) else (),
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


# Units copy sentences from their superiors and from each other.
_common = lru_cache(maxsize=1 << 13)(_content)


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


def blank_markup(text: str) -> str:
    """Tags and entities give way to blanks of the same length, so that offsets stay true."""
    if "<" in text:
        text = _TAG.sub(_blank_tag, text)
    return _ENTITY.sub(_blank_entity, text) if "&" in text else text


def _blank_tag(found: re.Match[str]) -> str:
    blanks = " " * (len(found.group()) - 1)
    return blanks + ("\n" if (found.group(1) or "").lower() in _BREAKING else " ")


def _blank_entity(found: re.Match[str]) -> str:
    return html.unescape(found.group()).replace("\xa0", " ").ljust(len(found.group()))


def _figure_fact(figure: TextFigure) -> Fact:
    whole = figure.denominator
    identity = f"{figure.value.normalize()}" + ("" if whole is None else f"/{whole.normalize()}")
    return Fact(
        figure.start,
        figure.end,
        figure.raw,
        figure.kind,
        figure.unit,
        identity,
        figure.value if whole is None else None,
        figure.approximate,
        figure.ambiguous,
    )


def _facts(text: str, numbered: Sequence[str], known: Numerals | None) -> tuple[Fact, ...]:
    """A numeral in the unit's name ("Phường 3") is no fact."""
    hidden = hide_names(text, numbered) if numbered else text
    numerals = known if known and hidden == text else scan_numerals(hidden)
    text = hidden
    facts = list(map(_figure_fact, numerals.figures))
    references = numerals.references
    facts += [Fact(r.start, r.end, r.raw, "reference", r.kind, r.symbol) for r in references]
    # Next to a reference a date may read otherwise than where references are blanked.
    dates = find_dates(text) if references else numerals.dates
    facts += _others(text, dates, "date", facts)
    digits = (found.span() for found in _NUMERAL.finditer(text))
    facts += _others(text, digits, "label", facts)
    return tuple(sorted(facts, key=lambda fact: (fact.start, fact.end)))


def _others(
    text: str, spans: Iterable[tuple[int, int]], kind: str, taken: Sequence[Fact]
) -> list[Fact]:
    """Facts of a kind at free places; a label ("lớp 1") goes by the word before it."""
    free = [s for s in spans if all(s[1] <= f.start or s[0] >= f.end for f in taken)]
    return [
        Fact(start, end, text[start:end], kind, _noun(text, start, kind), _same(text[start:end]))
        for start, end in free
    ]


def _noun(text: str, start: int, kind: str) -> str:
    before = text[:start].rsplit(None, 1) if kind == "label" else ()
    return before[-1].lower() if before else ""


def _same(raw: str) -> str:
    return re.sub(r"\W+", "/", raw)
