"""Tables of a document: a tree of columns, typed cells, rows, live formulas.

The header is a tree, so that "Trong đó" and "chia ra" are ordinary inner columns. A leaf column
says how its cells are written and how they are computed; a writer never guesses from the text.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

CellValue = Decimal | str | date | None
_FORMULA_TOKEN = re.compile(r"\{(\w+)\}|[-+*/() ]|\d+")


class ColumnKind(StrEnum):
    INDEX = "index"
    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"


class CellState(StrEnum):
    """Blank, "không phát sinh" and "không có số liệu" are three answers; zero is a value."""

    VALUE = "value"
    ESTIMATED = "estimated"
    CORRECTED = "corrected"
    NONE_ARISING = "none_arising"
    NOT_APPLICABLE = "not_applicable"
    NO_DATA = "no_data"
    NOT_SUBMITTED = "not_submitted"
    BLANK = "blank"


class RowKind(StrEnum):
    NORMAL = "normal"
    GROUP = "group"
    TOTAL = "total"


class TotalRule(StrEnum):
    """SUM adds the normal rows; FORMULA applies the column's own formula to the totals.

    A ratio column always totals as Σ numerators / Σ denominators over the rows that have both.
    """

    NONE = "none"
    SUM = "sum"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Cell:
    """A percent is kept in hundredths: Decimal("98.5") is 98,5%."""

    value: CellValue = None
    state: CellState = CellState.VALUE
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ratio:
    numerator: str
    denominator: str


@dataclass(frozen=True, slots=True)
class Column:
    """A leaf when `children` is empty. `formula` names columns in braces: "{thu}-{chi}".

    `width` is a share of the table width, in any unit; None takes the usual one of the kind.
    """

    title: str
    key: str = ""
    kind: ColumnKind = ColumnKind.NUMBER
    places: int | None = None
    width: float | None = None
    formula: str = ""
    ratio: Ratio | None = None
    total: TotalRule = TotalRule.NONE
    children: tuple["Column", ...] = ()

    def __post_init__(self) -> None:
        if self.children and (self.formula or self.ratio):
            raise ValueError(f"column {self.title!r} has children, so it holds no values")
        if self.formula and _FORMULA_TOKEN.sub("", self.formula):
            raise ValueError(f"column {self.key!r}: formula {self.formula!r} is not understood")


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    kind: RowKind = RowKind.NORMAL


@dataclass(frozen=True, slots=True)
class Table:
    """`unit` is the text after "Đơn vị tính:"; `form_number` is such as "Biểu số 3a".

    `landscape` None lets the writer turn the page when the columns do not fit. `notes` stand below.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = ()
    caption: str = ""
    unit: str = ""
    form_number: str = ""
    key: str = ""
    column_numbers: bool = False
    landscape: bool | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        columns = leaves(self.columns)
        if not columns:
            raise ValueError("a table needs at least one column")
        _check_keys(columns)
        for position, row in enumerate(self.rows, start=1):
            if len(row.cells) != len(columns):
                raise ValueError(f"row {position} has {len(row.cells)} cells for {len(columns)}")


def leaves(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    found: list[Column] = []
    for column in columns:
        found.extend(leaves(column.children) if column.children else (column,))
    return tuple(found)


def formula_keys(column: Column) -> tuple[str, ...]:
    if column.ratio:
        return (column.ratio.numerator, column.ratio.denominator)
    return tuple(match[1] for match in _FORMULA_TOKEN.finditer(column.formula) if match[1])


def _check_keys(columns: tuple[Column, ...]) -> None:
    keys = [column.key for column in columns if column.key]
    if len(keys) != len(set(keys)):
        raise ValueError(f"column keys are not unique: {keys}")
    for column in columns:
        unknown = set(formula_keys(column)) - set(keys)
        if unknown:
            raise ValueError(f"column {column.key!r} uses unknown columns {sorted(unknown)}")
