"""Operators and functions of the expression language, over exact decimals.

Each takes values as they come out of a namespace (Decimal, bool, str, tuple, None for missing) and
gives None when it has no result; none raises on a wrong kind of value.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

MAX_PLACES = 10
MAX_ARGUMENTS = 100


def _numbers(values: Iterable[Any]) -> Iterator[Decimal]:
    for value in values:
        if isinstance(value, tuple):
            yield from _numbers(value)
        elif isinstance(value, Decimal):
            yield value


def _sum(*values: Any) -> Decimal | None:
    found = list(_numbers(values))
    return sum(found, Decimal(0)) if found else None


def _least(*values: Any) -> Decimal | None:
    return min(_numbers(values), default=None)


def _greatest(*values: Any) -> Decimal | None:
    return max(_numbers(values), default=None)


def _count(*values: Any) -> Decimal:
    found = 0
    for value in values:
        items = value if isinstance(value, tuple) else (value,)
        found += sum(_filled(item) for item in items)
    return Decimal(found)


def _filled(value: Any) -> bool:
    return value is not None and value not in ("", ())


def _has(values: Any, wanted: Any) -> bool | None:
    return wanted in values if isinstance(values, tuple) and wanted is not None else None


def _abs(value: Any) -> Decimal | None:
    return abs(value) if isinstance(value, Decimal) else None


def _round(value: Any, places: Any = Decimal(0)) -> Decimal | None:
    if not (isinstance(value, Decimal) and isinstance(places, Decimal)):
        return None
    if not 0 <= places <= MAX_PLACES:
        return None
    return value.quantize(Decimal(1).scaleb(-int(places)))


def _if(condition: Any, then: Any, otherwise: Any) -> Any:
    if condition is True:
        return then
    return otherwise if condition is False else None


def _not(value: Any) -> bool | None:
    return not value if isinstance(value, bool) else None


def _negative(value: Any) -> Decimal | None:
    return -value if isinstance(value, Decimal) else None


def _positive(value: Any) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def _arithmetic(operation: Callable[[Decimal, Decimal], Decimal]) -> Callable[[Any, Any], Any]:
    def apply(left: Any, right: Any) -> Decimal | None:
        if isinstance(left, Decimal) and isinstance(right, Decimal):
            return operation(left, right)
        return None

    return apply


def _comparison(operation: Callable[[Any, Any], bool]) -> Callable[[Any, Any], Any]:
    def apply(left: Any, right: Any) -> bool | None:
        if type(left) is not type(right) or not isinstance(left, Decimal | bool | str):
            return None
        return operation(left, right)

    return apply


FUNCTIONS: Mapping[str, tuple[Callable[..., Any], int, int]] = {
    "sum": (_sum, 1, MAX_ARGUMENTS),
    "min": (_least, 1, MAX_ARGUMENTS),
    "max": (_greatest, 1, MAX_ARGUMENTS),
    "count": (_count, 1, MAX_ARGUMENTS),
    "abs": (_abs, 1, 1),
    "round": (_round, 1, 2),
    "filled": (_filled, 1, 1),
    "has": (_has, 2, 2),
    "if_": (_if, 3, 3),
}
"""Name → (function, least and most arguments)."""

OPERATORS: Mapping[type[ast.AST], Callable[..., Any]] = {
    ast.Add: _arithmetic(operator.add),
    ast.Sub: _arithmetic(operator.sub),
    ast.Mult: _arithmetic(operator.mul),
    ast.Div: _arithmetic(operator.truediv),
    ast.Mod: _arithmetic(operator.mod),
    ast.Eq: _comparison(operator.eq),
    ast.NotEq: _comparison(operator.ne),
    ast.Lt: _comparison(operator.lt),
    ast.LtE: _comparison(operator.le),
    ast.Gt: _comparison(operator.gt),
    ast.GtE: _comparison(operator.ge),
    ast.USub: _negative,
    ast.UAdd: _positive,
    ast.Not: _not,
}
