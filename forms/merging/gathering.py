"""All units' answers to one cell, counted once, ready for a merge rule. Merges nothing itself.

Converting units of measure is exact or does not happen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from forms.merging.audience import Audience
from forms.merging.cells import SourceValue, names_of
from forms.merging.stored_answers import CountedAnswers, LazySources, units_in, value_units
from forms.merging.summing import Figures
from forms.schema import EMPTY, MergeRule
from forms.values import CellState

Answered = Mapping[str, SourceValue]


def spread(unit_id: str, state: CellState) -> SourceValue:
    """A special state that stands in place of a whole answer, as the answer of one cell."""
    return SourceValue(unit_id, state=state)


def scaled(source: SourceValue, by: Decimal | None) -> SourceValue:
    """In another unit of measure; INVALID when the two do not convert into each other."""
    if source.number is None or by == 1:
        return source
    if by is None:
        return source._replace(number=None, state=CellState.INVALID)
    number = source.number * by
    return source._replace(number=number, text=format(number, "f"))


@dataclass(frozen=True)
class Gathering:
    """The answers to one cell of the units that were asked.

    `numbers` are those of the values, in no order; `odd` are the answers that are more or other
    than a plain value. `companions` are other answers of the same units that a rule weighs,
    divides or orders by.
    """

    rule: MergeRule
    answers: Answered
    audience: Audience
    numbers: Figures
    n_value: int
    odd: tuple[SourceValue, ...]
    blank: tuple[str, ...]
    companions: Mapping[str, Answered] = field(default=EMPTY)

    @cached_property
    def counts(self) -> Mapping[CellState, int]:
        """How many answers there are of each state that is no value."""
        if not self.odd:
            return {}
        return Counter(s.state for s in self.odd if s.state is not CellState.VALUE)

    @cached_property
    def sources(self) -> Sequence[SourceValue]:
        """Every answer, in canonical order."""
        return LazySources(self.answers, self.audience.unit_ids)

    @cached_property
    def values(self) -> tuple[SourceValue, ...]:
        """The answers that carry a value, in canonical order."""
        return tuple(source for source in self.sources if source.state is CellState.VALUE)

    @cached_property
    def value_units(self) -> tuple[str, ...]:
        """The units whose answer is a value, in canonical order."""
        units = frozenset(value_units(self.answers))
        return tuple(unit for unit in self.audience.unit_ids if unit in units)

    @property
    def estimated(self) -> tuple[str, ...]:
        return tuple(s.unit_id for s in self.odd if s.estimated and s.state is CellState.VALUE)

    @property
    def expected(self) -> int:
        audience = self.audience
        asked = len(audience.reports) + len(audience.not_submitted)
        return asked - self.counts.get(CellState.NOT_APPLICABLE, 0)

    @property
    def all_nil(self) -> bool:
        return not self.n_value and bool(self.counts.get(CellState.NIL))

    def names(self, unit_ids: Iterable[str]) -> str:
        return names_of(tuple(unit_ids), self.audience.names)


def gather(
    rule: MergeRule,
    answers: Answered,
    audience: Audience,
    companions: Mapping[str, Answered] = EMPTY,
) -> Gathering:
    """`answers` holds units of the audience that said something, in any order."""
    if isinstance(answers, CountedAnswers):
        apart = answers.odd
        odd = tuple(apart[unit] for unit in audience.ordered(apart.keys()))
        numbers = answers.numbers
        plain = len(answers) - len(odd)
    else:
        given = [answers[unit] for unit in audience.unit_ids if unit in answers]
        odd = tuple(s for s in given if s.estimated or s.state is not CellState.VALUE)
        numbers = Figures(s.number for s in given if s.number is not None)
        plain = len(given) - len(odd)
    n_value = plain + sum(source.state is CellState.VALUE for source in odd)
    unread = {source.unit_id for source in odd if source.state is CellState.INVALID}
    blank: tuple[str, ...] = ()
    if unread or len(answers) < len(audience.unit_ids):
        said = units_in(answers) - unread if unread else units_in(answers)
        blank = tuple([unit for unit in audience.unit_ids if unit not in said])
    return Gathering(rule, answers, audience, numbers, n_value, odd, blank, companions)
