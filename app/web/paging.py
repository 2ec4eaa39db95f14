"""One page of a long list, and the addresses of its other pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import urlencode

from flask import request

T = TypeVar("T")
ROWS_ON_A_PAGE = 100


@dataclass(frozen=True)
class Page(Generic[T]):
    """`first` is the number of its first row in the whole list; `query` is what the addresses of
    the other pages say besides their number."""

    rows: Sequence[T]
    number: int
    count: int
    total: int
    first: int
    query: Mapping[str, str] = field(default_factory=dict)

    def address(self, number: int) -> str:
        return "?" + urlencode({**self.query, "trang": number})

    @property
    def shown_numbers(self) -> list[int]:
        """Numbers of pages to link to; 0 stands for those left out between two of them."""
        near = {1, 2, self.count - 1, self.count}
        near.update(range(self.number - 2, self.number + 3))
        shown: list[int] = []
        for number in sorted(number for number in near if 1 <= number <= self.count):
            if shown and number > shown[-1] + 1:
                shown.append(0)
            shown.append(number)
        return shown


def page_of(rows: Sequence[T], query: Mapping[str, str], size: int = ROWS_ON_A_PAGE) -> Page[T]:
    """The page that the address asks for, the nearest one when there is no such page."""
    count = max((len(rows) + size - 1) // size, 1)
    number = min(max(request.args.get("trang", 1, type=int), 1), count)
    start = (number - 1) * size
    kept = {key: value for key, value in query.items() if value}
    return Page(rows[start : start + size], number, count, len(rows), start + 1, kept)
