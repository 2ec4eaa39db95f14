"""Counting the tests of several passes, and the summary that closes a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree


@dataclass(frozen=True)
class Tally:
    """Numbers of tests; an error outside a test's body counts as a failure."""

    passed: int
    failed: int
    skipped: int

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
        )


def read_junit(path: Path) -> Tally:
    """Tally of a JUnit report; nothing passed when the report is missing or broken off."""
    try:
        root = ElementTree.parse(path).getroot()
    except (OSError, ElementTree.ParseError):
        return Tally(0, 0, 0)
    counts = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    for suite in root.iter("testsuite"):
        for name in counts:
            counts[name] += int(suite.get(name, "0"))
    failed = counts["failures"] + counts["errors"]
    return Tally(counts["tests"] - failed - counts["skipped"], failed, counts["skipped"])


def closing_line(total: Tally) -> str:
    skipped = f", {total.skipped} skipped" if total.skipped else ""
    return f"{total.passed} passed, {total.failed} failed{skipped}"


def table(rows: Sequence[tuple[str, bool, float, Tally | None]]) -> str:
    """One line a part: title, result, seconds, and the count where the part is a pass of tests."""
    width = max(len(title) for title, *_ in rows)
    lines = [f"{'Phần':<{width}}  Kết quả      Giây"]
    for title, passed, seconds, tally in rows:
        result = "đạt" if passed else "KHÔNG ĐẠT"
        count = f"  {closing_line(tally)}" if tally else ""
        lines.append(f"{title:<{width}}  {result:<9}  {seconds:>6.1f}{count}")
    return "\n".join(lines)
