"""Amounts of money in the unit of measure of their field, exact to the last decimal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from forms.fields.base import CellSpec
from forms.fields.number import (
    NumberType,
    canonical,
    invalid,
    limit_problem,
)
from forms.text import parse_number
from forms.values import Cell, CellState

MONEY_UNITS: Mapping[str, Decimal] = {
    "đồng": Decimal(1),
    "nghìn đồng": Decimal(1000),
    "triệu đồng": Decimal(1000) ** 2,
    "tỷ đồng": Decimal(1000) ** 3,
}
_TYPED_UNITS: Mapping[str, str] = {
    "đ": "đồng",
    "đồng": "đồng",
    "vnđ": "đồng",
    "vnd": "đồng",
    "nghìn": "nghìn đồng",
    "ngàn": "nghìn đồng",
    "tr": "triệu đồng",
    "triệu": "triệu đồng",
    "tỷ": "tỷ đồng",
    "tỉ": "tỷ đồng",
}
# The number, then a unit, then perhaps "đồng" again.
_AMOUNT = re.compile(r"(?P<number>.*\d)\s*(?P<unit>[^\W\d_]+)\.?(?:\s*(?:đồng|đ))?", re.DOTALL)


class MoneyType(NumberType):
    name = "money"
    label = "Số tiền"
    option_keys = NumberType.option_keys | {"places"}
    needed_keys = frozenset({"unit_of_measure"})

    def read_text(self, spec: CellSpec, text: str) -> tuple[Cell, str]:
        amount = _AMOUNT.fullmatch(unicodedata.normalize("NFC", text).casefold())
        unit = _TYPED_UNITS.get(amount["unit"]) if amount else None
        if amount is None or unit is None or spec.unit_of_measure not in MONEY_UNITS:
            return super().read_text(spec, text)
        return self._convert(spec, text, amount["number"], unit)

    def _convert(self, spec: CellSpec, text: str, typed: str, unit: str) -> tuple[Cell, str]:
        """An amount typed with its unit, in the unit of the field, exactly or not at all."""
        parsed = parse_number(typed)
        if parsed.value is None or parsed.ambiguous or parsed.percent:
            problem = parsed.problem or f"Chưa đọc được; hãy nhập số {spec.unit_of_measure}."
            return invalid(text, problem)
        number = parsed.value * MONEY_UNITS[unit] / MONEY_UNITS[spec.unit_of_measure]
        problem = limit_problem(number, self.places(spec))
        if problem:
            return invalid(text, f"{problem} Đơn vị tính của ô này là {spec.unit_of_measure}.")
        return Cell(CellState.VALUE, canonical(number), estimated=parsed.estimated), ""
