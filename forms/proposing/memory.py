"""What the texts of each field last became, kept by whoever merges again and again.

Scope: one result a field, with everything it was made of; a field in which no unit said anything
new is not grouped again, and in the others only what changed is. Not here: how long a memory lives
(the caller's choice).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from forms.narrative import Answer, ClaimMemory, NarrativeProposals, ProposalOptions
from forms.proposing.totals import Sheet
from forms.schema import Field


class SaidBy(NamedTuple):
    """One unit's words in a field, with all that the proposals know of the unit."""

    unit_id: str
    text: str
    spellings: tuple[str, ...]
    label: str


class Made(NamedTuple):
    """What proposals of a field's texts are made of. Labels stand in `said`, not in the rest."""

    field: Field
    said: tuple[SaidBy, ...]
    expected: int
    options: tuple[object, ...]


class _Kept(NamedTuple):
    made_of: Made
    found: NarrativeProposals


class FieldMemory:
    """Of one field: the last proposals, and the parts that a changed answer leaves alone."""

    def __init__(self) -> None:
        self.claims = ClaimMemory()
        self._answers: Mapping[str, tuple[SaidBy, Answer]] = {}
        self._kept: _Kept | None = None

    def recall(self, made_of: Made, make: Callable[[], NarrativeProposals]) -> NarrativeProposals:
        """The kept result when nothing it is made of has changed, else a new one."""
        kept = self._kept
        if kept is not None and kept.made_of == made_of:
            return kept.found
        found = make()
        self._kept = _Kept(made_of, found)
        return found

    def answers(self, made_of: Made, analyse: Callable[[SaidBy], Answer]) -> list[Answer]:
        """The units' answers; only those whose words or names changed are taken apart again."""
        old = self._answers
        new = {
            one.unit_id: (one, kept[1] if _same_words(kept[0], one) else analyse(one))
            for one in made_of.said
            for kept in [old.get(one.unit_id, _NOTHING)]
        }
        self._answers = new
        return [answer for _, answer in new.values()]


_NOTHING = (SaidBy("", "", (), ""), Answer("", "", ()))


def _same_words(one: SaidBy, other: SaidBy) -> bool:
    return one[:3] == other[:3]  # all but the label, which is the proposals'


class ProposalMemory:
    """By the key of a field; and the units' figures. Not for two campaigns: it would forget."""

    def __init__(self) -> None:
        self._fields: dict[str, FieldMemory] = {}
        self.sheets: dict[str, Sheet] = {}

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
