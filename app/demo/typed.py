"""Numbers as an officer types them: 1.234,5 · 1234 · ước 120 · 05 · -.

The same notation serves the tables and the prose of a unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from app.demo.dice import Dice
from app.demo.figures import UnitFigures
from app.demo.tables import COMPUTED_COLUMNS, COMPUTED_ROWS, TABLE_KEYS, Row, Value

DOTS = "dots"
PLAIN = "plain"


def notation_of(unit_key: str) -> str:
    """Most offices write dots between thousands, some do not."""
    return PLAIN if Dice(unit_key, "notation").chance(25) else DOTS


def write_number(value: Decimal, notation: str = DOTS) -> str:
    """1234.5 → "1.234,5" (or "1234,5"); trailing zeros go."""
    whole, _, fraction = f"{value:,f}".partition(".")
    grouped = whole.replace(",", "." if notation == DOTS else "")
    fraction = fraction.rstrip("0")
    return f"{grouped},{fraction}" if fraction else grouped


def write_count(value: Decimal, notation: str) -> str:
    """In prose, counts below ten are written with two digits."""
    if value == value.to_integral_value() and 0 < value < 10:
        return f"0{int(value)}"
    return write_number(value, notation)


def write_percent(part: Decimal, base: Decimal) -> str:
    """One decimal, rounded half up: 98,5% · 100%."""
    share = (part * 100 / base).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{write_number(share)}%"


def typed_tables(figures: UnitFigures, notation: str) -> dict[str, Any]:
    """Field key → answer: the table as typed, or "không áp dụng" where the unit has none."""
    answers: dict[str, Any] = {}
    for key in TABLE_KEYS:
        table = figures.tables.get(key)
        answers[key] = (
            {"state": "not_applicable"}
            if table is None
            else {"rows": _typed_rows(key, table, figures.estimates, notation)}
        )
    return answers


def _typed_rows(
    key: str, table: Mapping[str, Row], estimates: frozenset[str], notation: str
) -> dict[str, dict[str, str]]:
    return {
        row_key: {
            column: _typed_cell(value, f"{key}.{row_key}.{column}" in estimates, notation)
            for column, value in row.items()
            if value is not None and (key, column) not in COMPUTED_COLUMNS
        }
        for row_key, row in table.items()
        if (key, row_key) not in COMPUTED_ROWS and any(value is not None for value in row.values())
    }


def _typed_cell(value: Value, estimated: bool, notation: str) -> str:
    text = write_number(value, notation) if isinstance(value, Decimal) else str(value)
    return f"ước {text}" if estimated else text
