"""One cell's stored answers of all units, read only when somebody looks at them.

A campaign holds hundreds of thousands of cells, most of them plain numbers that only take part in
a sum. Those are counted straight from what is stored; who gave which is made out on demand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from decimal import Decimal
from functools import cached_property
from typing import Any, overload

from forms.merging.cells import SourceValue
from forms.values import CellState, cell_from_json

ZERO = Decimal(0)


class Numbers(dict[str, Decimal | None]):
    """The Decimals of stored texts, each made once; None for what is no number."""

    def __missing__(self, text: str) -> Decimal | None:
        try:
            number = Decimal(text)
        except ArithmeticError:
            number = None
        self[text] = number
        return number


def read(unit_id: str, data: object, numeric: bool) -> SourceValue | None:
    """One stored cell; None when blank. A number that cannot be read is INVALID."""
    cell = cell_from_json(data)
    if cell.is_blank:
        return None
    if cell.state is not CellState.VALUE:
        return SourceValue(unit_id, None, cell.raw, cell.estimated, cell.state)
    number = cell.number if numeric else None
    state = CellState.INVALID if numeric and number is None else CellState.VALUE
    return SourceValue(unit_id, number, cell.value, cell.estimated, state)


def addend(source: SourceValue) -> Decimal | None:
    """What an answer adds to a sum: its number, 0 when nothing arose, None when it said nothing."""
    return ZERO if source.state is CellState.NIL else source.number


class StoredAnswers(Mapping[str, SourceValue]):
    """Unit → answer over stored cells, which it may drop blank ones from.

    `odd` holds every answer that is more or other than a plain value (estimates, special states,
    what cannot be read); `numbers` are those of all answers, in no order.
    """

    def __init__(self, stored: dict[str, Any], numeric: bool, known: Numbers) -> None:
        self._stored = stored
        self._numeric = numeric
        self._known = known
        self.odd: dict[str, SourceValue] = {}
        self.numbers: list[Decimal] = []
        add = self.numbers.append
        others: list[str] = []
        for unit_id, data in stored.items():
            text = data.get("v") if type(data) is dict and len(data) == 1 else None
            if type(text) is not str or not text:
                others.append(unit_id)
            elif numeric:
                number = known[text]
                if number is None:
                    others.append(unit_id)
                else:
                    add(number)
        for unit_id in others:
            self._put_odd(unit_id)

    def _put_odd(self, unit_id: str) -> None:
        source = read(unit_id, self._stored[unit_id], self._numeric)
        if source is None:
            del self._stored[unit_id]
            return
        self.odd[unit_id] = source
        if source.number is not None:
            self.numbers.append(source.number)

    @property
    def plain(self) -> Set[str]:
        """The units that gave a value and nothing more."""
        return self._stored.keys() - self.odd.keys() if self.odd else self._stored.keys()

    def __getitem__(self, unit_id: str) -> SourceValue:
        if unit_id in self.odd:
            return self.odd[unit_id]
        text = self._stored[unit_id]["v"]
        return SourceValue(unit_id, self._known[text] if self._numeric else None, text)

    @cached_property
    def addends(self) -> Mapping[str, Decimal]:
        """What each unit adds to a sum: its number, 0 when nothing arose."""
        odd, known, stored = self.odd, self._known, self._stored
        found: dict[str, Decimal] = {}
        for unit_id, data in stored.items():
            number = addend(odd[unit_id]) if unit_id in odd else known[data["v"]]
            if number is not None:
                found[unit_id] = number
        return found

    def __contains__(self, unit_id: object) -> bool:
        return unit_id in self._stored

    def __iter__(self) -> Iterator[str]:
        return iter(self._stored)

    def __len__(self) -> int:
        return len(self._stored)


def addends(answers: Mapping[str, SourceValue]) -> Mapping[str, Decimal]:
    """By unit what the answers add to a sum; units that said nothing countable are not in it."""
    if isinstance(answers, StoredAnswers):
        return answers.addends
    found = {unit_id: addend(source) for unit_id, source in answers.items()}
    return {unit_id: number for unit_id, number in found.items() if number is not None}


class LazySources(Sequence[SourceValue]):
    """The answers of some units in their order, made out when first looked at."""

    def __init__(self, answers: Mapping[str, SourceValue], unit_ids: Sequence[str]) -> None:
        self._answers = answers
        self._unit_ids = unit_ids

    @cached_property
    def _made(self) -> tuple[SourceValue, ...]:
        return tuple(self._answers[unit] for unit in self._unit_ids if unit in self._answers)

    @overload
    def __getitem__(self, place: int) -> SourceValue: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[SourceValue, ...]: ...

    def __getitem__(self, place: int | slice) -> SourceValue | tuple[SourceValue, ...]:
        return self._made[place]

    def __len__(self) -> int:
        return len(self._answers)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._made == tuple(other)

    def __hash__(self) -> int:
        return hash(self._made)

    def __repr__(self) -> str:
        return repr(self._made)
