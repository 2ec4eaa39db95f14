"""An outline that becomes part of another: every key, and every name that uses it, prefixed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from forms.expressions import with_prefix
from forms.schema import Check, Column, Field, MergeRule, Outline, Section

_FIELD_OPTIONS = ("numerator", "denominator", "weight", "date_field")
_TOKEN = re.compile(r"\{\{[^{}\n]*\}\}")
_BEGINNING = re.compile(r"((?:\{\{|:)\s*)(\w+)")


def prefixed(outline: Outline, prefix: str) -> Outline:
    """`outline` with `prefix` before its section and field keys; loaded, so free of faults."""
    if not prefix:
        return outline
    renaming = _Renaming(prefix, frozenset(field.key for _, field in outline.fields()))
    return replace(
        outline, sections=tuple(renaming.section(section) for section in outline.sections)
    )


class _Renaming:
    def __init__(self, prefix: str, keys: frozenset[str]) -> None:
        self.prefix = prefix
        self.keys = keys

    def section(self, section: Section) -> Section:
        return replace(
            section,
            key=self.prefix + section.key,
            show_if=self.expression(section.show_if),
            fields=tuple(self.field(field) for field in section.fields),
            sections=tuple(self.section(child) for child in section.sections),
        )

    def field(self, field: Field) -> Field:
        own = frozenset(column.key for column in field.columns)
        return replace(
            field,
            key=self.prefix + field.key,
            formula=self.expression(field.formula),
            show_if=self.expression(field.show_if),
            sentence=_TOKEN.sub(self.token, field.sentence),
            sentence_at=self.prefix + field.sentence_at if field.sentence_at else "",
            checks=tuple(self.check(check, own) for check in field.checks),
            merge=self.merge(field.merge, own),
            columns=tuple(self.column(column, own) for column in field.columns),
        )

    def token(self, found: re.Match[str]) -> str:
        """A live figure: `{{table.row.column}}` names a field of the outline, a share names two."""
        return _BEGINNING.sub(self.beginning, found[0])

    def beginning(self, found: re.Match[str]) -> str:
        own = found[2] in self.keys
        return found[1] + (self.prefix if own else "") + found[2]

    def check(self, check: Check, own: frozenset[str]) -> Check:
        return replace(check, expression=self.expression(check.expression, own))

    def column(self, column: Column, own: frozenset[str]) -> Column:
        return (
            column if column.merge is None else replace(column, merge=self.merge(column.merge, own))
        )

    def merge(self, rule: MergeRule, own: frozenset[str]) -> MergeRule:
        options: Mapping[str, Any] = {
            name: self.prefix + value
            if name in _FIELD_OPTIONS and value in self.keys - own
            else value
            for name, value in rule.options.items()
        }
        return replace(rule, options=MappingProxyType(dict(options)))

    def expression(self, source: str, own: frozenset[str] = frozenset()) -> str:
        """Column keys of the own table stand for themselves, also when a field has that key."""
        return with_prefix(source, self.prefix, self.keys - own) if source else source
