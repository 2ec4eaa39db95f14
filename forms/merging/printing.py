"""How a merged value reads in Vietnamese: the notation of its field or column, rounded to show.

Rounding is of what is shown only; the merged number keeps every digit.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cached_property

from forms.fields import CellType, field_type
from forms.merging.cells import SourceValue
from forms.schema import Choice, Column, Field, MergeRule
from forms.text import format_number
from forms.values import Cell, CellState

TYPED_PLACES = 4
ROUNDED_PLACES = 2
_WIDE = Context(prec=80, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Printer:
    """Prints the values of one field or column; `places` is the most decimals to show.

    `percentage` says that the numbers of this field or column are percentages.
    """

    spec: Field | Column
    places: int | None = None
    percentage: bool = False

    @classmethod
    def of(cls, spec: Field | Column, rule: MergeRule) -> Printer:
        wanted = rule.options.get("round")
        places = int(wanted) if wanted is not None else spec.places
        return cls(spec, places, is_percentage(spec))

    @cached_property
    def numeric(self) -> bool:
        kind = field_type(self.spec.type)
        return kind.holds_numbers or not kind.is_answered

    @property
    def choices(self) -> tuple[Choice, ...]:
        return self.spec.choices

    def number(self, number: Decimal) -> str:
        if self.percentage:
            return self.percent(number)
        return rounded(number) if self.places is None else shown_number(number, self.places)

    def count(self, number: Decimal) -> str:
        """A numerator or denominator: never a percentage, shown in full."""
        return shown_number(number, TYPED_PLACES)

    def percent(self, number: Decimal) -> str:
        return f"{shown_number(number, ROUNDED_PLACES if self.places is None else self.places)}%"

    def stored(self, source: SourceValue) -> str:
        """One unit's answer."""
        if source.number is not None:
            return self.number(source.number)
        if self.percentage:
            return source.text
        kind = field_type(self.spec.type)
        if isinstance(kind, CellType):
            return kind.display_cell(self.spec, Cell(CellState.VALUE, source.text))
        return source.text


def is_percentage(spec: Field | Column) -> bool:
    """Whether the numbers of a field or column are percentages, worked out of two others."""
    return field_type(spec.type).widget == "ratio"


def rounded(number: Decimal) -> str:
    """What units typed is shown in full; a quotient is not."""
    places = TYPED_PLACES if _decimals(number) <= TYPED_PLACES else ROUNDED_PLACES
    return shown_number(number, places)


def shown_number(number: Decimal, places: int) -> str:
    """Rounded half up, without closing zeros, in Vietnamese notation."""
    return format_number(plain(number.quantize(Decimal(1).scaleb(-places), context=_WIDE)))


def plain(number: Decimal) -> Decimal:
    """The same number without closing zeros and without an exponent."""
    if not number:
        return Decimal(0)
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize(_WIDE)


def _decimals(number: Decimal) -> int:
    exponent = plain(number).as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0
