"""Measured widths, balanced lines, clean text."""

import datetime
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from app.documents.profiles import get_profile
from app.documents.typography import (
    NBSP,
    balanced_lines,
    clean_text,
    keep_together,
    place_and_date,
    plain_spaces,
    text_width,
    xml_text,
)

NAMES = st.lists(
    st.sampled_from(
        [
            "ĐẢNG",
            "ỦY",
            "KHỐI",
            "CÁC",
            "CƠ",
            "QUAN",
            "TRUNG",
            "ƯƠNG",
            "SỞ",
            "GIÁO",
            "DỤC",
            "VÀ",
            "ĐÀO",
            "TẠO",
            "HƯNG",
            "YÊN",
        ]
    ),
    min_size=1,
    max_size=14,
).map(" ".join)


@pytest.mark.parametrize(
    ("text", "size", "look", "width"),
    [
        ("ĐẢNG CỘNG SẢN VIỆT NAM", 15, "bold", 72.9),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, "bold", 95.7),
        ("Độc lập - Tự do - Hạnh phúc", 14, "bold", 60.5),
        ("ĐẢNG BỘ TỈNH HƯNG YÊN", 14, "", 62.5),
        ("Kim Động, ngày 09 tháng 5 năm 2024", 14, "italic", 75.7),
    ],
)
def test_widths_are_those_of_times_new_roman(
    text: str, size: float, look: str, width: float
) -> None:
    found = text_width(text, size, bold=look == "bold", italic=look == "italic")
    assert round(found, 1) == width


def test_every_vietnamese_letter_has_a_width() -> None:
    letters = "ăâđêôơưĂÂĐÊÔƠƯ" + "".join(
        unicodedata.normalize("NFC", base + tone)
        for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
        for tone in "\u0300\u0301\u0303\u0309\u0323"
    )
    widest = text_width("M", 14)
    assert [
        letter
        for letter in letters
        if letter.lower() not in "m" and text_width(letter, 14) == widest
    ] == []


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("HUYỆN ỦY KIM ĐỘNG", ("HUYỆN ỦY KIM ĐỘNG",)),
        ("ĐẢNG ỦY KHỐI CÁC CƠ QUAN TRUNG ƯƠNG", ("ĐẢNG ỦY KHỐI CÁC", "CƠ QUAN TRUNG ƯƠNG")),
        ("ĐẢNG ỦY SỞ GIÁO DỤC VÀ ĐÀO TẠO", ("ĐẢNG ỦY SỞ GIÁO DỤC", "VÀ ĐÀO TẠO")),
    ],
)
def test_long_names_break_where_the_sense_breaks(name: str, lines: tuple[str, ...]) -> None:
    assert balanced_lines(name, 76.5, 14, bold=True) == lines


@given(NAMES, st.floats(20, 120))
def test_lines_keep_all_words_and_fit(name: str, width: float) -> None:
    lines = balanced_lines(name, width, 14)
    assert " ".join(lines) == name
    assert all(text_width(line, 14) <= width or " " not in line for line in lines)


@given(st.text())
def test_any_text_becomes_well_formed_xml_and_composed(text: str) -> None:
    root = etree.fromstring(f"<a>{xml_text(text)}</a>")
    assert (root.text or "") == clean_text(text)
    assert unicodedata.is_normalized("NFC", clean_text(text))


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",))))
def test_keeping_together_changes_nothing_but_spaces(text: str) -> None:
    assert plain_spaces(keep_together(text)) == plain_spaces(text)


@pytest.mark.parametrize(
    "text",
    [
        "Kết luận số~49-KL/TW",
        "ngày~13/4/2007",
        "khóa~XII",
        "1.240~hội viên",
        "05~năm",
        "98~%",
        "17/17~xã, thị trấn",
    ],
)
def test_figures_stay_with_their_word(text: str) -> None:
    assert keep_together(text.replace("~", " ")) == text.replace("~", NBSP)


@pytest.mark.parametrize("text", ["Ban 5 và 6", "năm xã", "số liệu", "quý khách"])
def test_other_spaces_may_break(text: str) -> None:
    assert keep_together(text) == text


@pytest.mark.parametrize(
    ("day", "year", "line"),
    [
        (datetime.date(2024, 5, 9), None, "Kim Động, ngày 09 tháng 5 năm 2024"),
        (datetime.date(2024, 2, 10), None, "Kim Động, ngày 10 tháng 02 năm 2024"),
        (datetime.date(2024, 12, 31), None, "Kim Động, ngày 31 tháng 12 năm 2024"),
        (None, 2024, "Kim Động, ngày      tháng      năm 2024"),
    ],
)
def test_place_line_pads_as_the_rule_says(
    day: datetime.date | None, year: int | None, line: str
) -> None:
    assert place_and_date("Kim Động", day, year, get_profile("party_hd36").place) == line
