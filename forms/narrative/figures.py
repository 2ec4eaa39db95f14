"""Figures, citations and dates of a claim: what may be shown when units give different ones.

Scope: slots (the same place in the sentences of several units) and the text in which differing
values give way to a range, to dots, or are left out. A merged sentence never shows one unit's own
value, and nothing is ever added up.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from typing import NamedTuple

from forms.narrative.facts import Fact
from forms.text import format_number
from forms.text.references import KIND_NAMES

BLANK = "…"
_DOCUMENT_NAMES = tuple(name.lower() for name in KIND_NAMES.values())
# What is left of "(Quyết định số 12/QĐ-UBND)" and of "theo Quyết định số 12/QĐ-UBND." says nothing.
_LONE_NAME = re.compile(
    rf"\s*(?:\((?:theo |tại )?(?:{'|'.join(_DOCUMENT_NAMES)})\)"
    rf"|\b(?:theo|tại) (?:{'|'.join(_DOCUMENT_NAMES)})(?=[.;,]))",
    re.IGNORECASE,
)
_UNGROUPED = re.compile(r"(?<![0-9.,])[1-9][0-9]{3,}(?![0-9.,])")
COUNTED = frozenset(("number", "percent", "ratio", "money"))
ENOUGH = 6  # units whose numbers a slot names
SlotKey = tuple[str, str, int, int]  # kind, noun, occurrence, how many of them in the sentence


class Count(NamedTuple):
    """What of a fact can stand in a range."""

    number: Decimal
    raw: str
    ambiguous: bool

    @classmethod
    def of(cls, fact: Fact) -> "Count | None":
        if fact.kind == "ratio":
            number = Decimal(fact.identity.partition("/")[0])
            return cls(number, fact.raw.partition("/")[0].rstrip(), fact.ambiguous)
        return None if fact.value is None else cls(fact.value, fact.raw, fact.ambiguous)

    def readings(self, counted: bool) -> tuple[Decimal, ...]:
        """ "1,234" is 1234 or 1.234; among whole numbers of the same thing only 1234 makes
        sense."""
        return (self.number,) if counted else (self.number, self.number / 1000)


class KeyedFact(NamedTuple):
    """A fact with its slot: the n-th of so many of its kind and noun in the sentence."""

    key: SlotKey
    fact: Fact
    counted: Count | None  # None: nothing that could stand in a range


@dataclass(frozen=True)
class Slot:
    """One place of a claim; `low` and `high` as written.

    `numbers` are (unit id, number) of the first units, where a range can be told, money in đồng.
    """

    kind: str
    noun: str
    unit_count: int
    differs: bool
    low: str = ""
    high: str = ""
    numbers: tuple[tuple[str, Decimal], ...] = ()


Slots = dict[SlotKey, Slot]
Place = tuple[str, str, int, str]  # of a sentence; by unit first
_Column = Sequence[tuple[Place, KeyedFact]]


class Columns(NamedTuple):
    """The facts of some sentences by slot, and how many of the sentences have one of each kind."""

    facts: Mapping[SlotKey, _Column]
    with_kind: Mapping[str, int]

    @classmethod
    def of(cls, sentences: Iterable[tuple[Place, Sequence[KeyedFact]]]) -> "Columns":
        columns: dict[SlotKey, list[tuple[Place, KeyedFact]]] = defaultdict(list)
        with_kind: dict[str, int] = defaultdict(int)
        for place, facts in sentences:
            for one in facts:
                columns[one.key].append((place, one))
            for kind in {one.key[0] for one in facts}:
                with_kind[kind] += 1
        return cls(columns, with_kind)

    @classmethod
    def together(cls, parts: Sequence["Columns"]) -> "Columns":
        if len(parts) == 1:
            return parts[0]
        columns: dict[SlotKey, list[tuple[Place, KeyedFact]]] = defaultdict(list)
        with_kind: dict[str, int] = defaultdict(int)
        for part in parts:
            for key, column in part.facts.items():
                columns[key] += column
            for kind, count in part.with_kind.items():
                with_kind[kind] += count
        return cls(columns, with_kind)


def keyed(facts: Sequence[Fact]) -> tuple[KeyedFact, ...]:
    if len(facts) == 1:
        (fact,) = facts
        return (KeyedFact((fact.kind, fact.noun, 0, 1), fact, Count.of(fact)),)
    totals: dict[tuple[str, str], int] = {}
    for fact in facts:
        place = (fact.kind, fact.noun)
        totals[place] = totals.get(place, 0) + 1
    seen = dict.fromkeys(totals, 0)
    found: list[KeyedFact] = []
    for fact in facts:
        place = (fact.kind, fact.noun)
        found.append(KeyedFact((*place, seen[place], totals[place]), fact, Count.of(fact)))
        seen[place] += 1
    return tuple(found)


def build_slots(columns: Columns, unit_count: int) -> Slots:
    """Of a claim that so many units make, by the facts of its sentences in whatever order."""
    return {
        key: _slot(key, columns.facts[key], unit_count, columns.with_kind[key[0]])
        for key in sorted(columns.facts)
    }


def _slot(key: SlotKey, column: _Column, unit_count: int, with_kind: int) -> Slot:
    """A value is common to all only if no sentence has a figure of the kind anywhere else."""
    units = {place[0] for place, _ in column}
    lonely = len(units) == 1 and unit_count > 1
    partial = key[0] in COUNTED and len(column) < with_kind
    differs = lonely or partial or len({one.fact.identity for _, one in column}) > 1
    low, high = _bounds([one.counted for _, one in column]) if differs else ("", "")
    numbers = _numbers(column, sorted(units)[:ENOUGH]) if low else ()
    return Slot(key[0], key[1], len(units), differs, low, high, numbers)


def _numbers(column: _Column, unit_ids: Sequence[str]) -> tuple[tuple[str, Decimal], ...]:
    """Of a unit that says several the last one."""
    wanted = frozenset(unit_ids)
    theirs = sorted([entry for entry in column if entry[0][0] in wanted], key=itemgetter(0))
    counted = [(place[0], one.counted) for place, one in theirs]
    return tuple({unit_id: count.number for unit_id, count in counted if count is not None}.items())


def _bounds(counts: Sequence[Count | None]) -> tuple[str, str]:
    """Lowest and highest as written; empty when they cannot be told for certain.

    Of "234/298 đảng viên" the count is told ("từ 234 đến …"), not the whole it is part of.
    """
    found = [one for one in counts if one is not None]
    clear = [one for one in found if not one.ambiguous]
    if len(clear) < 2 or len(found) < len(counts):
        return "", ""
    numbers = [one.number for one in clear]
    low, high = min(numbers), max(numbers)
    if low >= high or not (len(clear) == len(found) or _certain(found, clear, low, high)):
        return "", ""
    lowest = min((len(one.raw), one.raw) for one in clear if one.number == low)
    highest = max((-len(one.raw), one.raw) for one in clear if one.number == high)
    return _grouped(lowest[1]), _grouped(highest[1])


def _certain(found: Iterable[Count], clear: Iterable[Count], low: Decimal, high: Decimal) -> bool:
    """Whether what can be read in two ways lies between the others either way."""
    counted = all(one.number == one.number.to_integral_value() for one in clear)
    readings = [r for one in found if one.ambiguous for r in one.readings(counted)]
    return all(low <= reading <= high for reading in readings)


def _grouped(raw: str) -> str:
    """ "2224" → "2.224": the ends of a range come from units that write numbers differently."""
    return _UNGROUPED.sub(lambda found: format_number(Decimal(found[0])), raw)


def text_for_all(text: str, facts: Sequence[KeyedFact], slots: Slots) -> str:
    """The sentence with every differing value replaced; the others stay as written.

    Numbers and dates of documents that differ are left out where the name of the document stays
    ("ban hành Kế hoạch về …"); everything else gives way to a range or to dots.
    """
    edits = list(_edits(text, facts, slots))
    for start, end, shown in reversed(edits):
        text = text[:start] + shown + text[end:]
    return _LONE_NAME.sub("", text) if any(not shown for _, _, shown in edits) else text


def _edits(text: str, facts: Sequence[KeyedFact], slots: Slots) -> Iterator[tuple[int, int, str]]:
    last, number_end = 0, None
    for key, fact, _ in facts:
        if not slots[key].differs or fact.start < last:
            continue
        start = _cut_from(text, fact, number_end)
        if start is None:
            yield fact.start, fact.end, _shown(fact, slots[key])
        else:
            number_end = fact.end
            yield start, fact.end, ""
        last = fact.end


def _cut_from(text: str, fact: Fact, number_end: int | None) -> int | None:
    """Where "số 26-KH/ĐU" behind a name, or ", ngày 15/8/2019" behind such a number, begins."""
    if fact.kind == "date":
        follows = number_end is not None and not text[number_end : fact.start].strip(" ,")
        return number_end if follows else None
    if fact.kind != "reference" or not fact.raw.lower().startswith("số"):
        return None
    before = text[: fact.start].rstrip()
    return len(before) if before.lower().endswith(_DOCUMENT_NAMES) else None


def _shown(fact: Fact, slot: Slot) -> str:
    # "hơn từ 10 đến 20" is no Vietnamese: after a word of approximation only dots can stand.
    if not slot.low or fact.approximate:
        return BLANK
    return f"từ {slot.low} đến {slot.high}"
