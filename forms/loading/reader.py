"""From nodes to the frozen definitions of forms.schema, shape by shape.

Reads what each key says and reports what cannot be read; whether the parts agree with each other
is the work of forms.loading.checks. What is missing gets a stand-in, so that every problem of a
file is found in one go.
"""

from __future__ import annotations

import difflib
import re
from collections import abc
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from forms.errors import Problem
from forms.loading.keys import CHECK_NUMBERS, CHECK_SWITCHES, SHAPES, Key, Takes
from forms.loading.source import Mapping, Node, Scalar, Sequence

KEY_PATTERN = re.compile(r"[a-z][a-z0-9_]{0,59}")
_INTEGER = re.compile(r"-?[0-9]{1,9}")
_DECIMAL = re.compile(r"-?[0-9]{1,13}(\.[0-9]{1,4})?")
_SHARE = re.compile(r"0(\.[0-9]{1,4})?|1(\.0{1,4})?")

Values = dict[str, Any]
Shapes = abc.Mapping[str, abc.Mapping[str, Key]]
Item = TypeVar("Item")


def needed_keys(shapes: Shapes) -> dict[str, tuple[str, ...]]:
    return {
        shape: tuple(key for key, spec in keys.items() if spec.needed)
        for shape, keys in shapes.items()
    }


_NEEDED = needed_keys(SHAPES)


