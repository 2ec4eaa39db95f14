"""A page of a long list, and the addresses of its other pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from flask import request

T = TypeVar("T")
ROWS_ON_A_PAGE = 100


@dataclass(frozen=True)
class Page(Generic[T]):
    """`query` is what the other pages' addresses say besides their number."""

    rows: Sequence[T]
    number: int
    count: int
    total: int
    query: Mapping[str, str]

    def address(self, number: int) -> str:
        return "?" + urlencode({**self.query, "trang": number})

    @property
    def first(self) -> int:
        return (self.number - 1) * ROWS_ON_A_PAGE + 1


def page_of(rows: Sequence[T], query: Mapping[str, str]) -> Page[T]:
    """The page that the address asks for, the nearest one when there is no such page."""
    count = max((len(rows) + ROWS_ON_A_PAGE - 1) // ROWS_ON_A_PAGE, 1)
    number = min(max(request.args.get("trang", 1, type=int), 1), count)
    start = (number - 1) * ROWS_ON_A_PAGE
    kept = {key: value for key, value in query.items() if value}
    return Page(rows[start : start + ROWS_ON_A_PAGE], number, count, len(rows), kept)
