"""One line of text."""

from __future__ import annotations

from collections.abc import Iterator

from forms.fields.base import CellSpec, Finding
from forms.fields.merges import LINE_MERGES
from forms.fields.narrative import word_findings
from forms.fields.text import TextType
from forms.schema import Field
from forms.text import clean_line
from forms.values import BLANK, Cell, CellState, Json, cell_from_json


class ShortTextType(TextType):
    name = "short_text"
    label = "Văn bản một dòng"
    widget = "line"
    merges = LINE_MERGES
    option_keys = frozenset({"default", "max_words"})

    def read_text(self, spec: CellSpec, text: str) -> tuple[Cell, str]:
        cleaned = clean_line(text)
        return (Cell(CellState.VALUE, cleaned), "") if cleaned else (BLANK, "")

    def _findings(self, field: Field, value: Json) -> Iterator[Finding]:
        yield from super()._findings(field, value)
        yield from word_findings(field, cell_from_json(value).value)
