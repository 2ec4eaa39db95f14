"""Numbers with decimals."""

from __future__ import annotations

from forms.fields.number import NumberType


class DecimalType(NumberType):
    name = "decimal"
    label = "Số thập phân"
    option_keys = NumberType.option_keys | {"places"}
