"""The small expression language of formulas, checks and conditions (outlines/README.md).

Parsed by Python's own parser, cut down to a white list, evaluated by simpleeval over exact
decimals. Unknown (None) propagates. Knows nothing of outlines: names are looked up in the
namespace that is passed in.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from decimal import localcontext as decimal_context
from functools import lru_cache
from typing import Any

from forms.expressions.evaluation import evaluator
from forms.expressions.functions import FUNCTIONS
from forms.expressions.syntax import Compiler, ExpressionError

__all__ = [
    "FUNCTIONS",
    "Expression",
    "ExpressionError",
    "Value",
    "compile_expression",
    "with_prefix",
]

Value = Decimal | bool | str | None

_CONTEXT = Context(
    prec=34, rounding=ROUND_HALF_UP, traps=[InvalidOperation, DivisionByZero, Overflow]
)


class Expression:
    """A compiled expression. Raises ExpressionError when `source` is not one."""

    __slots__ = ("_names", "_tree", "source")

    def __init__(self, source: str) -> None:
        self.source = source.strip()
        compiler = Compiler(self.source)
        self._tree = compiler.compile()
        self._names = frozenset(name for name, _, _ in compiler.found)

    def names(self) -> frozenset[str]:
        """Every dotted name used: {"dan_so", "bang.tong.nam"}."""
        return self._names

    def evaluate(self, namespace: Mapping[str, Any]) -> Value:
        """The result, or None when an operand is missing or the operation has no result."""
        with decimal_context(_CONTEXT):
            try:
                result = evaluator().run(self.source, self._tree, namespace)
            except (ArithmeticError, TypeError):
                return None
        return result if isinstance(result, Decimal | bool | str) else None

    def compared(self, namespace: Mapping[str, Any]) -> tuple[Decimal, ...]:
        """The numbers that a comparison compares, its constants left out; () of any other
        expression, or when one is no number."""
        tree = self._tree
        if not isinstance(tree, ast.Compare) or len(tree.comparators) != 1:
            return ()
        sides = [side for side in (tree.left, tree.comparators[0]) if _names_something(side)]
        with decimal_context(_CONTEXT):
            try:
                found = tuple(evaluator().run(self.source, side, namespace) for side in sides)
            except (ArithmeticError, TypeError):
                return ()
        return found if all(isinstance(number, Decimal) for number in found) else ()


def _names_something(tree: ast.expr) -> bool:
    return any(isinstance(part, ast.Name) for part in ast.walk(tree))


@lru_cache(maxsize=8192)
def compile_expression(source: str) -> Expression:
    """The expression of `source`, compiled once. Raises ExpressionError."""
    return Expression(source)


def with_prefix(source: str, prefix: str, keys: Iterable[str]) -> str:
    """`source` with `prefix` before every name whose first part is one of `keys`."""
    wanted = frozenset(keys)
    compiler = Compiler(source.strip())
    compiler.compile()
    text = source.strip().encode()
    for name, start, _ in sorted(compiler.found, key=lambda found: -found[1]):
        if name.split(".")[0] in wanted:
            text = text[:start] + prefix.encode() + text[start:]
    return text.decode()
