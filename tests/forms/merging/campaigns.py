"""A small campaign for tests of merging: units, their answers, and the merged report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from forms.fields import field_type
from forms.merging import Expected, MergedReport, UnitInfo, UnitReport, merge_report
from forms.schema import Field, MergeRule, Outline
from tests.forms.builders import a_section, an_outline

NIL = {"s": "nil"}
NO_DATA = {"s": "no_data"}
NOT_APPLICABLE = {"s": "not_applicable"}
UNREAD = {"raw": "mười hai"}
BLANK: dict[str, Any] = {}


def n(value: object) -> dict[str, Any]:
    return {"v": str(value)}


def about(value: object) -> dict[str, Any]:
    """An estimated number."""
    return {"v": str(value), "e": 1}


def ratio(num: object, den: object) -> dict[str, Any]:
    parts = {"num": num, "den": den}
    return {
        "parts": {key: part if isinstance(part, dict) else n(part) for key, part in parts.items()}
    }


def table(**rows: Mapping[str, Any]) -> dict[str, Any]:
    """table(a={"so": 1}): plain values become cells."""
    return {
        "rows": {
            row: {key: cell if isinstance(cell, dict) else n(cell) for key, cell in cells.items()}
            for row, cells in rows.items()
        }
    }


def items(*rows: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "items": [
            {
                "id": f"r{number}",
                "cells": {k: c if isinstance(c, dict) else n(c) for k, c in row.items()},
            }
            for number, row in enumerate(rows, 1)
        ]
    }


def unit(number: int, kind: str = "xa", **given: Any) -> UnitInfo:
    return UnitInfo(f"u{number}", f"Đảng ủy xã {number}", kind=kind, order=number, **given)


def units(count: int) -> tuple[UnitInfo, ...]:
    return tuple(unit(number) for number in range(1, count + 1))


def reports(*values: Mapping[str, Any]) -> list[UnitReport]:
    """One report for each mapping of answers, of units 1, 2, 3 …"""
    return [UnitReport(unit(number), given) for number, given in enumerate(values, 1)]


def outline_of(*fields: Field) -> Outline:
    """An outline of one section; a field without a rule gets its type's default, as when loaded."""
    return an_outline(a_section(*map(with_default_rule, fields)))


def with_default_rule(item: Field) -> Field:
    if item.merge.rule != "none":
        return item
    return replace(item, merge=MergeRule(field_type(item.type).default_merge))


def merged(
    outline: Outline, found: Sequence[UnitReport], asked: int = 0, **given: Any
) -> MergedReport:
    """`asked` units are expected; 0: only those that reported."""
    expected = units(asked) if asked else tuple(report.unit for report in found)
    return merge_report(outline, found, Expected(expected, **given))


def merged_field(item: Field, *answers: Mapping[str, Any], asked: int = 0) -> Any:
    """The field merged over one answer for each unit."""
    return merged(outline_of(item), reports(*({item.key: a} for a in answers)), asked).fields[
        item.key
    ]
