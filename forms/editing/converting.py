"""An answer given to one definition of a field, as an answer to another one.

Nothing is guessed: what does not read as the new type is left out and told; the caller keeps the
old value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from forms.fields import CELL_TYPES, REGISTRY, CellSpec, is_typed
from forms.schema import Column, Field
from forms.values import CellState, Json, cell_from_json, whole_state


@dataclass(frozen=True)
class Converted:
    """`lost` says what could not be carried over, "" when everything was."""

    value: Json
    lost: str = ""


def needs_conversion(old: Field, new: Field) -> bool:
    """Whether answers to `old` may not be right as they stand under `new`."""
    if old.type != new.type or _shape(old) != _shape(new):
        return True
    before = {column.key: _shape(column) for column in REGISTRY[old.type].column_specs(old)}
    after = {column.key: _shape(column) for column in REGISTRY[new.type].column_specs(new)}
    return any(key in after and after[key] != before[key] for key in before)


def _shape(spec: CellSpec) -> tuple[object, ...]:
    money = spec.unit_of_measure if spec.type == "money" else ""
    choices = frozenset(choice.key for choice in spec.choices)
    return (spec.type, money, choices if spec.type in ("choice", "choices") else None)


def dropped_parts(old: Field, new: Field) -> tuple[Field, ...]:
    """What of a table or list `new` asks no more, as questions of their own: the dropped rows, and
    the dropped columns of the rows that stay. Only what was typed."""
    typed = tuple(_columns(old).values())
    asked = set(_columns(new))
    columns = tuple(column for column in typed if column.key not in asked)
    if old.type != new.type or old.type == "citations":
        return ()
    known = {row.key for row in new.rows}
    items = [row for row in old.rows if row.kind == "item"]
    gone = tuple(row for row in items if row.key not in known)
    kept = tuple(row for row in items if row.key in known)
    found = []
    if gone:
        found.append(replace(old, rows=gone, columns=typed))
    if columns and (kept or not old.rows):
        found.append(replace(old, rows=kept, columns=columns))
    return tuple(found)


def convert_answer(old: Field, new: Field, value: Json) -> Converted:
    """`value`, an answer to `old`, as an answer to `new`."""
    if not value or whole_state(value) is not None:
        return Converted(value)
    if "rows" in value and new.type == "table":
        return _rows(old, new, value)
    if "items" in value and REGISTRY[new.type].widget == "items":
        return _items(old, new, value)
    if "picks" in value and new.type == "choices":
        return _picks(old, new, value)
    if old.type == new.type and old.type not in CELL_TYPES:
        return Converted(value)
    return _cell_answer(old, new, value)


def _cell_answer(old: Field, new: Field, value: Json) -> Converted:
    text = REGISTRY[old.type].display(old, value)
    if new.type not in CELL_TYPES or not REGISTRY[new.type].is_answered:
        return Converted({}, text)
    if old.type in CELL_TYPES:
        stored, lost = _cell(old, new, value)
        return Converted(stored, lost)
    if REGISTRY[new.type].widget != "text":
        return Converted({}, text)
    parsed = REGISTRY[new.type].parse(new, text)
    return Converted(parsed.value)


def _cell(old: CellSpec, new: CellSpec, stored: object) -> tuple[Json, str]:
    """One stored cell under another definition, and its text when it could not be carried."""
    cell = cell_from_json(stored)
    if cell.state is not CellState.VALUE:
        return cell.to_json(), ""
    kind, target = CELL_TYPES[old.type], CELL_TYPES[new.type]
    text = kind.display_cell(old, cell)
    unit = old.unit_of_measure if old.type == new.type == "money" else ""
    read, problem = target.parse_cell(new, f"{text} {unit}".strip())
    if problem or read.state is CellState.INVALID or read.is_blank:
        return {}, text
    return read.to_json(), ""


def _rows(old: Field, new: Field, value: Json) -> Converted:
    """Cells of rows and columns that are gone stay where they are: nobody asks for them."""
    found: dict[str, Any] = {}
    lost: list[str] = []
    labels = {row.key: row.label for row in old.rows}
    for row_key, cells in value["rows"].items():
        kept, missing = _cells(_columns(old), _columns(new), cells)
        lost += [f"{labels.get(row_key, row_key)} – {text}" for text in missing]
        if kept:
            found[row_key] = kept
    return Converted({"rows": found} if found else {}, "; ".join(lost))


def _items(old: Field, new: Field, value: Json) -> Converted:
    found: list[dict[str, Any]] = []
    lost: list[str] = []
    for number, item in enumerate(value["items"], 1):
        kept, missing = _cells(_columns(old), _columns(new), item.get("cells") or {})
        lost += [f"dòng {number} – {text}" for text in missing]
        if kept:
            found.append({**item, "cells": kept})
    return Converted({"items": found} if found else {}, "; ".join(lost))


def _columns(field: Field) -> Mapping[str, Column]:
    return {c.key: c for c in REGISTRY[field.type].column_specs(field) if is_typed(c)}


def _cells(
    old: Mapping[str, Column], new: Mapping[str, Column], cells: Mapping[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    kept: dict[str, Any] = {}
    lost: list[str] = []
    for key, stored in cells.items():
        if key not in old or key not in new or _shape(old[key]) == _shape(new[key]):
            kept[key] = stored
            continue
        value, text = _cell(old[key], new[key], stored)
        if value:
            kept[key] = value
        if text:
            lost.append(f"{old[key].label}: {text}")
    return kept, lost


def _picks(old: Field, new: Field, value: Json) -> Converted:
    known = {choice.key for choice in new.choices}
    labels = {choice.key: choice.label for choice in old.choices}
    kept = [key for key in value["picks"] if key in known]
    lost = [labels.get(key, key) for key in value["picks"] if key not in known]
    return Converted({**value, "picks": kept} if kept else {}, ", ".join(lost))
