"""What comes with an address, a query or a form, cut down to what both databases can hold.

A NUL sign and a number beyond a column's range are errors of PostgreSQL, and an overflow of
SQLite's driver: here they are what they are to a user, nonsense, and never a failure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Request, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import IntegerConverter, Map

from app.services.errors import Invalid
from app.web.form_decoding import LineParser

LARGEST = 2**31 - 1
# How the names of inputs begin that hold what somebody typed into an answer or a draft.
TYPED = "q_"


class Parameters(ImmutableMultiDict[str, Any]):
    """Values of a query or form without NUL; `get(…, type=int)` knows the range of columns."""

    def __init__(self, values: Iterable[tuple[str, Any]] = ()) -> None:
        pairs = values.items(multi=True) if isinstance(values, ImmutableMultiDict) else values
        super().__init__([(_without_nul(name), _without_nul(value)) for name, value in pairs])

    def get(  # type: ignore[override]  # the overloads of its base, taken together
        self, key: str, default: Any = None, type: Callable[[Any], Any] | None = None
    ) -> Any:
        return super().get(key, default, whole_number if type is int else type)  # type: ignore[arg-type]


def _without_nul(value: Any) -> Any:
    return value.replace("\0", "") if isinstance(value, str) else value


def whole_number(text: str) -> int:
    """Raises ValueError for what is no whole number, or one that no column holds."""
    number = int(text)
    if not -LARGEST <= number <= LARGEST:
        raise ValueError(f"{text[:20]} is out of range")
    return number


def posted_number(name: str) -> int:
    """A number that the page itself put into the form; 0 when it did not come.

    Raises Invalid for anything else: guessing a revision could call a lost save a repeated one.
    """
    try:
        return whole_number(request.form.get(name) or "0")
    except ValueError:
        raise Invalid("Yêu cầu gửi lên không đúng dạng nên chưa lưu. Hãy tải lại trang.") from None


class _Request(Request):
    form_data_parser_class = LineParser
    parameter_storage_class = Parameters


class _RowNumber(IntegerConverter):
    """`<int:…>`: an address with a larger number names nothing."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=LARGEST)


def register_parameters(app: Flask) -> None:
    """Must come before the routes."""
    app.request_class = _Request
    app.url_map.converters["int"] = _RowNumber
