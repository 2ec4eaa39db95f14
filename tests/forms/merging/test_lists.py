"""Lists of free rows: appended, united, grouped by key; recommendations by addressee."""

from __future__ import annotations

from decimal import Decimal

from forms.schema import Choice, Column, MergeRule
from forms.values import Cell
from tests.forms.builders import a_field
from tests.forms.merging.campaigns import NIL, items, merged_field, n

COLUMNS = (
    Column("ten", "Tên", "short_text"),
    Column(
        "loai",
        "Loại",
        "choice",
        choices=(Choice("ca_nhan", "Cá nhân"), Choice("tap_the", "Tập thể")),
    ),
    Column("so", "Số", "integer"),
    Column("tong", "Tổng", "integer"),
    Column("ty_le", "Tỷ lệ", "ratio", numerator="so", denominator="tong"),
    Column("con", "Còn", "computed", formula="tong - so"),
)


def merged_list(rule: MergeRule, *answers: dict):
    return merged_field(a_field("list", columns=COLUMNS, merge=rule), *answers)


def test_appended_rows_keep_their_unit_and_order_and_computed_cells() -> None:
    found = merged_list(
        MergeRule("table_append"),
        items({"ten": "B", "so": 1, "tong": 4}, {"ten": "A"}),
        items({"ten": "C"}),
    )
    assert [(i.cells["ten"].value, i.units) for i in found.items] == [
        ("B", ("u1",)), ("A", ("u1",)), ("C", ("u2",)),
    ]  # fmt: skip
    assert found.items[0].cells["con"].value == "3"
    assert found.cell.number == 3


def test_rows_that_say_the_same_become_one_with_their_units() -> None:
    found = merged_list(
        MergeRule("union_list"),
        items({"ten": "Thôn Hòa Bình."}, {"ten": "Thôn khác"}),
        items({"ten": "thôn Hoà  Bình"}),
        items({"ten": "Thôn Hòa Bình"}),
        NIL,
    )
    first, second = found.items
    assert (first.cells["ten"].value, first.units) == ("Thôn Hòa Bình", ("u1", "u2", "u3"))
    assert first.share == "3/4"
    assert first.spellings == ("Thôn Hòa Bình.", "thôn Hoà  Bình")
    assert second.units == ("u1",)


def test_a_unit_that_writes_a_row_twice_counts_once() -> None:
    found = merged_list(
        MergeRule("union_list"), items({"ten": "Thanh Ninh"}, {"ten": "Thanh Ninh"})
    )
    assert [item.units for item in found.items] == [("u1",)]


def test_rows_alike_in_their_first_column_only_are_offered_not_united() -> None:
    found = merged_list(
        MergeRule("union_list"), items({"ten": "Quỹ", "so": 1}), items({"ten": "quỹ", "so": 2})
    )
    assert len(found.items) == 2
    (offer,) = found.probable
    assert (offer.items, offer.units) == ((0, 1), ("u1", "u2"))


def test_accents_are_never_ignored() -> None:
    found = merged_list(MergeRule("union_list"), items({"ten": "bàn"}), items({"ten": "bán"}))
    assert len(found.items) == 2


def test_lines_are_united_as_a_list_of_one_column() -> None:
    found = merged_field(
        a_field("short_text", merge=MergeRule("union_list")), n("Mô hình A"), n("mô hình a."), {}
    )
    assert [(i.cells["text"].value, i.share) for i in found.items] == [("Mô hình A", "2/3")]


GROUP = MergeRule("table_group", options={"key_columns": ("loai",)})


def test_groups_merge_other_columns_by_their_rules_in_the_order_of_choices() -> None:
    found = merged_list(
        GROUP,
        items({"loai": "tap_the", "so": 1, "tong": 2}, {"loai": "tap_the", "so": 2, "tong": 2}),
        items({"loai": "tap_the", "so": 4, "tong": 6}, {"loai": "ca_nhan", "so": 9}),
    )
    first, second = found.items
    assert [first.cells["loai"].value, second.cells["loai"].value] == ["ca_nhan", "tap_the"]
    assert second.figures["so"].number == 7
    assert second.figures["ty_le"].number == 70
    assert second.figures["con"].number == 3
    assert second.cells["so"] == Cell(value="7", state=second.cells["so"].state)
    assert second.figures["so"].share == "2/2"
    assert first.share == "1/2"


def test_a_ratio_of_a_group_leaves_out_rows_with_one_part() -> None:
    found = merged_list(
        GROUP, items({"loai": "tap_the", "so": 1, "tong": 2}, {"loai": "tap_the", "tong": 98})
    )
    assert found.items[0].figures["ty_le"].number == 50


def test_groups_without_key_come_last_and_numbers_sort_by_size() -> None:
    rule = MergeRule("table_group", options={"key_columns": ("so",)})
    found = merged_list(rule, items({"so": 10, "tong": 1}, {"so": 9}, {"ten": "không số"}))
    assert [item.cells["so"].value for item in found.items] == ["9", "10", ""]


def test_recommendations_stand_by_addressee_with_their_units() -> None:
    item = a_field(
        "recommendations", choices=(Choice("tinh", "Tỉnh ủy"), Choice("bo", "Các bộ, ngành"))
    )
    found = merged_field(
        item,
        items(
            {"addressee": "bo", "text": "Cấp kinh phí."},
            {"addressee": "tinh", "text": "Hướng dẫn."},
        ),
        items({"addressee": "bo", "text": "cấp kinh phí"}, {"text": "Không rõ gửi ai."}),
    )
    assert [group.label for group in found.groups] == [
        "Tỉnh ủy", "Các bộ, ngành", "Chưa ghi nơi nhận kiến nghị",
    ]  # fmt: skip
    (shared,) = found.groups[1].items
    assert (shared.units, shared.share) == (("u1", "u2"), "2/2")
    assert found.cell.number == 3


def test_recommendations_may_be_kept_apart() -> None:
    item = a_field("recommendations", merge=MergeRule("list_units"))
    same = items({"addressee": "tot", "text": "Cấp kinh phí."})
    (group,) = merged_field(item, same, same).groups
    assert [row.units for row in group.items] == [("u1",), ("u2",)]


def test_nobody_s_list_is_no_list() -> None:
    found = merged_list(MergeRule("union_list"), {}, {"items": [{"id": "r1", "cells": {}}]})
    assert (found.items, found.cell.number, found.cell.missing) == ((), None, ("u1", "u2"))
    assert merged_list(GROUP).items == ()


def test_a_unit_s_rows_of_one_key_are_one_answer_of_that_unit() -> None:
    columns = (
        Column("loai", "Loại", "short_text"),
        Column("cao", "Cao nhất", "integer", merge=MergeRule("max")),
        Column("bq", "Bình quân", "decimal", merge=MergeRule("mean")),
        Column("chu", "Ghi chú", "short_text"),
    )
    found = merged_field(
        a_field("list", columns=columns, merge=GROUP),
        items(
            {"loai": "A", "cao": 3, "bq": 1, "chu": "x"},
            {"loai": "a", "cao": 5, "bq": 2, "chu": "y"},
        ),
        items({"loai": "A", "cao": 4, "bq": 4}),
    )
    (group,) = found.items
    assert group.figures["cao"].number == 5
    assert group.figures["bq"].number == Decimal("3.5")
    assert group.cells["chu"].value == "x; y"
    assert "chu" not in group.figures
