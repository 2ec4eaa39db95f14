"""Versions in words, and answers carried from one definition to another."""

from __future__ import annotations

from dataclasses import fields as attributes
from dataclasses import replace
from typing import Any

import pytest

from forms.editing import (
    DifferenceKind,
    Step,
    add_field,
    archive_field,
    archive_section,
    change_field,
    change_section,
    change_type,
    compare_outlines,
    convert_answer,
    move_field,
    move_section,
    needs_conversion,
)
from forms.editing.difference_words import changed_properties
from forms.schema import Choice, Column, Field, MergeRule, Outline, Required, Row
from tests.forms.builders import CHOICES, a_field
from tests.forms.editing.test_any_edits import SMALL


def told(changed: Outline) -> list[tuple[DifferenceKind, str]]:
    return [(item.kind, item.words) for item in compare_outlines(SMALL, changed)]


def test_the_same_outline_has_no_differences() -> None:
    assert compare_outlines(SMALL, SMALL) == ()


def test_what_is_added_and_taken_out_is_named_with_its_place() -> None:
    added, _ = add_field(archive_field(SMALL, "nguyen_nhan"), "so_lieu", "Số chi bộ", "integer")
    assert told(added) == [
        (DifferenceKind.ADDED, "“Số chi bộ (số nguyên)” ở mục “Số liệu chung”."),
        (
            DifferenceKind.REMOVED,
            "“Nguyên nhân (văn bản nhiều đoạn)” ở mục “Sự lãnh đạo của Đảng”.",
        ),
    ]


def test_a_section_is_taken_out_as_one_with_all_in_it() -> None:
    assert told(archive_section(SMALL, "phan_2")) == [
        (DifferenceKind.REMOVED, "Mục “KIẾN NGHỊ” (1 nội dung)."),
    ]


def test_rewording_says_both_wordings() -> None:
    changed = change_section(SMALL, "so_lieu", heading="Số liệu cơ bản")
    assert told(changed) == [
        (
            DifferenceKind.REWORDED,
            "Mục “Số liệu chung”: tiêu đề: “Số liệu chung” → “Số liệu cơ bản”.",
        )
    ]


def test_types_places_and_rules_are_told_apart() -> None:
    changed = change_type(SMALL, "xep_loai", "short_text")
    changed = move_field(changed, "nguyen_nhan", Step.IN)
    changed = change_field(changed, "dan_so", allow_nil=True)
    assert [kind for kind, _ in told(changed)] == [
        DifferenceKind.TYPE,
        DifferenceKind.PARTS,
        DifferenceKind.PARTS,
        DifferenceKind.MOVED,
        DifferenceKind.RULE,
        DifferenceKind.RULE,
    ]


def test_a_changed_order_names_what_was_moved() -> None:
    kinds = told(move_section(SMALL, "so_lieu", Step.UP))
    assert [kind for kind, _ in kinds] == [DifferenceKind.MOVED]


MONEY = a_field("money")
TABLE = Field("b", "table", "Bảng", columns=(Column("so", "Số", "integer"),), rows=(Row("a", "A"),))


@pytest.mark.parametrize(
    ("old", "new", "value", "wanted", "lost"),
    [
        (a_field("integer"), a_field("narrative"), {"v": "1234"}, {"v": "1.234"}, ""),
        (a_field("narrative"), a_field("integer"), {"v": "1.234"}, {"v": "1234"}, ""),
        (a_field("narrative"), a_field("integer"), {"v": "Nhiều"}, {}, "Nhiều"),
        (a_field("narrative"), a_field("integer"), {"s": "nil"}, {"s": "nil"}, ""),
        (
            MONEY,
            a_field("money", unit_of_measure="nghìn đồng"),
            {"v": "1.5"},
            {"v": "1500"},
            "",
        ),
        (
            a_field("choice"),
            a_field("choice", choices=(Choice("tot", "Rất tốt"),)),
            {"v": "kha"},
            {},
            "Khá",
        ),
        (
            a_field("choices"),
            a_field("choices", choices=CHOICES[:1]),
            {"picks": ["tot", "kha"]},
            {"picks": ["tot"]},
            "Khá",
        ),
        (
            a_field("ratio"),
            a_field("integer"),
            {"parts": {"num": {"v": "1"}, "den": {"v": "2"}}},
            {},
            "1/2",
        ),
        (
            TABLE,
            Field(
                "b", "table", "Bảng", columns=(Column("so", "Số", "date"),), rows=(Row("a", "A"),)
            ),
            {"rows": {"a": {"so": {"v": "3"}, "cu": {"v": "x"}}}},
            {"rows": {"a": {"cu": {"v": "x"}}}},
            "A – Số: 3",
        ),
    ],
)
def test_answers_are_carried_over_or_said_to_be_lost(
    old: Field, new: Field, value: dict[str, Any], wanted: dict[str, Any], lost: str
) -> None:
    assert needs_conversion(old, new)
    converted = convert_answer(old, new, value)
    assert converted.value == wanted
    assert lost in converted.lost
    assert bool(converted.lost) == bool(lost)


def test_rewording_and_new_columns_need_no_conversion() -> None:
    reworded = Field("b", "table", "Khác", columns=(*TABLE.columns, Column("x", "X", "date")))
    assert not needs_conversion(TABLE, reworded)
    assert convert_answer(TABLE, reworded, {"rows": {"a": {"so": {"v": "3"}}}}).lost == ""


def test_options_limits_and_years_are_said_one_by_one() -> None:
    sixty = MergeRule("sum", options={"missing": "0.6"})
    changed = change_field(SMALL, "dan_so", merge=sixty)
    assert told(changed) == [
        (
            DifferenceKind.RULE,
            "“Dân số”: cách ghép: cộng dồn, bản mới nhất → "
            "cộng dồn, bản mới nhất (cần có số của bao nhiêu đơn vị: 0.6).",
        )
    ]
    table = SMALL.field("quy")
    limited = (replace(table.columns[0], max_value="900", width=30), *table.columns[1:])
    changed = change_field(SMALL, "quy", columns=limited, years=(2024, 2025))
    assert [words for _, words in told(changed)] == [
        "“Quỹ khuyến học”: hỏi theo các năm: (không có) → 2024; 2025.",
        "“Quỹ khuyến học”: cột “Năm 2024”: lớn nhất: (không có) → “900”; "
        "bề rộng khi in: (không có) → “30”.",
    ]


@pytest.mark.parametrize("name", [item.name for item in attributes(Column) if item.name != "key"])
def test_no_change_of_a_column_goes_unsaid(name: str) -> None:
    """Every attribute has its words: an empty list of changes would be no news."""
    before = Column("a", "A", "integer")
    values = {"merge": MergeRule("max"), "required": Required.HARD, "places": 1, "width": 1}
    value = values.get(name, ("x",) if name in ("group", "choices") else "decimal")
    old = replace(a_field("table", key="b"), columns=(before,))
    new = replace(old, columns=(replace(before, **{name: value}),))
    words = [found.words for found in changed_properties(old, new)]
    assert len(words) == 1
    assert "→" in words[0]
