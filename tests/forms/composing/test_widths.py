"""Columns get the room their texts need."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from forms.composing.widths import fitted
from forms.document import Cell, Column, ColumnKind, Row, leaves


def columns_of(*texts: str) -> tuple[Column, ...]:
    rows = [Row((Cell("1"), Cell(text), Cell("xã"))) for text in texts]
    return fitted(
        (
            Column("TT", kind=ColumnKind.INDEX),
            Column("Trích yếu", kind=ColumnKind.TEXT),
            Column("Cấp", kind=ColumnKind.TEXT),
        ),
        rows,
    )


def test_a_long_text_gets_more_room_than_a_short_one() -> None:
    index, long, short = columns_of("Về tăng cường sự lãnh đạo của Đảng đối với công tác " * 4)
    assert index.width is not None
    assert long.width is not None
    assert short.width is not None
    assert long.width > 2 * short.width
    assert index.width < 12


def test_a_width_of_the_outline_is_kept() -> None:
    (column,) = fitted((Column("A", kind=ColumnKind.TEXT, width=33),), [Row((Cell("x" * 200),))])
    assert column.width == 33


def test_header_groups_stay() -> None:
    grouped = (Column("Năm 2023", children=(Column("Tử số"), Column("Mẫu số"))),)
    found = fitted(grouped, [])
    assert [c.title for c in found] == ["Năm 2023"]
    assert [c.title for c in leaves(found)] == ["Tử số", "Mẫu số"]
    assert all(c.width for c in leaves(found))


@given(st.lists(st.text(max_size=400), max_size=20))
def test_no_column_is_too_narrow_or_wider_than_a_reader_needs(texts: list[str]) -> None:
    for column in columns_of(*texts):
        assert column.width is not None
        assert 9 <= column.width <= 85
