"""One cell's stored answers of all units, read only when somebody looks at them.

A campaign holds hundreds of thousands of cells, most of them plain numbers that only take part in
a sum. Those are counted straight from what is stored; who gave which is made out on demand.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar, overload

from forms.merging.cells import SourceValue
from forms.merging.summing import ZERO, Figures
from forms.values import CellState, cell_from_json

Answer = TypeVar("Answer")


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


class CountedAnswers(Mapping[str, SourceValue]):
    """Unit → answer, counted without looking at the answers one by one.

    `odd` holds every answer that is more or other than a plain value (estimates, special states,
    what cannot be read); `numbers` are those of all answers, in no order.
    """

    odd: dict[str, SourceValue]

    @property
    @abstractmethod
    def numbers(self) -> Figures: ...

    @property
    @abstractmethod
    def plain(self) -> Set[str]:
        """The units that gave a value and nothing more."""

    @property
    def units(self) -> Set[str]:
        """The units that said something."""
        return self.plain | self.odd.keys() if self.odd else self.plain


def value_units(answers: Mapping[str, SourceValue]) -> Iterable[str]:
    """The units whose answer is a value, in no order."""
    if isinstance(answers, CountedAnswers):
        odd = (unit for unit, source in answers.odd.items() if source.state is CellState.VALUE)
        return (*answers.plain, *odd)
    return [unit for unit, source in answers.items() if source.state is CellState.VALUE]


def units_in(answers: Mapping[str, SourceValue]) -> Set[str]:
    """The units that said something."""
    return answers.units if isinstance(answers, CountedAnswers) else answers.keys()


class StoredAnswers(CountedAnswers):
    """The answers in one cell as they are stored."""

    def __init__(self, stored: Iterable[tuple[str, Any]], numeric: bool, known: Numbers) -> None:
        self._numeric = numeric
        self._known = known
        given = [pair for pair in stored if pair[1]]
        self._texts = {
            unit_id: text
            for unit_id, data in given
            if type(data) is dict and len(data) == 1 and type(text := data.get("v")) is str and text
        }
        if numeric:
            unread = [u for u, text in self._texts.items() if known[text] is None]
            for unit_id in unread:
                del self._texts[unit_id]
        others = (pair for pair in given if pair[0] not in self._texts)
        sources = (read(unit_id, data, numeric) for unit_id, data in others)
        self.odd = {source.unit_id: source for source in sources if source is not None}

    def changed(self, units: Set[str], stored: Iterable[tuple[str, Any]]) -> StoredAnswers:
        """As read anew where only these units' answers are others; `stored` holds theirs.

        The very same where they said nothing, and say nothing now.
        """
        made = StoredAnswers(stored, self._numeric, self._known)
        if self._texts.keys().isdisjoint(units) and self.odd.keys().isdisjoint(units):
            if not made._texts and not made.odd:
                return self
            made._add_up(self)
        made._texts = without(self._texts, units) | made._texts
        made.odd = without(self.odd, units) | made.odd
        return made

    def only(self, units: Iterable[str]) -> StoredAnswers:
        """The answers of some of the units."""
        made = StoredAnswers((), self._numeric, self._known)
        made._texts = {unit: self._texts[unit] for unit in units if unit in self._texts}
        made.odd = {unit: self.odd[unit] for unit in units if unit in self.odd}
        return made

    def _add_up(self, others: StoredAnswers) -> None:
        """What is known of the answers to come is known with these, before they are here."""
        kept = vars(others)
        if "numbers" in kept:
            self.numbers = others.numbers.joined(self.numbers)
        if "addends" in kept:
            self.addends = {**others.addends, **self.addends}

    @cached_property
    def numbers(self) -> Figures:
        known = self._known
        plain = [known[text] for text in self._texts.values()] if self._numeric else []
        odd = [source.number for source in self.odd.values()]
        return Figures(number for number in (*plain, *odd) if number is not None)

    @property
    def plain(self) -> Set[str]:
        return self._texts.keys()

    def __getitem__(self, unit_id: str) -> SourceValue:
        text = self._texts.get(unit_id)
        if text is None:
            return self.odd[unit_id]
        return SourceValue(unit_id, self._known[text] if self._numeric else None, text)

    @cached_property
    def addends(self) -> Mapping[str, Decimal]:
        """What each unit adds to a sum: its number, 0 when nothing arose."""
        known = self._known
        found = {unit_id: known[text] for unit_id, text in self._texts.items()}
        found |= {unit_id: addend(source) for unit_id, source in self.odd.items()}
        return {unit_id: number for unit_id, number in found.items() if number is not None}

    def __contains__(self, unit_id: object) -> bool:
        return unit_id in self._texts or unit_id in self.odd

    def __iter__(self) -> Iterator[str]:
        yield from self._texts
        yield from self.odd

    def __len__(self) -> int:
        return len(self._texts) + len(self.odd)


class ReadAnswers(CountedAnswers):
    """Answers that were made out already."""

    def __init__(self, answers: Mapping[str, SourceValue]) -> None:
        self._answers = answers
        self.odd = {
            unit_id: source
            for unit_id, source in answers.items()
            if source.estimated or source.state is not CellState.VALUE
        }

    @property
    def numbers(self) -> Figures:
        numbers = [source.number for source in self._answers.values()]
        return Figures(number for number in numbers if number is not None)

    @property
    def plain(self) -> Set[str]:
        return self._answers.keys() - self.odd.keys() if self.odd else self._answers.keys()

    @property
    def units(self) -> Set[str]:
        return self._answers.keys()

    def __getitem__(self, unit_id: str) -> SourceValue:
        return self._answers[unit_id]

    def __contains__(self, unit_id: object) -> bool:
        return unit_id in self._answers

    def __iter__(self) -> Iterator[str]:
        return iter(self._answers)

    def __len__(self) -> int:
        return len(self._answers)


def without(answers: Mapping[str, Answer], units: Iterable[str]) -> dict[str, Answer]:
    left = dict(answers)
    for unit_id in units:
        left.pop(unit_id, None)
    return left


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

    def __iter__(self) -> Iterator[SourceValue]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._answers)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._made == tuple(other)

    def __hash__(self) -> int:
        return hash(self._made)

    def __repr__(self) -> str:
        return repr(self._made)
