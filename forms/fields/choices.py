"""Any number of the choices of the outline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from forms.fields.base import FieldType, Finding, FormData, Parsed, Raw
from forms.fields.choice import choice_key, choice_label
from forms.fields.merges import CHOICES_MERGES
from forms.schema import Field, Severity
from forms.values import CellState, Json, whole_state


def picks_of(value: Json) -> tuple[str, ...]:
    picks = value.get("picks")
    if not isinstance(picks, list | tuple):
        return ()
    return tuple(pick for pick in picks if isinstance(pick, str))


class ChoicesType(FieldType):
    name = "choices"
    label = "Chọn nhiều"
    widget = "choices"
    merges = CHOICES_MERGES
    option_keys = frozenset({"choices", "sentence", "sentence_at"})
    needed_keys = frozenset({"choices"})

    def parse(self, field: Field, raw: Raw) -> Parsed:
        typed = [raw] if isinstance(raw, str) else raw if isinstance(raw, Sequence) else []
        texts = [text.strip() for text in typed if isinstance(text, str) and text.strip()]
        keys = {choice_key(field, text) for text in texts}
        # Picks are kept in the order of the outline, so that equal answers are equal data.
        picks = [choice.key for choice in field.choices if choice.key in keys]
        problems = ("Có mục chọn không nằm trong danh sách; hãy chọn lại.",) if None in keys else ()
        return Parsed({"picks": picks} if picks else {}, problems)

    def collect(self, field: Field, name: str, data: FormData) -> Raw:
        return [text for text in data.getlist(name) if isinstance(text, str)]

    def is_blank(self, field: Field, value: Json) -> bool:
        return whole_state(value) is None and not picks_of(value)

    def _findings(self, field: Field, value: Json) -> Iterator[Finding]:
        known = {choice.key for choice in field.choices}
        if not known.issuperset(picks_of(value)):
            message = "Có lựa chọn không còn trong đề cương; hãy chọn lại."
            yield Finding(field.key, message, Severity.BLOCK)

    def display(self, field: Field, value: Json) -> str:
        special = whole_state(value)
        if special is not None:
            return special.label
        return "; ".join(choice_label(field, pick) for pick in picks_of(value))

    def numbers(self, field: Field, value: Json) -> Mapping[str, Any]:
        picks = picks_of(value)
        nil = whole_state(value) is CellState.NIL
        return {field.key: picks if picks or nil else None}

    def names(self, field: Field) -> frozenset[str]:
        return frozenset({field.key})
