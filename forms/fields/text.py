"""What paragraphs and single lines have in common: plain text, never markup."""

from __future__ import annotations

from collections.abc import Iterator

from forms.fields.base import CellSpec, CellType
from forms.schema import Field
from forms.values import Cell, Json, cell_from_json


def word_count(text: str) -> int:
    """Vietnamese words as offices count them: signs between spaces that hold a letter or digit."""
    return sum(word.isalnum() or any(map(str.isalnum, word)) for word in text.split())


class TextType(CellType):
    """A cell with text; what looks like markup or a formula is text like any other."""

    def clean(self, raw: str) -> str:
        return raw.strip()

    def display_value(self, spec: CellSpec, cell: Cell) -> str:
        return cell.value

    def expression_value(self, spec: CellSpec, cell: Cell) -> str:
        return cell.value

    def texts(self, field: Field, value: Json) -> Iterator[str]:
        text = cell_from_json(value).value
        if text:
            yield text
