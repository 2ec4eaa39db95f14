"""What is missing or wrong in answers. Saving a draft never asks; sending does.

BLOCK findings keep a report from being sent, WARN findings are only shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from forms.answers import Answers
from forms.expressions import Expression, compile_expression
from forms.fields import Finding, field_type
from forms.schema import Check, Field, Required, Section
from forms.text import format_number
from forms.values import Json

_MOST_PLACES = 4


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
    if field.checks:
        rows = _CheckedRows(field, value, answers)
        for check in field.checks:
            yield from _check_findings(check, rows)


class _CheckedRows:
    """A field's rows as its checks see them, read once for all of them."""

    def __init__(self, field: Field, value: Json, answers: Answers) -> None:
        self.field = field
        self.answers = answers
        self.columns = {column.key for column in field_type(field.type).column_specs(field)}
        self.labels = {row.key: row.label for row in field.rows}
        self._value = value

    @cached_property
    def rows(self) -> tuple[tuple[str, _RowNames], ...]:
        rest = self.answers.namespace()
        read = field_type(self.field.type).rows(self.field, self._value)
        return tuple((row_key, _RowNames(cells, rest)) for row_key, cells in read)


def _check_findings(check: Check, checked: _CheckedRows) -> Iterator[Finding]:
    expression, key = compile_expression(check.expression), checked.field.key
    if not checked.columns & expression.names():
        whole = checked.answers.namespace()
        if expression.evaluate(whole) is False:
            yield Finding(key, check.message + _amounts(expression, whole), check.severity)
        return
    for number, (row_key, names) in enumerate(checked.rows, 1):
        if expression.evaluate(names) is False:
            label = checked.labels.get(row_key)
            place = f"Dòng {number}" if label is None else f"Dòng “{label}”"
            words = f"{place}: {check.message}{_amounts(expression, names)}"
            yield Finding(f"{key}.{row_key}", words, check.severity)


def _amounts(expression: Expression, names: Mapping[str, Any]) -> str:
    """The numbers that do not agree, so that nobody has to add them up again."""
    sides = expression.compared(names)
    shown = [format_number(round(side, _MOST_PLACES).normalize()) for side in sides]
    return f" (Đang là {' và '.join(shown)}.)" if shown else ""


class _RowNames(Mapping[str, Any]):
    """The cells of one row, and the answers of the report behind them."""

    def __init__(self, cells: Mapping[str, Any], rest: Mapping[str, Any]) -> None:
        self._cells = cells
        self._rest = rest
        self._known: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._known:
            self._known[name] = self._find(name)
        return self._known[name]

    def _find(self, name: str) -> Any:
        return self._cells[name] if name in self._cells else self._rest[name]

    def __iter__(self) -> Iterator[str]:
        yield from self._cells
        yield from self._rest

    def __len__(self) -> int:
        return len(self._cells) + len(self._rest)
