from __future__ import annotations

from decimal import Decimal

import pytest

from forms.answers import Answers
from forms.fields import field_type
from forms.schema import FilledBy, Row, Section
from forms.values import Json
from tests.forms.builders import COLUMNS, a_field, a_section, an_outline

A = a_field("integer", "a")
B = a_field("integer", "b")
ON = a_field("yes_no", "co")


def shown_keys(answers: Answers) -> list[str]:
    return [field.key for _, field in answers.applicable_fields()]


def test_a_section_is_asked_of_the_kinds_and_tags_it_names_with_all_below_it() -> None:
    below = a_section(A, key="duoi")
    outline = an_outline(
        Section("tren", "T", applies_to=("xa", "tag:hoc_tap"), sections=(below,)),
        a_section(B, key="khac"),
    )
    for kind, tags, keys in [
        ("xa", (), ["a", "b"]),
        ("phong_ban", ("hoc_tap",), ["a", "b"]),
        ("phong_ban", ("xa",), ["b"]),
        ("", (), ["b"]),
    ]:
        answers = Answers(outline, {}, kind, tags)
        assert shown_keys(answers) == keys
        assert answers.applies(below) is ("a" in keys)


@pytest.mark.parametrize(("value", "shown"), [("yes", True), ("no", False), (None, False)])
def test_a_condition_shows_only_when_it_is_true(value: str | None, shown: bool) -> None:
    hidden = a_field("integer", "a", show_if="co")
    outline = an_outline(a_section(ON, hidden))
    values: dict[str, Json] = {"co": {"v": value}} if value else {}
    assert Answers(outline, values).shown(hidden) is shown


def test_conditions_may_look_at_the_unit() -> None:
    field = a_field("integer", "a", show_if='unit.kind == "xa" and has(unit.tags, "moi")')
    outline = an_outline(a_section(field))
    assert Answers(outline, {}, "xa", ("moi",)).shown(field)
    assert not Answers(outline, {}, "xa").shown(field)


def test_an_answer_that_is_hidden_now_counts_in_no_formula() -> None:
    hidden = a_field("integer", "a", show_if="co")
    total = a_field("computed", "t", formula="a + b")
    outline = an_outline(a_section(ON, hidden, B, total))
    values: dict[str, Json] = {"co": {"v": "yes"}, "a": {"v": "2"}, "b": {"v": "3"}}
    assert Answers(outline, values).value("t") == {"v": "5"}
    assert Answers(outline, {**values, "co": {"v": "no"}}).value("t") == {}


def test_what_the_office_fills_in_is_asked_of_the_office_only() -> None:
    office = a_field("integer", "a", filled_by=FilledBy.OFFICE)
    part = a_section(B, key="phan", filled_by=FilledBy.OFFICE)
    outline = an_outline(a_section(office, ON), part)
    assert shown_keys(Answers(outline, {})) == ["co"]
    assert shown_keys(Answers(outline, {}, filled_by=FilledBy.OFFICE)) == ["a", "b"]


def test_rows_that_do_not_apply_are_not_asked() -> None:
    rows = (Row("a", "A", applies_to=("xa",)), Row("b", "B"))
    table = a_field("table", "t", rows=rows)
    outline = an_outline(a_section(table))
    asked = Answers(outline, {}, "phong_ban").asked(table)
    assert [row.key for row in asked.rows] == ["b"]
    assert Answers(outline, {}, "xa").asked(table) is table


def test_formulas_may_use_formulas_and_cells_of_tables() -> None:
    outline = an_outline(
        a_section(
            a_field("computed", "d", formula="c * 2"),
            a_field("computed", "c", formula="t.cong.so + sum(t.so)"),
            a_field("table", "t", columns=COLUMNS),
        )
    )
    table = {"rows": {"a": {"so": {"v": "1"}}, "b": {"so": {"v": "2"}}}}
    answers = Answers(outline, {"t": table})
    assert answers.value("d") == {"v": "12"}
    assert answers.namespace()["d"] == Decimal(12)
    assert answers.value("t")["rows"]["cong"]["so"] == {"v": "3"}
    assert answers.stored("t") == table


def test_the_namespace_holds_every_name_of_every_field() -> None:
    outline = an_outline(a_section(A, a_field("ratio", "r"), a_field("list", "l")))
    names = set(Answers(outline, {}).namespace())
    wanted = {"unit.kind", "unit.tags"}
    for _, field in outline.fields():
        wanted |= field_type(field.type).names(field)
    assert names == wanted


def test_a_circle_that_escaped_the_loader_ends() -> None:
    outline = an_outline(
        a_section(
            a_field("computed", "a", formula="b + 1"), a_field("computed", "b", formula="a + 1")
        )
    )
    assert Answers(outline, {}).value("a") == {}


def test_an_unknown_key_is_an_error_and_an_odd_stored_shape_is_blank() -> None:
    answers = Answers(an_outline(a_section(A)), {"a": ["x"]})  # type: ignore[dict-item]
    assert answers.value("a") == {}
    with pytest.raises(KeyError):
        answers.value("la")
