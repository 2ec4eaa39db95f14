from __future__ import annotations

from decimal import Decimal

from forms.fields import field_type
from forms.schema import Severity
from tests.forms.builders import a_field

RATIO = field_type("ratio")
CHOICES = field_type("choices")
FILES = field_type("attachment")


def test_a_ratio_keeps_both_numbers_and_computes_the_percentage() -> None:
    field = a_field("ratio", unit_of_measure="xã")
    value = RATIO.parse(field, {"num": "17", "den": "20"}).value
    assert value == {"parts": {"num": {"v": "17"}, "den": {"v": "20"}}}
    assert RATIO.display(field, value) == "17/20 xã (85%)"
    assert RATIO.numbers(field, value) == {"x": Decimal(85), "x.num": 17, "x.den": 20}


def test_a_percentage_is_not_taken_for_a_part() -> None:
    parsed = RATIO.parse(a_field("ratio"), {"num": "85%", "den": "20"})
    assert parsed.value == {"parts": {"num": {"raw": "85%"}, "den": {"v": "20"}}}
    assert len(parsed.problems) == 1


def test_half_a_ratio_is_partial_and_blocks() -> None:
    field = a_field("ratio")
    value = RATIO.parse(field, {"num": "17"}).value
    assert RATIO.state(field, value) == "partial"
    assert [f.severity for f in RATIO.validate(field, value)] == [Severity.BLOCK]


def test_a_numerator_above_its_denominator_warns() -> None:
    field = a_field("ratio")
    findings = RATIO.validate(field, RATIO.parse(field, {"num": "21", "den": "20"}).value)
    assert [(f.path, f.severity) for f in findings] == [("x", Severity.WARN)]


def test_a_ratio_over_zero_has_no_percentage() -> None:
    field = a_field("ratio")
    value = RATIO.parse(field, {"num": "0", "den": "0"}).value
    assert RATIO.display(field, value) == "0/0"
    assert RATIO.numbers(field, value)["x"] is None


def test_both_parts_of_a_ratio_are_figures() -> None:
    field = a_field("ratio")
    value = RATIO.parse(field, {"num": "3", "den": "kps"}).value
    found = {f.column_key: (f.number, f.state.value) for f in RATIO.figures(field, value)}
    assert found == {"num": (Decimal(3), "value"), "den": (None, "nil")}


def test_picks_are_kept_once_in_the_order_of_the_outline() -> None:
    field = a_field("choices")
    assert CHOICES.parse(field, ["kha", "tot", "kha", ""]).value == {"picks": ["tot", "kha"]}
    assert CHOICES.display(field, {"picks": ["tot", "kha"]}) == "Tốt; Khá"
    assert CHOICES.parse(field, ["la"]).problems


def test_a_pick_that_left_the_outline_blocks() -> None:
    findings = CHOICES.validate(a_field("choices"), {"picks": ["cu"]})
    assert [f.severity for f in findings] == [Severity.BLOCK]


def test_a_file_is_known_by_its_hash_and_kept_once() -> None:
    known = {"sha256": "a" * 64, "name": " Báo cáo.pdf ", "size": "12", "type": "application/pdf"}
    parsed = FILES.parse(a_field("attachment"), [known, known, {"sha256": "../etc"}])
    assert parsed.value == {
        "files": [
            {"sha256": "a" * 64, "name": "Báo cáo.pdf", "size": 12, "type": "application/pdf"}
        ]
    }
    assert len(parsed.problems) == 1
