"""Answers to one cell that follow from answers to others: of a ratio, a total, a computed column.

Like stored answers they are counted at once and made out one by one only when somebody looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from decimal import Decimal
from functools import cached_property

from forms.merging.cells import SourceValue
from forms.merging.stored_answers import CountedAnswers, addend, addends
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
    def numbers(self) -> Sequence[Decimal]:
        return ()

    @property
    def plain(self) -> Set[str]:
        return self._units - self.odd.keys()

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

    @cached_property
    def numbers(self) -> Sequence[Decimal]:
        percents = (_percent(*parts) for parts in self._parts.values())
        odd = (source.number for source in self.odd.values())
        return [number for number in (*percents, *odd) if number is not None]

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
