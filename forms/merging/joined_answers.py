"""Answers to one cell that follow from answers to others: of a ratio, a total, a computed column.

Like stored answers they are counted at once and made out one by one only when somebody looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from decimal import Decimal
from functools import cached_property

from forms.merging.cells import SourceValue
from forms.merging.stored_answers import (
    CountedAnswers,
    StoredAnswers,
    addend,
    addends,
    units_in,
    value_units,
    without,
)
from forms.merging.summing import Figures, exact_sum
from forms.values import CellState

Answered = Mapping[str, SourceValue]
State = tuple[CellState, bool]  # and whether it is estimated
PLAIN, UNSAID = (CellState.VALUE, False), (CellState.INVALID, False)
_RANK = (CellState.VALUE, CellState.NIL, CellState.NO_DATA, CellState.NOT_APPLICABLE)


class JoinedStates(CountedAnswers):
    """Per unit the most telling state among several cells, estimated when one of them is."""

    def __init__(self, operands: Iterable[Answered]) -> None:
        plain, others = _plain_and_others(operands)
        states: dict[str, State] = {}
        for answers in others:
            for unit_id, source in answers.items():
                before = states.get(unit_id) or (PLAIN if unit_id in plain else UNSAID)
                states[unit_id] = _better(before, source)
        self._units = plain | states.keys()
        self.odd = {
            unit_id: SourceValue(unit_id, None, "", estimated, state)
            for unit_id, (state, estimated) in states.items()
            if (state, estimated) != PLAIN
        }

    @property
    def numbers(self) -> Figures:
        return Figures()

    @property
    def plain(self) -> Set[str]:
        return self._units - self.odd.keys()

    @property
    def units(self) -> Set[str]:
        return self._units

    def __getitem__(self, unit_id: str) -> SourceValue:
        if unit_id not in self._units:
            raise KeyError(unit_id)
        return self.odd.get(unit_id) or SourceValue(unit_id)

    def __contains__(self, unit_id: object) -> bool:
        return unit_id in self._units

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._units))

    def __len__(self) -> int:
        return len(self._units)


def _plain_and_others(operands: Iterable[Answered]) -> tuple[set[str], list[Answered]]:
    plain: set[str] = set()
    others: list[Answered] = []
    for answers in operands:
        if isinstance(answers, CountedAnswers):
            plain.update(answers.plain)
            others.append(answers.odd)
        else:
            others.append(answers)
    return plain, others


def _better(before: State, source: SourceValue) -> State:
    state, estimated = before
    if state is CellState.VALUE:
        return state, estimated or source.estimated
    if _rank(source.state) < _rank(state):
        state = source.state
    return state, estimated or source.estimated


def _rank(state: CellState) -> int:
    return _RANK.index(state) if state in _RANK else len(_RANK)


class PairedAnswers(CountedAnswers):
    """Per unit the percentage of two answers, for the units that gave both.

    Nothing arose counts as 0 on either side of a ratio; a unit that gave one part only is blank.
    """

    def __init__(self, numerators: Answered, denominators: Answered) -> None:
        self._sides = numerators, denominators
        above, below = addends(numerators), addends(denominators)
        apart = _odd_units(numerators) | _odd_units(denominators)
        asked = [unit for unit in numerators if unit in apart] if apart else ()
        found = ((unit, _odd_ratio(numerators, denominators, unit)) for unit in asked)
        self.odd = {unit: source for unit, source in found if source is not None}
        self._parts = {
            unit: (number, below[unit])
            for unit, number in above.items()
            if unit in below and unit not in apart
        }

    def changed(
        self, units: Set[str], numerators: StoredAnswers, denominators: StoredAnswers
    ) -> PairedAnswers:
        """As paired anew where only these units' answers are others."""
        above, below = self._sides
        if numerators is above and denominators is below:
            return self
        made = PairedAnswers(numerators.only(units), denominators.only(units))
        made.lone = (self.lone - units) | made.lone
        made.over = (self.over - units) | made.over
        if self._parts.keys().isdisjoint(units) and self.odd.keys().isdisjoint(units):
            made._add_up(self)
        made._sides = numerators, denominators
        made._parts = without(self._parts, units) | made._parts
        made.odd = without(self.odd, units) | made.odd
        return made

    def _add_up(self, others: PairedAnswers) -> None:
        """What is known of the answers to come is known with these, before they are here."""
        kept = vars(others)
        if "numbers" in kept:
            self.numbers = others.numbers.joined(self.numbers)
        if "sums" in kept:
            both = zip(others.sums, self.sums, strict=True)
            self.sums = tuple(exact_sum(parts) for parts in both)

    @cached_property
    def numbers(self) -> Figures:
        percents = (_percent(*parts) for parts in self._parts.values())
        odd = (source.number for source in self.odd.values())
        return Figures(number for number in (*percents, *odd) if number is not None)

    @cached_property
    def sums(self) -> tuple[Decimal, ...]:
        """Of the numerators and of the denominators, over the units that gave both."""
        units = value_units(self)
        return tuple(exact_sum(parts_of(side, units)) for side in self._sides)

    @cached_property
    def lone(self) -> Set[str]:
        """The units that said something on one side only."""
        above, below = self._sides
        return units_in(above) ^ units_in(below)

    @cached_property
    def over(self) -> Set[str]:
        """The units whose part is larger than the whole."""
        above, below = map(addends, self._sides)
        return {unit for unit in value_units(self) if above[unit] > below[unit]}

    @property
    def plain(self) -> Set[str]:
        return self._parts.keys()

    def __getitem__(self, unit_id: str) -> SourceValue:
        parts = self._parts.get(unit_id)
        return self.odd[unit_id] if parts is None else _ratio(unit_id, *parts)

    def __contains__(self, unit_id: object) -> bool:
        return unit_id in self._parts or unit_id in self.odd

    def __iter__(self) -> Iterator[str]:
        yield from self._parts
        yield from self.odd

    def __len__(self) -> int:
        return len(self._parts) + len(self.odd)


def parts_of(answers: Answered, units: Iterable[str]) -> Iterable[Decimal]:
    numbers = addends(answers)
    return [numbers[unit_id] for unit_id in units if unit_id in numbers]


def _odd_units(answers: Answered) -> Set[str]:
    return answers.odd.keys() if isinstance(answers, CountedAnswers) else answers.keys()


def _percent(above: Decimal, below: Decimal) -> Decimal | None:
    return 100 * above / below if below else None


def _ratio(unit_id: str, above: Decimal, below: Decimal, estimated: bool = False) -> SourceValue:
    return SourceValue(unit_id, _percent(above, below), f"{above}/{below}", estimated)


def _odd_ratio(numerators: Answered, denominators: Answered, unit_id: str) -> SourceValue | None:
    numerator, denominator = numerators.get(unit_id), denominators.get(unit_id)
    if numerator is None or denominator is None:
        return None
    states = (numerator.state, denominator.state)
    for state in (CellState.NOT_APPLICABLE, CellState.NO_DATA):
        if state in states:
            return SourceValue(unit_id, state=state)
    if states == (CellState.NIL, CellState.NIL):
        return SourceValue(unit_id, state=CellState.NIL)
    above, below = addend(numerator), addend(denominator)
    if above is None or below is None:
        return None
    return _ratio(unit_id, above, below, numerator.estimated or denominator.estimated)
