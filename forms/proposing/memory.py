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
    """What proposals of a field's texts are made of; `speakers` are all units, by id."""

    field: Field
    said: tuple[TextSource, ...]
    speakers: Mapping[str, Speaker]
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
        old, new, speakers = self._answers, dict[str, _TakenApart](), made_of.speakers
        for source in made_of.said:
            unit_id = source.unit_id
            kept = old.get(unit_id, _NOTHING)
            spellings = speakers.get(unit_id, NOBODY).spellings
            # What nobody changed is the very same object.
            if (kept.source is not source and kept.source != source) or (
                kept.spellings is not spellings and kept.spellings != spellings
            ):
                sentences = analyse(source.text, spellings)
                kept = _TakenApart(source, spellings, Answer(unit_id, made_of.field.key, sentences))
            new[unit_id] = kept
        self._answers = new
        return [kept.answer for kept in new.values()]


_NOTHING = _TakenApart(TextSource("", ""), (), Answer("", "", ()))


class ProposalMemory:
    """By the key of a field; and the units' figures. Not for two campaigns: it would forget."""

    def __init__(self) -> None:
        self._fields: dict[str, FieldMemory] = {}
        self.figures = FigureMemory()
        self._speakers: Mapping[str, Speaker] = {}

    def speakers(self, found: Mapping[str, Speaker]) -> Mapping[str, Speaker]:
        """The very same ones as long as no unit came, went or changed its name."""
        if found != self._speakers:
            self._speakers = found
        return self._speakers

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
