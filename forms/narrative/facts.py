"""Figures, citations, dates and other numerals of one sentence, as facts with an identity.

Scope: one sentence; a numeral in the answering unit's own name is none. Not here: what becomes of
facts that differ from unit to unit (`figures`).
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from forms.narrative.names import hide_names
from forms.text import Numerals, TextFigure, find_dates, scan_numerals

_NUMERAL = re.compile(r"[0-9]+(?:[.,/ -][0-9]+)*")


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


def _figure_fact(figure: TextFigure) -> Fact:
    whole = figure.denominator
    identity = str(figure.value.normalize())
    if whole is not None:
        identity += f"/{whole.normalize()}"
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


def find_facts(text: str, numbered: Sequence[str], known: Numerals | None) -> tuple[Fact, ...]:
    """A numeral in the unit's name ("Phường 3") is no fact."""
    hidden = hide_names(text, numbered) if numbered else text
    numerals = known if known and hidden == text else scan_numerals(hidden)
    facts = list(map(_figure_fact, numerals.figures))
    references = numerals.references
    facts += [Fact(r.start, r.end, r.raw, "reference", r.kind, r.symbol) for r in references]
    # Next to a reference a date may read otherwise than where references are blanked.
    dates = find_dates(hidden) if references else numerals.dates
    facts += _others(hidden, dates, "date", facts)
    digits = [found.span() for found in _NUMERAL.finditer(hidden)]
    facts += _others(hidden, digits, "label", facts)
    # No two overlap, so that they are told apart by where they begin.
    return tuple(sorted(facts))


def _others(
    text: str, spans: Iterable[tuple[int, int]], kind: str, taken: Sequence[Fact]
) -> list[Fact]:
    """Facts of a kind at free places; a label ("lớp 1") goes by the word before it."""
    # Nearly every place is taken, most by what begins there too.
    begun = {fact.start for fact in taken}
    free = [
        (start, end)
        for start, end in spans
        if start not in begun and all(end <= fact.start or start >= fact.end for fact in taken)
    ]
    return [
        Fact(start, end, text[start:end], kind, _noun(text, start, kind), _same(text[start:end]))
        for start, end in free
    ]


def _noun(text: str, start: int, kind: str) -> str:
    before = text[:start].rsplit(None, 1) if kind == "label" else ()
    return before[-1].lower() if before else ""


def _same(raw: str) -> str:
    return re.sub(r"\W+", "/", raw)
