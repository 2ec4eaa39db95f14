"""Loading: text → outline, or every problem of the text at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from forms.errors import OutlineError, Problem
from forms.loading.building import Builder
from forms.loading.checks import check_outline
from forms.loading.reader import Reader
from forms.loading.source import read_source
from forms.schema import Outline

Resolve = Callable[[str], str | None]
"""The text of an outline by the name that `include` gives; None or LookupError without one."""


def load_outline(text: str, file: str, resolve: Resolve | None = None) -> Outline:
    """The outline of a YAML text; `file` is only its name in messages.

    `resolve` finds outlines named by `include`. Raises OutlineError with all problems.
    """
    return _load(text, file, resolve, ())


def outline_source_hash(text: str) -> str:
    """SHA-256 of an outline's text, the same whatever the line ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return hashlib.sha256(lines.encode("utf-8", "surrogatepass")).hexdigest()


def inspect_outline(
    text: str, file: str, resolve: Resolve | None = None
) -> tuple[Outline | None, tuple[Problem, ...]]:
    """What can be read of an outline that may be unfinished, with all its problems.

    For editors only: an outline with problems may not be used. None when nothing can be read.
    """
    outline, problems = _read(text, file, resolve, ())
    return outline, tuple(sorted(dict.fromkeys(problems)))


def _load(text: str, file: str, resolve: Resolve | None, outer: tuple[str, ...]) -> Outline:
    outline, problems = _read(text, file, resolve, outer)
    if problems or outline is None:
        raise OutlineError(dict.fromkeys(problems))
    return outline


def _read(
    text: str, file: str, resolve: Resolve | None, outer: tuple[str, ...]
) -> tuple[Outline | None, list[Problem]]:
    node, problems = read_source(text, file)
    if node is None:
        return None, problems or [Problem(file, 1, "", "tệp trống")]
    reader = Reader(file)
    hashes = [outline_source_hash(text)]

    def load_included(name: str) -> Outline:
        included = _load_included(name, file, resolve, outer)
        hashes.append(included.sha256)
        return included

    builder = Builder(reader, load_included)
    outline: Outline | None = reader.shape(node, "outline", "")
    problems += reader.problems
    if outline is not None:
        problems += check_outline(outline, file, reader.lines, builder.broken)
        outline = replace(outline, sha256=_joined_hash(hashes))
    return outline, problems


def _load_included(
    name: str, file: str, resolve: Resolve | None, outer: tuple[str, ...]
) -> Outline:
    if name in outer:
        circle = " → ".join((*outer, name))
        raise OutlineError([Problem(file, 1, "", f"các đề cương gọi nhau vòng tròn: {circle}")])
    try:
        text = resolve(name) if resolve is not None else None
    except LookupError:
        text = None
    if text is None:
        raise OutlineError([Problem(file, 1, "", f"không tìm thấy đề cương “{name}”")])
    return _load(text, name, resolve, (*outer, name))


def _joined_hash(hashes: list[str]) -> str:
    """One hash for an outline and all it includes."""
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()
