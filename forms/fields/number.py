"""What integers, decimals and money share: exact decimals, typed the Vietnamese way."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import ClassVar

from forms.fields.base import CellSpec, CellType
from forms.fields.merges import NUMBER_MERGES
from forms.schema import Field
from forms.text import clean_line, format_number, parse_number
from forms.values import Cell, CellState, Json

MAX_PLACES = 4
TOO_BIG = Decimal(10) ** 13
_FAST_DIGITS = 13
# Nearly every cell of a table; reading these the long way takes seven times as long. A test holds
# the short way to the answers of parse_number.
_USUAL = re.compile(
    r"(?:[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,3}|[1-9][0-9]{0,5}(?=,))(?:,(?P<fraction>[0-9]{1,2}))?"
)
_COMMON_KEYS = frozenset(
    {"unit_of_measure", "default", "min_value", "max_value", "targets", "sentence", "sentence_at"}
)


def canonical(number: Decimal) -> str:
    """The one text under which a number is stored: no exponent, no closing zeros, no -0."""
    if not number:
        return "0"
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def decimal_places(number: Decimal) -> int:
    _, _, fraction = canonical(number).partition(".")
    return len(fraction)


def usual_number(text: str, places: int) -> str:
    """The canonical text of a number written in the most usual ways; '' for all others."""
    if len(text) <= _FAST_DIGITS and text.isascii() and text.isdigit():
        return text.lstrip("0") or "0"
    found = _USUAL.fullmatch(text)
    if found is None:
        return ""
    fraction = (found["fraction"] or "").rstrip("0")
    if len(fraction) > places:
        return ""
    whole = text.partition(",")[0].replace(".", "")
    return f"{whole}.{fraction}" if fraction else whole


def invalid(text: str, problem: str) -> tuple[Cell, str]:
    """A cell that keeps what was typed, and what to tell the user."""
    return Cell(CellState.INVALID, raw=clean_line(text)), problem


def limit_problem(number: Decimal, places: int) -> str:
    if abs(number) >= TOO_BIG:
        return "Số quá lớn: nhập số có tối đa 13 chữ số trước dấu phẩy."
    if decimal_places(number) > places:
        if places == 0:
            return "Ô này nhận số nguyên; hãy bỏ phần thập phân."
        return f"Nhập tối đa {places} chữ số sau dấu phẩy."
    return ""


def bounds_problem(spec: CellSpec, number: Decimal) -> str:
    """Bounds of outlines are plain decimals, checked when the outline is loaded."""
    if spec.min_value and number < Decimal(spec.min_value):
        return f"Số phải từ {format_number(Decimal(spec.min_value))} trở lên; hãy kiểm tra lại."
    if spec.max_value and number > Decimal(spec.max_value):
        return f"Số không được quá {format_number(Decimal(spec.max_value))}; hãy kiểm tra lại."
    return ""


class NumberType(CellType):
    """A cell with one number."""

    widget = "number"
    merges = NUMBER_MERGES
    option_keys = _COMMON_KEYS
    holds_numbers = True
    special_words = True
    nil_value = Decimal(0)
    most_places: ClassVar[int] = MAX_PLACES

    def read_text(self, spec: CellSpec, text: str) -> tuple[Cell, str]:
        usual = usual_number(text, self.places(spec))
        if usual:
            return Cell(CellState.VALUE, usual), ""
        parsed = parse_number(text)
        if parsed.value is None or parsed.ambiguous:
            return invalid(text, parsed.problem or f"“{clean_line(text)}” chưa phải là số.")
        if parsed.percent and spec.unit_of_measure != "%":
            return invalid(text, "Ô này không nhận phần trăm; hãy nhập số lượng.")
        problem = limit_problem(parsed.value, self.places(spec))
        if problem:
            return invalid(text, problem)
        return Cell(CellState.VALUE, canonical(parsed.value), estimated=parsed.estimated), ""

    def places(self, spec: CellSpec) -> int:
        """The most decimals that may be typed."""
        return self.most_places if spec.places is None else min(spec.places, self.most_places)

    def cell_problem(self, spec: CellSpec, cell: Cell) -> str:
        number = cell.number
        if number is None:
            return "Chưa đọc được số; hãy nhập lại."
        return bounds_problem(spec, number)

    def display_value(self, spec: CellSpec, cell: Cell) -> str:
        number = cell.number
        if number is None:
            return cell.value
        shown = format_number(number)
        return f"ước {shown}" if cell.estimated else shown

    def edit_value(self, spec: CellSpec, cell: Cell) -> str:
        number = cell.number
        shown = cell.value if number is None else format_number(number)
        return f"~{shown}" if cell.estimated else shown

    def expression_value(self, spec: CellSpec, cell: Cell) -> Decimal | None:
        return cell.number

    def display(self, field: Field, value: Json) -> str:
        shown = super().display(field, value)
        cell_shown = value.get("v") not in (None, "") and bool(field.unit_of_measure)
        if not cell_shown:
            return shown
        gap = "" if field.unit_of_measure == "%" else " "
        return f"{shown}{gap}{field.unit_of_measure}"
