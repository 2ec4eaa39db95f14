"""Evaluating a compiled tree with simpleeval: three-valued logic, unknown propagates."""

from __future__ import annotations

import ast
import threading
from collections.abc import Mapping
from typing import Any

from simpleeval import SimpleEval

from forms.expressions.functions import FUNCTIONS, OPERATORS


class _Evaluator(SimpleEval):
    """simpleeval with three-valued logic and without everything our language does not have."""

    nodes: dict[type[ast.AST], Any]
    names: Any

    def __init__(self) -> None:
        functions = {name: function for name, (function, _, _) in FUNCTIONS.items()}
        super().__init__(dict(OPERATORS), functions, {})
        allowed = (ast.Name, ast.UnaryOp, ast.BinOp, ast.BoolOp, ast.Compare, ast.Call)
        self.nodes = {kind: self.nodes[kind] for kind in (*allowed, ast.Constant)}

    def run(self, source: str, tree: ast.expr, namespace: Mapping[str, Any]) -> Any:
        """Evaluate over `namespace`; may be called again while a lazy namespace is looked up."""
        outer = self.names
        self.names = lambda node: namespace.get(node.id)
        try:
            return self.eval(source, tree)
        finally:
            self.names = outer

    def _eval_boolop(self, node: ast.BoolOp) -> bool | None:
        decisive = isinstance(node.op, ast.Or)
        unknown = False
        for part in node.values:
            value = self._eval(part)
            if value is decisive:
                return bool(value)
            unknown = unknown or not isinstance(value, bool)
        return None if unknown else not decisive

    def _eval_compare(self, node: ast.Compare) -> bool | None:
        left = self._eval(node.left)
        results: list[bool | None] = []
        for operation, comparator in zip(node.ops, node.comparators, strict=True):
            right = self._eval(comparator)
            results.append(self.operators[type(operation)](left, right))
            left = right
        if False in results:
            return False
        return None if None in results else True


_THREAD = threading.local()


def evaluator() -> _Evaluator:
    """This thread's evaluator: making one costs more than evaluating a formula."""
    if not hasattr(_THREAD, "evaluator"):
        _THREAD.evaluator = _Evaluator()
    found: _Evaluator = _THREAD.evaluator
    return found
