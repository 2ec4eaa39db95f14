"""What a change of outline asks less of: columns and rows of a table, sections of some units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import Answer
from app.services import asking
from app.services.following import asked_keys
from forms import Column, Field, Json, Outline, Row, Section, editing, field_type, whole_state

Placed = Mapping[str, tuple[str, Field]]
Given = Sequence[tuple[str, Json]]


@dataclass(frozen=True)
class NarrowedField:
    """A table or list that loses the rows or columns of `parts`; `units` had filled cells there."""

    section: str
    field: Field
    parts: tuple[str, ...]
    units: tuple[str, ...]


@dataclass(frozen=True)
class UnaskedSection:
    """A section that stays, but is asked of these units no more; `answered` of them had written."""

    heading: str
    units: tuple[str, ...]
    answered: tuple[str, ...]


def lost_parts(before: Placed, after: Mapping[str, Field]) -> dict[str, tuple[Field, ...]]:
    """By field key the rows and columns that are asked no more."""
    return {
        key: parts
        for key, (_, old) in before.items()
        if key in after and (parts := editing.dropped_parts(old, after[key]))
    }


def narrowed(
    before: Placed, after: Mapping[str, Field], given: Mapping[str, Given]
) -> Iterator[NarrowedField]:
    """`given` are the answers to the fields of `lost_parts`, each with its unit's name."""
    for key, parts in lost_parts(before, after).items():
        section, old = before[key]
        asked = {part.key for part in _all_parts(after[key])}
        names = tuple(part.label for part in _all_parts(old) if part.key not in asked)
        units = tuple(unit for unit, value in given.get(key, ()) if holds_any(parts, value))
        yield NarrowedField(section, old, names, units)


def _all_parts(field: Field) -> list[Column | Row]:
    return [*field.columns, *field.rows]


def holds_any(parts: Iterable[Field], value: Json) -> bool:
    """Whether an answer to a table has something in one of these parts of it."""
    if whole_state(value) is not None:
        return False
    return any(not field_type(part.type).is_blank(part, _within(part, value)) for part in parts)


def _within(part: Field, value: Json) -> Json:
    """The cells of an answer that belong to a part of its table or list."""
    columns = {column.key for column in part.columns}
    if "rows" in value:
        wanted = {row.key for row in part.rows}
        return {"rows": {k: _of(c, columns) for k, c in value["rows"].items() if k in wanted}}
    items = [{**item, "cells": _of(item.get("cells") or {}, columns)} for item in value["items"]]
    return {"items": [item for item in items if item["cells"]]}


def _of(cells: Mapping[str, Json], columns: set[str]) -> dict[str, Json]:
    return {key: cell for key, cell in cells.items() if key in columns and cell}


def unasked(
    rules: asking.Rules, old: Outline, new: Outline, reporting: Sequence[Any]
) -> Iterator[UnaskedSection]:
    """By kinds and tags of the units, with the rules of the campaign; a row for each report."""
    before, after = asking.effective(old, rules), asking.effective(new, rules)
    kept = {section.key for section in new.walk()}
    lost: dict[str, dict[int, str]] = {}
    for row in reporting:
        tags = asking.tags_of(rules, row.id, row.tags)
        gone = set(asked_keys(before, row.kind, tags)) - set(asked_keys(after, row.kind, tags))
        for key in gone & kept:
            lost.setdefault(key, {})[row.report_id] = row.short_name or row.name
    for section in old.walk():
        if units := lost.get(section.key):
            wrote = _who_wrote(section, units)
            yield UnaskedSection(section.heading, tuple(units.values()), wrote)


def _who_wrote(section: Section, units: Mapping[int, str]) -> tuple[str, ...]:
    fields = {field.key: field for field in section.fields}
    rows = db.session.execute(
        select(Answer.report_id, Answer.field_key, Answer.value).where(
            Answer.report_id.in_(units), Answer.field_key.in_(fields)
        )
    )
    wrote = {
        report_id
        for report_id, key, value in rows
        if not field_type(fields[key].type).is_blank(fields[key], value)
    }
    return tuple(name for report_id, name in units.items() if report_id in wrote)
