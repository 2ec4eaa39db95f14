from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from forms.fields import canonical, field_type
from forms.schema import Required, Severity
from forms.values import Json
from tests.forms.builders import a_field


def stored(type_name: str, text: str, **given: Any) -> Json:
    return field_type(type_name).parse(a_field(type_name, **given), text).value


@pytest.mark.parametrize(
    ("type_name", "text", "value"),
    [
        ("integer", "1.234", {"v": "1234"}),
        ("integer", "007", {"v": "7"}),
        ("integer", "0", {"v": "0"}),
        ("integer", "", {}),
        ("integer", "  ", {}),
        ("integer", "ước 1.200", {"v": "1200", "e": 1}),
        ("integer", "~1200", {"v": "1200", "e": 1}),
        ("integer", "-", {"s": "nil"}),
        ("integer", "–", {"s": "nil"}),
        ("integer", "KPS", {"s": "nil"}),
        ("integer", "không phát sinh", {"s": "nil"}),
        ("integer", "ksl", {"s": "no_data"}),
        ("integer", "X", {"s": "not_applicable"}),
        ("integer", "abc", {"raw": "abc"}),
        ("integer", "1,5", {"raw": "1,5"}),
        ("integer", "9999999999999", {"v": "9999999999999"}),
        ("integer", "10.000.000.000.000", {"raw": "10.000.000.000.000"}),
        ("decimal", "1.234,5", {"v": "1234.5"}),
        ("decimal", "-2,50", {"v": "-2.5"}),
        ("decimal", "0,12345", {"raw": "0,12345"}),
        ("decimal", "5%", {"raw": "5%"}),
        ("date", "9/5/2024", {"v": "2024-05-09"}),
        ("date", "31/2/2024", {"raw": "31/2/2024"}),
        ("date", "kps", {"s": "nil"}),
        ("yes_no", "có", {"v": "yes"}),
        ("yes_no", "no", {"v": "no"}),
        ("choice", "kha", {"v": "kha"}),
        ("choice", "TỐT", {"v": "tot"}),
        ("choice", "kém", {"raw": "kém"}),
        ("short_text", "  =1+1 ", {"v": "=1+1"}),
        ("short_text", "-", {"v": "-"}),
        ("narrative", "<b>Đảng ủy</b>", {"v": "<b>Đảng ủy</b>"}),
    ],
)
def test_what_is_typed_is_stored_in_its_one_shape(type_name: str, text: str, value: Json) -> None:
    assert stored(type_name, text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,2 tỷ", {"v": "1200"}),
        ("1,2 tỷ đồng", {"v": "1200"}),
        ("500 nghìn", {"v": "0.5"}),
        ("1.500.000 đồng", {"v": "1.5"}),
        ("ước 3 triệu", {"v": "3", "e": 1}),
        ("12,5", {"v": "12.5"}),
        ("1 đồng", {"raw": "1 đồng"}),
        ("99.999.999.999 tỷ", {"raw": "99.999.999.999 tỷ"}),
    ],
)
def test_money_typed_with_its_unit_is_converted_exactly_or_kept_as_typed(
    text: str, value: Json
) -> None:
    assert stored("money", text) == value


def test_a_percentage_may_be_typed_only_where_percent_is_the_unit_of_measure() -> None:
    assert stored("decimal", "78,5%", unit_of_measure="%") == {"v": "78.5"}
    assert stored("decimal", "78,5%", unit_of_measure="người") == {"raw": "78,5%"}


def test_what_cannot_be_read_is_kept_and_the_problem_says_what_to_do() -> None:
    parsed = field_type("integer").parse(a_field("integer"), "mười hai lớp")
    assert parsed.value == {"raw": "mười hai lớp"}
    assert len(parsed.problems) == 1
    finding = field_type("integer").validate(a_field("integer"), parsed.value)[0]
    assert finding.severity is Severity.BLOCK
    assert finding.message == parsed.problems[0]


@pytest.mark.parametrize(
    ("required", "severity"), [(Required.HARD, Severity.BLOCK), (Required.SOFT, Severity.WARN)]
)
def test_a_missing_answer_blocks_or_warns_as_the_outline_says(
    required: Required, severity: Severity
) -> None:
    findings = field_type("integer").validate(a_field("integer", required=required), {})
    assert [finding.severity for finding in findings] == [severity]
    assert not field_type("integer").validate(a_field("integer", required=Required.NO), {})


def test_a_required_narrative_takes_nil_only_where_the_outline_allows_it() -> None:
    kind, nil = field_type("narrative"), {"s": "nil"}
    hard = a_field("narrative", required=Required.HARD)
    assert kind.validate(hard, nil)[0].severity is Severity.BLOCK
    assert not kind.validate(a_field("narrative", required=Required.HARD, allow_nil=True), nil)


@pytest.mark.parametrize(
    ("type_name", "text", "bounds"),
    [
        ("integer", "5", {"min_value": "6"}),
        ("integer", "5", {"max_value": "4"}),
        ("date", "9/5/2024", {"min_value": "2024-05-10"}),
        ("date", "9/5/2024", {"max_value": "2024-05-08"}),
    ],
)
def test_a_value_outside_its_bounds_blocks(
    type_name: str, text: str, bounds: dict[str, str]
) -> None:
    field = a_field(type_name, **bounds)
    kind = field_type(type_name)
    findings = kind.validate(field, kind.parse(field, text).value)
    assert [finding.severity for finding in findings] == [Severity.BLOCK]


def test_too_few_or_too_many_words_only_warn() -> None:
    kind = field_type("narrative")
    field = a_field("narrative", min_words=3, max_words=4)
    assert not kind.validate(field, {"v": "Ba từ đây."})
    for text in ("Hai từ.", "Sáu từ thì là quá nhiều."):
        assert [f.severity for f in kind.validate(field, {"v": text})] == [Severity.WARN]


@pytest.mark.parametrize(
    ("type_name", "value", "shown"),
    [
        ("integer", {"v": "1234567"}, "1.234.567 hộ"),
        ("integer", {"v": "1200", "e": 1}, "ước 1.200 hộ"),
        ("integer", {"s": "nil"}, "Không phát sinh"),
        ("integer", {}, ""),
        ("decimal", {"v": "1234.5"}, "1.234,5 hộ"),
        ("integer", {"raw": "abc"}, "abc"),
    ],
)
def test_numbers_are_shown_the_vietnamese_way(type_name: str, value: Json, shown: str) -> None:
    field = a_field(type_name, unit_of_measure="hộ")
    assert field_type(type_name).display(field, value) == shown


def test_dates_choices_and_yes_no_are_shown_in_words() -> None:
    assert field_type("date").display(a_field("date"), {"v": "2024-05-09"}) == "9/5/2024"
    assert field_type("yes_no").display(a_field("yes_no"), {"v": "no"}) == "Không"
    assert field_type("choice").display(a_field("choice"), {"v": "tot"}) == "Tốt"


def test_figures_carry_number_state_and_estimate() -> None:
    kind, field = field_type("integer"), a_field("integer")
    (figure,) = kind.figures(field, {"v": "12", "e": 1})
    assert (figure.number, figure.estimated) == (Decimal(12), True)
    (figure,) = kind.figures(field, {"s": "nil"})
    assert (figure.number, figure.state.value) == (None, "nil")
    assert not list(kind.figures(field, {}))


def test_one_number_has_one_stored_text() -> None:
    for number in ("1.50", "1.5", "15E-1"):
        assert canonical(Decimal(number)) == "1.5"
    assert canonical(Decimal("-0.00")) == "0"
    assert canonical(Decimal("1E+3")) == "1000"
