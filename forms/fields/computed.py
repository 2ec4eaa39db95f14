"""A formula over other fields: nothing is typed, nothing is stored."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

from forms.expressions import Value
from forms.fields.base import CellSpec, CellType, FormData, Parsed, Raw
from forms.fields.merges import COMPUTED_MERGES
from forms.fields.number import canonical
from forms.schema import Field
from forms.text import format_number
from forms.values import BLANK, Cell, CellState

_PLACES_KEPT = 10
_PLACES_SHOWN = 2
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)


def rounded(number: Decimal, places: int) -> Decimal:
    """Half up, as offices round; numbers of any size."""
    return number.quantize(Decimal(1).scaleb(-places), context=_WIDE)


def computed_cell(result: Value) -> Cell:
    """The cell of a formula's result; what is no number or text is a blank cell."""
    if isinstance(result, bool):
        return Cell(CellState.VALUE, "yes" if result else "no")
    if isinstance(result, Decimal):
        if not result.is_finite() or result.adjusted() > 40:
            return BLANK
        return Cell(CellState.VALUE, canonical(rounded(result, _PLACES_KEPT)))
    return Cell(CellState.VALUE, result) if result else BLANK


def show_rounded(cell: Cell, places: int | None) -> str:
    """A computed number in Vietnamese notation, with at most `places` decimals (default 2)."""
    number = cell.number
    if number is None or not number.is_finite():
        return {"yes": "Có", "no": "Không"}.get(cell.value, cell.value)
    wanted = _PLACES_SHOWN if places is None else places
    shown = format_number(Decimal(canonical(rounded(number, wanted))))
    return f"ước {shown}" if cell.estimated else shown


class ComputedType(CellType):
    name = "computed"
    label = "Tự tính"
    widget = "computed"
    merges = COMPUTED_MERGES
    option_keys = frozenset(
        {"formula", "places", "unit_of_measure", "targets", "sentence", "sentence_at"}
    )
    needed_keys = frozenset({"formula"})
    is_answered = False

    def parse(self, field: Field, raw: Raw) -> Parsed:
        return Parsed({})

    def collect(self, field: Field, name: str, data: FormData) -> Raw:
        return ""

    def read_text(self, spec: CellSpec, text: str) -> tuple[Cell, str]:
        return BLANK, ""

    def display_value(self, spec: CellSpec, cell: Cell) -> str:
        return show_rounded(cell, spec.places)

    def edit_value(self, spec: CellSpec, cell: Cell) -> str:
        return ""

    def expression_value(self, spec: CellSpec, cell: Cell) -> Value:
        if cell.value in ("yes", "no"):
            return cell.value == "yes"
        return cell.number if cell.number is not None else cell.value
