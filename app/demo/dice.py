"""Chance that is the same everywhere: every draw follows from a text seed.

Only `Random.random` is used, whose sequence Python keeps stable between versions.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Draws for one purpose of one unit, e.g. Dice("xa.chinhnghia", "pl3c_quy")."""

    def __init__(self, *seed: str) -> None:
        self._random = random.Random("/".join(seed))

    def below(self, limit: int) -> int:
        return int(self._random.random() * limit)

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + self.below(high - low + 1)

    def percent(self, low: int, high: int) -> Decimal:
        """A share between `low` and `high` percent, in steps of 0,1 point: 0.123 for 12,3%."""
        return Decimal(self.between(low * 10, high * 10)) / 1000

    def chance(self, percent: int) -> bool:
        return self.below(100) < percent

    def pick(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]

    def part_of(self, total: Decimal, low: int, high: int) -> Decimal:
        """A whole part of `total`, between `low` and `high` percent of it."""
        return Decimal(int(total * self.percent(low, high)))
