"""Numbers that stand far from those of other units or of last period. Hints, never corrections.

Last period is the best witness (a tenfold slip among ordinary changes is always outside 1/3..3);
the modified z-score of Iglewicz and Hoaglin, on logarithms, with cut-off 3.5, is only a hint, and
only where the number is also three times, or a third of, what the unit's size lets expect.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from statistics import median
from typing import NamedTuple, TypeVar

P = TypeVar("P")

MAX_RATIO = Decimal(3)
MODIFIED_Z = 3.5
LEAST_TIMES = 3.0
LEAST_SPREAD = 0.1  # of natural logarithms: about a tenth
FEWEST_FOR_Z = 8
FEWEST_FOR_SIZE = 8
FEWEST_PEERS = 5
_MAD_FACTOR = 0.6745
_POWERS = (Decimal(10), Decimal(100), Decimal(1000), Decimal(1000000))
_NEAR_POWER = Decimal("0.15")
_MEASURE_POWERS = (3, 6)
_NEAR_DECADE = 0.5


def jump(now: Decimal, before: Decimal, most: Decimal = MAX_RATIO) -> Decimal | None:
    """How many times `now` is `before`, when that is outside 1/most..most; else None."""
    if now <= 0 or before <= 0:
        return None
    ratio = now / before
    return ratio if ratio > most or ratio * most < 1 else None


def power_near(ratio: Decimal) -> Decimal | None:
    """10, 100, 1000 or 1000000 when the ratio, or its inverse, is about that: a typing slip."""
    larger = ratio if ratio >= 1 else 1 / ratio
    for power in _POWERS:
        if abs(larger - power) <= _NEAR_POWER * power:
            return power
    return None


class Distance(NamedTuple):
    """How far a number is from what its unit's size lets expect: its score, and how many times
    the usual (below 1: that part of it)."""

    score: float
    times: float


def far_from_peers(places: Mapping[P, Mapping[str, Decimal]]) -> dict[P, dict[str, Distance]]:
    """By place and unit; the units are peers. Places that few units filled are left out.

    A large commune has more of everything, so a number is measured against the unit's own size:
    the middle of how its other figures compare with those of its peers. What is zero says nothing.
    """
    logs = {place: _logs(numbers) for place, numbers in places.items()}
    logs = {place: found for place, found in logs.items() if len(found) >= FEWEST_FOR_Z}
    apart = {place: _from_middle(found) for place, found in logs.items()}
    sizes = _sizes(apart)
    found = {}
    for place, values in apart.items():
        rest = _from_middle({unit: value - sizes.get(unit, 0.0) for unit, value in values.items()})
        scores = modified_z(rest)
        found[place] = {u: Distance(scores[u], math.exp(rest[u])) for u in scores}
    return found


def _logs(numbers: Mapping[str, Decimal]) -> dict[str, float]:
    return {u: math.log1p(float(number)) for u, number in sorted(numbers.items()) if number > 0}


def _from_middle(values: Mapping[str, float]) -> dict[str, float]:
    middle = median(values.values())
    return {unit: value - middle for unit, value in values.items()}


def _sizes(apart: Mapping[P, Mapping[str, float]]) -> dict[str, float]:
    """Of units with enough figures, how much larger they are than their peers (logarithm)."""
    found: dict[str, list[float]] = {}
    for values in apart.values():
        for unit, value in values.items():
            found.setdefault(unit, []).append(value)
    return {unit: median(own) for unit, own in found.items() if len(own) >= FEWEST_FOR_SIZE}


def modified_z(values: Mapping[str, float]) -> dict[str, float]:
    """Per unit the score of its distance from the middle. Figures that hardly differ have no
    outliers: the spread counts as at least LEAST_SPREAD."""
    middle = median(values.values())
    distances = [abs(value - middle) for value in values.values()]
    spread = max(median(distances), LEAST_SPREAD)
    return {unit: _MAD_FACTOR * (value - middle) / spread for unit, value in values.items()}


def measure_slips(numbers: Mapping[str, Decimal]) -> dict[str, int]:
    """Units whose number is about 10³ or 10⁶ times (or that part of) the others' median."""
    positive = {unit: number for unit, number in numbers.items() if number > 0}
    if len(positive) < FEWEST_PEERS:
        return {}
    middle = median(sorted(positive.values()))
    found = {}
    for unit, number in sorted(positive.items()):
        decades = math.log10(float(number / middle))
        power = _nearest_measure_power(abs(decades))
        if power:
            found[unit] = power if decades > 0 else -power
    return found


def _nearest_measure_power(decades: float) -> int:
    near: Sequence[int] = [p for p in _MEASURE_POWERS if abs(decades - p) <= _NEAR_DECADE]
    return near[0] if near else 0
