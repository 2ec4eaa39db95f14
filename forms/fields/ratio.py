"""Numerator and denominator; the percentage is computed, never typed.

A mean of percentages is wrong whenever units differ in size, so a bare percentage is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from forms.fields.base import (
    CellSpec,
    FieldType,
    FigureValue,
    Finding,
    FormData,
    Parsed,
    Raw,
    figure,
    first_text,
)
from forms.fields.computed import rounded, show_rounded
from forms.fields.decimal_number import DecimalType
from forms.fields.merges import RATIO_MERGES
from forms.fields.number import canonical
from forms.schema import Column, Field, Severity
from forms.values import BLANK, Cell, CellState, Json, cell_from_json, whole_state

PARTS = ("num", "den")
_DEFAULT_LABELS = {"num": "Tử số", "den": "Mẫu số"}
_NUMBER = DecimalType()


def percentage(numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    """numerator × 100 / denominator, exact to 28 digits; None without both or over zero."""
    if numerator is None or denominator is None or not denominator:
        return None
    return numerator * 100 / denominator


class RatioType(FieldType):
    name = "ratio"
    label = "Tỷ lệ (tử số / mẫu số)"
    widget = "ratio"
    merges = RATIO_MERGES
    option_keys = frozenset(
        {
            "numerator",
            "denominator",
            "places",
            "unit_of_measure",
            "targets",
            "sentence",
            "sentence_at",
        }
    )
    holds_numbers = True

    def part_column(self, field: Field, part: str) -> Column:
        """The definition of a part's cell: of the fields of ratios only the label is given."""
        label = field.numerator if part == "num" else field.denominator
        return Column(part, label or _DEFAULT_LABELS[part], "decimal")

    def parts(self, value: Json) -> dict[str, Cell]:
        stored = value.get("parts")
        stored = stored if isinstance(stored, Mapping) else {}
        return {part: cell_from_json(stored.get(part)) for part in PARTS}

    def parse(self, field: Field, raw: Raw) -> Parsed:
        typed = raw if isinstance(raw, Mapping) else {}
        cells: dict[str, Any] = {}
        problems: list[str] = []
        for part in PARTS:
            column = self.part_column(field, part)
            cell, problem = _NUMBER.parse_cell(column, typed.get(part))
            if problem:
                problems.append(f"{column.label}: {problem}")
            if not cell.is_blank:
                cells[part] = cell.to_json()
        return Parsed({"parts": cells} if cells else {}, tuple(problems))

    def collect(self, field: Field, name: str, data: FormData) -> Raw:
        return {part: first_text(data, f"{name}-{part}") or "" for part in PARTS}

    def is_blank(self, field: Field, value: Json) -> bool:
        blank = all(cell.is_blank for cell in self.parts(value).values())
        return blank and whole_state(value) is None

    def _is_partial(self, field: Field, value: Json) -> bool:
        return any(cell.is_blank for cell in self.parts(value).values())

    def _findings(self, field: Field, value: Json) -> Iterator[Finding]:
        cells = self.parts(value)
        for part, cell in cells.items():
            column = self.part_column(field, part)
            problem = _NUMBER.find_problem(column, cell)
            if cell.is_blank:
                problem = f"Chưa nhập “{column.label}”; tỷ lệ cần cả hai số."
            if problem:
                yield Finding(f"{field.key}.{part}", problem, Severity.BLOCK)
        top, bottom = cells["num"].number, cells["den"].number
        if top is not None and bottom is not None and top > bottom:
            labels = [self.part_column(field, part).label for part in PARTS]
            message = f"“{labels[0]}” lớn hơn “{labels[1]}”; hãy kiểm tra lại hai số."
            yield Finding(field.key, message, Severity.WARN)

    def percent_cell(self, numerator: Cell, denominator: Cell) -> Cell:
        percent = percentage(numerator.number, denominator.number)
        if percent is None:
            return BLANK
        estimated = numerator.estimated or denominator.estimated
        return Cell(CellState.VALUE, canonical(rounded(percent, 10)), estimated)

    def display(self, field: Field, value: Json) -> str:
        special = whole_state(value)
        if special is not None:
            return special.label
        if self.is_blank(field, value):
            return ""
        cells = self.parts(value)
        shown = "/".join(self.display_part(field, cells[part]) or "…" for part in PARTS)
        percent = self.percent_cell(cells["num"], cells["den"])
        suffix = f" {field.unit_of_measure}" if field.unit_of_measure else ""
        if percent.is_blank:
            return shown + suffix
        return f"{shown}{suffix} ({self.display_cell(field, percent)})"

    def display_part(self, field: Field, cell: Cell) -> str:
        return _NUMBER.display_cell(field, cell)

    def display_cell(self, spec: CellSpec, cell: Cell) -> str:
        """The cell of a computed percentage."""
        return f"{show_rounded(cell, spec.places)}%" if cell.state is CellState.VALUE else ""

    def edit_text(self, spec: CellSpec, cell: Cell) -> str:
        """What stands in the input of one part."""
        return _NUMBER.edit_text(spec, cell)

    def numbers(self, field: Field, value: Json) -> Mapping[str, Any]:
        special = _NUMBER.cell_value(field, cell_from_json(value))
        cells = self.parts(value)
        values = {part: _NUMBER.cell_value(field, cells[part]) for part in PARTS}
        found = {f"{field.key}.{part}": values[part] for part in PARTS}
        if whole_state(value) is not None:
            found = dict.fromkeys(found, special)
        return {field.key: percentage(values["num"], values["den"]), **found}

    def names(self, field: Field) -> frozenset[str]:
        return frozenset({field.key, *(f"{field.key}.{part}" for part in PARTS)})

    def figures(self, field: Field, value: Json) -> Iterator[FigureValue]:
        special = whole_state(value)
        for part, cell in self.parts(value).items():
            cell = cell if special is None else Cell(special)
            if not cell.is_blank:
                yield figure("", part, cell)