class Reader:
    """Reads one file; collects its problems and the line of every key path.

    `shapes` are those of outlines unless the file is another kind of register.
    """

    def __init__(self, file: str, shapes: Shapes = SHAPES) -> None:
        self.file = file
        self.shapes = shapes
        self.needed = _NEEDED if shapes is SHAPES else needed_keys(shapes)
        self.problems: list[Problem] = []
        self.lines: dict[str, int] = {}
        self.builders: dict[str, Callable[[Values, Mapping, str], Any]] = {}

    def report(self, line: int, path: str, message: str) -> None:
        self.problems.append(Problem(self.file, line, path, message))

    def shape(self, node: Node, shape: str, path: str) -> Any:
        """The object of a mapping, made by the builder of its shape; None when it is no mapping."""
        values = self.values(node, shape, path)
        if values is None or not isinstance(node, Mapping):
            return None
        builder = self.builders.get(shape)
        return builder(values, node, path) if builder else values

    def values(self, node: Node, shape: str, path: str) -> Values | None:
        if not isinstance(node, Mapping):
            self.report(node.line, path, "ở đây phải là các khóa và giá trị (khóa: giá trị)")
            return None
        keys = self.shapes[shape]
        found: Values = {}
        for key, child in node.items.items():
            child_path = f"{path}.{key}" if path else key
            line = self.lines[child_path] = node.lines[key]
            spec = keys.get(key)
            if spec is None:
                self.report(line, child_path, _unknown(key, keys))
                continue
            value = _READERS[spec.takes](self, child, spec, child_path)
            if value is not None:
                found[key] = value
        for key in self.needed[shape]:
            if key not in found and _is_empty(node.items.get(key)):
                self.report(node.line, path, f"thiếu khóa “{key}”")
        return found

    # --- one kind of value each; None when there is nothing to take ---

    def text(self, node: Node, spec: Key, path: str) -> str | None:
        if not isinstance(node, Scalar):
            self.report(node.line, path, "ở đây phải là một đoạn chữ")
            return None
        if node.is_empty:
            return None
        text = node.text.strip()
        if spec.one_of and text not in spec.one_of:
            self.report(node.line, path, f"“{text}” không dùng được; chọn {_listed(spec.one_of)}")
            return None
        return text

    def key(self, node: Node, spec: Key, path: str) -> str | None:
        text = self.text(node, spec, path)
        if text is not None and not KEY_PATTERN.fullmatch(text):
            message = f"khóa “{text}” phải gồm chữ thường không dấu, số và _, bắt đầu bằng chữ"
            self.report(node.line, path, message)
        return text

    def boolean(self, node: Node, spec: Key, path: str) -> bool | None:
        text = self.text(node, spec, path)
        if text is None:
            return None
        if text not in ("true", "false"):
            self.report(node.line, path, f"“{text}”: chỉ ghi true hoặc false")
            return None
        return text == "true"

    def integer(self, node: Node, spec: Key, path: str) -> int | None:
        text = self.text(node, spec, path)
        if text is None:
            return None
        if not _INTEGER.fullmatch(text):
            self.report(node.line, path, f"“{text}” phải là số nguyên")
            return None
        return int(text)

    def day(self, node: Node, spec: Key, path: str) -> date | None:
        text = self.text(node, spec, path)
        if text is None:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.report(node.line, path, f"“{text}” phải là ngày kiểu 2019-05-10")
            return None

    def texts(self, node: Node, spec: Key, path: str) -> tuple[str, ...] | None:
        return self.each(node, spec, path, self.text)

    def keys(self, node: Node, spec: Key, path: str) -> tuple[str, ...] | None:
        return self.each(node, spec, path, self.key)

    def integers(self, node: Node, spec: Key, path: str) -> tuple[int, ...] | None:
        return self.each(node, spec, path, self.integer)

    def each(
        self, node: Node, spec: Key, path: str, read: Callable[[Node, Key, str], Item | None]
    ) -> tuple[Item, ...] | None:
        if isinstance(node, Scalar):
            value = read(node, spec, path)
            return None if value is None else (value,)
        if isinstance(node, Mapping):
            self.report(node.line, path, "ở đây phải là một danh sách")
            return None
        values = [read(item, spec, f"{path}[{i}]") for i, item in enumerate(node.items)]
        return tuple(value for value in values if value is not None)

    def labels(self, node: Node, spec: Key, path: str) -> dict[str, str] | None:
        if not isinstance(node, Mapping):
            self.report(node.line, path, "ở đây phải là các cặp khóa: tên gọi")
            return None
        found: dict[str, str] = {}
        for key, child in node.items.items():
            child_path = f"{path}.{key}"
            self.lines[child_path] = node.lines[key]
            if not KEY_PATTERN.fullmatch(key):
                self.report(node.lines[key], child_path, f"khóa “{key}” viết sai")
            label = self.text(child, spec, child_path)
            if label is None:
                self.report(child.line, child_path, "thiếu tên gọi")
            else:
                found[key] = label
        return found

    def one(self, node: Node, spec: Key, path: str) -> Any:
        return self.shape(node, spec.shape, path)

    def many(self, node: Node, spec: Key, path: str) -> tuple[Any, ...] | None:
        if isinstance(node, Scalar) and node.is_empty:
            return None
        if not isinstance(node, Sequence):
            self.report(node.line, path, "ở đây phải là một danh sách (mỗi mục một dấu -)")
            return None
        found = []
        for number, item in enumerate(node.items):
            item_path = f"{path}[{number}]"
            self.lines[item_path] = item.line
            found.append(self.shape(item, spec.shape, item_path))
        return tuple(item for item in found if item is not None)

    def merge(self, node: Node, spec: Key, path: str) -> Values | None:
        if isinstance(node, Scalar):
            rule = self.text(node, SHAPES["merge"]["rule"], path)
            return None if rule is None else {"rule": rule}
        return self.values(node, "merge", path)

    def missing(self, node: Node, spec: Key, path: str) -> str | None:
        text = self.text(node, spec, path)
        if text is None or text in ("ignore", "require_all") or _SHARE.fullmatch(text):
            return text
        self.report(node.line, path, "ghi ignore, require_all hoặc một phần như 0.8")
        return None

    def check_options(self, node: Node, spec: Key, path: str) -> Values | None:
        if not isinstance(node, Mapping):
            self.report(node.line, path, "ở đây phải là các cặp khóa: giá trị")
            return None
        found: Values = {}
        for key, child in node.items.items():
            child_path = f"{path}.{key}"
            if key in CHECK_SWITCHES:
                found[key] = self.boolean(child, spec, child_path)
            elif key in CHECK_NUMBERS:
                found[key] = self._decimal(child, spec, child_path)
            else:
                known = dict.fromkeys((*CHECK_NUMBERS, *CHECK_SWITCHES))
                self.report(node.lines[key], child_path, _unknown(key, known))
        return {key: value for key, value in found.items() if value is not None}

    def _decimal(self, node: Node, spec: Key, path: str) -> str | None:
        text = self.text(node, spec, path)
        if text is not None and not _DECIMAL.fullmatch(text):
            self.report(node.line, path, f"“{text}” phải là số, dấu chấm trước phần thập phân")
            return None
        return text


_READERS: dict[Takes, Callable[[Reader, Node, Key, str], Any]] = {
    Takes.TEXT: Reader.text,
    Takes.KEY: Reader.key,
    Takes.BOOLEAN: Reader.boolean,
    Takes.INTEGER: Reader.integer,
    Takes.DAY: Reader.day,
    Takes.TEXTS: Reader.texts,
    Takes.KEYS: Reader.keys,
    Takes.INTEGERS: Reader.integers,
    Takes.LABELS: Reader.labels,
    Takes.ONE: Reader.one,
    Takes.MANY: Reader.many,
    Takes.MERGE: Reader.merge,
    Takes.CHECK_OPTIONS: Reader.check_options,
    Takes.MISSING: Reader.missing,
}


def _is_empty(node: Node | None) -> bool:
    return node is None or (isinstance(node, Scalar) and not node.text.strip())


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(words)


def _unknown(key: str, known: Any) -> str:
    near = difflib.get_close_matches(key, list(known), 1)
    hint = f"; có phải “{near[0]}”?" if near else ""
    return f"không có khóa “{key}”{hint}"
