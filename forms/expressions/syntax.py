"""From source text to a syntax tree cut down to the white list of the language."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from forms.expressions.functions import FUNCTIONS, OPERATORS

MAX_LENGTH = 500
MAX_PARTS = 100
MAX_DEPTH = 20
_CONSTANT_NAMES = {"true": True, "false": False}


class ExpressionError(ValueError):
    """A formula, check or condition that does not belong to the language; says why."""


class Compiler:
    """Cuts Python's syntax tree down to the language; literals become Decimal."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.found: list[tuple[str, int, int]] = []
        self.parts = 0

    def compile(self) -> ast.expr:
        if not self.source:
            raise ExpressionError("biểu thức để trống")
        if len(self.source) > MAX_LENGTH:
            raise ExpressionError(f"biểu thức dài quá {MAX_LENGTH} ký tự")
        if "\\" in self.source or "\n" in self.source:
            raise ExpressionError("biểu thức viết trên một dòng, không dùng dấu \\")
        try:
            tree = ast.parse(self.source, mode="eval")
        except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
            raise ExpressionError("biểu thức viết sai cú pháp") from error
        return self._expression(tree.body, 1)

    def _expression(self, node: ast.expr, depth: int) -> ast.expr:
        self.parts += 1
        if depth > MAX_DEPTH or self.parts > MAX_PARTS:
            raise ExpressionError(
                f"biểu thức quá phức tạp (tối đa {MAX_PARTS} thành phần, {MAX_DEPTH} tầng ngoặc)"
            )
        handler = _HANDLERS.get(type(node))
        if handler is None:
            raise ExpressionError(f"ngôn ngữ công thức không có “{self._words(node)}”")
        return handler(self, node, depth)

    def _constant(self, node: ast.Constant, depth: int) -> ast.expr:
        if isinstance(node.value, str):
            return node
        if type(node.value) not in (int, float):
            raise ExpressionError("chỉ dùng số, chữ trong ngoặc kép, true, false")
        text = ast.get_source_segment(self.source, node) or ""
        try:
            return _literal(Decimal(text), node)
        except InvalidOperation as error:
            raise ExpressionError(f"số “{text[:40]}” không viết theo hệ thập phân") from error

    def _name(self, node: ast.expr, depth: int) -> ast.expr:
        path: list[str] = []
        part = node
        while isinstance(part, ast.Attribute):
            path.append(part.attr)
            part = part.value
        if not isinstance(part, ast.Name):
            raise ExpressionError("dấu chấm chỉ đứng giữa các khóa: bảng.dòng.cột")
        name = ".".join([part.id, *reversed(path)])
        if name in _CONSTANT_NAMES:
            return _literal(_CONSTANT_NAMES[name], node)
        self.found.append((name, node.col_offset, node.end_col_offset or 0))
        return ast.copy_location(ast.Name(id=name, ctx=ast.Load()), node)

    def _call(self, node: ast.Call, depth: int) -> ast.expr:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in FUNCTIONS or node.keywords:
            raise ExpressionError(f"không có hàm “{self._words(node.func)}”")
        _, least, most = FUNCTIONS[name]
        if not least <= len(node.args) <= most:
            raise ExpressionError(f"hàm {name} nhận sai số lượng giá trị")
        node.args = [self._expression(part, depth + 1) for part in node.args]
        return node

    def _binary(self, node: ast.BinOp, depth: int) -> ast.expr:
        self._known(node.op)
        node.left = self._expression(node.left, depth + 1)
        node.right = self._expression(node.right, depth + 1)
        return node

    def _unary(self, node: ast.UnaryOp, depth: int) -> ast.expr:
        self._known(node.op)
        node.operand = self._expression(node.operand, depth + 1)
        return node

    def _boolean(self, node: ast.BoolOp, depth: int) -> ast.expr:
        node.values = [self._expression(part, depth + 1) for part in node.values]
        return node

    def _compare(self, node: ast.Compare, depth: int) -> ast.expr:
        for operation in node.ops:
            self._known(operation)
        node.left = self._expression(node.left, depth + 1)
        node.comparators = [self._expression(part, depth + 1) for part in node.comparators]
        return node

    def _words(self, node: ast.expr) -> str:
        return (ast.get_source_segment(self.source, node) or "")[:60]

    def _known(self, operation: ast.AST) -> None:
        if type(operation) not in OPERATORS:
            raise ExpressionError(f"ngôn ngữ công thức không có phép {type(operation).__name__}")


_HANDLERS: Mapping[type[ast.expr], Callable[[Compiler, Any, int], ast.expr]] = {
    ast.Constant: Compiler._constant,
    ast.Name: Compiler._name,
    ast.Attribute: Compiler._name,
    ast.Call: Compiler._call,
    ast.BinOp: Compiler._binary,
    ast.UnaryOp: Compiler._unary,
    ast.BoolOp: Compiler._boolean,
    ast.Compare: Compiler._compare,
}


def _literal(value: Any, node: ast.expr) -> ast.expr:
    return ast.copy_location(ast.Constant(value=value), node)
