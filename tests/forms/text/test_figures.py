"""Figures in running text: what is one, and what it says."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.text import clean_text, find_figures

FOUND = [
    ("có 4.779 hội viên", "4.779", "number", "4779", None, "hội viên"),
    ("Mở 05 lớp chuyên đề", "05", "number", "5", None, "lớp chuyên đề"),
    ("17/20 đơn vị", "17/20", "ratio", "17", "20", "đơn vị"),
    ("đạt 1.234/2.000 hộ", "1.234/2.000", "ratio", "1234", "2000", "hộ"),
    ("đạt 98,5%", "98,5%", "percent", "98.5", None, "%"),
    ("đạt 78.5 %", "78.5 %", "percent", "78.5", None, "%"),
    ("tăng 5 phần trăm", "5 phần trăm", "percent", "5", None, "%"),
    ("chi 1.200.000 đồng", "1.200.000 đồng", "money", "1200000", None, "đồng"),
    ("quỹ 2,5 tỷ đồng", "2,5 tỷ đồng", "money", "2500000000", None, "đồng"),
    ("quỹ 25 triệu", "25 triệu", "money", "25000000", None, "đồng"),
    ("quỹ 1.5 triệu đồng", "1.5 triệu đồng", "money", "1500000", None, "đồng"),
    ("mức 450000đ", "450000đ", "money", "450000", None, "đồng"),
    ("5 triệu lượt người", "5 triệu", "number", "5000000", None, "lượt người"),
    ("2,5 nghìn người", "2,5 nghìn", "number", "2500", None, "người"),
    ("12 nghìn đồng", "12 nghìn đồng", "money", "12000", None, "đồng"),
    ("có 3 125 em", "3 125", "number", "3125", None, "em"),
    ("2024 hội viên", "2024", "number", "2024", None, "hội viên"),
    ("trồng 15ha", "15", "number", "15", None, "ha"),
    ("rộng 12 m2", "12", "number", "12", None, "m2"),
    ("tổng số 49 người", "49", "number", "49", None, "người"),
    ("số hội viên: 1.250.", "1.250", "number", "1250", None, ""),
    ("có 3 và thêm", "3", "number", "3", None, ""),
    ("số lượt học viên: 1980.", "1980", "number", "1980", None, ""),
    ("phụ cấp 540000 mỗi tháng", "540000", "number", "540000", None, "mỗi"),
    ("từng bước 2.815/3.622 gia đình", "2.815/3.622", "ratio", "2815", "3622", "gia đình"),
    ("mỗi tổ 12 hội viên", "12", "number", "12", None, "hội viên"),
    ("có 237 đồng chí dự", "237", "number", "237", None, "đồng chí"),
    ("2/9 chỉ tiêu", "2/9", "ratio", "2", "9", "chỉ tiêu"),
]


@pytest.mark.parametrize(("text", "raw", "kind", "value", "denominator", "unit"), FOUND)
def test_a_figure_is_found_with_its_kind_value_and_unit(text, raw, kind, value, denominator, unit):
    (figure,) = find_figures(text)
    assert (figure.raw, figure.kind, figure.value, figure.unit) == (raw, kind, Decimal(value), unit)
    assert figure.denominator == (Decimal(denominator) if denominator else None)
    assert text[figure.start : figure.end] == raw


@pytest.mark.parametrize(
    "text",
    [
        "ngày 9/5/2024",
        "năm học 2023-2024",
        "năm 2019, 2020 và 2021",
        "đến 2030",
        "quý I/2024",
        "tháng 5",
        "lớp 5",
        "người trong độ tuổi 15-60",
        "thứ 3",
        "khóa 12",
        "Điều 5, khoản 2",
        "tổ 3, thôn 7",
        "bão số 3",
        "công văn số 5",
        "Kết luận số 49-KL/TW",
        "KL 49",
        "Nghị định 115/2020/NĐ-CP",
        "trẻ 6 tuổi",
        "từ 15 đến 60 tuổi",
        "lớp 9A và 9A2",
        "mạng 5G",
        "công nghiệp 4.0",
        "8h30",
        "17 giờ 00 ngày 5/6",
        "COVID-19",
        "3.4.5.6",
        "hai mươi ba người",
        "dịp 20/11",
        "giai đoạn 2021 - 2030",
        "Chi bộ 3",
        "Thôn 3 tổ chức lễ phát động",
        "Tổ 5 phường Tân Định",
        "Khu phố 3 thị trấn Lương Bằng",
        "Từ 2019 đến 2024 xã không có học sinh bỏ học",
        "1. Kết quả",
        "2- Công tác kiểm tra",
        "- 1.1. Bối cảnh",
    ],
)
def test_what_counts_nothing_is_no_figure(text):
    assert find_figures(text) == ()


@pytest.mark.parametrize("word", ["hơn", "trên", "khoảng", "gần", "ước đạt", "xấp xỉ", "~"])
def test_an_approximate_figure_is_marked(word):
    assert find_figures(f"Có {word} 300 hộ")[0].approximate
    assert not find_figures("Có 300 hộ")[0].approximate


def test_a_range_is_one_approximate_figure():
    (figure,) = find_figures("mỗi lớp 10-15 người")
    assert (figure.raw, figure.value, figure.unit, figure.approximate) == (
        "10-15",
        10,
        "người",
        True,
    )


@pytest.mark.parametrize(("text", "value"), [("1,234 người", 1234), ("1.5 điểm", Decimal("1.5"))])
def test_a_figure_with_two_readings_is_marked(text, value):
    (figure,) = find_figures(text)
    assert figure.ambiguous
    assert figure.value == value
    assert not find_figures("1.234 người")[0].ambiguous


def test_figures_of_a_real_sentence_are_found_in_order():
    text = "17/17 xã (đạt 100%), tăng 4.779 hội viên so với cùng kỳ năm 2023; quỹ 1,2 tỷ đồng."
    assert [f.raw for f in find_figures(text)] == ["17/17", "100%", "4.779", "1,2 tỷ đồng"]


@given(
    st.text(max_size=200).map(clean_text)
    | st.text(alphabet="0123456789.,/-% đồngtriệuhộ", max_size=100)
    | st.just("9" * 6000)
)
def test_any_text_can_be_searched(text):
    figures = find_figures(text)
    assert all(text[f.start : f.end] == f.raw for f in figures)
    assert all(a.end <= b.start for a, b in pairwise(figures))
    assert all(f.value.is_finite() for f in figures)
