"""What the texts of each field last became, kept by whoever merges again and again.

Scope: one result a field, with everything it was made of; a field in which no unit said anything
new is not grouped again. Not here: how long a memory lives (the caller's choice).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from forms.narrative import NarrativeProposals, ProposalOptions
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


class ProposalMemory:
    """The last result of each field by its key. Not shared between campaigns: it would forget."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self.sheets: dict[str, Sheet] = {}

    def recall(self, made_of: Made, make: Callable[[], NarrativeProposals]) -> NarrativeProposals:
        """The kept result when nothing it is made of has changed, else a new one."""
        kept = self._kept.get(made_of.field.key)
        if kept is not None and kept.made_of == made_of:
            return kept.found
        found = make()
        self._kept[made_of.field.key] = _Kept(made_of, found)
        return found


def told(options: ProposalOptions) -> tuple[object, ...]:
    """The choices among the options; labels are told apart unit by unit."""
    return (
        options.names_allowed,
        options.max_single,
        options.max_shared,
        options.min_units,
        options.count_suffix,
    )
