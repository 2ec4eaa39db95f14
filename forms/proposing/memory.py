"""What the texts of each field last became, kept by whoever merges again and again.

Scope: one result a field, with everything it was made of; a field in which no unit said anything
new is not grouped again, and in the others only what changed is. Not here: how long a memory lives
(the caller's choice).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from forms.merging import TextSource
from forms.narrative import Answer, ClaimMemory, NarrativeProposals, ProposalOptions
from forms.proposing.sources import Analyse
from forms.proposing.unit_figures import FigureMemory
from forms.schema import Field


class Speaker(NamedTuple):
    """What the proposals know of a unit beside its words."""

    spellings: tuple[str, ...]
    label: str


NOBODY = Speaker((), "")


class Made(NamedTuple):
    """What proposals of a field's texts are made of; `who` are the units of `said`."""

    field: Field
    said: tuple[TextSource, ...]
    who: tuple[Speaker, ...]
    expected: int
    options: tuple[object, ...]


class _Kept(NamedTuple):
    made_of: Made
    found: NarrativeProposals


class _TakenApart(NamedTuple):
    source: TextSource
    spellings: tuple[str, ...]
    answer: Answer


class FieldMemory:
    """Of one field: the last proposals, and the parts that a changed answer leaves alone."""

    def __init__(self) -> None:
        self.claims = ClaimMemory()
        self._answers: Mapping[str, _TakenApart] = {}
        self._kept: _Kept | None = None

    def recall(self, made_of: Made, make: Callable[[], NarrativeProposals]) -> NarrativeProposals:
        """The kept result when nothing it is made of has changed, else a new one."""
        kept = self._kept
        if kept is not None and kept.made_of == made_of:
            return kept.found
        found = make()
        self._kept = _Kept(made_of, found)
        return found

    def answers(self, made_of: Made, analyse: Analyse) -> list[Answer]:
        """The units' answers; only those whose words or names changed are taken apart again."""
        old, new = self._answers, dict[str, _TakenApart]()
        for source, (spellings, _) in zip(made_of.said, made_of.who, strict=True):
            kept = old.get(source.unit_id, _NOTHING)
            # What nobody changed is the very same object.
            if (kept.source is not source and kept.source != source) or kept.spellings != spellings:
                sentences = analyse(source.text, spellings)
                answer = Answer(source.unit_id, made_of.field.key, sentences)
                kept = _TakenApart(source, spellings, answer)
            new[source.unit_id] = kept
        self._answers = new
        return [kept.answer for kept in new.values()]


_NOTHING = _TakenApart(TextSource("", ""), (), Answer("", "", ()))


class ProposalMemory:
    """By the key of a field; and the units' figures. Not for two campaigns: it would forget."""

    def __init__(self) -> None:
        self._fields: dict[str, FieldMemory] = {}
        self.figures = FigureMemory()

    def of(self, item: Field) -> FieldMemory:
        return self._fields.setdefault(item.key, FieldMemory())


def told(options: ProposalOptions) -> tuple[object, ...]:
    """The choices among the options; labels are told apart unit by unit."""
    return (
        options.names_allowed,
        options.max_single,
        options.max_shared,
        options.min_units,
        options.count_suffix,
        options.asked,
    )
