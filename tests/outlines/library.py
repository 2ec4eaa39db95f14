"""The outline files of this repository, as the tests of outlines read them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from forms import Outline, load_outline

LIBRARY = Path(__file__).parents[2] / "outlines"


def outline_files() -> list[Path]:
    return sorted(LIBRARY.glob("*/*.yaml"))


def source_of(name: str) -> str:
    """The text of an outline named as `include` names it: "kl49/v1"."""
    return (LIBRARY / f"{name}.yaml").read_text(encoding="utf-8")


@lru_cache
def library_outline(name: str) -> Outline:
    """Raises OutlineError with every problem of the file."""
    return load_outline(source_of(name), name, resolve=source_of)
