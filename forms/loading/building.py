"""Definitions out of read values: defaults, years, merge rules, included outlines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeVar

from forms.errors import OutlineError
from forms.fields import REGISTRY
from forms.loading import source
from forms.loading.include import prefixed
from forms.loading.keys import SHAPES, column_keys, field_keys
from forms.loading.reader import Reader, Values
from forms.schema import (
    Archived,
    Check,
    Choice,
    Citation,
    Column,
    DocumentInfo,
    Field,
    FilledBy,
    MergeRule,
    Outline,
    Required,
    Row,
    Section,
    Severity,
    Target,
)

YEAR = "{year}"
LoadIncluded = Callable[[str], Outline]
Repeated = TypeVar("Repeated", Column, Row)


class Builder:
    """Makes the definitions of one file; `load_included` gives the outlines it includes."""

    def __init__(self, reader: Reader, load_included: LoadIncluded) -> None:
        self.reader = reader
        self.load_included = load_included
        self.appendices: list[Section] = []
        """Appendices of included outlines: they follow the body of the whole."""
        self.broken: set[str] = set()
        """Keys of fields that could not be built, so that naming them is no second fault."""
        reader.builders |= {
            "outline": self.outline,
            "archived": lambda values, node, path: Archived(**values),
            "section": self.section,
            "field": self.field,
            "column": self.column,
            "row": self.row,
            "choice": lambda values, node, path: Choice(**_with_texts(values, "key", "label")),
            "check": self.check,
            "target": self.target,
            "citation": lambda values, node, path: Citation(**_with_texts(values, "symbol")),
            "document": lambda values, node, path: DocumentInfo(**values),
            "recipient": lambda values, node, path: (
                values.get("name", ""),
                values.get("purpose", ""),
            ),
        }

    def outline(self, values: Values, node: source.Mapping, path: str) -> Outline:
        kinds = values.pop("unit_kinds", {})
        values.setdefault("version", 0)
        values.setdefault("sections", ())
        values = _with_texts(values, "id", "title", "kind")
        values["sections"] = (*values["sections"], *self.appendices)
        outline = Outline(**values, unit_kinds=MappingProxyType(kinds))
        sections = tuple(_with_addressees(item, outline.addressees) for item in outline.sections)
        archived = tuple(_archived(item, outline.addressees) for item in outline.archived)
        return replace(outline, sections=sections, archived=archived)

    def section(self, values: Values, node: source.Mapping, path: str) -> Section:
        name, prefix = values.pop("include", ""), values.pop("prefix", "")
        if "filled_by" in values:
            values["filled_by"] = FilledBy(values["filled_by"])
        section = Section(**_with_texts(values, "key", "heading"), line=node.line)
        if name:
            return self._included(section, name, prefix, path)
        if prefix:
            self.reader.report(node.lines["prefix"], f"{path}.prefix", "prefix chỉ đi với include")
        return section

    def _included(self, section: Section, name: str, prefix: str, path: str) -> Section:
        path = f"{path}.include"
        line = self.reader.lines[path]
        if section.fields or section.sections:
            message = "mục lấy từ đề cương khác không có fields, sections riêng"
            self.reader.report(line, path, message)
        try:
            outline = self.load_included(name)
        except OutlineError as error:
            self.reader.problems += error.problems
            self.reader.report(line, path, f"không dùng được đề cương “{name}”")
            return section
        parts = prefixed(outline, prefix).sections
        self.appendices += [part for part in parts if part.appendix]
        return replace(section, sections=tuple(part for part in parts if not part.appendix))

    def field(self, values: Values, node: source.Mapping, path: str) -> Field | None:
        type_name = values.get("type")
        if type_name is None:
            self.broken.add(values.get("key", ""))
            return None
        self._report_foreign(node, path, "field", field_keys(type_name), f"kiểu {type_name}")
        kind = REGISTRY[type_name]
        values["merge"] = _merge_rule(values.get("merge"), kind.default_merge)
        required = Required(values.get("required", Required.SOFT))
        values["required"] = required if kind.is_answered else Required.NO
        if "filled_by" in values:
            values["filled_by"] = FilledBy(values["filled_by"])
        years = values.get("years", ())
        values["columns"] = repeated_by_year(values.get("columns", ()), years)
        values["rows"] = repeated_by_year(values.get("rows", ()), years)
        return Field(**_with_texts(values, "key", "label"), line=node.line)

    def column(self, values: Values, node: source.Mapping, path: str) -> Column:
        type_name = values.setdefault("type", "short_text")
        allowed = column_keys(type_name)
        self._report_foreign(node, path, "column", allowed, f"cột kiểu {type_name}")
        default = REGISTRY[type_name].default_merge
        values["merge"] = _merge_rule(values.get("merge"), default)
        values["required"] = Required(values.get("required", Required.NO))
        return Column(**_with_texts(values, "key", "label"))

    def row(self, values: Values, node: source.Mapping, path: str) -> Row:
        return Row(**_with_texts(values, "key", "label"))

    def check(self, values: Values, node: source.Mapping, path: str) -> Check:
        values["severity"] = Severity(values.get("severity", Severity.WARN))
        return Check(**_with_texts(values, "expression", "message"))

    def target(self, values: Values, node: source.Mapping, path: str) -> Target:
        values.setdefault("year", 0)
        return Target(**_with_texts(values, "document", "value"))

    def _report_foreign(
        self, node: source.Mapping, path: str, shape: str, allowed: frozenset[str], what: str
    ) -> None:
        """Keys of the language that do not belong to this type."""
        for key in node.items:
            if key not in allowed and key in SHAPES[shape]:
                self.reader.report(
                    node.lines[key], f"{path}.{key}", f"{what} không có khóa “{key}”"
                )


def repeated_by_year(items: tuple[Repeated, ...], years: tuple[int, ...]) -> tuple[Repeated, ...]:
    """Neighbouring columns (or rows) that hold {year}, repeated together for each year."""
    if not years:
        return items
    found: list[Repeated] = []
    run: list[Repeated] = []
    for item in items:
        if holds_year(item):
            run.append(item)
            continue
        found += _run_by_year(run, years)
        run = []
        found.append(item)
    return tuple(found + _run_by_year(run, years))


def holds_year(item: Column | Row) -> bool:
    return any(YEAR in text for text in _texts(item))


def _texts(item: Column | Row) -> Iterable[str]:
    for value in vars(item).values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from (part for part in value if isinstance(part, str))


def _run_by_year(run: list[Repeated], years: tuple[int, ...]) -> list[Repeated]:
    return [_in_year(item, str(year)) for year in years for item in run]


def _in_year(item: Repeated, year: str) -> Repeated:
    changes: dict[str, Any] = {}
    for name, value in vars(item).items():
        if isinstance(value, str) and YEAR in value:
            changes[name] = value.replace(YEAR, year)
        elif isinstance(value, tuple) and any(YEAR in str(part) for part in value):
            changes[name] = tuple(
                part.replace(YEAR, year) if isinstance(part, str) else part for part in value
            )
    return replace(item, **changes)


def _merge_rule(values: Values | None, default: str) -> MergeRule:
    options = dict(values or {})
    rule = options.pop("rule", default)
    period = options.pop("period", "revision_latest")
    return MergeRule(rule, period, MappingProxyType(options))


def _archived(item: Archived, addressees: tuple[Choice, ...]) -> Archived:
    return replace(
        item,
        section=_with_addressees(item.section, addressees) if item.section else None,
        field=_addressed(item.field, addressees) if item.field else None,
    )


def _addressed(field: Field, addressees: tuple[Choice, ...]) -> Field:
    """Recommendations without choices of their own address those of the outline."""
    if field.type == "recommendations" and not field.choices:
        return replace(field, choices=addressees)
    return field


def _with_addressees(section: Section, addressees: tuple[Choice, ...]) -> Section:
    fields = tuple(_addressed(item, addressees) for item in section.fields)
    children = tuple(_with_addressees(child, addressees) for child in section.sections)
    return replace(section, fields=fields, sections=children)


def _with_texts(values: Mapping[str, Any], *needed: str) -> dict[str, Any]:
    """Stand-ins for needed texts that are missing (already reported)."""
    return dict.fromkeys(needed, "") | dict(values)
