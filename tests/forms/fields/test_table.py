from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from forms.fields import field_type
from forms.schema import Column, Required, Row, Severity
from forms.values import Json
from tests.forms.builders import a_field

TABLE = field_type("table")
FIELD = a_field("table")


def typed(**cells: str) -> Json:
    return TABLE.parse(FIELD, {key.replace("__", "."): text for key, text in cells.items()}).value


def test_only_typed_cells_of_known_rows_are_stored() -> None:
    value = typed(a__so="1.200", b__so="kps", cong__so="9", a__ty_le="5", la__so="1", a__la="2")
    assert value == {"rows": {"a": {"so": {"v": "1200"}}, "b": {"so": {"s": "nil"}}}}


def test_an_unreadable_cell_is_kept_and_named_by_row_and_column() -> None:
    parsed = TABLE.parse(FIELD, {"a.so": "nhiều"})
    assert parsed.value == {"rows": {"a": {"so": {"raw": "nhiều"}}}}
    assert parsed.problems[0].startswith("Dòng “Dòng A”, cột “Số”: ")
    (finding,) = TABLE.validate(FIELD, parsed.value)
    assert (finding.path, finding.severity) == ("x.a.so", Severity.BLOCK)


def test_columns_of_one_name_are_told_apart_by_their_group() -> None:
    columns = tuple(
        Column(key, "Đạt", "integer", group=(group,))
        for key, group in (("truoc", "Năm 2023"), ("nay", "Năm 2024"))
    )
    grouped = replace(FIELD, columns=columns, rows=(Row("a", "Dòng A"),))
    problems = TABLE.parse(grouped, {"a.nay": "nhiều"}).problems
    assert problems[0].startswith("Dòng “Dòng A”, cột “Năm 2024: Đạt”: ")
    stored = TABLE.parse(grouped, {"a.truoc": "1", "a.nay": "2"}).value
    assert TABLE.display(grouped, stored) == "Dòng A: Năm 2023: Đạt 1; Năm 2024: Đạt 2"


def test_changed_cells_leave_the_others_as_they_were() -> None:
    value = typed(a__so="1", b__so="2")
    changed = TABLE.merge_cells(FIELD, value, {"b.so": "", "a.chu": "mới", "la.so": "5"}).value
    assert changed == {"rows": {"a": {"so": {"v": "1"}, "chu": {"v": "mới"}}}}


def test_totals_ratios_and_formulas_are_computed_and_never_stored() -> None:
    value = typed(a__so="3", a__tien="4", b__so="1")
    computed = TABLE.computed(FIELD, value)["rows"]
    assert computed["a"]["ty_le"] == {"v": "75"}
    assert computed["a"]["gap_doi"] == {"v": "6"}
    assert computed["cong"] == {
        "so": {"v": "4"},
        "tien": {"v": "4"},
        "ty_le": {"v": "100"},
        "gap_doi": {"v": "8"},
    }
    assert "cong" not in value["rows"]
    assert "ty_le" not in value["rows"]["a"]


def test_a_total_of_nothing_is_blank_and_a_total_with_an_estimate_is_one() -> None:
    assert TABLE.computed(FIELD, {}) == {}
    computed = TABLE.computed(FIELD, typed(a__so="~3", b__so="1"))["rows"]
    assert computed["cong"]["so"] == {"v": "4", "e": 1}


def test_a_total_may_have_a_formula_over_rows_and_other_totals() -> None:
    rows = (
        Row("thu", "Thu"),
        Row("chi", "Chi"),
        Row("du", "Dư", kind="total", formula="thu - chi"),
        Row("gap", "Gấp", kind="total", formula="du * 2"),
    )
    field = a_field("table", columns=(Column("so", "Số", "integer"),), rows=rows)
    value = TABLE.parse(field, {"thu.so": "5", "chi.so": "2"}).value
    computed = TABLE.computed(field, value)["rows"]
    assert (computed["du"]["so"], computed["gap"]["so"]) == ({"v": "3"}, {"v": "6"})


def test_names_reach_cells_rows_columns_and_computed_ones() -> None:
    names = TABLE.numbers(FIELD, typed(a__so="3", a__tien="4", b__so="kps"))
    assert names["x.a.ty_le"] == Decimal(75)
    assert names["x.so"] == (Decimal(3), Decimal(0))
    assert names["x.cong.so"] == Decimal(3)
    assert set(names) == TABLE.names(FIELD)


def test_nothing_arose_in_the_whole_table_counts_as_zeros() -> None:
    names = TABLE.numbers(FIELD, {"s": "nil"})
    assert names["x.a.so"] == 0
    assert TABLE.state(FIELD, {"s": "nil"}) == "nil"
    assert TABLE.display(FIELD, {"s": "nil"}) == "Không phát sinh"


def test_only_typed_numbers_are_figures() -> None:
    figures = list(TABLE.figures(FIELD, typed(a__so="3", a__chu="x", b__tien="2,5")))
    assert [(f.row_key, f.column_key, f.number) for f in figures] == [
        ("a", "so", Decimal(3)),
        ("b", "tien", Decimal("2.5")),
    ]


def test_a_table_is_filled_when_the_asked_columns_are_or_all_when_none_is_asked() -> None:
    asked = (Column("so", "Số", "integer", required=Required.SOFT), Column("m", "M", "integer"))
    field = a_field("table", columns=asked)
    assert TABLE.state(field, {}) == "blank"
    half = TABLE.parse(field, {"a.so": "1"}).value
    whole = TABLE.parse(field, {"a.so": "1", "b.so": "0"}).value
    assert (TABLE.state(field, half), TABLE.state(field, whole)) == ("partial", "filled")
    assert TABLE.state(FIELD, typed(a__so="1")) == "partial"


def test_a_missing_cell_of_an_asked_column_is_found_once_the_table_is_begun() -> None:
    field = a_field("table", columns=(Column("so", "Số", "integer", required=Required.HARD),))
    findings = TABLE.validate(field, TABLE.parse(field, {"a.so": "1"}).value)
    assert [(f.path, f.severity) for f in findings] == [("x.b.so", Severity.BLOCK)]


def test_prose_of_text_columns_is_given_for_merging() -> None:
    assert list(TABLE.texts(FIELD, typed(a__chu="Đã làm", a__so="3"))) == ["Đã làm"]


def test_a_table_is_shown_line_by_line_with_its_total() -> None:
    shown = TABLE.display(FIELD, typed(a__so="3", b__so="kps"))
    assert shown.splitlines() == [
        "Dòng A: Số 3; Gấp đôi 6",
        "Dòng B: Số -; Gấp đôi 0",
        "Cộng: Số 3; Gấp đôi 6",
    ]
