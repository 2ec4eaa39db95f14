from __future__ import annotations

import pytest

from forms.answers import Answers
from forms.fields import FieldType, Finding, field_type
from forms.schema import Check, Field, Required, Severity
from forms.validation import validate_report, validate_section
from forms.values import Json
from tests.forms.builders import a_field, a_section, an_outline


def findings(field: Field, value: Json, **others: Json) -> list[Finding]:
    rest = [a_field("integer", key, required=Required.NO) for key in others]
    outline = an_outline(a_section(field, *rest))
    return list(validate_report(Answers(outline, {field.key: value, **others})))


def checked(type_name: str, expression: str, severity: Severity = Severity.BLOCK) -> Field:
    check = Check(expression, "Hãy kiểm tra lại.", severity)
    return a_field(type_name, required=Required.NO, checks=(check,))


def test_a_check_that_fails_is_found_with_its_section_and_field() -> None:
    (found,) = findings(checked("integer", "x <= dan_so"), {"v": "5"}, dan_so={"v": "4"})
    message = "Hãy kiểm tra lại. (Đang là 5 và 4.)"
    assert found == Finding("x", message, Severity.BLOCK, "muc", "x")


@pytest.mark.parametrize(
    ("expression", "amounts"),
    [
        ("x + dan_so == tong", " (Đang là 1.234,5 và 12.)"),
        ("x * 0.00001 == tong", " (Đang là 0,0123 và 12.)"),
        ("x + 1 == tong or x == 0", ""),
        ("x < 5 and dan_so < 2", ""),
    ],
)
def test_a_failed_comparison_says_the_two_numbers(expression: str, amounts: str) -> None:
    others: dict[str, Json] = {"dan_so": {"v": "4.5"}, "tong": {"v": "12"}}
    (found,) = findings(checked("integer", expression), {"v": "1230"}, **others)
    assert found.message == f"Hãy kiểm tra lại.{amounts}"


def test_a_check_with_an_unknown_operand_does_not_fail() -> None:
    field = checked("integer", "x <= dan_so")
    assert not findings(field, {"v": "5"}, dan_so={})
    assert not findings(field, {}, dan_so={"v": "1"})
    assert findings(field, {"raw": "5 lớp"})[0].message != "Hãy kiểm tra lại."


def test_a_check_may_ask_for_an_answer_when_another_was_given() -> None:
    field = checked("integer", "filled(x) or dan_so == 0")
    assert findings(field, {}, dan_so={"v": "1"})
    assert not findings(field, {}, dan_so={"v": "0"})


def test_a_check_naming_columns_is_made_row_by_row() -> None:
    field = checked("table", "so <= tien", Severity.WARN)
    rows = {
        "a": {"so": {"v": "5"}, "tien": {"v": "4"}},
        "b": {"so": {"v": "1"}, "tien": {"v": "9"}},
    }
    (found,) = findings(field, {"rows": rows})
    assert (found.path, found.severity) == ("x.a", Severity.WARN)
    assert found.message == "Dòng “Dòng A”: Hãy kiểm tra lại. (Đang là 5 và 4.)"


def test_the_rows_of_a_table_are_read_once_for_all_its_checks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kind, reads = field_type("table"), []
    read = type(kind).rows

    def counted(self: FieldType, field: Field, value: Json) -> object:
        reads.append(field.key)
        return read(self, field, value)

    monkeypatch.setattr(type(kind), "rows", counted)
    rules = ("so <= tien", "so > 9", "tien > 9")
    checks = tuple(Check(rule, rule, Severity.WARN) for rule in rules)
    field = a_field("table", required=Required.NO, checks=checks)
    found = findings(field, {"rows": {"a": {"so": {"v": "5"}, "tien": {"v": "4"}}}})
    of_row = [item.message for item in found if item.path == "x.a"]
    amounts = ("5 và 4", "5", "4")
    assert of_row == [
        f"Dòng “Dòng A”: {rule} (Đang là {amount}.)"
        for rule, amount in zip(rules, amounts, strict=True)
    ]
    assert reads == ["x"]


def test_a_check_by_rows_may_use_other_answers_and_computed_cells() -> None:
    field = checked("table", "gap_doi <= dan_so")
    rows = {"a": {"so": {"v": "5"}}}
    found = findings(field, {"rows": rows}, dan_so={"v": "9"})
    assert [item.path for item in found] == ["x.a", "x.cong"]


def test_a_check_by_rows_works_in_lists() -> None:
    field = checked("list", "so > 0")
    items = [{"id": "r4", "cells": {"so": {"v": "0"}}}, {"id": "r5", "cells": {"so": {"v": "1"}}}]
    (found,) = findings(field, {"items": items})
    assert (found.path, found.message) == ("x.r4", "Dòng 1: Hãy kiểm tra lại. (Đang là 0.)")


def test_a_formula_field_is_checked_and_never_missing() -> None:
    field = a_field(
        "computed",
        formula="a * 2",
        required=Required.NO,
        checks=(Check("x < 10", "Quá nhiều.", Severity.WARN),),
    )
    assert [f.message for f in findings(field, {}, a={"v": "5"})] == ["Quá nhiều. (Đang là 10.)"]
    assert not findings(field, {}, a={})


def test_what_is_not_asked_of_the_unit_is_not_validated() -> None:
    hard = a_field("integer", required=Required.HARD)
    section = a_section(hard, applies_to=("xa",))
    outline = an_outline(section)
    assert validate_section(section, Answers(outline, {}, "xa"))
    assert not validate_section(section, Answers(outline, {}, "phong_ban"))


def test_an_optional_section_does_not_warn_about_what_is_left_out() -> None:
    soft, hard = a_field("integer", "s"), a_field("integer", "h", required=Required.HARD)
    section = a_section(soft, hard, optional=True)
    found = validate_section(section, Answers(an_outline(section), {}))
    assert [finding.path for finding in found] == ["h"]


def test_nothing_arose_satisfies_a_required_table_that_allows_it() -> None:
    field = a_field("table", required=Required.HARD, allow_nil=True)
    assert not findings(field, {"s": "nil"})
    assert findings(field, {})[0].severity is Severity.BLOCK
