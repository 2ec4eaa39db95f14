"""Differing figures of a shared sentence that are figures of a table: told once, in total.

Where the numbers that the units write are those of one cell of their own tables, the draft tells
the merged cell as a live figure instead of "từ 06 đến 08". A sentence whose figures the section
tells already is left in the tray. Not here: anything added up that no table asks for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
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
    parts_of_share,
    token_paths,
)
from forms.narrative import Claim, NarrativeProposals, Slot, names_result
from forms.proposing.shares import AGREEING, Counts, find_share
from forms.schema import Outline
from forms.text import TextFigure, counts_persons, find_figures, normalised_words
from forms.values import Json

LARGE = 100
NAMED_ENOUGH = 2  # words of the figure's names that the sentence says
TOTAL_RULES = frozenset({"sum", "computed", "weighted_ratio"})
_HALF_OF_A_TENTH = Decimal("0.05")
_NEAR_MONEY = Decimal(50_000)  # đồng: texts give millions with one decimal
# What one unit says of itself is not true of the total of all.
_OF_ONE_UNIT = re.compile(
    r"\b(?:toàn|trong|của|tại|Hội Khuyến học|trên địa bàn) (?:xã|thị trấn|phường|đặc khu|đơn vị)\b"
    r"|\bđơn vị (?:đã|có)\b|(?:^|, )Trung tâm\b",
    re.IGNORECASE,
)
# What a percentage is of, behind it: "84% kế hoạch".
_OF_WHAT = r"(?:[^,.;()]{1,40}(?=[,.;)]))?"


@dataclass(frozen=True)
class Totals:
    """What one section tells in total.

    `told` are the paths of figures that stand in it already, `bound` those of each claim's ranges.
    """

    figures: UnitFigures
    told: set[str] = field(default_factory=set)
    bound: dict[str, Mapping[Slot, str]] = field(default_factory=dict)

    def hear(self, text: str) -> None:
        """A composed sentence of the section."""
        self.told.update(_plain(path) for path in token_paths(text))

    def bind(self, claim: Claim) -> None:
        """Every claim of the section is bound before the first is told."""
        ranged = [slot for slot in claim.slots if slot.low]
        bound = {slot: self.figures.path_of(slot, claim.text) for slot in ranged}
        counted = {path for path in bound.values() if path}
        for slot, path in bound.items():
            if not path and slot.kind == "percent":
                bound[slot] = self.figures.share_of(slot, claim.text, counted)
        self.bound[claim.id] = bound

    def bare_examples(self, found: NarrativeProposals) -> dict[str, Claim]:
        """What single units say with nothing but figures of their tables: no example for others.
        Where nobody says anything else it stays."""
        if len(found.proposals) == len(found.examples):
            return {}
        return {
            claim.id: claim
            for claim in found.examples
            if not names_result(claim.text) and self.figures.gives(claim.units[0], claim.text)
        }

    def text_of(self, claim: Claim, text: str) -> str | None:
        """The text with what can be told in total; None when all of it is told already."""
        paths = self.paths_of(claim.id)
        if not paths:
            return text
        bound = self.bound[claim.id]
        counted = all(path or slot.kind == "percent" for slot, path in bound.items())
        said = self._said(paths)
        if not counted:
            # Half in total and half from one unit to another could not be read together.
            return text
        if said <= self._said(self.told) or self._told_better(said):
            return None
        self.told.update(paths)
        return text if _OF_ONE_UNIT.search(text) else self._told_in_total(text, bound)

    def paths_of(self, claim_id: str) -> set[str]:
        """The cells that the claim's ranges are values of."""
        return {path for path in self.bound[claim_id].values() if path}

    def _said(self, paths: Iterable[str]) -> set[str | Decimal]:
        """What a reader sees: one number, whichever of two tables it comes from; a share behind
        the number that it is of says nothing more."""
        every = set(paths)
        counted = {path for path in every if not parts_of_share(path)[1]}
        return {self.figures.large_number(path) or path for path in counted or every}

    def _told_better(self, said: set[str | Decimal]) -> bool:
        """Whether another sentence of the section tells these figures and more."""
        return any(said < self._said(self.paths_of(claim_id)) for claim_id in self.bound)

    def _told_in_total(self, text: str, bound: Mapping[Slot, str]) -> str:
        for slot, path in bound.items():
            span = f"từ {slot.low} đến {slot.high}"
            if text.count(span) != 1:
                continue
            if path:
                text = text.replace(span, f"{{{{{path}}}}}{self.figures.measure(path)}")
            elif slot.kind == "percent":
                # Beside a total of all units it would read as a share of that total.
                text = re.sub(re.escape(span) + _OF_WHAT, r"\g<0> tùy đơn vị", text)
        return text


def _plain(path: str) -> str:
    """A path without what may stand behind it (forms.merging.tokens)."""
    for mark in ("so_don_vi", "n", "N", "so_dong", "ty_le"):
        path = path.removesuffix(f".{mark}")
    return path


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


class UnitFigures:
    """Each unit's own figures as its tables have them, worked out when first asked for.

    `kept` are the sheets of an earlier merge; those of units that changed nothing serve again.
    """

    def __init__(self, outline: Outline, merged: MergedReport, kept: dict[str, Sheet]) -> None:
        self._outline = outline
        self._merged = merged
        self._kept = kept
        self._composed = {
            _plain(path) for _, item in outline.fields() for path in token_paths(item.sentence)
        }

    @cached_property
    def _answers(self) -> Mapping[str, Mapping[str, Json]]:
        found: dict[str, dict[str, Json]] = {}
        for key, merged in self._merged.fields.items():
            if isinstance(merged, MergedTable):
                for unit, value in merged.answers:
                    found.setdefault(unit.id, {})[key] = value
        return found

    def of(self, unit_id: str) -> Sheet:
        values = self._answers.get(unit_id, {})
        kept = self._kept.get(unit_id)
        if kept is None or not kept.is_of(values):
            kept = self._kept[unit_id] = Sheet.of(self._outline, values)
        return kept

    def path_of(self, slot: Slot, text: str) -> str:
        """The cell whose values the units write in this place; "" when there is none.

        Of two tables that ask the same, the one whose figures the outline's sentences tell.
        """
        asked = slot.numbers
        if len(asked) < 2:
            return ""
        words = frozenset(normalised_words(text))
        votes: Counter[str] = Counter()
        named: dict[str, int] = {}
        missed = 0
        for unit_id, number in asked:
            found = self.of(unit_id).equal_to(number, slot.kind)
            same = {one.path: one for one in found if _counts_the_same(one, slot.noun)}
            missed += not same
            if missed > (1 - AGREEING) * len(asked):
                return ""
            votes.update(same.keys())
            named |= {path: _named(one, words) for path, one in same.items()}
        likely = [
            path
            for path, count in votes.items()
            if count >= AGREEING * len(asked) and named[path] and self._is_total(path)
        ]

        def place(path: str) -> tuple[int, bool, int, str]:
            return -votes[path], path not in self._composed, -named[path], path

        return min(likely, key=place, default="")

    def share_of(self, slot: Slot, text: str, counted: Set[str]) -> str:
        """The share of one figure in another that the units write in this place; "" when there is
        none that the sentence names, or several that would read differently.

        `counted` are the figures that the sentence tells as numbers: then it is a share of theirs.
        """
        units = [(self.of(unit_id).by_size, number) for unit_id, number in slot.numbers]
        words = frozenset(normalised_words(text))
        named = {one.path: _named(one, words) for one in units[0][0].figures} if units else {}
        return find_share(units, named, counted, self._merged.fields)

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
