"""Kiến nghị of a report in Word: lines become rows with their addressees."""

from __future__ import annotations

import pytest

from forms.reading.blocks import Grid, GridCell, TextLine
from forms.reading.recommendation_lines import find_addressee, recommendation_rows
from forms.reading.report_mapping import map_report
from forms.schema import Choice, Field, Section
from tests.forms.builders import a_field

CHOICES = (
    Choice("tinh", "Tỉnh ủy, HĐND tỉnh, UBND tỉnh"),
    Choice("ban_bi_thu", "Ban Bí thư Trung ương"),
    Choice("chinh_phu", "Chính phủ"),
    Choice("btg", "Ban Tuyên giáo Trung ương"),
    Choice("bo_nganh", "Các bộ, ngành có liên quan"),
)
FIELD = a_field("recommendations", "kien_nghi", label="Kiến nghị", choices=CHOICES)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Đề nghị HĐND, UBND tỉnh có cơ chế hỗ trợ", "tinh"),
        ("Đề nghị Thủ tướng Chính phủ sửa Quyết định", "chinh_phu"),
        ("Đề nghị Bộ Giáo dục và Đào tạo đơn giản hóa hồ sơ", "bo_nganh"),
        ("Đề nghị Ban Tuyên giáo Trung ương tham mưu Ban Bí thư Trung ương", "btg"),
        ("Đề nghị có chế độ cho cán bộ khuyến học", ""),
        ("Đề nghị bố trí kinh phí", ""),
        ("", ""),
    ],
)
def test_the_addressee_is_whom_the_words_name_first(words: str, key: str) -> None:
    assert find_addressee(CHOICES, words) == key


def test_a_line_that_names_only_whom_speaks_for_those_that_follow() -> None:
    text = (
        "* Đối với Tỉnh ủy, UBND tỉnh:\n- Có cơ chế phụ cấp.\n- Bố trí kinh phí.\n"
        "* Với Chính phủ: sửa đổi Quyết định số 387.\n1. Đề nghị Ban Bí thư Trung ương tổng kết."
    )
    rows = [(row["addressee"], row["text"]) for row in recommendation_rows(FIELD, text)]
    assert rows == [
        ("tinh", "Có cơ chế phụ cấp."),
        ("tinh", "Bố trí kinh phí."),
        ("chinh_phu", "Sửa đổi Quyết định số 387."),
        ("ban_bi_thu", "Đề nghị Ban Bí thư Trung ương tổng kết."),
    ]


def mapped(*blocks: object):  # type: ignore[no-untyped-def]
    section = Section("kien_nghi", "KIẾN NGHỊ", fields=(FIELD,))
    asked: list[tuple[Section, Field]] = [(section, FIELD)]
    return map_report(list(blocks), asked)  # type: ignore[arg-type]


def test_lines_below_the_heading_and_a_table_of_them_fill_the_list() -> None:
    lines = (TextLine(1, "III. KIẾN NGHỊ"), TextLine(2, "Đề nghị Chính phủ tăng kinh phí."))
    (piece,) = mapped(*lines)
    assert piece.field_key == "kien_nghi"
    assert piece.rows == ({"addressee": "chinh_phu", "text": "Đề nghị Chính phủ tăng kinh phí."},)
    texts = (
        ("TT", "Gửi tới", "Nội dung kiến nghị"),
        ("1", "Tỉnh ủy, HĐND tỉnh", "Có cơ chế phụ cấp."),
    )
    cells = [GridCell(r, c, text) for r, row in enumerate(texts) for c, text in enumerate(row)]
    (table,) = mapped(Grid(1, 2, 3, tuple(cells)))
    assert table.rows == ({"addressee": "tinh", "text": "Có cơ chế phụ cấp."},)
