"""Dates typed, printed and met in running text."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.text import format_date, format_date_long, format_instant, parse_date
from forms.text.dates import find_dates, search_date

NINTH_OF_MAY = date(2024, 5, 9)


@pytest.mark.parametrize(
    "typed",
    [
        "9/5/2024",
        "09/05/2024",
        "09-05-2024",
        "9.5.2024",
        "9 / 5 / 2024",
        "9–5–2024",
        "2024-05-09",
        "ngày 09 tháng 5 năm 2024",
        "Ngày 9 tháng 05 năm 2024",
        "ngày 9/5/2024.",
        "2024-05-09T00:00:00",
    ],
)
def test_the_usual_ways_to_write_a_date_are_read(typed):
    assert parse_date(typed).value == NINTH_OF_MAY


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("9/5/24", "bốn chữ số"),
        ("9/5", "thiếu năm"),
        ("ngày 9 tháng 5", "thiếu năm"),
        ("5/2024", "đủ cả ngày"),
        ("tháng 5 năm 2024", "đủ cả ngày"),
        ("31/2/2024", "Không có ngày 31/2/2024"),
        ("5/13/2024", "Không có tháng 13"),
        ("0/5/2024", "Không có ngày"),
        ("9/5/1024", "1900"),
        ("hôm qua", "Ví dụ: 9/5/2024"),
        ("9/5/٢٠٢٤", "Ví dụ"),
    ],
)
def test_what_is_no_full_date_is_refused_with_what_is_missing(typed, hint):
    parsed = parse_date(typed)
    assert parsed.value is None
    assert hint in parsed.problem


def test_a_blank_date_is_no_mistake():
    parsed = parse_date("  ")
    assert (parsed.value, parsed.problem) == (None, None)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_both_printed_forms_read_back(day):
    assert parse_date(format_date(day)).value == day
    assert parse_date(format_date_long(day)).value == day


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        (NINTH_OF_MAY, "ngày 09 tháng 5 năm 2024"),
        (date(2024, 2, 1), "ngày 01 tháng 02 năm 2024"),
        (date(2024, 12, 31), "ngày 31 tháng 12 năm 2024"),
    ],
)
def test_the_long_form_pads_days_below_ten_and_the_first_two_months(day, printed):
    assert format_date_long(day) == printed


def test_a_deadline_is_printed_with_its_hour():
    assert format_instant(datetime(2024, 5, 14, 17, 0)) == "17 giờ 00 ngày 14/5/2024"
    assert format_instant(datetime(2024, 5, 14, 8, 5)) == "8 giờ 05 ngày 14/5/2024"


@pytest.mark.parametrize(
    "text",
    [
        "ngày 9/5/2024",
        "12.8.2019",
        "ngày 20/11",
        "tháng 5/2024",
        "tháng 5 năm 2024",
        "quý I/2024",
        "năm học 2023-2024",
        "giai đoạn 2021 - 2030",
        "năm 2024",
        "2021-2025",
        "17 giờ 00",
        "8h30",
        "6 tháng đầu năm 2024",
        "nhiệm kỳ 2020 – 2025",
        "ngày 04 tháng 11 năm 2013",
        "5/2024",
        "2/9",
    ],
)
def test_dates_and_periods_are_found_whole_in_running_text(text):
    assert [text[a:b] for a, b in find_dates(text)] == [text]
    around = f"Thực hiện, {text}, đã xong."
    assert [around[a:b] for a, b in find_dates(around)] == [text]


@pytest.mark.parametrize(
    "text", ["17/20 đơn vị", "2/9 chỉ tiêu", "đạt 5/6", "3 tháng", "20/11%", "1.234.567"]
)
def test_ratios_and_counts_are_no_dates(text):
    assert list(find_dates(text)) == []


def test_the_first_complete_date_of_a_line_is_found():
    line = "Kim Động, ngày 09 tháng 5 năm 2024, sửa 10/5/2024"
    assert search_date(line) == (NINTH_OF_MAY, 10, 34)
    assert search_date("31/2/2024 và tháng 5") is None


@given(st.text(max_size=120) | st.text(alphabet="0123456789/-. ngàytháăm", max_size=120))
def test_any_text_is_a_date_a_problem_or_blank(text):
    parsed = parse_date(text)
    assert parsed.value is None or parsed.problem is None
    assert all(a < b for a, b in find_dates(text))
