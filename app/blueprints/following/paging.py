"""One page out of many rows, with the address parameters that lead to the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    rows: Sequence[T]
    number: int
    count: int
    total: int
    first: int


def page_of(rows: Sequence[T], number: int, size: int) -> Page[T]:
    """Page `number` (from 1); a number out of range gives the nearest page."""
    count = max((len(rows) + size - 1) // size, 1)
    number = min(max(number, 1), count)
    start = (number - 1) * size
    return Page(rows[start : start + size], number, count, len(rows), start + 1 if rows else 0)
