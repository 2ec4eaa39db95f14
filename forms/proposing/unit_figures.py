"""The figures of each unit's own tables, and which cell of them a slot of a claim tells.

Scope: units are asked by id, and most must agree. What was found is kept with the sheets it was
found in. Not here: what becomes of a sentence whose cell is known (`totals`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple

from forms.fields import MONEY_UNITS
from forms.merging import (
    KnownFigure,
    MergedReport,
    MergedTable,
    find_cell,
    known_in_answers,
    token_paths,
)
from forms.narrative import Slot
from forms.proposing.shares import AGREEING, Counts, find_shares, one_share
from forms.schema import Outline
from forms.text import TextFigure, counts_persons, find_figures, normalised_words
from forms.values import Json

LARGE = 100
NAMED_ENOUGH = 2  # words of the figure's names that the sentence says
TOTAL_RULES = frozenset({"sum", "computed", "weighted_ratio"})
_HALF_OF_A_TENTH = Decimal("0.05")
_NEAR_MONEY = Decimal(50_000)  # đồng: texts give millions with one decimal


class Sheet(NamedTuple):
    """One unit's figures by what can be looked up: counts by number, the others one by one."""

    made_of: Mapping[str, Json]
    counts: Mapping[Decimal, Sequence[KnownFigure]]
    by_size: Counts
    money: Sequence[KnownFigure]
    shares: Sequence[KnownFigure]

    @classmethod
    def of(cls, outline: Outline, values: Mapping[str, Json]) -> Sheet:
        counts: dict[Decimal, list[KnownFigure]] = {}
        money: list[KnownFigure] = []
        shares: list[KnownFigure] = []
        for one in known_in_answers(outline, values):
            if one.percentage:
                shares.append(one)
            elif one.measure in MONEY_UNITS:
                money.append(one)
            else:
                counts.setdefault(one.number, []).append(one)
        by_size = Counts.of([one for same in counts.values() for one in same])
        return cls(values, counts, by_size, money, shares)

    def equal_to(self, number: Decimal, kind: str) -> Sequence[KnownFigure]:
        if kind == "money":
            return [one for one in self.money if _is_same_sum(one, number)]
        if kind == "percent":
            return [one for one in self.shares if abs(one.number - number) <= _HALF_OF_A_TENTH]
        return self.counts.get(number, ())

    def is_of(self, values: Mapping[str, Json]) -> bool:
        """Whether it was made of these very answers, which nobody changes in place."""
        return self.made_of.keys() == values.keys() and all(
            self.made_of[key] is value for key, value in values.items()
        )


_Asked = tuple[object, ...]  # of a slot, the words, and of what its percentage is


class _Likely(NamedTuple):
    """The cells that may stand behind a slot, likeliest first, and the sheets that were asked."""

    paths: Sequence[str]
    sheets: Sequence[Sheet]


class FigureMemory:
    """Sheets by unit, and likely cells as they were last asked for, when these were composed."""

    def __init__(self) -> None:
        self.sheets: dict[str, Sheet] = {}
        self.likely: tuple[Set[str], Mapping[_Asked, _Likely]] = (frozenset(), {})


