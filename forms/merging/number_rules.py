"""Merge rules over numbers and dates: sums, ratios, means, extremes.

Each takes the answers to one cell and says what to show. None is what nobody's answers make;
nothing arose adds 0 to a sum or a ratio and is no number to a mean, a median or an extreme.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from statistics import median

from forms.merging.cells import SourceValue
from forms.merging.gathering import Gathering
from forms.merging.joined_answers import PairedAnswers
from forms.merging.outcomes import Outcome
from forms.merging.printing import Printer
from forms.merging.stored_answers import addends
from forms.merging.summing import ZERO, exact_sum
from forms.schema import EMPTY

DEFAULT_TOP = 3


def total(gathering: Gathering, printer: Printer) -> Outcome:
    number = gathering.numbers.total
    return Outcome(number, printer.number(number))


def mean(gathering: Gathering, printer: Printer) -> Outcome:
    number = gathering.numbers.total / len(gathering.numbers)
    return Outcome(number, printer.number(number), notes=(_over_units(gathering),))


def middle(gathering: Gathering, printer: Printer) -> Outcome:
    number = median(sorted(gathering.numbers))
    return Outcome(number, printer.number(number), notes=(_over_units(gathering),))


def weighted_ratio(gathering: Gathering, printer: Printer) -> Outcome:
    """Σ numerators / Σ denominators × 100 over the units that gave both."""
    pairs = _pairs(gathering)
    above, below = pairs.sums
    notes = _ratio_notes(gathering, pairs)
    if not below:
        return Outcome(notes=(*notes, "tổng mẫu số bằng 0, không tính được tỷ lệ"))
    number = 100 * above / below
    return Outcome(number, printer.percent(number), notes=notes)


def _pairs(gathering: Gathering) -> PairedAnswers:
    """The answers to a ratio. Raises TypeError for others: they have nothing to divide."""
    if not isinstance(gathering.answers, PairedAnswers):
        raise TypeError("a ratio is merged from pairs of answers")
    return gathering.answers


def weighted_mean(gathering: Gathering, printer: Printer) -> Outcome:
    weights = addends(gathering.companions.get("weight", EMPTY))
    pairs = [
        (source, weights[source.unit_id])
        for source in gathering.values
        if source.number is not None and source.unit_id in weights
    ]
    without = [s.unit_id for s in gathering.values if s.unit_id not in weights]
    notes = (f"không có trọng số, chưa tính: {gathering.names(without)}",) if without else ()
    whole = exact_sum(weight for _, weight in pairs)
    if not whole:
        return Outcome(notes=(*notes, "tổng trọng số bằng 0, không tính được trung bình"))
    weighed = exact_sum(source.number * weight for source, weight in pairs if source.number)
    number = weighed / whole
    return Outcome(number, printer.number(number), tuple(s for s, _ in pairs), notes)


def extreme(choose: Callable[..., SourceValue]) -> Callable[[Gathering, Printer], Outcome]:
    """`min` or `max`, with the units that reach it as its only sources."""

    def rule(gathering: Gathering, printer: Printer) -> Outcome:
        values = comparable(gathering, printer)
        if not values:
            return Outcome()
        best = choose(values, key=sort_key)
        sources = tuple(s for s in values if sort_key(s) == sort_key(best))
        units = gathering.names(source.unit_id for source in sources)
        return Outcome(best.number, printer.stored(best), sources, (f"đơn vị: {units}",))

    return rule


def span(gathering: Gathering, printer: Printer) -> Outcome:
    """From the lowest to the highest; sources are the units at both ends."""
    values = comparable(gathering, printer)
    if not values:
        return Outcome()
    low, high = min(values, key=sort_key), max(values, key=sort_key)
    ends = (sort_key(low), sort_key(high))
    sources = tuple(source for source in values if sort_key(source) in ends)
    if ends[0] == ends[1]:
        return Outcome(low.number, printer.stored(low), sources)
    notes = tuple(
        f"{word}: {gathering.names(s.unit_id for s in sources if sort_key(s) == end)}"
        for word, end in zip(("thấp nhất", "cao nhất"), ends, strict=True)
    )
    text = f"từ {printer.stored(low)} đến {printer.stored(high)}"
    return Outcome(None, text, sources, notes)


def top(gathering: Gathering, printer: Printer) -> Outcome:
    """The `n` highest or lowest units by name; units level with the last one are said."""
    count = int(gathering.rule.options.get("n", DEFAULT_TOP))
    highest = gathering.rule.options.get("direction", "highest") != "lowest"
    ranked = sorted(comparable(gathering, printer), key=sort_key, reverse=highest)
    if not ranked:
        return Outcome()
    shown = tuple(ranked[:count])
    names = gathering.audience.names
    text = ", ".join(f"{names.get(s.unit_id, s.unit_id)} ({printer.stored(s)})" for s in shown)
    level = [s.unit_id for s in ranked[count:] if sort_key(s) == sort_key(shown[-1])]
    notes = (f"bằng đơn vị cuối: {gathering.names(level)}",) if level else ()
    return Outcome(None, text, shown, notes)


def comparable(gathering: Gathering, printer: Printer) -> tuple[SourceValue, ...]:
    """Values that have a size; a percentage of a denominator 0 has none."""
    if not printer.numeric:
        return gathering.values
    return tuple(source for source in gathering.values if source.number is not None)


def sort_key(source: SourceValue) -> tuple[Decimal, str]:
    """Numbers by size, dates by their ISO text."""
    return (source.number, "") if source.number is not None else (ZERO, source.text)


def _over_units(gathering: Gathering) -> str:
    return f"tính trên {len(gathering.numbers)} đơn vị có số liệu"


def _ratio_notes(gathering: Gathering, pairs: PairedAnswers) -> tuple[str, ...]:
    place = gathering.audience.place
    lone = sorted(pairs.lone, key=lambda unit: (place.get(unit, 0), unit))
    over = gathering.audience.ordered(pairs.over)
    notes = []
    if lone:
        notes.append(f"thiếu tử số hoặc mẫu số, chưa tính: {gathering.names(lone)}")
    if over:
        notes.append(f"tử số lớn hơn mẫu số: {gathering.names(over)}")
    return tuple(notes)
