"""The figures a measurement returns, and the file that keeps the last of each."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypedDict


class Figure(TypedDict):
    """`value` in `unit` over `n` things; `floor` is the least any program would need for the
    same, measured beside it, and `ratio` how many times the floor the value is."""

    value: float
    unit: str
    floor: float | None
    ratio: float | None
    n: int


Figures = Mapping[str, Figure]


def check_figure(name: str, figure: Mapping[str, Any]) -> None:
    """Raises ValueError for a figure with other keys than Figure has."""
    wanted = set(Figure.__annotations__)
    if set(figure) != wanted:
        raise ValueError(f"{name}: keys {sorted(figure)}, wanted {sorted(wanted)}")


def describe(name: str, figure: Figure) -> str:
    """One line for the terminal."""
    line = f"{name:<48} {figure['value']:>12,.4g} {figure['unit']:<8} n={figure['n']:,}"
    if figure["floor"] is None or figure["ratio"] is None:
        return line
    return f"{line}  floor {figure['floor']:,.4g}  ratio {figure['ratio']:,.2f}"


def merge_results(path: Path, figures: Figures) -> None:
    """Replace the figures of these names in the file, keep the others, sorted by name."""
    text = path.read_text(encoding="utf-8") if path.exists() else "{}"
    merged = {**json.loads(text), **figures}
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    lines = json.dumps(merged, indent=2, sort_keys=True, ensure_ascii=False)
    partial.write_text(f"{lines}\n", encoding="utf-8")
    os.replace(partial, path)
