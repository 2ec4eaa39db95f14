"""Tables of the merged report say below them what a reader could not reckon from the figures."""

from __future__ import annotations

from typing import Any

from forms.composing.merged_tables import merged_table
from forms.document import CellState
from forms.schema import Column, Row
from tests.forms.builders import a_field
from tests.forms.merging.campaigns import merged_field, table

COLUMNS = (
    Column("dat", "Đạt", "integer"),
    Column("tong", "Tổng", "integer"),
    Column("ty_le", "Tỷ lệ", "ratio", numerator="dat", denominator="tong"),
)
FIELD = a_field("table", columns=COLUMNS, rows=(Row("a", "Hộ học tập"), Row("b", "Xã học tập")))


def notes(*answers: dict[str, Any]) -> tuple[str, ...]:
    return merged_table(FIELD, merged_field(FIELD, *answers), {}).notes


def test_a_share_of_fewer_units_than_its_parts_is_explained() -> None:
    both = table(a={"dat": 1, "tong": 2}, b={"dat": 1, "tong": 3})
    lone = table(b={"tong": 97})
    assert notes(both, lone) == ("Tỷ lệ ở dòng 2 chỉ tính các đơn vị có đủ tử số và mẫu số.",)


def test_a_share_that_is_the_quotient_beside_it_needs_no_words() -> None:
    both = table(a={"dat": 1, "tong": 3}, b={"dat": 2, "tong": 3})
    assert notes(both, both) == ()
    assert notes({}) == ()


def test_a_change_from_what_nobody_gave_is_left_blank_like_it() -> None:
    columns = (
        Column("truoc", "Năm trước", "integer"),
        Column("nay", "Năm nay", "integer"),
        Column("tang", "Tăng", "computed", formula="nay - truoc"),
    )
    field = a_field("table", columns=columns, rows=(Row("moi", "Phát triển mới"),))
    printed = merged_table(field, merged_field(field, table(moi={"nay": 5})), {}).rows[0].cells
    assert [cell.state for cell in printed[-3:]] == [
        CellState.BLANK, CellState.VALUE, CellState.BLANK,
    ]  # fmt: skip
