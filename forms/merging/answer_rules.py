"""Merge rules over any answer: counts of units, agreement, the newest, one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from forms.merging.cells import SourceValue
from forms.merging.gathering import Gathering
from forms.merging.outcomes import Outcome
from forms.merging.printing import Printer
from forms.schema import EMPTY
from forms.values import CellState

YES = "yes"
NAMED_VALUES = 5


def count_reported(gathering: Gathering, printer: Printer) -> Outcome:
    """Units with an answer; that nothing arose is one."""
    nil = gathering.counts.get(CellState.NIL, 0)
    return _count(gathering.n_value + nil)


def count_yes(gathering: Gathering, printer: Printer) -> Outcome:
    """Units that said yes, out of those that said yes or no."""
    yes = tuple(source for source in gathering.values if source.text == YES)
    return _count(len(yes))._replace(sources=yes)


def count_by_choice(gathering: Gathering, printer: Printer) -> Outcome:
    """The distribution as text, in the order of the choices; a number would say too little."""
    picked = Counter(source.text for source in gathering.values)
    text = "; ".join(f"{choice.label}: {picked[choice.key]}" for choice in printer.choices)
    return Outcome(text=text) if text else Outcome()


def same_or_conflict(gathering: Gathering, printer: Printer) -> Outcome:
    """The one value all units gave; otherwise no value and every value with its units."""
    found: dict[object, list[SourceValue]] = {}
    for source in gathering.values:
        found.setdefault(_sameness(source), []).append(source)
    groups = sorted(found.values(), key=len, reverse=True)
    first = groups[0][0]
    if len(groups) == 1:
        return Outcome(first.number, printer.stored(first))
    notes = [
        f"“{printer.stored(group[0])}”: {gathering.names(s.unit_id for s in group)}"
        for group in groups[:NAMED_VALUES]
    ]
    text = f"{len(groups)} giá trị khác nhau"
    return Outcome(text=text, notes=(f"các đơn vị báo {text}", *notes))


def by_date(newest: bool) -> Callable[[Gathering, Printer], Outcome]:
    """The value of the latest or the earliest date; units without a date cannot be ordered."""

    def rule(gathering: Gathering, printer: Printer) -> Outcome:
        dates = gathering.companions.get("date_field", EMPTY)
        dated = [s for s in gathering.values if s.unit_id in dates and dates[s.unit_id].text]
        if not dated:
            return Outcome(notes=("không đơn vị nào ghi ngày, chưa xếp được thứ tự",))
        ends = [dates[s.unit_id].text for s in dated]
        end = max(ends) if newest else min(ends)
        level = tuple(s for s in dated if dates[s.unit_id].text == end)
        chosen = level[0]
        notes = _date_notes(gathering, level, len(gathering.values) - len(dated))
        return Outcome(chosen.number, printer.stored(chosen), (chosen,), notes)

    return rule


def list_units(gathering: Gathering, printer: Printer) -> Outcome:
    """Every unit's answer under its name."""
    names = gathering.audience.names
    return Outcome(
        text="; ".join(
            f"{names.get(s.unit_id, s.unit_id)}: {printer.stored(s)}" for s in gathering.values
        )
    )


def append(gathering: Gathering, printer: Printer) -> Outcome:
    """Every text one after the other; equal ones once."""
    return Outcome(text="; ".join(dict.fromkeys(printer.stored(s) for s in gathering.values)))


def left_out(gathering: Gathering, printer: Printer) -> Outcome:
    """Nothing is merged; an editor writes it from the sources, or it stays out."""
    return Outcome(text="")


def _count(number: int) -> Outcome:
    return Outcome(Decimal(number), str(number))


def _sameness(source: SourceValue) -> object:
    if source.number is not None:
        return source.number
    return " ".join(source.text.casefold().split()).rstrip(".;,")


def _date_notes(
    gathering: Gathering, level: tuple[SourceValue, ...], undated: int
) -> tuple[str, ...]:
    notes = []
    if len({_sameness(source) for source in level}) > 1:
        notes.append(f"cùng ngày có số khác nhau: {gathering.names(s.unit_id for s in level)}")
    if undated:
        notes.append(f"{undated} đơn vị không ghi ngày, chưa xét")
    return tuple(notes)
