"""Merge rules of a field and its columns: allowed for the type, with the options of the rule."""

from __future__ import annotations

from collections.abc import Callable

from forms.fields import COMMON_OPTIONS, NEEDED_OPTIONS, REGISTRY, RULE_OPTIONS
from forms.loading.names import KnownNames
from forms.loading.reporting import Reporter
from forms.schema import Field, MergeRule

_REFERENCES = ("numerator", "denominator", "weight", "date_field")


def check_merge(field: Field, path: str, names: KnownNames, reporter: Reporter) -> None:
    columns = {column.key for column in REGISTRY[field.type].column_specs(field)}
    place = f"{path}.merge"
    _check_rule(field.merge, field.type, place, names.has_field, reporter)
    for key in field.merge.options.get("key_columns", ()):
        if key not in columns:
            reporter.report(f"{place}.key_columns", f"không có cột “{key}”")
    for number, column in enumerate(field.columns):
        if column.merge is not None:
            place = f"{path}.columns[{number}].merge"
            _check_rule(
                column.merge,
                column.type,
                place,
                lambda key: key in columns or names.has_field(key),
                reporter,
            )


def _check_rule(
    rule: MergeRule,
    type_name: str,
    path: str,
    is_known: Callable[[str], bool],
    reporter: Reporter,
) -> None:
    allowed = REGISTRY[type_name].merges
    if rule.rule not in allowed:
        message = f"kiểu {type_name} không gộp bằng {rule.rule}; chọn {', '.join(allowed)}"
        reporter.report(path, message)
        return
    own = RULE_OPTIONS.get(rule.rule, ())
    for option in rule.options:
        if option not in (*own, *COMMON_OPTIONS):
            reporter.report(f"{path}.{option}", f"quy tắc {rule.rule} không có “{option}”")
    for option in NEEDED_OPTIONS.get(rule.rule, ()):
        if not rule.options.get(option):
            reporter.report(path, f"quy tắc {rule.rule} thiếu “{option}”")
    for option in _REFERENCES:
        key = rule.options.get(option)
        if key and option in own and not is_known(key):
            reporter.report(f"{path}.{option}", f"không có trường hoặc cột “{key}”")
