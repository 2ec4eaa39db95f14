"""Rows of inputs that stand for parts of a field: choices, columns, rows, checks, targets.

A row is named `prefix-number-name`; its `key` is hidden, so that a changed label keeps its key.
A row whose label was emptied, or that was ticked as dropped, is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import request

from app.blueprints.outlines.typed_bounds import bound_stored
from app.blueprints.outlines.typed_merges import typed_merge
from app.services.errors import Invalid
from forms import (
    Check,
    Choice,
    Citation,
    Column,
    Field,
    MergeRule,
    Required,
    Row,
    Severity,
    Target,
    clean_line,
    editing,
    parse_date,
)

MOST_PARTS = 300
_DIGITS = re.compile(r"\d{1,6}")


def typed_rows(prefix: str) -> list[dict[str, str]]:
    """What came in under a prefix, in the order of `place`, then of the page."""
    pattern = re.compile(re.escape(prefix) + r"-(\d{1,4})-([a-z_]+)")
    found: dict[int, dict[str, str]] = {}
    for name in request.form:
        if match := pattern.fullmatch(name):
            text = clean_line(request.form.get(name, ""))[:2000]
            found.setdefault(int(match[1]), {})[match[2]] = text
    listed = [found[number] for number in sorted(found)][:MOST_PARTS]
    kept = [row for row in listed if not row.get("drop")]
    return [row for _, row in sorted(enumerate(kept, 1), key=lambda pair: _place(*pair))]


def _place(number: int, row: Mapping[str, str]) -> tuple[float, int]:
    """A place typed as 2 comes before the row that stands there."""
    typed = row.get("place", "")
    wanted = int(typed) if _DIGITS.fullmatch(typed) else number
    return (
        wanted - 0.5 if wanted < number else wanted + 0.5 if wanted > number else number,
        number,
    )


def whole_number(text: str, label: str) -> int | None:
    """None when nothing was typed. Raises Invalid."""
    text = clean_line(text)
    if not text:
        return None
    if not _DIGITS.fullmatch(text):
        raise Invalid(f"{label}: hãy nhập một số nguyên, ví dụ 2.")
    return int(text)


def choices(before: tuple[Choice, ...], prefix: str = "choices") -> tuple[Choice, ...]:
    typed = [
        Choice(row.get("key", ""), row["label"]) for row in typed_rows(prefix) if row.get("label")
    ]
    return editing.with_part_keys(_of_known(typed, {part.key for part in before}))


def _of_known(parts: list[Any], known: set[str]) -> list[Any]:
    """A hidden key that never was one of these is no key."""
    return [part if part.key in known else replace(part, key="") for part in parts]


def columns(field: Field) -> tuple[Column, ...]:
    """Raises Invalid."""
    before = {column.key: column for column in field.columns}
    typed = [
        _column(row, before.get(row.get("key", "")))
        for row in typed_rows("columns")
        if row.get("label")
    ]
    taken = {row.key for row in field.rows}
    return editing.with_column_merges(editing.with_part_keys(typed, taken))


def _column(row: Mapping[str, str], before: Column | None) -> Column:
    """The known column with what was typed; what the page does not show stays."""
    type_name = row.get("type", "")
    type_name = type_name if type_name in editing.COLUMN_TYPES else "short_text"
    column = before if before is not None and before.type == type_name else None
    column = column or Column(before.key if before else "", "", type_name, merge=MergeRule("none"))
    group = tuple(part.strip() for part in row.get("group", "").split(">") if part.strip())
    changes: dict[str, Any] = {
        "label": row["label"],
        "group": group,
        "unit_of_measure": row.get("unit", ""),
        "required": _required(row.get("required", ""), column.required),
        "merge": _column_merge(column, row),
        **_limits(row, column, type_name),
    }
    for name, kind in (("formula", "computed"), ("numerator", "ratio"), ("denominator", "ratio")):
        changes[name] = row.get(name, getattr(column, name)) if type_name == kind else ""
    if type_name == "choice":
        changes["choices"] = _listed_choices(row.get("choices", ""), column.choices)
    return replace(column, **changes)


def _required(typed: str, before: Required) -> Required:
    return Required(typed) if typed in tuple(Required) else before


def _limits(row: Mapping[str, str], column: Column, type_name: str) -> dict[str, Any]:
    """Bounds, decimals and width, where the page showed them. Raises Invalid."""
    allowed = editing.column_keys(type_name)
    found: dict[str, Any] = {}
    for name in ("min_value", "max_value"):
        if name in row and name in allowed:
            found[name] = bound_stored(type_name, row[name], getattr(column, name))
    if "places" in row and "places" in allowed:
        found["places"] = whole_number(row["places"], "Số chữ số thập phân của cột")
    if "width" in row:
        found["width"] = whole_number(row["width"], "Bề rộng cột khi in") or 0
    return found


def _column_merge(column: Column, row: Mapping[str, str]) -> MergeRule | None:
    rule = row.get("merge", "")
    if not rule or column.merge is None:
        return MergeRule(rule) if rule else column.merge
    shown_rule = row.get("merge_shown", "")
    return typed_merge(
        column.merge,
        rule,
        row.get("merge_period", ""),
        lambda name: row.get(f"merge_{name}", "") if shown_rule == rule else "",
    )


def _listed_choices(text: str, before: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Choices of a column as one line: "Tốt; Khá". A known label keeps its key."""
    keys = {choice.label: choice.key for choice in before}
    labels = [part.strip() for part in text.split(";") if part.strip()]
    return editing.with_part_keys(Choice(keys.get(label, ""), label) for label in labels)


