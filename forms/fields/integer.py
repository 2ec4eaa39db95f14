"""Whole numbers."""

from __future__ import annotations

from forms.fields.number import NumberType


class IntegerType(NumberType):
    name = "integer"
    label = "Số nguyên"
    most_places = 0
