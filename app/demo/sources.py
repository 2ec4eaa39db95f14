"""Reading the data files that lie beside the code. No other file is read by this package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


def read_text(name: str) -> str:
    return (files("app.demo") / "data" / name).read_text(encoding="utf-8")


@cache
def read_yaml(name: str) -> Any:
    """The parsed file; shared between callers, so never change what it returns."""
    return yaml.load(read_text(name), Loader=yaml.CSafeLoader)


def bank_texts() -> tuple[str, ...]:
    """The sentence banks in the order of their file names."""
    folder = files("app.demo") / "data" / "bank"
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".txt"))
    return tuple(read_text(f"bank/{name}") for name in names if name != "README.txt")