class UnitFigures:
    """Each unit's own figures as its tables have them, worked out when first asked for.

    Of an earlier merge's `memory` the sheets of units that changed nothing serve again.
    """

    def __init__(self, outline: Outline, merged: MergedReport, memory: FigureMemory) -> None:
        self._outline = outline
        self._merged = merged
        self._kept = memory.sheets
        self._sheets: dict[str, Sheet] = {}
        self._composed = {
            plain_path(path) for _, item in outline.fields() for path in token_paths(item.sentence)
        }
        composed, last = memory.likely
        self._last = last if composed == self._composed else {}
        self._likely: dict[_Asked, _Likely] = {}
        memory.likely = self._composed, self._likely

    @cached_property
    def _answers(self) -> Mapping[str, Mapping[str, Json]]:
        found: dict[str, dict[str, Json]] = {}
        for key, merged in self._merged.fields.items():
            if isinstance(merged, MergedTable):
                for unit, value in merged.answers:
                    found.setdefault(unit.id, {})[key] = value
        return found

    def of(self, unit_id: str) -> Sheet:
        found = self._sheets.get(unit_id)
        if found is None:
            values = self._answers.get(unit_id, {})
            kept = self._kept.get(unit_id)
            found = kept if kept and kept.is_of(values) else Sheet.of(self._outline, values)
            self._kept[unit_id] = self._sheets[unit_id] = found
        return found

    def path_of(self, slot: Slot, text: str) -> str:
        """The cell whose values the units write in this place; "" when there is none.

        Of two tables that ask the same, the one whose figures the outline's sentences tell.
        """
        asked = (slot.kind, slot.noun, slot.numbers, text)
        likely = self._recall(slot, asked, lambda: self._find(slot, text))
        return next((path for path in likely if self._is_total(path)), "")

    def share_of(self, slot: Slot, text: str, counted: Set[str]) -> str:
        """The share of one figure in another that the units write in this place; "" when there is
        none that the sentence names, or several that would read differently.

        `counted` are the figures that the sentence tells as numbers: then it is a share of theirs.
        """
        asked = (slot.numbers, text, frozenset(counted))
        likely = self._recall(slot, asked, lambda: self._find_shares(slot, text, counted))
        return one_share(likely, self._merged.fields)

    def _recall(self, slot: Slot, asked: _Asked, find: Callable[[], _Likely]) -> Sequence[str]:
        known = self._last.get(asked)
        if known is None or not self._finds_again(slot, known):
            known = find()
        self._likely[asked] = known
        return known.paths

    def _finds_again(self, slot: Slot, known: _Likely) -> bool:
        """Whether who was asked has the same figures as when these cells were found."""
        asked = zip(slot.numbers, known.sheets, strict=False)
        return all(self.of(unit_id) is sheet for (unit_id, _), sheet in asked)

    def _find(self, slot: Slot, text: str) -> _Likely:
        asked = slot.numbers
        words = frozenset(normalised_words(text))
        votes: Counter[str] = Counter()
        named: dict[str, int] = {}
        sheets: list[Sheet] = []
        missed = 0
        for unit_id, number in asked if len(asked) > 1 else ():
            sheets.append(self.of(unit_id))
            found = sheets[-1].equal_to(number, slot.kind)
            same = {one.path: one for one in found if _counts_the_same(one, slot.noun)}
            missed += not same
            if missed > (1 - AGREEING) * len(asked):
                return _Likely((), sheets)
            votes.update(same.keys())
            named |= {path: _named(one, words) for path, one in same.items()}

        def place(path: str) -> tuple[int, bool, int, str]:
            return -votes[path], path not in self._composed, -named[path], path

        enough = AGREEING * len(asked)
        likely = [path for path, count in votes.items() if count >= enough and named[path]]
        return _Likely(sorted(likely, key=place), sheets)

    def _find_shares(self, slot: Slot, text: str, counted: Set[str]) -> _Likely:
        sheets = [self.of(unit_id) for unit_id, _ in slot.numbers]
        words = frozenset(normalised_words(text))
        of_one = sheets[0].by_size.figures if sheets else ()
        named = {one.path: _named(one, words) for one in of_one}
        percents = [percent for _, percent in slot.numbers]
        units = [(one.by_size, own) for one, own in zip(sheets, percents, strict=True)]
        return _Likely(find_shares(units, named, counted), sheets)

    def gives(self, unit_id: str, text: str) -> bool:
        """Whether every figure of the text stands in the unit's own tables, by its name."""
        told = find_figures(text)
        words = frozenset(normalised_words(text))
        return bool(told) and all(self._is_given(unit_id, one, words) for one in told)

    def _is_given(self, unit_id: str, told: TextFigure, words: frozenset[str]) -> bool:
        kind = "number" if told.denominator is not None else told.kind
        noun = frozenset(normalised_words(told.unit)) - _OF_PERSONS
        return any(
            noun <= _names(one.line, one.label, one.measure)
            and _counts_the_same(one, told.unit)
            and _named(one, words) >= NAMED_ENOUGH
            for one in self.of(unit_id).equal_to(told.value, kind)
        )

    def measure(self, path: str) -> str:
        """What has to stand behind the number of a sum of money."""
        sheets = tuple(self._kept.values())  # a copy: other threads add to them
        known = next((one for sheet in sheets for one in sheet.money if one.path == path), None)
        return f" {known.measure}" if known else ""

    def large_number(self, path: str) -> Decimal | None:
        """The merged number when it is too large to be met twice by chance."""
        cell = find_cell(self._merged.fields, path)
        number = cell.number if cell else None
        return number if number is not None and number >= LARGE else None

    def _is_total(self, path: str) -> bool:
        cell = find_cell(self._merged.fields, path)
        return cell is not None and cell.number is not None and cell.rule in TOTAL_RULES


def plain_path(path: str) -> str:
    """A path without what may stand behind it (forms.merging.tokens)."""
    for mark in ("so_don_vi", "n", "N", "so_dong", "ty_le"):
        path = path.removesuffix(f".{mark}")
    return path


def _is_same_sum(known: KnownFigure, number: Decimal) -> bool:
    return abs(known.number * MONEY_UNITS[known.measure] - number) <= _NEAR_MONEY


def _counts_the_same(known: KnownFigure, noun: str) -> bool:
    """Whether the noun behind a number ("xe đạp") can be what the figure counts."""
    if known.percentage or known.measure in MONEY_UNITS or noun.lower() in _ANY_NOUN:
        return True
    if counts_persons(noun) and counts_persons(known.measure):
        return True
    return not _names(noun).isdisjoint(_names(known.line, known.label, known.measure))


_OF_PERSONS = frozenset({"lượt", "người"})
_ANY_NOUN = frozenset({"", "lượt", "cơ", "đơn vị"})  # "cơ" of "cơ quan"


def _named(known: KnownFigure, words: frozenset[str]) -> int:
    """How many words of the figure's names stand in the sentence."""
    return len(words.intersection(_names(known.line, known.label, known.measure)))


@lru_cache(maxsize=1 << 12)
def _names(*labels: str) -> frozenset[str]:
    return frozenset(word for label in labels for word in normalised_words(label)) - _EMPTY


_EMPTY = frozenset({"số", "tổng", "cộng", "các", "trong", "đó", "và", "đến", "từ", "tại", "năm"})
