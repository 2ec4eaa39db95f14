"""All units' answers to one cell, read and counted once, ready for a merge rule.

Reading keeps the state of every answer; converting units of measure is exact or does not happen.
Computes no merged value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from forms.merging.audience import Audience
from forms.merging.cells import SourceValue, names_of
from forms.schema import EMPTY, MergeRule
from forms.values import SPECIAL_STATES, CellState, cell_from_json

ZERO = Decimal(0)
Answered = Mapping[str, SourceValue]
_STATES = {state.value: state for state in SPECIAL_STATES}


def read(unit_id: str, data: object, numeric: bool) -> SourceValue | None:
    """One stored cell; None when blank. A number that cannot be read stays INVALID.

    The first lines are the path of nearly every cell of a campaign; the rest is for the others.
    """
    if not data:
        return None
    if isinstance(data, dict) and (text := data.get("v")):
        number = None
        if numeric:
            try:
                number = Decimal(text)
            except ArithmeticError:
                return SourceValue(unit_id, None, text, False, CellState.INVALID)
        return SourceValue(unit_id, number, text, "e" in data and bool(data["e"]))
    cell = cell_from_json(data)
    if cell.is_blank:
        return None
    return SourceValue(unit_id, None, cell.value or cell.raw, cell.estimated, cell.state)


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
    """The answers to one cell in canonical order.

    `companions` are other answers of the same units that a rule weighs, divides or orders by;
    `own` are the numbers of those who gave a value.
    """

    rule: MergeRule
    answers: Answered
    audience: Audience
    sources: tuple[SourceValue, ...]
    values: tuple[SourceValue, ...]
    blank: tuple[str, ...]
    counts: Mapping[CellState, int]
    companions: Mapping[str, Answered] = field(default=EMPTY)

    @property
    def numbers(self) -> tuple[Decimal, ...]:
        return tuple(source.number for source in self.values if source.number is not None)

    @property
    def expected(self) -> int:
        audience = self.audience
        asked = len(audience.reports) + len(audience.not_submitted)
        return asked - self.counts.get(CellState.NOT_APPLICABLE, 0)

    @property
    def all_nil(self) -> bool:
        return not self.values and bool(self.counts.get(CellState.NIL))

    def names(self, unit_ids: Iterable[str]) -> str:
        return names_of(tuple(unit_ids), self.audience.names)


def gather(
    rule: MergeRule,
    answers: Answered,
    audience: Audience,
    companions: Mapping[str, Answered] = EMPTY,
) -> Gathering:
    """`answers` holds the units that said something; they need not be in order."""
    sources, values, blank = [], [], []
    counts: dict[CellState, int] = {}
    for unit_id in audience.unit_ids:
        source = answers.get(unit_id)
        if source is None:
            blank.append(unit_id)
            continue
        sources.append(source)
        state = source.state
        if state is CellState.VALUE:
            values.append(source)
            continue
        counts[state] = counts.get(state, 0) + 1
        if state is CellState.INVALID:
            blank.append(unit_id)
    return Gathering(
        rule, answers, audience, tuple(sources), tuple(values), tuple(blank), counts, companions
    )


def paired(numerators: Answered, denominators: Answered) -> dict[str, SourceValue]:
    """Per unit the percentage of two answers, for the units that gave both.

    Nothing arose counts as 0 on either side of a ratio; a unit that gave one part only is blank.
    """
    found: dict[str, SourceValue] = {}
    for unit_id, numerator in numerators.items():
        denominator = denominators.get(unit_id)
        if denominator is None:
            continue
        source = _ratio(numerator, denominator)
        if source is not None:
            found[unit_id] = source
    return found


def addend(source: SourceValue | None) -> Decimal | None:
    """What an answer adds to a sum: its number, 0 when nothing arose, None when it said nothing."""
    if source is None:
        return None
    return ZERO if source.state is CellState.NIL else source.number


def _ratio(numerator: SourceValue, denominator: SourceValue) -> SourceValue | None:
    states = (numerator.state, denominator.state)
    for state in (CellState.NOT_APPLICABLE, CellState.NO_DATA):
        if state in states:
            return SourceValue(numerator.unit_id, state=state)
    above, below = addend(numerator), addend(denominator)
    if above is None or below is None:
        return None
    if states == (CellState.NIL, CellState.NIL):
        return SourceValue(numerator.unit_id, state=CellState.NIL)
    percent = 100 * above / below if below else None
    estimated = numerator.estimated or denominator.estimated
    return SourceValue(numerator.unit_id, percent, f"{above}/{below}", estimated)
