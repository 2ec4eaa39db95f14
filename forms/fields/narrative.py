"""Paragraphs and dash lists."""

from __future__ import annotations

from collections.abc import Iterator

from forms.fields.base import CellSpec, Finding
from forms.fields.merges import TEXT_MERGES
from forms.fields.text import TextType, word_count
from forms.schema import Field, Severity
from forms.text import clean_text
from forms.values import BLANK, Cell, CellState, Json, cell_from_json


class NarrativeType(TextType):
    name = "narrative"
    label = "Văn bản nhiều đoạn"
    widget = "text"
    merges = TEXT_MERGES
    option_keys = frozenset({"default", "min_words", "max_words"})

    def read_text(self, spec: CellSpec, text: str) -> tuple[Cell, str]:
        cleaned = clean_text(text).strip()
        return (Cell(CellState.VALUE, cleaned), "") if cleaned else (BLANK, "")

    def _findings(self, field: Field, value: Json) -> Iterator[Finding]:
        yield from super()._findings(field, value)
        yield from word_findings(field, cell_from_json(value).value)


def word_findings(field: Field, text: str) -> Iterator[Finding]:
    count = word_count(text)
    if field.min_words and count < field.min_words:
        message = f"Nội dung mới có {count} từ; đề cương gợi ý ít nhất {field.min_words} từ."
        yield Finding(field.key, message, Severity.WARN)
    if field.max_words and count > field.max_words:
        message = f"Nội dung có {count} từ; đề cương gợi ý không quá {field.max_words} từ."
        yield Finding(field.key, message, Severity.WARN)
