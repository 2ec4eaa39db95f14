"""A merged value: the number, who stands behind it, and who is missing.

A cell never shows 0 for "nobody said anything": without a value its number is None and its text
says why. Not applicable leaves the denominator; blank and not submitted stay in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from forms.schema import EMPTY
from forms.values import CellState

NO_FIGURE = "chưa có số liệu"
NOTHING_AROSE = "không phát sinh"
NAMED_UNITS = 5


class SourceValue(NamedTuple):
    """What one unit answered. `text` is the answer as stored (a date, a choice key, a number)."""

    unit_id: str
    number: Decimal | None = None
    text: str = ""
    estimated: bool = False
    state: CellState = CellState.VALUE


@dataclass(frozen=True)
class MergedCell:
    """One merged value with its sources, in the order of the units.

    `n_value` counts values (0 included, `n_zero` of them); value, nil, no_data, blank and
    not_submitted together make `expected`. `missing` names the blank and the not submitted.
    """

    rule: str
    number: Decimal | None = None
    text: str = NO_FIGURE
    n_value: int = 0
    n_zero: int = 0
    n_nil: int = 0
    n_not_applicable: int = 0
    n_no_data: int = 0
    n_blank: int = 0
    n_not_submitted: int = 0
    expected: int = 0
    sources: Sequence[SourceValue] = ()
    estimated: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def answered(self) -> int:
        """Units that said something countable: a value, or that nothing arose."""
        return self.n_value + self.n_nil

    @property
    def nothing_arose(self) -> bool:
        """Whether all who gave an answer said that nothing arose."""
        return self.number is None and self.text == NOTHING_AROSE

    @property
    def completeness(self) -> Decimal | None:
        """Share of expected units that answered, 0..1; None when no unit is expected."""
        return Decimal(self.answered) / self.expected if self.expected else None

    @property
    def share(self) -> str:
        """ "17/20"."""
        return f"{self.answered}/{self.expected}"

    def count_words(self, names: Mapping[str, str] = EMPTY) -> str:
        """ "17/20 đơn vị; 1 không áp dụng; thiếu: Đảng ủy xã A, Đảng ủy xã B"."""
        counted = (
            (self.n_nil, NOTHING_AROSE),
            (self.n_not_applicable, "không áp dụng"),
            (self.n_no_data, "không có số liệu"),
            (len(self.estimated), "ước"),
        )
        parts = [f"{self.share} đơn vị", *(f"{count} {word}" for count, word in counted if count)]
        if self.missing:
            parts.append(f"thiếu: {names_of(self.missing, names)}")
        return "; ".join(parts)


def names_of(unit_ids: tuple[str, ...], names: Mapping[str, str], limit: int = NAMED_UNITS) -> str:
    """The units' names, at most `limit` of them and the number of the others."""
    shown = ", ".join(names.get(unit_id, unit_id) for unit_id in unit_ids[:limit])
    rest = len(unit_ids) - limit
    return f"{shown} và {rest} đơn vị khác" if rest > 0 else shown
