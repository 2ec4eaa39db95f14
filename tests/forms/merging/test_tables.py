"""Tables: each cell by its column's rule, totals and ratios worked out at the collector."""

from __future__ import annotations

from decimal import Decimal

from forms.merging import Expected, UnitReport, merge_report
from forms.schema import Column, MergeRule, Row
from tests.forms.builders import a_field
from tests.forms.merging.campaigns import (
    NIL,
    NO_DATA,
    about,
    merged_field,
    outline_of,
    reports,
    table,
    unit,
)

COLUMNS = (
    Column("dat", "Đạt", "integer"),
    Column("tong", "Tổng", "integer"),
    Column("ty_le", "Tỷ lệ", "ratio", numerator="dat", denominator="tong"),
    Column("con", "Còn lại", "computed", formula="tong - dat"),
    Column("chu", "Ghi chú", "short_text"),
)
ROWS = (
    Row("de", "I", kind="group"),
    Row("a", "A"),
    Row("b", "B"),
    Row("cong", "Cộng", kind="total"),
    Row("hieu", "Chênh lệch", kind="total", formula="a - b"),
)


def merged_table(*answers: dict, columns: tuple[Column, ...] = COLUMNS):
    return merged_field(a_field("table", columns=columns, rows=ROWS), *answers)


def test_cells_are_summed_by_row_and_column_and_titles_have_none() -> None:
    found = merged_table(table(a={"dat": 1, "tong": 4}), table(a={"dat": 2}, b={"dat": 7}))
    assert found.at("a", "dat").number == 3
    assert found.at("b", "dat").number == 7
    assert found.at("b", "tong").number is None
    assert "de" not in found.rows
    assert set(found.cells) == {(r, c) for r in found.rows for c in found.columns}


def test_totals_and_computed_columns_are_worked_out_on_merged_cells() -> None:
    first = table(a={"dat": 1, "tong": 4}, b={"dat": 2, "tong": 6})
    found = merged_table(first, first)
    assert found.at("cong", "dat").number == 6
    assert found.at("hieu", "tong").number == -4
    assert found.at("cong", "con").number == 14
    assert found.at("cong", "ty_le").number == 30


def test_a_ratio_counts_units_that_gave_both_and_its_total_too() -> None:
    found = merged_table(
        table(a={"dat": 1, "tong": 2}, b={"dat": 1, "tong": 6}), table(a={"tong": 98})
    )
    assert found.at("a", "tong").number == 100
    assert found.at("a", "ty_le").number == 50
    assert found.at("a", "ty_le").notes == ("thiếu tử số hoặc mẫu số, chưa tính: Đảng ủy xã 2",)
    assert found.at("cong", "ty_le").number == 25
    assert found.at("cong", "ty_le").share == "1/2"


def test_a_total_counts_a_unit_once_and_names_who_gave_nothing() -> None:
    found = merged_table(table(a={"dat": 1}), table(b={"dat": about(2)}), {})
    cell = found.at("cong", "dat")
    assert (cell.number, cell.share, cell.missing) == (3, "2/3", ("u3",))
    assert cell.estimated == ("u2",)


def test_a_total_of_nothing_that_arose_is_no_zero() -> None:
    found = merged_table(NIL, table(a={"dat": NIL}))
    cell = found.at("cong", "dat")
    assert (cell.number, cell.text, cell.n_nil) == (None, "không phát sinh", 2)


def test_a_whole_table_in_a_special_state_stands_in_every_cell() -> None:
    found = merged_table(NIL, NO_DATA, table(a={"dat": 5}))
    assert (found.cell.n_nil, found.cell.n_no_data, found.cell.n_value) == (1, 1, 1)
    cell = found.at("b", "dat")
    assert (cell.n_nil, cell.n_no_data, cell.n_blank) == (1, 1, 1)


def test_each_column_may_have_its_own_rule() -> None:
    columns = (
        Column("cao", "Cao nhất", "integer", merge=MergeRule("max")),
        Column("loai", "Xếp loại", "yes_no"),
        Column("chu", "Ghi chú", "short_text", merge=MergeRule("list_units")),
        Column("an", "Ẩn", "integer", merge=MergeRule("none")),
    )
    first = table(a={"cao": 3, "loai": "yes", "chu": "tốt", "an": 5})
    found = merged_table(first, table(a={"cao": 8, "loai": "no"}), columns=columns)
    texts = {key: found.at("a", key).text for key in found.columns}
    assert texts == {"cao": "8", "loai": "1", "chu": "Đảng ủy xã 1: tốt", "an": ""}


def test_a_column_may_weigh_by_another_column() -> None:
    columns = (
        Column("dan", "Dân số", "integer"),
        Column(
            "bq",
            "Bình quân",
            "decimal",
            merge=MergeRule("weighted_mean", options={"weight": "dan"}),
        ),
    )
    found = merged_table(
        table(a={"dan": 3, "bq": 10}), table(a={"dan": 1, "bq": 20}), columns=columns
    )
    assert found.at("a", "bq").number == Decimal("12.5")


def test_a_computed_column_may_be_merged_by_unit() -> None:
    columns = (
        *COLUMNS[:2],
        Column("con", "Còn lại", "computed", formula="tong - dat", merge=MergeRule("max")),
        Column(
            "ty_le", "Tỷ lệ", "ratio", numerator="dat", denominator="tong", merge=MergeRule("min")
        ),
    )
    found = merged_table(
        table(a={"dat": 1, "tong": 4}), table(a={"dat": 1, "tong": 10}), columns=columns
    )
    assert found.at("a", "con").number == 9
    assert found.at("a", "ty_le").text == "10%"


def test_a_ratio_of_computed_columns_is_worked_out_on_merged_cells() -> None:
    columns = (
        *COLUMNS[:2],
        Column("con", "Còn lại", "computed", formula="tong - dat"),
        Column("ty_le", "Tỷ lệ", "ratio", numerator="con", denominator="tong"),
    )
    found = merged_table(
        table(a={"dat": 1, "tong": 4}), table(a={"dat": 0, "tong": 6}), columns=columns
    )
    assert found.at("a", "ty_le").number == 90


def test_unit_rows_give_each_unit_its_own_table_with_computed_cells() -> None:
    found = merged_table(table(a={"dat": 1, "tong": 4}), NIL)
    first, second = found.unit_rows()
    assert first.unit.id == "u1"
    assert first.cell("cong", "ty_le").number == 25
    assert first.cell("b", "dat").is_blank
    assert second.cell("b", "dat").state.value == "nil"


def test_one_column_may_come_in_another_unit_of_measure() -> None:
    columns = (Column("tien", "Tiền", "money", unit_of_measure="triệu đồng"),)
    item = a_field("table", columns=columns, rows=ROWS)
    values = {"x": table(a={"tien": 2000000})}
    found = [
        UnitReport(unit(1), values, measures={"x.tien": "đồng"}),
        *reports({}, {"x": table(a={"tien": 3})})[1:],
    ]
    merged = merge_report(outline_of(item), found, Expected()).fields["x"]
    assert merged.at("cong", "tien").number == 5
