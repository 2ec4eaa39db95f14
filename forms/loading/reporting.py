"""Collecting problems by key path; lines are looked up where the path was read."""

from __future__ import annotations

from collections.abc import Mapping

from forms.errors import Problem


class Reporter:
    """`lines` are those of key paths; a path that was not written takes its parent's line."""

    def __init__(self, file: str, lines: Mapping[str, int]) -> None:
        self.file = file
        self.lines = lines
        self.problems: list[Problem] = []

    def report(self, path: str, message: str) -> None:
        self.problems.append(Problem(self.file, self.line(path), path, message))

    def line(self, path: str) -> int:
        while path and path not in self.lines:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.lines.get(path, 1)
