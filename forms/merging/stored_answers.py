"""One cell's stored answers of all units, read only when somebody looks at them.

A campaign holds hundreds of thousands of cells, most of them plain numbers that only take part in
a sum. Those are counted straight from what is stored; who gave which is made out on demand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, overload

from forms.merging.cells import SourceValue
from forms.values import Cell, CellState, cell_from_json


class Numbers(dict[str, Decimal | None]):
    """The Decimals of stored texts, each made once; None for what is no number."""

    def __missing__(self, text: str) -> Decimal | None:
        number = self[text] = Cell(CellState.VALUE, text).number
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


class StoredAnswers(Mapping[str, SourceValue]):
    """Unit → answer over stored cells.

    `plain` holds the text of units that gave a value and nothing more; `odd` every other answer
    (estimates, special states, what cannot be read); `numbers` are those of both.
    """

    def __init__(self, stored: Mapping[str, Any], numeric: bool, known: Numbers) -> None:
        self.plain: dict[str, str] = {}
        self.odd: dict[str, SourceValue] = {}
        self.numbers: list[Decimal] = []
        self._known = known if numeric else None
        for unit_id, data in stored.items():
            text = data.get("v") if type(data) is dict and len(data) == 1 else None
            if type(text) is not str or not text:
                self._put_odd(unit_id, data)
            elif not numeric:
                self.plain[unit_id] = text
            elif (number := known[text]) is not None:
                self.plain[unit_id] = text
                self.numbers.append(number)
            else:
                self._put_odd(unit_id, data)

    def _put_odd(self, unit_id: str, data: object) -> None:
        source = read(unit_id, data, self._known is not None)
        if source is not None:
            self.odd[unit_id] = source
            if source.number is not None:
                self.numbers.append(source.number)

    def __getitem__(self, unit_id: str) -> SourceValue:
        if unit_id in self.odd:
            return self.odd[unit_id]
        text = self.plain[unit_id]
        return SourceValue(unit_id, None if self._known is None else self._known[text], text)

    def __contains__(self, unit_id: object) -> bool:
        return unit_id in self.plain or unit_id in self.odd

    def __iter__(self) -> Iterator[str]:
        yield from self.plain
        yield from self.odd

    def __len__(self) -> int:
        return len(self.plain) + len(self.odd)


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
