"""Citations of documents in text, their symbols, and lines of a list of documents."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.text import (
    find_references,
    normalise_symbol,
    parse_citation_line,
    parse_symbol,
    same_document,
)

# One row per document: every spelling means the first.
SAME = [
    [
        "Kết luận số 49-KL/TW",
        "Kết luận số 49 - KL/TW",
        "KL số 49-KL/TW",
        "49–KL/TW",
        "Kết luận số: 49-KL/TW",
        "KL 49-KL/TW",
        "Kết luận số 49-KL/ TW",
        "KL.49-KL/TW",
        "Kết luận số 49/KL-TW",
        "49-KL/TƯ",
        "049-KL/TW",
        "số49-KL/TW",
    ],
    ["Quyết định số 1373/QĐ-TTg", "QĐ 1373/QĐ-TTg", "1373/ QĐ - TTg", "1373/QD-TTg"],
    ["Kế hoạch số 15-KH/ĐU", "KH số 15-KH/ĐU", "15 – KH / ĐU"],
    ["Nghị định số 115/2020/NĐ-CP", "NĐ 115/2020/NĐ-CP", "115/2020/ND-CP"],
    ["Công văn số 220-CV/BTGTU", "CV 220-CV/BTGTU"],
    ["Kế hoạch số 15/KH-UBND", "15/KH – UBND"],
    ["Chương trình hành động số 46-CTrHĐ/TU", "46-CTrHD/TU"],
    ["Luật số 43/2019/QH14", "43/2019/QH14"],
    ["Quy chế số 05-QC/BTCTU-BDVTU", "05 - QC/BTCTU-BDVTU"],
]
PROBABLE = [
    ("Kết luận số 49-KL/TW", ["KL 49", "Kết luận 49 của Ban Bí thư", "KL 49 về khuyến học"]),
    ("Quyết định số 1373/QĐ-TTg", ["Quyết định 1373 của Thủ tướng", "QĐ số 1373"]),
    ("Chỉ thị số 11-CT/TW", ["Chỉ thị 11", "CT 11 của Bộ Chính trị"]),
    ("Nghị định số 115/2020/NĐ-CP", ["115/NĐ-CP"]),
]


@pytest.mark.parametrize("spellings", SAME, ids=lambda row: row[0])
def test_every_spelling_of_a_symbol_is_the_same_document(spellings):
    for written in spellings:
        (reference,) = find_references(f"Thực hiện {written}, đơn vị đã làm.")
        assert same_document(spellings[0], reference) == "same"


@pytest.mark.parametrize(("full", "shortened"), PROBABLE)
def test_a_citation_without_issuer_or_year_is_only_probably_the_same(full, shortened):
    for written in shortened:
        assert same_document(full, find_references(written)[0]) == "probable"


def test_different_documents_are_never_linked():
    firsts = [row[0] for row in SAME]
    for one in firsts:
        for other in firsts:
            assert (same_document(one, other) == "different") == (one != other)
    assert same_document("10-KH/TU", "10-KH/TW") == "different"
    assert same_document("Công văn khẩn", "49-KL/TW") == "different"
    assert same_document("Công văn khẩn", "Công  văn khẩn") == "same"


@pytest.mark.parametrize(
    "text",
    [
        "Năm 2019 có 49 hội viên",
        "tỷ lệ 15/20 chi bộ",
        "KH 15 người",
        "lớp 5/6",
        "tổng số 49 kết luận",
        "ngày 12/8/2019",
        "CT 135 giai đoạn 2",
        "BC 12 lớp",
        "báo cáo 5 năm qua",
        "chương trình 2 buổi",
        "kế hoạch 5 ngày",
        "TT 15%",
        "hướng dẫn 3.500 người",
        "BKT 12, ABC",
    ],
)
def test_figures_are_not_taken_for_documents(text):
    assert find_references(text) == ()


def test_a_reference_carries_its_place_and_its_parts():
    text = "Thực hiện Nghị quyết số 20/2021/NQ-HĐND và KL 49."
    first, second = find_references(text)
    assert text[first.start : first.end] == first.raw == "số 20/2021/NQ-HĐND"
    assert (first.number, first.year, first.kind, first.issuer) == (20, 2021, "NQ", "HĐND")
    assert first.symbol == "20/2021/NQ-HĐND"
    assert (second.raw, second.number, second.kind, second.issuer) == ("KL 49", 49, "KL", "")


@pytest.mark.parametrize(
    ("written", "symbol"),
    [
        ("17 – CT/TW", "17-CT/TW"),
        ("42 – CV/ HU", "42-CV/HU"),
        ("11- CT/TW", "11-CT/TW"),
        ("445-KL/TƯ", "445-KL/TW"),
        ("BC: 15 - BC / ĐU", "15-BC/ĐU"),
        ("Số 01-KH/ÐU", "01-KH/ĐU"),
        ("01/CTPH-ĐUKCCQTW-HKVN", "01/CTPH-ĐUKCCQTW-HKVN"),
        ("22/2020/TT-BGDĐT", "22/2020/TT-BGDĐT"),
        ("303-KH/TU", "303-KH/TU"),
        ("12-KL/BTGTƯ", "12-KL/BTGTW"),
        ("số khác 12 – A / B", "số khác 12-A/B"),
        ("", ""),
    ],
)
def test_a_symbol_is_written_one_way(written, symbol):
    assert normalise_symbol(written) == symbol
    assert normalise_symbol(symbol) == symbol


def test_a_provincial_committee_is_not_the_central_one():
    assert parse_symbol("49-KL/TU").issuer == "TU"
    assert parse_symbol("49-KL/TƯ").issuer == "TW"
    assert parse_symbol("Kế hoạch năm 2024") is None


CITATIONS = [
    (
        "Kế hoạch số 15-KH/ĐU, ngày 12/3/2023 của Ban Thường vụ Đảng ủy xã về học tập",
        ("Kế hoạch", "15-KH/ĐU", date(2023, 3, 12), "Ban Thường vụ Đảng ủy xã", "học tập"),
    ),
    (
        "- Chỉ thị số 11-CT/TW ngày 13 tháng 4 năm 2007 của Bộ Chính trị khóa X về lãnh đạo;",
        ("Chỉ thị", "11-CT/TW", date(2007, 4, 13), "Bộ Chính trị khóa X", "lãnh đạo"),
    ),
    (
        "2. Quyết định số 1373/QĐ-TTg ngày 30/7/2021 của Thủ tướng phê duyệt Đề án “A, 2030”.",
        (
            "Quyết định",
            "1373/QĐ-TTg",
            date(2021, 7, 30),
            "Thủ tướng",
            "phê duyệt Đề án “A, 2030”",
        ),
    ),
    ("03-TT/TU", ("Thông tri", "03-TT/TU", None, "", "")),
    ("22/2020/TT-BGDĐT", ("Thông tư", "22/2020/TT-BGDĐT", None, "", "")),
    ("17 – CT/TW", ("Chỉ thị", "17-CT/TW", None, "", "")),
    ("Thông tri số 03-TT/TU của Tỉnh ủy", ("Thông tri", "03-TT/TU", None, "Tỉnh ủy", "")),
    (
        "Kế hoạch số 8-KH/ĐU về triển khai Kết luận số 49-KL/TW ngày 10/5/2019",
        ("Kế hoạch", "8-KH/ĐU", None, "", "triển khai Kết luận số 49-KL/TW ngày 10/5/2019"),
    ),
    (
        "Nghị quyết Đại hội đại biểu của Đảng bộ xã về phát triển giáo dục",
        ("Nghị quyết", "", None, "Đảng bộ xã", "phát triển giáo dục"),
    ),
    ("+ Công văn số 5-CV/ĐU v/v báo cáo nhanh", ("Công văn", "5-CV/ĐU", None, "", "báo cáo nhanh")),
    ("", ("", "", None, "", "")),
]


@pytest.mark.parametrize(("line", "parts"), CITATIONS)
def test_a_line_of_a_list_of_documents_is_taken_apart(line, parts):
    found = parse_citation_line(line)
    assert (found.kind, found.symbol, found.date, found.issuer, found.title) == parts


@given(st.text(max_size=200) | st.text(alphabet="049-–/ KLTWĐUQsố.: của về ngày", max_size=120))
def test_any_text_can_be_searched_and_taken_apart(text):
    references = find_references(text)
    assert all(text[r.start : r.end] == r.raw for r in references)
    assert all(a.end <= b.start for a, b in pairwise(references))
    assert normalise_symbol(normalise_symbol(text)) == normalise_symbol(text)
    assert parse_citation_line(text).title == parse_citation_line(text).title.strip()
    assert same_document(text, text) in ("same", "probable")
