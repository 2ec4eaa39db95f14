"""Có or không."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from forms.fields.base import CellSpec, CellType
from forms.fields.merges import YES_NO_MERGES
from forms.fields.number import invalid
from forms.values import Cell, CellState

_WORDS: Mapping[str, str] = {"yes": "yes", "có": "yes", "no": "no", "không": "no"}
_LABELS: Mapping[str, str] = {"yes": "Có", "no": "Không"}


class YesNoType(CellType):
    name = "yes_no"
    label = "Có / Không"
    widget = "yes_no"
    merges = YES_NO_MERGES
    option_keys = frozenset({"default", "sentence", "sentence_at"})

    def read_text(self, spec: CellSpec, text: str) -> tuple[Cell, str]:
        answer = _WORDS.get(unicodedata.normalize("NFC", text).casefold())
        if answer is None:
            return invalid(text, "Chọn “Có” hoặc “Không”.")
        return Cell(CellState.VALUE, answer), ""

    def display_value(self, spec: CellSpec, cell: Cell) -> str:
        return _LABELS.get(cell.value, cell.value)

    def expression_value(self, spec: CellSpec, cell: Cell) -> bool | None:
        return {"yes": True, "no": False}.get(cell.value)
