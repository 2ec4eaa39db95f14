"""Asking columns and rows of a table year by year."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from forms.editing.years import in_years
from forms.schema import Column, Field, MergeRule, Row

SUM = MergeRule("sum")
TABLE = Field(
    "hoc_tap",
    "table",
    "Học tập",
    columns=(
        Column("don_vi", "Đơn vị", "short_text"),
        Column("tu", "Tử số", "integer", merge=SUM),
        Column("mau", "Mẫu số", "integer", merge=SUM),
        Column("ty_le", "Tỷ lệ", "ratio", numerator="tu", denominator="mau"),
        Column("ghi_chu", "Ghi chú", "short_text"),
    ),
    rows=(Row("gia_dinh", "Gia đình"),),
)
THREE = ("tu", "mau", "ty_le")


def keys(field: Field) -> list[str]:
    return [column.key for column in field.columns]


def test_columns_begin_to_be_asked_year_by_year_side_by_side() -> None:
    found = in_years(TABLE, (2023, 2024), THREE)
    assert keys(found) == [
        "don_vi", "tu_2023", "mau_2023", "ty_le_2023", "tu_2024", "mau_2024", "ty_le_2024",
        "ghi_chu",
    ]  # fmt: skip
    ratio = found.column("ty_le_2024")
    assert (ratio.numerator, ratio.denominator) == ("tu_2024", "mau_2024")
    assert ratio.group == ("Năm 2024",)
    assert found.years == (2023, 2024)


def test_a_new_year_is_asked_as_the_last_one() -> None:
    found = in_years(in_years(TABLE, (2023, 2024), THREE), (2023, 2024, 2025))
    assert keys(found)[-4:] == ["tu_2025", "mau_2025", "ty_le_2025", "ghi_chu"]
    assert found.column("ty_le_2025").numerator == "tu_2025"
    assert found.column("tu_2025").group == ("Năm 2025",)
    assert found.column("tu_2025").merge == SUM


def test_a_dropped_year_takes_its_columns_and_leaves_the_rest() -> None:
    found = in_years(in_years(TABLE, (2023, 2024), THREE), (2024,))
    assert keys(found) == ["don_vi", "tu_2024", "mau_2024", "ty_le_2024", "ghi_chu"]


def test_other_years_altogether_ask_the_same_columns() -> None:
    found = in_years(in_years(TABLE, (2023,), THREE), (2026,))
    assert keys(found) == ["don_vi", "tu_2026", "mau_2026", "ty_le_2026", "ghi_chu"]


def test_without_years_the_columns_stay_as_they_are() -> None:
    asked = in_years(TABLE, (2023, 2024), THREE)
    found = in_years(asked, ())
    assert (found.columns, found.years) == (asked.columns, ())


def test_a_column_joins_the_years_that_are_asked_already() -> None:
    asked = in_years(TABLE, (2023, 2024), ("tu",))
    found = in_years(asked, asked.years, ("mau",))
    assert keys(found)[:5] == ["don_vi", "tu_2023", "mau_2023", "tu_2024", "mau_2024"]


def test_rows_are_asked_by_year_too() -> None:
    found = in_years(TABLE, (2023, 2024), ("gia_dinh",))
    assert [(row.key, row.label) for row in found.rows] == [
        ("gia_dinh_2023", "Gia đình (năm 2023)"),
        ("gia_dinh_2024", "Gia đình (năm 2024)"),
    ]


def test_a_number_that_only_holds_the_digits_is_no_year() -> None:
    field = Field(
        "b", "list", "B", columns=(Column("ma_120234", "Mã", "short_text"),), years=(2023,)
    )
    assert keys(in_years(field, (2024,))) == ["ma_120234"]


YEARS = st.lists(st.integers(2000, 2040), unique=True, max_size=5).map(lambda y: tuple(sorted(y)))


@given(YEARS, YEARS)
def test_keys_stay_unique_and_every_year_asks_the_same(
    first: tuple[int, ...], then: tuple[int, ...]
) -> None:
    found = in_years(in_years(TABLE, first, THREE), then, THREE if not first else ())
    assert len(set(keys(found))) == len(found.columns)
    assert found.years == then
    for year in found.years:
        asked = [key for key in keys(found) if key.endswith(f"_{year}")]
        assert sorted(asked) in ([], sorted(f"{key}_{year}" for key in THREE))


def test_the_same_years_again_change_nothing() -> None:
    asked = in_years(TABLE, (2023, 2024), THREE)
    assert in_years(asked, (2023, 2024)) == asked
