"""Answers as data: cells with their states, and the JSON shapes in which they are stored.

Blank, zero and "không phát sinh" are three different answers; a number that could not be read is
kept as typed. Every stored answer is one of these JSON shapes:

  cell        {"v": "1234.5"} · {"v": "12", "e": 1} (ước) · {"s": "nil"} · {"raw": "abc"} · {}
              "v" is text for texts, canonical decimal text for numbers, ISO text for dates,
              a choice key, or "yes"/"no"
  parts       {"parts": {"num": cell, "den": cell}}              (ratio)
  picks       {"picks": ["a", "b"]}                              (choices)
  table       {"rows": {row_key: {column_key: cell}}}
  items       {"items": [{"id": "r1", "cells": {column_key: cell}}]}   (list, citations, …)
  files       {"files": [{"sha256": …, "name": …, "size": …, "type": …}]}

Any field may carry {"s": "nil" | "no_data" | "not_applicable"} in place of its shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

Json = Mapping[str, Any]


class CellState(StrEnum):
    """What a cell says. Only VALUE carries a value; 0 is a VALUE."""

    VALUE = "value"
    BLANK = "blank"
    NIL = "nil"
    NO_DATA = "no_data"
    NOT_APPLICABLE = "not_applicable"
    INVALID = "invalid"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    CellState.VALUE: "Có số liệu",
    CellState.BLANK: "Để trống",
    CellState.NIL: "Không phát sinh",
    CellState.NO_DATA: "Không có số liệu",
    CellState.NOT_APPLICABLE: "Không áp dụng",
    CellState.INVALID: "Chưa đọc được",
}
SPECIAL_STATES = frozenset({CellState.NIL, CellState.NO_DATA, CellState.NOT_APPLICABLE})


@dataclass(frozen=True)
class Cell:
    """One value with its state; `raw` keeps what was typed when it could not be read."""

    state: CellState = CellState.BLANK
    value: str = ""
    estimated: bool = False
    raw: str = ""

    @property
    def number(self) -> Decimal | None:
        """The value as a Decimal, or None when this cell carries no number."""
        if self.state is not CellState.VALUE:
            return None
        try:
            return Decimal(self.value)
        except ArithmeticError:
            return None

    @property
    def is_blank(self) -> bool:
        return self.state is CellState.BLANK

    def to_json(self) -> dict[str, Any]:
        if self.state is CellState.VALUE:
            return {"v": self.value, "e": 1} if self.estimated else {"v": self.value}
        if self.state is CellState.INVALID:
            return {"raw": self.raw}
        return {} if self.is_blank else {"s": self.state.value}


BLANK = Cell()


def cell_from_json(data: object) -> Cell:
    """Read a stored cell; anything unknown reads as blank (old data never breaks a page)."""
    # Nearly always a dict: asking an abstract class is ten times as slow.
    if not data or not (type(data) is dict or isinstance(data, Mapping)):
        return BLANK
    if len(data) == 1 and type(value := data.get("v")) is str and 0 < len(value) <= _SHORT:
        return _plain_cell(value)
    if "s" in data:
        return special(str(data["s"]))
    if "raw" in data:
        return Cell(CellState.INVALID, raw=str(data["raw"]))
    if data.get("v") in (None, ""):
        return BLANK
    return Cell(CellState.VALUE, str(data["v"]), estimated=bool(data.get("e")))


_SHORT = 200  # characters: longer values are prose, which hardly comes twice


@lru_cache(maxsize=1 << 14)
def _plain_cell(value: str) -> Cell:
    return Cell(CellState.VALUE, value)


def special(name: str) -> Cell:
    """A cell of a special state by its name; unknown names give a blank cell."""
    try:
        state = CellState(name)
    except ValueError:
        return BLANK
    return Cell(state) if state in SPECIAL_STATES else BLANK


def whole_state(value: object) -> CellState | None:
    """The special state that stands in place of a whole answer, if any."""
    if isinstance(value, Mapping) and "s" in value:
        cell = special(str(value["s"]))
        return None if cell.is_blank else cell.state
    return None
