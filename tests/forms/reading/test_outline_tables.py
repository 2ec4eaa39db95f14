"""Forms printed as tables become table fields: columns under merged headers, formulas, rows."""

from __future__ import annotations

from forms import (
    Field,
    Grid,
    GridCell,
    Outline,
    Section,
    TextLine,
    dump_outline,
    load_outline,
    propose_outline,
)
from forms import propose_tables as propose
from forms.reading.outline_tables import read_table


def grid(*rows: str, merged: tuple[tuple[int, int, int, int], ...] = ()) -> Grid:
    """Rows as "a | b"; `merged` as (row, column, row_span, column_span)."""
    texts = [[cell.strip() for cell in row.split("|")] for row in rows]
    spans = {(row, column): (high, wide) for row, column, high, wide in merged}
    covered = {
        (row + down, column + right)
        for (row, column), (high, wide) in spans.items()
        for down in range(high)
        for right in range(wide)
    } - spans.keys()
    cells = tuple(
        GridCell(row, column, text, *spans.get((row, column), (1, 1)))
        for row, line in enumerate(texts)
        for column, text in enumerate(line)
        if (row, column) not in covered
    )
    return Grid(7, len(texts), len(texts[0]), cells)


SCHOLARSHIPS = grid(
    "Stt | Nội dung | Đvt | Tổng số | Chia ra | | | Tỷ lệ (%)",
    " | | | | Cấp xã | Cấp thôn | | ",
    " | | | | | Dòng họ | Chi bộ | ",
    "A | B | C | 1=2+3+4 | 2 | 3 | 4 | 5=2:1",
    "I | KHEN THƯỞNG | | | | | | ",
    "1 | Học bổng | Suất | | | | | ",
    "1.1 | Trong đó: nữ | suất | | | | | ",
    " | Tổng cộng | | | | | | ",
    merged=((0, 0, 3, 1), (0, 1, 3, 1), (0, 2, 3, 1), (0, 3, 3, 1), (0, 4, 1, 3), (0, 7, 3, 1),
            (1, 4, 2, 1), (1, 5, 1, 2)),
)  # fmt: skip


def read(form: Grid) -> Field:
    found = read_table(form, "bieu", "Học bổng")
    assert found is not None
    outline = Outline("thu", 1, "Thử", "dinh_ky", (Section("a", "A", fields=(found.field,)),))
    return load_outline(dump_outline(outline), "thu").field("bieu")


def test_columns_keep_the_path_of_merged_headers_above_them() -> None:
    field = read(SCHOLARSHIPS)
    assert [(column.label, column.group) for column in field.columns] == [
        ("Tổng số", ()),
        ("Cấp xã", ("Chia ra",)),
        ("Dòng họ", ("Chia ra", "Cấp thôn")),
        ("Chi bộ", ("Chia ra", "Cấp thôn")),
        ("Tỷ lệ (%)", ()),
    ]


def test_formulas_of_the_number_row_become_computed_columns() -> None:
    total, commune, clan, cell, share = read(SCHOLARSHIPS).columns
    assert (total.type, total.formula) == ("computed", f"{commune.key}+{clan.key}+{cell.key}")
    assert (share.type, share.formula) == ("computed", f"{commune.key}/{total.key}")
    assert commune.type == clan.type == cell.type == "decimal"


def test_rows_keep_their_unit_level_and_kind() -> None:
    rows = read(SCHOLARSHIPS).rows
    assert [(row.label, row.kind, row.unit_of_measure, row.level) for row in rows] == [
        ("KHEN THƯỞNG", "group", "", 0),
        ("Học bổng", "item", "suất", 0),
        ("Trong đó: nữ", "item", "suất", 1),
        ("Tổng cộng", "total", "", 0),
    ]
    assert rows[3].formula == "sum(items)"


def test_a_form_without_named_rows_is_a_list_to_fill() -> None:
    form = grid("TT | Tên mô hình | Kinh phí (triệu đồng) | Ghi chú", "1 | | | ", "2 | … | | ")
    field = read(form)
    assert field.type == "list"
    assert [(column.label, column.type) for column in field.columns] == [
        ("Tên mô hình", "short_text"),
        ("Kinh phí (triệu đồng)", "money"),
        ("Ghi chú", "short_text"),
    ]
    assert field.columns[1].unit_of_measure == "triệu đồng"


def test_a_formula_naming_an_unknown_column_is_told_and_typed_by_hand() -> None:
    found = read_table(
        grid("Nội dung | Tổng số | Nữ", "A | 1=2+9 | 2", "Hội viên | | "), "bieu", "Hội viên"
    )
    assert found is not None
    assert found.field.columns[0].type == "integer"
    assert found.doubts == ("Cột “Tổng số”: chưa hiểu công thức “1=2+9”, để nhập tay.",)


def test_shares_of_a_hundred_multiply() -> None:
    field = read(grid("Nội dung | Có | Tổng | Đạt", "A | 1 | 2 | 3=1/2*100", "Hội viên | | | "))
    first, second, share = field.columns
    assert share.formula == f"({first.key}/{second.key}) * 100"


def test_a_sheet_gives_its_title_code_and_unit() -> None:
    sheet = grid(
        "Biểu số 3-KH | | ",
        "KẾT QUẢ XÂY DỰNG QUỸ | | ",
        "Đơn vị tính: triệu đồng | | ",
        "Nội dung | Năm 2023 | Năm 2024",
        "Thu | | ",
        "Chi | | ",
        " | | ",
        "Ghi chú: số đến 31/12 | | ",
    )
    found = propose([("Sheet1", sheet), ("Trống", grid("một | ", "hai | "))])
    (section,) = found.sections
    assert section.section.heading == "KẾT QUẢ XÂY DỰNG QUỸ"
    field = section.fields[0].field
    assert (field.form_code, field.unit_of_measure) == ("Biểu số 3-KH", "triệu đồng")
    assert [row.label for row in field.rows] == ["Thu", "Chi"]
    assert [column.label for column in field.columns] == ["Năm 2023", "Năm 2024"]
    assert {line.text for line in found.unused} >= {"Ghi chú: số đến 31/12", "một", "hai"}
    assert found.used() == {2, 4, 5, 6}


def test_a_table_in_an_appendix_is_asked_there() -> None:
    blocks: list[TextLine | Grid] = [
        TextLine(1, "I. KẾT QUẢ", bold=True),
        TextLine(2, "Nêu rõ."),
        TextLine(3, "PHỤ LỤC", bold=True, centered=True),
        TextLine(4, "Phụ lục 1. Số liệu học bổng", bold=True),
        SCHOLARSHIPS,
    ]
    found = propose_outline(blocks)
    last = found.sections[-1]
    assert (last.depth, last.section.number, last.section.heading) == (1, "1", "Số liệu học bổng")
    assert [item.field.type for item in last.fields] == ["table"]
    assert found.unused == ()
