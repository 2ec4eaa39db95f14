"""Web forms out of sections: WTForms classes and the names of their inputs.

The only place that knows how an answer is named in HTML. Knows no Flask: the application passes
its own base class, which brings CSRF with it.
"""

from __future__ import annotations

from typing import Any

import wtforms

from forms.fields import AnswerField, FormData, Parsed, field_type, read_submitted, web_field
from forms.schema import Field, Section

PREFIX = "q_"


def html_name(key: str) -> str:
    """The name of a field's input. The prefix keeps keys clear of WTForms' own attributes."""
    return PREFIX + key


def cell_name(field_key: str, row: str, column: str) -> str:
    """The name of a cell's input; of lists `row` is the number of the row on the page."""
    return f"{html_name(field_key)}-{row}-{column}"


def part_name(field_key: str, part: str) -> str:
    """A part of an answer: "num", "den"; "state" (special state); "present" (see AnswerField)."""
    return f"{html_name(field_key)}-{part}"


def build_web_form(section: Section, base: type[wtforms.Form] = wtforms.Form) -> type[Any]:
    """A form class with one AnswerField for each field of the section that is typed."""
    fields = {html_name(field.key): web_field(field) for field in typed_fields(section)}
    return type(f"SectionForm_{section.key}", (base,), fields)


def typed_fields(section: Section) -> tuple[Field, ...]:
    return tuple(field for field in section.fields if field_type(field.type).is_answered)


def read_form(section: Section, form: wtforms.Form) -> dict[str, Parsed]:
    """What came in, by field key. Fields that were not part of the request are left out."""
    found: dict[str, Parsed] = {}
    for field in typed_fields(section):
        answer = form[html_name(field.key)]
        if isinstance(answer, AnswerField) and answer.submitted:
            found[field.key] = answer.parsed
    return found


def read_one(field: Field, data: FormData) -> Parsed | None:
    """One answer without a form around it: what a save of a single field needs. None when it is
    not in `data`."""
    return read_submitted(field, html_name(field.key), data)
