"""One answer taken apart: sentences with their masks, negations and facts.

Scope: pure and local to one answer, so that the result can be kept by the hash of the text and
the unit's names. Not here: comparing units (`clustering`, `claims`).
"""

import html
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from forms.narrative.contents import content_of
from forms.narrative.facts import Fact
from forms.narrative.names import names_unit
from forms.narrative.templates import common_content
from forms.text import clean_text, join_wrapped, may_name, split_line

UNIT_TOKEN = "<unit>"
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)\b[^<>]{0,500}>|<!--.{0,500}?-->")
_BREAKING = frozenset({"br", "p", "div", "li", "tr", "ul", "ol", "table", "h1", "h2", "h3", "h4"})
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,5});")
_DIGITS = re.compile(r"[0-9]+")


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

    def moved(self, by: int, paragraph: int) -> "AnalysedSentence":
        """The same in an answer where its line begins there."""
        return AnalysedSentence(self[0] + by, self[1] + by, self[2], self[3], paragraph, *self[5:])


Analysed = tuple[AnalysedSentence, ...]
_Numbered = Sequence[tuple[str, Sequence[str]]]  # names with the digits that stand in them


def analyse_answer(text: str, unit_names: Sequence[str] = ()) -> Analysed:
    """Sentences of one answer; `unit_names` are the spellings of the answering unit's own name."""
    source = join_wrapped(blank_markup(clean_text(text)))
    # Most answers name nobody: asked of all lines at once.
    names = tuple(unit_names) if may_name(source, tuple(unit_names)) else ()
    numbered = _standing(source, _numbered(tuple(unit_names)))
    lines = source.split("\n")
    found: list[AnalysedSentence] = []
    start = 0
    for paragraph, line in enumerate(lines):
        is_last = paragraph == len(lines) - 1
        if (names and may_name(line, names)) or (numbered and _standing(line, numbered)):
            sentences = _analyse(line, is_last, names, numbered)
        else:
            sentences = _common(line, is_last)
        found += [one.moved(start, paragraph) for one in sentences] if start else sentences
        start += len(line) + 1
    return tuple(found)


def _analyse(
    line: str, is_last: bool, names: tuple[str, ...] = (), numbered: _Numbered = ()
) -> Analysed:
    """The sentences of one line, by their places in it."""
    found: list[AnalysedSentence] = []
    for one in split_line(line, is_last):
        text = " ".join(one.text.split())
        digits = tuple([name for name, _ in _standing(text, numbered)]) if numbered else ()
        digits = digits if digits and names_unit(text, digits) else ()
        named = bool(names) and may_name(text, names)
        special = named or digits
        content = (
            content_of(text, names if named else (), digits) if special else common_content(text)
        )
        found.append(AnalysedSentence(one.start, one.end, text, one.bullet, 0, *content))
    return tuple(found)


# Units copy lines from their superiors and from each other.
_common = lru_cache(maxsize=1 << 13)(_analyse)


@lru_cache(maxsize=1 << 9)
def _numbered(names: tuple[str, ...]) -> _Numbered:
    return tuple([(name, parts) for name in names if (parts := _DIGITS.findall(name))])


def _standing(text: str, numbered: _Numbered) -> _Numbered:
    """The names that may hide numerals in the text: they can only stand where their digits do."""
    return [one for one in numbered if all(part in text for part in one[1])]


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
