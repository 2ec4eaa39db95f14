"""Numbers that stand far from those of other units or of last period. Hints, never corrections.

Last period is the best witness (a tenfold slip among ordinary changes is always outside 1/3..3);
the modified z-score of Iglewicz and Hoaglin, on logarithms, with cut-off 3.5, is only a hint.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from statistics import median

MAX_RATIO = Decimal(3)
MODIFIED_Z = 3.5
FEWEST_FOR_Z = 8
FEWEST_PEERS = 5
_MAD_FACTOR = 0.6745
_MEAN_DEVIATION_FACTOR = 1.253314
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


def modified_z(numbers: Mapping[str, Decimal]) -> dict[str, float]:
    """Per unit the modified z-score of log(1 + number); empty for too few or negative numbers."""
    if len(numbers) < FEWEST_FOR_Z or any(number < 0 for number in numbers.values()):
        return {}
    logs = {unit: math.log1p(float(number)) for unit, number in sorted(numbers.items())}
    middle = median(logs.values())
    distances = [abs(value - middle) for value in logs.values()]
    spread = median(distances)
    if spread:
        return {unit: _MAD_FACTOR * (value - middle) / spread for unit, value in logs.items()}
    mean = math.fsum(distances) / len(distances)
    if not mean:
        return {}
    return {u: (value - middle) / (_MEAN_DEVIATION_FACTOR * mean) for u, value in logs.items()}


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
