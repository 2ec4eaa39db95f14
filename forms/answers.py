"""The answers of one report, read through the outline: what applies, is shown, is computed.

Knows structure only. Whether answers are right is forms.validation, how far they are is
forms.progress.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from forms.expressions import compile_expression
from forms.fields import computed_cell, field_type
from forms.schema import EMPTY, Field, FilledBy, Outline, Section
from forms.values import Json

TAG = "tag:"


class Answers:
    """One report's answers by field key, for a unit of `unit_kind` with `tags`.

    `filled_by` says whose answers these are: fields of the other side are not asked here, but
    formulas may still use them.
    """

    def __init__(
        self,
        outline: Outline,
        values: Mapping[str, Json],
        unit_kind: str = "",
        tags: Iterable[str] = (),
        filled_by: FilledBy = FilledBy.UNIT,
    ) -> None:
        self.outline = outline
        self.values = values
        self.unit_kind = unit_kind
        self.tags = frozenset(tags)
        self.filled_by = filled_by
        self._namespace = _Namespace(self)

    def value(self, key: str) -> Json:
        """The answer with everything computed in it; {} when blank.

        Raises KeyError when the outline has no such field.
        """
        field = self.outline.field(key)
        if field.type == "computed":
            return computed_cell(self._namespace.get(key)).to_json()
        return field_type(field.type).computed(field, self.stored(key))

    def stored(self, key: str) -> Json:
        """The answer as stored; {} when there is none or it is no answer's shape."""
        value = self.values.get(key)
        return value if isinstance(value, Mapping) else EMPTY

    def applies(self, section: Section) -> bool:
        """Whether the section and all it stands in are asked of this unit and shown."""
        return self._section_states.get(section.key, False)

    def shown(self, field: Field) -> bool:
        """Whether the field is asked of this unit with the answers as they are."""
        return self._is_visible(field.key)

    def asked(self, field: Field) -> Field:
        """The field without the rows that do not apply to this unit."""
        if all(self._matches(row.applies_to) for row in field.rows):
            return field
        rows = tuple(row for row in field.rows if self._matches(row.applies_to))
        return replace(field, rows=rows)

    def applicable_fields(self) -> Iterator[tuple[Section, Field]]:
        """Every field asked of this unit, in the order of the outline, with its section."""
        for section in self.outline.walk():
            for field in self.fields_of(section):
                yield section, field

    def fields_of(self, section: Section) -> tuple[Field, ...]:
        """The fields of one section that are asked of this unit."""
        if not self.applies(section):
            return ()
        return tuple(self.asked(field) for field in section.fields if self.shown(field))

    def namespace(self) -> Mapping[str, Any]:
        """Name → value for expressions, worked out when asked for; hidden answers are unknown."""
        return self._namespace

    def _matches(self, applies_to: Iterable[str]) -> bool:
        wanted = tuple(applies_to)
        if not wanted:
            return True
        return any(self._is_one(name) for name in wanted)

    def _is_one(self, name: str) -> bool:
        if name.startswith(TAG):
            return name.removeprefix(TAG) in self.tags
        return name == self.unit_kind

    def _holds(self, condition: str) -> bool:
        if not condition:
            return True
        return compile_expression(condition).evaluate(self._namespace) is True

    @cached_property
    def _section_states(self) -> dict[str, bool]:
        states: dict[str, bool] = {}

        def walk(section: Section, outer: bool) -> None:
            states[section.key] = outer and self._section_holds(section)
            for child in section.sections:
                walk(child, states[section.key])

        for section in self.outline.sections:
            walk(section, True)
        return states

    def _section_holds(self, section: Section) -> bool:
        return self._matches(section.applies_to) and self._holds(section.show_if)

    def _is_visible(self, key: str) -> bool:
        field = self.outline.field(key)
        return self._filler(field) is self.filled_by and self._counts(key)

    def _filler(self, field: Field) -> FilledBy:
        homes = self.outline.homes(field.key)
        office = any(section.filled_by is FilledBy.OFFICE for section in homes)
        return FilledBy.OFFICE if office else field.filled_by

    def _counts(self, key: str) -> bool:
        """Whether an answer is one expressions may use: it applies and no condition hides it."""
        field = self.outline.field(key)
        return all(map(self._section_holds, self.outline.homes(key))) and self._holds(field.show_if)


class _Namespace(Mapping[str, Any]):
    """Lazy, because a condition may look at fields that hang on conditions themselves."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._known: dict[str, Mapping[str, Any]] = {}
        self._busy: set[str] = set()
        self._unit = {"unit.kind": answers.unit_kind, "unit.tags": tuple(sorted(answers.tags))}

    def __getitem__(self, name: str) -> Any:
        if name in self._unit:
            return self._unit[name]
        return self._names_of(name.split(".")[0])[name]

    def __iter__(self) -> Iterator[str]:
        yield from self._unit
        for _, field in self._answers.outline.fields():
            yield from self._names_of(field.key)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _names_of(self, key: str) -> Mapping[str, Any]:
        if key in self._known:
            return self._known[key]
        if key in self._busy:  # a circle, refused when outlines are loaded
            return EMPTY
        self._busy.add(key)
        found = self._read(key)
        self._busy.discard(key)
        self._known[key] = found
        return found

    def _read(self, key: str) -> Mapping[str, Any]:
        """Raises KeyError when the outline has no such field."""
        answers = self._answers
        field = answers.outline.field(key)
        if not answers._counts(key):
            return dict.fromkeys(field_type(field.type).names(field))
        if field.type == "computed":
            return {key: compile_expression(field.formula).evaluate(self)}
        return field_type(field.type).numbers(answers.asked(field), answers.stored(key))