def by_years(field: Field, parts: Mapping[str, Any]) -> dict[str, Any]:
    """The typed columns and rows (`parts`), asked for the typed years. Raises Invalid."""
    text = clean_line(request.form.get("years", ""))
    words = [word for word in re.split(r"[\s,;]+", text) if word]
    if any(not _YEAR.fullmatch(word) for word in words):
        raise Invalid("Các năm: hãy ghi như 2023, 2024, 2025.")
    years = tuple(sorted({int(word) for word in words}))
    typed = replace(field, **parts)
    found = editing.in_years(typed, years, _newly_yearly(field, typed))
    return {**{name: getattr(found, name) for name in parts}, "years": found.years}


def _newly_yearly(field: Field, typed: Field) -> set[str]:
    """Keys of the ticked columns and rows; a new one has its key only now and goes by its label."""
    ticked = [r for name in ("columns", "rows") for r in typed_rows(name) if r.get("yearly")]
    known: list[Column | Row] = [*field.columns, *field.rows]
    before = {part.key for part in known}
    keys = {row["key"] for row in ticked if row.get("key") in before}
    labels = {row["label"] for row in ticked if row.get("key") not in before}
    parts: list[Column | Row] = [*typed.columns, *typed.rows]
    fresh = [part for part in parts if part.key not in before]
    return keys | {part.key for part in fresh if part.label in labels}


_YEAR = re.compile(r"(19|20)\d\d")


def rows(field: Field) -> tuple[Row, ...]:
    """Raises Invalid."""
    before = {row.key: row for row in field.rows}
    typed = [
        _row(row, before.get(row.get("key", ""))) for row in typed_rows("rows") if row.get("label")
    ]
    taken = {column.key for column in field.columns}
    return editing.with_part_keys(typed, taken)


def _row(row: Mapping[str, str], before: Row | None) -> Row:
    kind = row.get("kind", "item")
    kind = kind if kind in ("item", "total", "group") else "item"
    known = before or Row("", "")
    return replace(
        known,
        label=row["label"],
        kind=kind,
        unit_of_measure=row.get("unit", ""),
        level=min(whole_number(row.get("level", ""), "Thụt vào") or 0, 3),
        formula=row.get("formula", "") if kind == "total" else "",
    )


def checks() -> tuple[Check, ...]:
    return tuple(
        Check(
            row["expression"],
            row.get("message", ""),
            Severity.BLOCK if row.get("block") else Severity.WARN,
        )
        for row in typed_rows("checks")
        if row.get("expression")
    )


def targets() -> tuple[Target, ...]:
    """Raises Invalid."""
    return tuple(
        Target(
            row.get("document", ""),
            whole_number(row.get("year", ""), "Năm của chỉ tiêu giao") or 0,
            row["value"],
            row.get("scope", ""),
            bool(row.get("suggested")),
        )
        for row in typed_rows("targets")
        if row.get("value")
    )


def citations(before: tuple[Citation, ...]) -> tuple[Citation, ...]:
    """Raises Invalid for a day that cannot be read."""
    known = {citation.symbol: citation for citation in before}
    found = []
    for row in typed_rows("basis"):
        if not row.get("symbol"):
            continue
        old = known.get(row["symbol"], Citation(row["symbol"]))
        day = parse_date(row.get("date", "")).value if row.get("date") else None
        if row.get("date") and day is None:
            raise Invalid(f"Ngày của văn bản {row['symbol']}: hãy nhập như 10/5/2019.")
        found.append(
            replace(old, date=day, issuer=row.get("issuer", ""), title=row.get("title", ""))
        )
    return tuple(found)


def labels_by_key(prefix: str, before: Mapping[str, str]) -> dict[str, str]:
    return {choice.key: choice.label for choice in choices(
        tuple(Choice(key, label) for key, label in before.items()), prefix
    )}  # fmt: skip


def recipients() -> tuple[tuple[str, str], ...]:
    return tuple(
        (row["name"], row.get("purpose", "")) for row in typed_rows("recipients") if row.get("name")
    )
