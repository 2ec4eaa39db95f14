from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.errors import OutlineError
from forms.loading import load_outline, outline_source_hash
from forms.schema import MergeRule, Required, Severity
from tests.forms.builders import loaded

HEAD = "id: thu\nversion: 1\ntitle: Thử\nkind: dinh_ky\n"


def faults(text: str) -> list[str]:
    with pytest.raises(OutlineError) as error:
        load_outline(text, "thu.yaml")
    return [str(problem) for problem in error.value.problems]


def field_faults(fields: str) -> list[str]:
    """Problems of an outline whose one section has these fields; their lines start at 10."""
    with pytest.raises(OutlineError) as error:
        loaded(fields)
    return [f"{p.line}: {p.path}: {p.message}" for p in error.value.problems]


def test_a_field_gets_its_defaults_and_an_exact_line() -> None:
    field = loaded("- {key: a, type: integer, label: Số}\n").field("a")
    assert field.required is Required.SOFT
    assert field.merge == MergeRule("sum")
    assert field.line == 10


def test_no_is_a_word_and_not_a_boolean() -> None:
    field = loaded("- {key: a, type: yes_no, label: Có, required: no, default: no}").field("a")
    assert (field.required, field.default) == (Required.NO, "no")


def test_merge_options_stand_beside_rule_and_period() -> None:
    field = loaded(
        "- {key: a, type: integer, label: Số, merge: {rule: top_n, period: sum_periods, n: 3}}"
    ).field("a")
    assert field.merge == MergeRule("top_n", "sum_periods", {"n": 3})


def test_checks_warn_unless_they_block() -> None:
    checks = (
        loaded(
            "- key: a\n  type: integer\n  label: Số\n  checks:\n"
            "    - {expression: a > 1, message: M}\n"
            "    - {expression: a > 2, message: N, severity: block}\n"
        )
        .field("a")
        .checks
    )
    assert [check.severity for check in checks] == [Severity.WARN, Severity.BLOCK]


def test_every_problem_is_reported_at_once_with_file_line_and_key_path() -> None:
    text = (
        "id: Thử\n"
        "version: một\n"
        "title: T\n"
        "kind: khac\n"
        "sections:\n"
        "  - key: muc\n"
        "    heading: M\n"
        "    applies_to: xa\n"
        "    fields:\n"
        "      - {key: a, type: integer, label: A, merge: text_cluster}\n"
        "      - {key: a, type: la, label: B}\n"
        "      - {key: c, typ: integer, label: C}\n"
    )
    found = faults(text)
    starts = [
        "thu.yaml:1: id: ",
        "thu.yaml:2: version: ",
        "thu.yaml:4: kind: ",
        "thu.yaml:8: sections[0].applies_to: ",
        "thu.yaml:10: sections[0].fields[0].merge: ",
        "thu.yaml:11: sections[0].fields[1].type: ",
        "thu.yaml:12: sections[0].fields[2].typ: ",
    ]
    for start in starts:
        assert any(item.startswith(start) for item in found), (start, found)
    assert any("có phải “type”?" in item for item in found)


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ("- {key: a, type: integer}", "thiếu khóa “label”"),
        ("- {key: A-b, type: integer, label: A}", "chữ thường không dấu"),
        ("- {key: sum, type: integer, label: A}", "từ riêng"),
        ("- {key: in, type: integer, label: A}", "từ riêng"),
        ("- {key: a, type: date, label: A, places: 2}", "kiểu date không có khóa “places”"),
        ("- {key: a, type: decimal, label: A, places: 7}", "places từ 0 đến 4"),
        ("- {key: a, type: money, label: A}", "thiếu khóa “unit_of_measure”"),
        ("- {key: a, type: money, label: A, unit_of_measure: đô la}", "đơn vị tiền"),
        ("- {key: a, type: choice, label: A}", "thiếu khóa “choices”"),
        ("- {key: a, type: recommendations, label: A}", "thiếu khóa “choices”"),
        ("- {key: a, type: integer, label: A, default: nhiều}", ".default: "),
        ("- {key: a, type: integer, label: A, min_value: '1.234,5'}", ".min_value: "),
        ("- {key: a, type: date, label: A, min_value: 9/5/2024}", ".min_value: "),
        ("- {key: a, type: integer, label: A, prefill: hom_qua}", ".prefill: "),
        ("- {key: a, type: integer, label: A, sentence: Có nhiều.}", "{value}"),
        ("- {key: a, type: integer, label: A, sentence_at: b}", ".sentence_at: “b” không"),
        ("- {key: a, type: integer, label: A, sentence_at: a}", ".sentence_at: “a” không"),
        ("- {key: a, type: integer, label: A, allow_nil: yes}", "true hoặc false"),
        ("- {key: a, type: integer, label: A, show_if: b > 1}", "nhắc tới “b”"),
        ("- {key: a, type: integer, label: A, show_if: a > 1}", "vòng tròn"),
        ("- {key: a, type: computed, label: A}", "thiếu khóa “formula”"),
        ("- {key: a, type: computed, label: A, formula: a ** 2}", "Pow"),
        ("- {key: a, type: integer, label: A, merge: {rule: weighted_mean}}", "thiếu “weight”"),
        (
            "- {key: a, type: integer, label: A, merge: {rule: weighted_mean, weight: b}}",
            "không có trường hoặc cột “b”",
        ),
        ("- {key: a, type: integer, label: A, merge: {rule: sum, n: 1}}", "không có “n”"),
        (
            "- {key: a, type: integer, label: A, checks: [{expression: b.c > 1, message: M}]}",
            "checks[0].expression: công thức nhắc tới “b.c”",
        ),
        ("- {key: a, type: table, label: A, columns: []}", "thiếu khóa “rows”"),
        (
            "- {key: a, type: choice, label: A, choices: [{key: x, label: X}, {key: x, label: Y}]}",
            "viết hai lần",
        ),
    ],
)
def test_a_fault_of_a_field_is_named(fields: str, word: str) -> None:
    found = field_faults(fields)
    assert any(word in item for item in found), found


