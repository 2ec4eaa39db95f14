"""Expressions of an outline: written rightly, naming what exists, never going round in a circle."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from forms.expressions import ExpressionError, compile_expression
from forms.fields import ITEMS, total_formula
from forms.loading.names import MAX_CHAIN, KnownNames, circle
from forms.loading.reporting import Reporter
from forms.schema import Field, Outline, Section


def names_of(source: str) -> frozenset[str]:
    """The names of an expression; none for one that is written wrongly (reported elsewhere)."""
    try:
        return compile_expression(source).names() if source else frozenset()
    except ExpressionError:
        return frozenset()


def check_expression(
    source: str, path: str, knows: Callable[[str], bool], reporter: Reporter
) -> None:
    try:
        found = compile_expression(source).names()
    except ExpressionError as error:
        reporter.report(path, f"{error}: {source[:80]}")
        return
    for name in sorted(found):
        if not knows(name):
            reporter.report(path, f"công thức nhắc tới “{name}” nhưng đề cương không có")


def check_condition(source: str, path: str, names: KnownNames, reporter: Reporter) -> None:
    if source:
        check_expression(source, path, names.knows, reporter)


def check_formulas(field: Field, path: str, names: KnownNames, reporter: Reporter) -> None:
    """The expressions of one field and of its columns and rows."""
    columns = {column.key for column in field.columns}
    check_condition(field.show_if, f"{path}.show_if", names, reporter)
    check_condition(field.formula, f"{path}.formula", names, reporter)
    for number, check in enumerate(field.checks):
        if check.expression:
            place = f"{path}.checks[{number}].expression"
            check_expression(
                check.expression, place, lambda n: n in columns or names.knows(n), reporter
            )
    for number, column in enumerate(field.columns):
        if column.formula:
            place = f"{path}.columns[{number}].formula"
            check_expression(column.formula, place, columns.__contains__, reporter)
    rows = {row.key for row in field.rows if row.kind != "group"} | {ITEMS}
    for number, row in enumerate(field.rows):
        if row.formula:
            check_expression(
                row.formula, f"{path}.rows[{number}].formula", rows.__contains__, reporter
            )
    if field.columns:
        _check_own_circles(field, path, reporter)


def _check_own_circles(field: Field, path: str, reporter: Reporter) -> None:
    columns: dict[str, set[str]] = {
        column.key: {*names_of(column.formula), column.numerator, column.denominator} - {""}
        for column in field.columns
    }
    _report_circle(columns, f"{path}.columns", reporter)
    items = {row.key for row in field.rows if row.kind == "item"}
    rows: dict[str, set[str]] = {}
    for row in field.rows:
        if row.kind == "total":
            found = set(names_of(total_formula(row)))
            rows[row.key] = (found - {ITEMS}) | (items if ITEMS in found else set())
    _report_circle(rows, f"{path}.rows", reporter)


def check_circles(
    outline: Outline, paths: Mapping[str, str], names: KnownNames, reporter: Reporter
) -> None:
    """Formulas and conditions of fields: a field waits for all it names."""
    depends: dict[str, set[str]] = {}
    for field, conditions in _conditioned(outline):
        sources = (field.formula, field.show_if, *conditions)
        found = {name.split(".")[0] for source in sources for name in names_of(source)}
        depends[field.key] = {key for key in found if names.field(key) is not None}
    keys = circle(depends)
    if keys:
        _report_circle(depends, paths.get(keys[0], ""), reporter)


def _conditioned(outline: Outline) -> Iterator[tuple[Field, tuple[str, ...]]]:
    """Each field with the conditions of the sections it stands in."""

    def walk(section: Section, outer: tuple[str, ...]) -> Iterator[tuple[Field, tuple[str, ...]]]:
        conditions = (*outer, section.show_if) if section.show_if else outer
        for field in section.fields:
            yield field, conditions
        for child in section.sections:
            yield from walk(child, conditions)

    for section in outline.sections:
        yield from walk(section, ())


def _report_circle(depends: Mapping[str, set[str]], path: str, reporter: Reporter) -> None:
    keys = circle(depends)
    if len(keys) == 1:
        message = f"chuỗi công thức tới “{keys[0]}” dài quá {MAX_CHAIN} bước"
        reporter.report(path, message)
    elif keys:
        reporter.report(path, f"công thức, điều kiện đi vòng tròn: {' → '.join(keys)}")
