"""Live formulas of a table sheet, used only where they give the figure of the document.

A formula that would show another figure than ours is not written: the figure stands as a plain
number with a note, because a workbook must not disagree with the report it belongs to.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation, localcontext

from xlsxwriter.utility import xl_col_to_name

from forms.document import Column, ColumnKind, RowKind, Table, TotalRule, leaves

_KEY = re.compile(r"\{(\w+)\}")
_NUMERIC = '">-1E+300"'
_TOKEN = re.compile(r"\s*(\{\w+\}|\d+|[-+*/()])")


@dataclass(frozen=True, slots=True)
class Formula:
    """`text` starts with "="; `result` is what it gives, percents in hundredths."""

    text: str
    result: Decimal


class SheetFormulas:
    """`first_row` is the 0-based sheet row of the first table row."""

    def __init__(self, table: Table, first_row: int) -> None:
        self.table = table
        self.columns = leaves(table.columns)
        self.first_row = first_row
        self.index = {column.key: place for place, column in enumerate(self.columns) if column.key}

    def of_cell(self, row: int, column: Column) -> Formula | None:
        kind = self.table.rows[row].kind
        if kind is RowKind.NORMAL:
            return self._computed(row, column)
        if column.ratio:
            return self._ratio_of_sums(row, column)
        if column.total is TotalRule.SUM:
            return self._sum(row, column)
        return self._computed(row, column) if column.total is TotalRule.FORMULA else None

    def _number(self, row: int, column: int) -> Decimal | None:
        value = self.table.rows[row].cells[column].value
        return value if isinstance(value, Decimal) else None

    def _reference(self, row: int, column: int) -> str:
        return f"{xl_col_to_name(column)}{self.first_row + row + 1}"

    def _computed(self, row: int, column: Column) -> Formula | None:
        formula = column.formula
        if column.ratio:
            formula = f"{{{column.ratio.numerator}}}/{{{column.ratio.denominator}}}"
        keys = _KEY.findall(formula)
        values = {key: self._number(row, self.index[key]) for key in keys}
        known = {key: value for key, value in values.items() if value is not None}
        if not keys or len(known) < len(values):
            return None
        result = evaluate(formula, known)
        if result is None:
            return None
        text = _KEY.sub(lambda match: self._reference(row, self.index[match[1]]), formula)
        return Formula(f'=IFERROR({text},"")', _scaled(result, column))

    def _scope(self, row: int) -> list[int]:
        """The normal rows a total or group row speaks for."""
        rows = self.table.rows
        if rows[row].kind is RowKind.TOTAL:
            return [index for index, other in enumerate(rows) if other.kind is RowKind.NORMAL]
        following = []
        for index in range(row + 1, len(rows)):
            if rows[index].kind is not RowKind.NORMAL:
                break
            following.append(index)
        return following

    def _ranges(self, rows: list[int], column: int) -> list[str]:
        runs: list[list[int]] = []
        for row in rows:
            if runs and row == runs[-1][1] + 1:
                runs[-1][1] = row
            else:
                runs.append([row, row])
        return [
            f"{self._reference(first, column)}:{self._reference(last, column)}"
            for first, last in runs
        ]

    def _sum(self, row: int, column: Column) -> Formula | None:
        place = self.index[column.key]
        scope = self._scope(row)
        numbers = [value for other in scope if (value := self._number(other, place)) is not None]
        if not numbers:
            return None
        parts = [f"SUM({part})" for part in self._ranges(scope, place)]
        return Formula("=" + "+".join(parts), sum(numbers, Decimal(0)))

    def _ratio_of_sums(self, row: int, column: Column) -> Formula | None:
        """Σ numerators / Σ denominators over the rows that have both."""
        assert column.ratio is not None
        top, bottom = self.index[column.ratio.numerator], self.index[column.ratio.denominator]
        scope = self._scope(row)
        pairs = [(self._number(other, top), self._number(other, bottom)) for other in scope]
        both = [(a, b) for a, b in pairs if a is not None and b is not None]
        total = sum((b for _, b in both), Decimal(0))
        if not total:
            return None
        result = sum((a for a, _ in both), Decimal(0)) / total
        upper, lower = self._ranges(scope, top), self._ranges(scope, bottom)
        if all((a is None) == (b is None) for a, b in pairs):
            text = f"{_added('SUM({})', upper)}/{_added('SUM({})', lower)}"
        else:
            tops = [f"SUMIFS({a},{b},{_NUMERIC})" for a, b in zip(upper, lower, strict=True)]
            bottoms = [f"SUMIFS({b},{a},{_NUMERIC})" for a, b in zip(upper, lower, strict=True)]
            text = f"{_added('{}', tops)}/{_added('{}', bottoms)}"
        return Formula(f'=IFERROR({text},"")', _scaled(result, column))


def _added(pattern: str, parts: list[str]) -> str:
    text = "+".join(pattern.format(part) for part in parts)
    return f"({text})" if len(parts) > 1 else text


def _scaled(result: Decimal, column: Column) -> Decimal:
    return result * 100 if column.ratio and column.kind is ColumnKind.PERCENT else result


def agrees(formula: Formula, ours: Decimal, column: Column) -> bool:
    """Our figure may be rounded to the places of its column."""
    places = column.places if column.places is not None else 6
    return abs(formula.result - ours) <= Decimal(1).scaleb(-places) / 2


def evaluate(formula: str, values: dict[str, Decimal]) -> Decimal | None:
    """The usual arithmetic; None when it divides by zero. Raises ValueError on bad syntax."""
    tokens = _TOKEN.findall(formula)
    with localcontext() as context:
        context.prec = 34
        try:
            result, rest = _sum_of(tokens, values)
        except (DivisionByZero, InvalidOperation):
            return None
    if rest:
        raise ValueError(f"formula {formula!r} is not understood")
    return result


def _sum_of(tokens: list[str], values: dict[str, Decimal]) -> tuple[Decimal, list[str]]:
    result, tokens = _product_of(tokens, values)
    while tokens and tokens[0] in "+-":
        right, rest = _product_of(tokens[1:], values)
        result = result + right if tokens[0] == "+" else result - right
        tokens = rest
    return result, tokens


def _product_of(tokens: list[str], values: dict[str, Decimal]) -> tuple[Decimal, list[str]]:
    result, tokens = _single(tokens, values)
    while tokens and tokens[0] in "*/":
        right, rest = _single(tokens[1:], values)
        result = result * right if tokens[0] == "*" else result / right
        tokens = rest
    return result, tokens


def _single(tokens: list[str], values: dict[str, Decimal]) -> tuple[Decimal, list[str]]:
    if not tokens:
        raise ValueError("formula ends too early")
    head, rest = tokens[0], tokens[1:]
    if head == "-":
        value, rest = _single(rest, values)
        return -value, rest
    if head == "(":
        value, rest = _sum_of(rest, values)
        if not rest or rest[0] != ")":
            raise ValueError("formula has an open bracket")
        return value, rest[1:]
    return (values[head[1:-1]] if head.startswith("{") else Decimal(head)), rest