TABLE = """
- key: t
  type: table
  label: Bảng
  columns:
    - {key: a, label: A, type: integer}
    - %s
  rows:
    - {key: r, label: R}
    - %s
"""
COLUMN, ROW = "{key: b, label: B, type: integer}", "{key: s, label: S, kind: total}"


def test_the_plain_table_of_these_tests_loads() -> None:
    assert len(loaded(TABLE % (COLUMN, ROW)).field("t").columns) == 2


@pytest.mark.parametrize(
    ("column", "row", "place"),
    [
        ("{key: a, label: B, type: integer}", ROW, "15: sections[0].fields[0].columns[1].key: "),
        ("{key: r, label: B, type: integer}", ROW, "17: sections[0].fields[0].rows[0].key: "),
        ("{key: 'b_{year}', label: B, type: integer}", ROW, "columns[1].key: "),
        ("{key: b, label: B, type: table}", ROW, "columns[1].type: "),
        ("{key: b, label: B, type: choice}", ROW, "columns[1]: "),
        ("{key: b, label: B, type: ratio, numerator: a, denominator: z}", ROW, ".denominator: "),
        ("{key: b, label: B, type: computed, formula: a + z}", ROW, "columns[1].formula: "),
        ("{key: b, label: B, type: computed, formula: b + a}", ROW, "columns: "),
        ("{key: b, label: B, type: integer, merge: text_cluster}", ROW, "columns[1].merge: "),
        ("{key: b, label: B, type: integer, formula: a}", ROW, "columns[1].formula: "),
        (COLUMN, "{key: s, label: S, kind: total, formula: s + r}", "rows: "),
        (COLUMN, "{key: s, label: S, kind: total, formula: a}", "rows[1].formula: "),
        (COLUMN, "{key: s, label: S, formula: r}", "rows[1].formula: "),
        (COLUMN, "{key: s, label: S, applies_to: la}", "rows[1].applies_to: "),
    ],
)
def test_a_fault_of_a_table_is_named(column: str, row: str, place: str) -> None:
    found = field_faults(TABLE % (column, row))
    assert any(place in item for item in found), found


def test_formulas_that_go_round_in_a_circle_are_refused() -> None:
    found = field_faults(
        "- {key: a, type: computed, label: A, formula: b + 1}\n"
        "- {key: b, type: integer, label: B, show_if: a > 1}\n"
    )
    assert any("vòng tròn" in item for item in found)


def test_a_chain_of_formulas_too_long_to_follow_is_refused() -> None:
    lines = ["- {key: f0, type: integer, label: A}"]
    lines += [
        f"- {{key: f{n}, type: computed, label: A, formula: f{n - 1} + 1}}" for n in range(1, 60)
    ]
    found = field_faults("\n".join(lines))
    assert any("bước" in item for item in found)


def test_a_field_that_could_not_be_read_is_not_missed_by_its_formulas() -> None:
    found = field_faults(
        "- {key: a, type: la, label: A}\n- {key: b, type: computed, label: B, formula: a + 1}\n"
    )
    assert len(found) == 1


@pytest.mark.parametrize("text", ["", "# không có gì\n", "- a\n", "chữ", "a: b: c", "\x00"])
def test_what_is_no_outline_at_all_is_refused(text: str) -> None:
    assert faults(text)


@given(st.text(max_size=200))
def test_any_text_is_either_loaded_or_refused_with_problems(text: str) -> None:
    with pytest.raises(OutlineError) as error:
        load_outline(text, "x")
    assert error.value.problems


@given(st.text(alphabet="abk: -\n[]{}?|>!&*'\"#%,é1", max_size=60))
def test_whatever_stands_in_the_sections_is_refused_with_problems(text: str) -> None:
    with pytest.raises(OutlineError) as error:
        load_outline(f"{HEAD}sections:\n  - {text}", "x")
    assert error.value.problems


def test_the_hash_does_not_depend_on_line_ends() -> None:
    assert outline_source_hash("a\r\nb") == outline_source_hash("a\nb")
    assert outline_source_hash("a") != outline_source_hash("b")


def test_recommendations_address_whom_the_outline_names() -> None:
    text = (
        f"{HEAD}addressees: [{{key: tinh, label: Tỉnh ủy}}]\nsections:\n  - key: m\n"
        "    heading: M\n    fields: [{key: a, type: recommendations, label: A}]\n"
    )
    assert [c.key for c in load_outline(text, "x").field("a").choices] == ["tinh"]
