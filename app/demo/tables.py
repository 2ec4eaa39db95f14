"""The appendix tables of one unit as numbers: what adds up, and what follows from what.

A cell is a number, None (left blank) or a word as typed ("-" = không phát sinh). Computed rows and
columns are present here, for the prose, and left out of what the unit types (`COMPUTED_*`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

Value = Decimal | str | None
Row = dict[str, Value]
Table = dict[str, Row]
Tables = dict[str, Table]

NIL = "-"
YEARS = ("2019", "2023", "2024")
COMPUTED_ROWS = frozenset(
    {
        ("pl3a_to_chuc", "ban_kh"),
        ("pl3c_quy", "thu"),
        ("pl3c_quy", "chi"),
        ("pl3d_hoc_bong", "tong"),
        ("pl3g_boi_duong", "tong_cong"),
    }
)
COMPUTED_COLUMNS = frozenset({("pl3a_to_chuc", "tang_giam")})
TABLE_KEYS = (
    "pl2_muc_tieu",
    "pl3a_to_chuc",
    "pl3b_mo_hinh",
    "pl3c_quy",
    "pl3d_hoc_bong",
    "pl3e_tthtcd",
    "pl3f_xoa_mu_chu",
    "pl3g_boi_duong",
    "pl3h_tuyen_truyen",
)


def number(value: Value) -> Decimal:
    """The number of a cell; blank and không phát sinh count nothing."""
    return value if isinstance(value, Decimal) else Decimal(0)


def whole(value: Decimal) -> Decimal:
    return Decimal(int(value))


def tenths(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"))


def total(rows: Iterable[Mapping[str, Value]]) -> Row:
    """The sum of rows, column by column."""
    sums: Row = {}
    for row in rows:
        for column, value in row.items():
            sums[column] = number(sums.get(column)) + number(value)
    return sums


def balance(fund: Mapping[str, Mapping[str, Value]], column: str) -> Decimal:
    """Số dư cuối kỳ that follows from the fund's other rows."""
    opening, income, spending = (number(fund[row][column]) for row in ("du_dau", "thu", "chi"))
    return opening + income - spending


def cell_at(tables: Mapping[str, Table], path: str) -> Value:
    """The cell at "table.row.column", or None when the unit has no such cell."""
    table, row, column = path.split(".")
    return tables.get(table, {}).get(row, {}).get(column)
