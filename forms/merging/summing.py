"""Numbers added up: exactly, once, and with more of them only what is more. Reads no answers."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, localcontext
from functools import cached_property

ZERO = Decimal(0)
EXACT_DIGITS = 60


def exact_sum(numbers: Iterable[Decimal]) -> Decimal:
    """A sum that no rounding makes depend on the order of its parts."""
    with localcontext() as context:
        context.prec = EXACT_DIGITS
        return sum(numbers, ZERO)


class Figures(tuple[Decimal, ...]):
    """The numbers in one cell, in no order."""

    @cached_property
    def total(self) -> Decimal:
        return exact_sum(self)

    @cached_property
    def n_zero(self) -> int:
        return len(self) - len(list(filter(None, self)))

    def joined(self, more: Figures) -> Figures:
        """With more numbers; what is known of both is known of the whole."""
        whole = Figures((*self, *more))
        if "total" in vars(self):
            whole.total = exact_sum((self.total, *more))
        if "n_zero" in vars(self):
            whole.n_zero = self.n_zero + more.n_zero
        return whole
