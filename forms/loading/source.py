"""YAML text to light nodes with line numbers, strictly: no doubled key, no alias, no tag.

Scalars stay text (YAML's own guesses turn `no` into false and `012` into 10); what a scalar means
is decided by the key it stands under. Nodes are built straight from the parser's events: composing
PyYAML's own nodes first costs three times as much on a large outline.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml

from forms.errors import Problem

MAX_DEPTH = 60


@dataclass(slots=True)
class Scalar:
    text: str
    line: int
    plain: bool = True

    @property
    def is_empty(self) -> bool:
        return self.plain and self.text in ("", "~", "null")


@dataclass(slots=True)
class Sequence:
    line: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """`lines` are those of the keys."""

    line: int
    items: dict[str, Node] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


Node = Scalar | Sequence | Mapping


def read_source(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """The root node, None when there is none, and what is wrong with the YAML itself."""
    builder = _Builder(file)
    try:
        root = builder.build(yaml.CSafeLoader(unicodedata.normalize("NFC", text)).get_event)
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        builder.report(line, f"YAML viết sai: {error.problem or error.context}")
        return None, builder.problems
    except (yaml.YAMLError, UnicodeError) as error:
        builder.report(1, f"YAML viết sai: {error}")
        return None, builder.problems
    return root, builder.problems


class _Builder:
    """Walks the parser's events; `get_event` gives the next one."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def report(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.file, line, "", message))

    def build(self, get_event: Callable[[], Any]) -> Node | None:
        root: Node | None = None
        documents = 0
        while (kind := type(event := get_event())) is not yaml.StreamEndEvent:
            if kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self.report(event.start_mark.line + 1, "tệp chỉ được có một văn bản YAML")
                    break
            elif issubclass(kind, yaml.NodeEvent):
                root = self._node(event, get_event, 1)
        return root

    def _node(self, event: Any, get_event: Callable[[], Any], depth: int) -> Node:
        line = event.start_mark.line + 1
        if event.anchor is not None:
            self.report(line, "đề cương không dùng dấu neo & và * của YAML; hãy viết lại cho đủ")
        kind = type(event)
        if kind is yaml.AliasEvent:
            return Scalar("", line)
        if event.tag is not None:
            self.report(line, f"đề cương không dùng nhãn kiểu {event.tag} của YAML")
        if kind is yaml.ScalarEvent:
            return Scalar(event.value, line, event.implicit[0])
        if depth > MAX_DEPTH:
            raise yaml.MarkedYAMLError(
                problem=f"lồng quá {MAX_DEPTH} tầng", problem_mark=event.start_mark
            )
        if kind is yaml.SequenceStartEvent:
            return self._sequence(line, get_event, depth + 1)
        return self._mapping(line, get_event, depth + 1)

    def _sequence(self, line: int, get_event: Callable[[], Any], depth: int) -> Sequence:
        items: list[Node] = []
        while type(event := get_event()) is not yaml.SequenceEndEvent:
            items.append(self._node(event, get_event, depth))
        return Sequence(line, items)

    def _mapping(self, line: int, get_event: Callable[[], Any], depth: int) -> Mapping:
        found = Mapping(line)
        while type(event := get_event()) is not yaml.MappingEndEvent:
            key = self._node(event, get_event, depth)
            value = self._node(get_event(), get_event, depth)
            if not isinstance(key, Scalar):
                self.report(key.line, "khóa phải là một từ")
            elif key.text in found.items:
                first = found.lines[key.text]
                self.report(key.line, f"khóa “{key.text}” viết hai lần (lần đầu ở dòng {first})")
            else:
                found.items[key.text] = value
                found.lines[key.text] = key.line
        return found
