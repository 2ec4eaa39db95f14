"""What is missing or wrong in answers. Saving a draft never asks; sending does.

BLOCK findings keep a report from being sent, WARN findings are only shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from forms.answers import Answers
from forms.expressions import compile_expression
from forms.fields import Finding, field_type
from forms.schema import Check, Field, Required, Section
from forms.values import Json


def validate_section(section: Section, answers: Answers) -> tuple[Finding, ...]:
    """Findings of the fields that stand in this section itself and are asked of the unit."""
    return tuple(
        replace(finding, section_key=section.key, field_key=field.key)
        for field in answers.fields_of(section)
        for finding in _field_findings(_eased(section, field), answers)
    )


def validate_report(answers: Answers) -> tuple[Finding, ...]:
    """Findings of every section, in the order of the outline."""
    return tuple(
        finding
        for section in answers.outline.walk()
        for finding in validate_section(section, answers)
    )


def _eased(section: Section, field: Field) -> Field:
    """An optional section does not warn about answers left out."""
    if section.optional and field.required is Required.SOFT:
        return replace(field, required=Required.NO)
    return field


def _field_findings(field: Field, answers: Answers) -> Iterator[Finding]:
    kind = field_type(field.type)
    value = answers.stored(field.key)
    if kind.is_answered:
        yield from kind.validate(field, value)
    for check in field.checks:
        yield from _check_findings(check, field, value, answers)


def _check_findings(check: Check, field: Field, value: Json, answers: Answers) -> Iterator[Finding]:
    expression = compile_expression(check.expression)
    kind = field_type(field.type)
    columns = {column.key for column in kind.column_specs(field)}
    if not columns & expression.names():
        if expression.evaluate(answers.namespace()) is False:
            yield Finding(field.key, check.message, check.severity)
        return
    labels = {row.key: row.label for row in field.rows}
    for number, (row_key, cells) in enumerate(kind.rows(field, value), 1):
        if expression.evaluate(_RowNames(cells, answers.namespace())) is False:
            place = f"Dòng “{labels[row_key]}”" if row_key in labels else f"Dòng {number}"
            message = f"{place}: {check.message}"
            yield Finding(f"{field.key}.{row_key}", message, check.severity)


class _RowNames(Mapping[str, Any]):
    """The cells of one row, and the answers of the report behind them."""

    def __init__(self, cells: Mapping[str, Any], rest: Mapping[str, Any]) -> None:
        self._cells = cells
        self._rest = rest

    def __getitem__(self, name: str) -> Any:
        return self._cells[name] if name in self._cells else self._rest[name]

    def __iter__(self) -> Iterator[str]:
        yield from self._cells
        yield from self._rest

    def __len__(self) -> int:
        return len(self._cells) + len(self._rest)
