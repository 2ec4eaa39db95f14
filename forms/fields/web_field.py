"""One WTForms field for every answer, whatever its type and however many inputs it has.

A table of a thousand cells is one field here: its type gathers the inputs it knows of. The rules
stay with the type; WTForms only carries strings and messages. Rendering is the pages' work.
"""

from __future__ import annotations

from typing import Any

import wtforms
from wtforms.widgets import TextInput

from forms.fields.base import FieldType, FormData, Parsed, first_text
from forms.fields.registry import field_type
from forms.schema import Field
from forms.values import Json, special

PRESENT = "present"
STATE = "state"


def read_submitted(field: Field, name: str, data: FormData) -> Parsed | None:
    """The answer under the HTML name `name` in submitted data; None when nothing of it came in."""
    start = f"{name}-"
    if name not in data and not any(key.startswith(start) for key in data):
        return None
    kind: FieldType = field_type(field.type)
    parsed = kind.parse(field, kind.collect(field, name, data))
    state = special(first_text(data, f"{name}-{STATE}") or "")
    if state.is_blank:
        return parsed
    if not kind.is_blank(field, parsed.value):
        message = (
            f"Đã có nội dung nên không ghi “{state.state.label.lower()}”; "
            "hãy xóa nội dung trước nếu đúng như vậy."
        )
        return Parsed(parsed.value, (*parsed.problems, message))
    return Parsed(state.to_json())


class AnswerField(wtforms.Field):
    """Reads one answer. `parsed` is what was read; `submitted` whether anything came in.

    Beside its own inputs it knows `<name>-state` (a special state for the whole answer) and
    `<name>-present` (sent along where an emptied answer would leave no input at all).
    """

    widget = TextInput()

    def __init__(self, label: str | None = None, *, definition: Field, **options: Any) -> None:
        super().__init__(label, **options)
        self.definition = definition
        self.type_: FieldType = field_type(definition.type)
        self.parsed = Parsed({})
        self.submitted = False

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """WTForms' hook: from the submitted form when there is one, else from stored `data`."""
        self.process_errors = []
        self.parsed = Parsed(data if isinstance(data, dict) else {})
        self.object_data = self.parsed.value
        sent = None if formdata is None else read_submitted(self.definition, self.name, formdata)
        if sent is not None:
            self.submitted = True
            self.parsed = sent
            self.process_errors = list(sent.problems)
        self.data = self.parsed.value

    def _value(self) -> str:
        """What a plain text input shows."""
        return self.type_.display(self.definition, self.stored)

    @property
    def stored(self) -> Json:
        return self.parsed.value


def web_field(field: Field) -> Any:
    """The unbound WTForms field of a definition."""
    return AnswerField(field.label, definition=field)
