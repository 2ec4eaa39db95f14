"""One field: the keys of its type, its columns and rows, bounds, defaults, prefill."""

from __future__ import annotations

import re
from collections.abc import Iterable

from forms.fields import (
    CELL_TYPES,
    MONEY_UNITS,
    REGISTRY,
    CellSpec,
    holds_number,
    stored_day,
)
from forms.loading.formula_checks import check_formulas
from forms.loading.keys import COLUMN_NEEDED_KEYS
from forms.loading.merge_checks import check_merge
from forms.loading.names import RESERVED, KnownNames
from forms.loading.reader import KEY_PATTERN
from forms.loading.reporting import Reporter
from forms.schema import Choice, Column, Field, Outline, Row
from forms.values import CellState

_PLAIN_DECIMAL = re.compile(r"-?[0-9]{1,13}(\.[0-9]{1,4})?")
_PREFILL = re.compile(r"previous_period|office|outline:[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_MOST_PLACES = 4
TAG = "tag:"


# `{value}` is the field's own merged value; tables name their cells: {{table.row.column}}.
_PATH = r"\s*\w+(?:\.\w+)*\s*"
_OWN_FIGURE = re.compile(rf"\{{value\}}|\{{\{{{_PATH}(?::{_PATH})?\}}\}}")


def check_field(
    field: Field, path: str, outline: Outline, names: KnownNames, reporter: Reporter
) -> None:
    needed = REGISTRY[field.type].needed_keys
    _check_needed(field, needed, path, f"kiểu {field.type}", reporter)
    _check_spec(field, path, reporter)
    if field.prefill and not _PREFILL.fullmatch(field.prefill):
        message = "ghi previous_period, office hoặc outline:<đề cương>.<khóa>"
        reporter.report(f"{path}.prefill", message)
    _check_words(field, path, reporter)
    _check_sentence_place(field, path, names, reporter)
    _check_default(field, path, reporter)
    _check_columns(field, path, reporter)
    _check_rows(field, path, outline, reporter)
    check_merge(field, path, names, reporter)
    check_formulas(field, path, names, reporter)


def _check_needed(
    spec: CellSpec, needed: Iterable[str], path: str, what: str, reporter: Reporter
) -> None:
    for key in sorted(needed):
        if not getattr(spec, key):
            reporter.report(path, f"{what} thiếu khóa “{key}”")


def _check_spec(spec: CellSpec, path: str, reporter: Reporter) -> None:
    """What fields and columns share: choices, places, bounds, money units."""
    _check_choices(spec.choices, path, reporter)
    if spec.places is not None and not 0 <= spec.places <= _MOST_PLACES:
        reporter.report(f"{path}.places", f"places từ 0 đến {_MOST_PLACES}")
    if spec.type == "money" and spec.unit_of_measure not in ("", *MONEY_UNITS):
        message = f"đơn vị tiền là một trong: {', '.join(MONEY_UNITS)}"
        reporter.report(f"{path}.unit_of_measure", message)
    _check_bounds(spec, path, reporter)


def _check_bounds(spec: CellSpec, path: str, reporter: Reporter) -> None:
    for key in ("min_value", "max_value"):
        text = getattr(spec, key)
        if not text:
            continue
        if spec.type == "date":
            if stored_day(text) is None or len(text) != 10:
                reporter.report(f"{path}.{key}", f"“{text}” phải là ngày kiểu 2019-05-10")
        elif not _PLAIN_DECIMAL.fullmatch(text):
            reporter.report(f"{path}.{key}", f"“{text}” phải là số kiểu 1234.5")


def _check_choices(choices: tuple[Choice, ...], path: str, reporter: Reporter) -> None:
    seen: set[str] = set()
    for number, choice in enumerate(choices):
        for text in {choice.key, choice.label.casefold()}:
            if text in seen:
                reporter.report(f"{path}.choices[{number}]", f"lựa chọn “{text}” viết hai lần")
            seen.add(text)


def _check_words(field: Field, path: str, reporter: Reporter) -> None:
    if field.max_words and field.min_words > field.max_words:
        reporter.report(f"{path}.min_words", "min_words lớn hơn max_words")
    if field.sentence and not _OWN_FIGURE.search(field.sentence):
        message = "câu phải có {value} hoặc {{bảng.dòng.cột}} ở chỗ đặt kết quả"
        reporter.report(f"{path}.sentence", message)


def _check_sentence_place(field: Field, path: str, names: KnownNames, reporter: Reporter) -> None:
    if not field.sentence_at:
        return
    target = names.field(field.sentence_at)
    if target is None and names.has_field(field.sentence_at):
        return
    if target is None or target.type != "narrative":
        message = f"“{field.sentence_at}” không phải là một trường văn bản (narrative)"
        reporter.report(f"{path}.sentence_at", message)


def _check_default(field: Field, path: str, reporter: Reporter) -> None:
    kind = CELL_TYPES.get(field.type)
    if not field.default or kind is None:
        return
    cell, problem = kind.parse_cell(field, field.default)
    if cell.state is CellState.INVALID:
        reporter.report(f"{path}.default", problem)


def _check_columns(field: Field, path: str, reporter: Reporter) -> None:
    built_in = {c.key for c in REGISTRY[field.type].column_specs(field)}
    seen = built_in - {column.key for column in field.columns}
    numbers = {column.key for column in field.columns if holds_number(column)}
    for number, column in enumerate(field.columns):
        place = f"{path}.columns[{number}]"
        _check_part_key(column, seen, place, reporter)
        what = f"cột kiểu {column.type}"
        _check_needed(column, COLUMN_NEEDED_KEYS.get(column.type, ()), place, what, reporter)
        _check_spec(column, place, reporter)
        for key in ("numerator", "denominator"):
            named = getattr(column, key)
            if named and named not in numbers:
                reporter.report(f"{place}.{key}", f"không có cột số “{named}” trong bảng")


def _check_part_key(part: Column | Row, seen: set[str], path: str, reporter: Reporter) -> None:
    if part.key in seen:
        reporter.report(f"{path}.key", f"khóa “{part.key}” viết hai lần trong bảng")
    elif part.key and not KEY_PATTERN.fullmatch(part.key):
        hint = "; thiếu years để thay {year}" if "{year}" in part.key else ""
        reporter.report(f"{path}.key", f"khóa “{part.key}” viết sai{hint}")
    elif part.key in RESERVED:
        reporter.report(f"{path}.key", f"“{part.key}” là từ riêng của ngôn ngữ công thức")
    seen.add(part.key)


def _check_rows(field: Field, path: str, outline: Outline, reporter: Reporter) -> None:
    seen = {column.key for column in field.columns}
    for number, row in enumerate(field.rows):
        place = f"{path}.rows[{number}]"
        _check_part_key(row, seen, place, reporter)
        if row.formula and row.kind != "total":
            reporter.report(f"{place}.formula", "chỉ dòng kind: total mới có công thức")
        check_kinds(row.applies_to, f"{place}.applies_to", outline, reporter)


def check_kinds(wanted: Iterable[str], path: str, outline: Outline, reporter: Reporter) -> None:
    for name in wanted:
        if not name.startswith(TAG) and name not in outline.unit_kinds:
            message = f"“{name}” không có trong unit_kinds; nhãn riêng thì ghi tag:{name}"
            reporter.report(path, message)
