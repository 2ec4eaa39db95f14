"""The pinned requirements agree with what the project asks for."""

from __future__ import annotations

import re

from tools import pins
from tools.paths import ROOT


def names(text: str) -> set[str]:
    lines = (line for line in text.splitlines() if line and line[0] not in "#-")
    return {re.split(r"[<>=;\[ ]", line)[0].lower().replace("_", "-") for line in lines}


def test_everything_asked_for_is_pinned_exactly() -> None:
    for stem in ("requirements", "requirements-dev"):
        pinned = (ROOT / f"{stem}.txt").read_text()
        assert names((ROOT / f"{stem}.in").read_text()) <= names(pinned)
        lines = [line for line in pinned.splitlines() if line[0] not in "#-"]
        assert [line for line in lines if not re.match(r"[\w.-]+==\S+(; .+)?$", line)] == []


def test_no_package_is_pinned_twice() -> None:
    runtime, development = (
        names((ROOT / name).read_text()) for name in ("requirements.txt", "requirements-dev.txt")
    )
    assert runtime & development == set()


def test_lines_with_a_marker_are_taken_over_instead_of_what_was_installed() -> None:
    source = '# a comment; no marker\nflask\ncolorama==0.4.6; sys_platform == "win32"\n'
    conditional = pins.marked(source)
    assert conditional == ['colorama==0.4.6; sys_platform == "win32"']
    assert pins.without(["Colorama==0.4.6", "Flask==3.1.3"], conditional) == ["Flask==3.1.3"]
