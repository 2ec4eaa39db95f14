"""What is kept of lines and sentences gives what reading each anew gives."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.narrative import analyse_answer
from forms.narrative.analysis import blank_markup
from forms.narrative.contents import content_of
from forms.narrative.names import names_unit
from forms.narrative.templates import common_content
from forms.text import clean_text, join_wrapped, may_name, split_sentences
from tests.forms.narrative.test_grouping_again import SPOKEN

NAMES = ("Đảng ủy xã Bình Minh 12", "Xã Thuý Hoà", "Phường 3")
LINES = [
    *SPOKEN[:40],
    "Đảng ủy xã Bình Minh 12 đã ban hành 12 kế hoạch.",
    "xã Thúy Hòa có 3 chi hội. dang uy xa binh minh 12 có 7 chi hội",
    "- phuong 3 đạt 12%.",
    "<p>Năm 2023 &amp; 2024</p>",
]


@given(st.lists(st.sampled_from(LINES), max_size=6), st.booleans())
def test_an_answer_is_read_line_by_line_as_sentence_by_sentence(
    lines: list[str], with_names: bool
) -> None:
    names = NAMES if with_names else ()
    text = "\n".join(lines)
    found = []
    for one in split_sentences(join_wrapped(blank_markup(clean_text(text)))):
        words = " ".join(one.text.split())
        digits = tuple(
            name
            for name in names
            if (parts := re.findall("[0-9]+", name)) and all(part in words for part in parts)
        )
        numbered = digits if names_unit(words, digits) else ()
        content = content_of(words, names if may_name(words, names) else (), numbered)
        found.append((one.start, one.end, words, one.bullet, one.paragraph, *content))
    assert [tuple(one) for one in analyse_answer(text, names)] == found


def test_lines_that_a_pdf_cut_say_what_was_written() -> None:
    written = (
        "Đảng ủy xã đã tổ chức hội nghị quán triệt Kết luận đến toàn thể đảng viên trong "
        "Đảng bộ. Nhận thức của cán bộ, đảng viên và Nhân dân về khuyến học được nâng lên."
    )
    cut = written.replace("luận đến", "luận\nđến").replace("dân về", "dân\nvề")
    assert cut.count("\n") == 2
    assert analyse_answer(cut) == analyse_answer(written)


COUNTS = st.one_of(
    st.integers(0, 12).map(str),
    st.integers(0, 1299).map(str),
    st.integers(1000, 9_999_999).map(lambda number: f"{number:,}".replace(",", ".")),
    st.tuples(st.integers(0, 199), st.integers(0, 99)).map(lambda parts: "{},{}".format(*parts)),
    st.from_regex(r"[0-9]{1,3}([.,][0-9]{1,3}){0,2}", fullmatch=True).filter(str.isascii),
)
NUMBERS = st.one_of(
    COUNTS,
    st.tuples(COUNTS, COUNTS).map("/".join),
    st.sampled_from(("00", "007", "0,5", "2/9", "20/11", "2019", "15-KH/ĐU", "4.0", "10 - 15")),
)
PIECES = (
    "Có {} chi hội",
    "đạt {}%",
    "({} hội viên)",
    "hơn {} triệu đồng",
    "{} phần trăm",
    "năm {}",
    "ngày {} tháng {}",
    "lớp {}",
    "từ {} đến {} tuổi",
    "Kế hoạch {}",
    "số {}",
    "tổng số: {}",
    "{}/{} thôn",
    "quý {}",
    "{} {}",
    "{} {}x",
    "{}m2",
    "{} - {} người",
    "{}, {}",
    "{} của",
    "{}.",
    "{};",
    "không",
    "và",
)


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map(" ".join),
    st.data(),
)
def test_a_sentence_with_other_numbers_is_read_as_if_it_were_the_first(
    frame: str, data: st.DataObject
) -> None:
    for _ in range(4):
        numbers = [data.draw(NUMBERS) for _ in range(frame.count("{}"))]
        text = " ".join(frame.format(*numbers).split())
        assert repr(common_content(text)) == repr(content_of(text))


@pytest.mark.parametrize("number", ["0", "12", "010", "120", "1.250", "12.500,5", "0,5"])
def test_a_count_is_read_in_a_sentence_known_with_another(number: str) -> None:
    known = ("345", "34", "2.345", "23.456,7", "3,4")
    frame = "Có {0} chi hội, trong đó {0}/345 hội viên, đạt {0}%."
    for text in [frame.format(one) for one in (*known, number)]:
        assert repr(common_content(text)) == repr(content_of(text))
