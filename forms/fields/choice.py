"""One of the choices of the outline."""

from __future__ import annotations

import unicodedata

from forms.fields.base import CellSpec, CellType
from forms.fields.merges import CHOICE_MERGES
from forms.fields.number import invalid
from forms.values import Cell, CellState


def choice_key(spec: CellSpec, text: str) -> str | None:
    """The key of a choice given by its key or its label; None when there is no such choice."""
    words = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    for choice in spec.choices:
        if text == choice.key or words == " ".join(choice.label.casefold().split()):
            return choice.key
    return None


def choice_label(spec: CellSpec, key: str) -> str:
    return next((choice.label for choice in spec.choices if choice.key == key), key)


class ChoiceType(CellType):
    name = "choice"
    label = "Chọn một"
    widget = "choice"
    merges = CHOICE_MERGES
    option_keys = frozenset({"choices", "default", "sentence", "sentence_at"})
    needed_keys = frozenset({"choices"})

    def read_text(self, spec: CellSpec, text: str) -> tuple[Cell, str]:
        key = choice_key(spec, text)
        if key is None:
            return invalid(text, "Chọn một trong các mục có sẵn.")
        return Cell(CellState.VALUE, key), ""

    def cell_problem(self, spec: CellSpec, cell: Cell) -> str:
        known = any(choice.key == cell.value for choice in spec.choices)
        return "" if known else "Lựa chọn này không còn trong đề cương; hãy chọn lại."

    def display_value(self, spec: CellSpec, cell: Cell) -> str:
        return choice_label(spec, cell.value)

    def expression_value(self, spec: CellSpec, cell: Cell) -> str:
        return cell.value
