"""Numbers typed the Vietnamese way, and printed so that they read back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.text import format_number, format_percent, parse_number, words_to_number

CLEAR = [
    ("1.234", "1234"),
    ("1.240", "1240"),
    ("1.234,5", "1234.5"),
    ("78,5", "78.5"),
    ("78.5", "78.5"),
    ("1 234 567", "1234567"),
    ("1 234,5", "1234.5"),
    ("1\xa0234", "1234"),
    ("05", "5"),
    ("0", "0"),
    ("-5", "-5"),
    ("- 5", "-5"),
    ("−5", "-5"),
    ("+5", "5"),
    ("1.234.567,89", "1234567.89"),
    ("1,234,567", "1234567"),
    ("1,234.5", "1234.5"),
    ("0,500", "0.5"),
    ("0.5", "0.5"),
    ("1234,567", "1234.567"),
    ("１２３", "123"),
    (" 12 ", "12"),
    ("-0", "0"),
]


@pytest.mark.parametrize(("typed", "value"), CLEAR)
def test_a_clear_number_is_read(typed, value):
    parsed = parse_number(typed)
    assert (parsed.value, parsed.problem, parsed.ambiguous) == (Decimal(value), None, False)


@pytest.mark.parametrize("typed", ["", "  ", "\u200b", "\n"])
def test_a_blank_cell_is_neither_a_number_nor_a_mistake(typed):
    parsed = parse_number(typed)
    assert (parsed.value, parsed.problem) == (None, None)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12%", "12"),
        ("98,5 %", "98.5"),
        ("1.5%", "1.5"),
        ("98,567%", "98.567"),
        ("5 phần trăm", "5"),
    ],
)
def test_a_percentage_keeps_the_figure_before_the_sign(typed, value):
    parsed = parse_number(typed)
    assert (parsed.value, parsed.percent, parsed.problem) == (Decimal(value), True, None)


@pytest.mark.parametrize(
    "typed", ["ước 1.200", "Ước đạt 1.200", "~1.200", "≈ 1.200", "khoảng 1.200"]
)
def test_an_estimate_is_marked(typed):
    parsed = parse_number(typed)
    assert (parsed.value, parsed.estimated) == (Decimal(1200), True)
    assert not parse_number("1.200").estimated


@pytest.mark.parametrize(
    ("typed", "first", "second"),
    [
        ("1,500", "“1.500”", "“1,5”"),
        ("1.5", "“1.500”", "“1,5”"),
        ("12,345", "“12.345”", "“12,3450”"),
        ("1234.567", "“1.234.567”", "“1.234,567”"),
        ("-1,500", "“-1.500”", "“-1,5”"),
        ("1.500%", "“1.500”", "“1,5”"),
    ],
)
def test_a_number_with_two_readings_is_asked_back_with_both(typed, first, second):
    parsed = parse_number(typed)
    assert parsed.value is None
    assert parsed.ambiguous
    assert first in parsed.problem
    assert second in parsed.problem


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("abc", "Ví dụ: 1.234 hoặc 78,5"),
        ("(5)", "-5"),
        ("17/20", "hai ô riêng"),
        ("1.200 người", "đơn vị tính"),
        ("5 triệu", "đủ các chữ số"),
        ("hơn 500", "ước 1.200"),
        ("1.23.4", "chưa đúng chỗ"),
        ("12 34", "chưa đúng chỗ"),
        ("1.", "chưa đúng chỗ"),
        (",5", "chưa đúng chỗ"),
        ("--5", "cần một số"),
        ("٣", "cần một số"),
        ("1e5", "đơn vị tính"),
        ("NaN", "cần một số"),
        ("9" * 19, "quá dài"),
        ("9" * 5000, "quá dài"),
        ("1," + "1" * 11, "quá dài"),
    ],
)
def test_what_is_no_number_is_refused_with_a_way_out(typed, hint):
    parsed = parse_number(typed)
    assert parsed.value is None
    assert hint in parsed.problem


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=4, min_value=-(10**17), max_value=10**17
    )
    | st.integers(-(10**17), 10**17).map(Decimal)
)
def test_a_printed_number_reads_back_as_itself(value):
    parsed = parse_number(format_number(value))
    assert (parsed.value, parsed.problem) == (value, None)


@given(st.integers(-999_999, 999_999).map(lambda n: Decimal(n) / 1000))
def test_three_decimals_are_printed_so_that_they_are_not_taken_for_thousands(value):
    assert parse_number(format_number(value)).value == value


@given(st.text(max_size=80) | st.text(alphabet="0123456789.,- %()/~ướctriệu", max_size=80))
def test_any_text_gives_a_number_or_a_problem_or_is_blank(text):
    parsed = parse_number(text)
    assert parsed.value is None or parsed.problem is None
    assert parsed.value is None or parsed.value.is_finite()


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [
        ("1234.5", None, "1.234,5"),
        ("78.50", None, "78,5"),
        ("1E+6", None, "1.000.000"),
        ("-1234567", None, "-1.234.567"),
        ("0", None, "0"),
        ("-0.0", None, "0"),
        ("1E-7", None, "0,0000001"),
        ("2.345", 2, "2,35"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("1234", 2, "1.234,00"),
        ("1.234", 3, "1,234"),
        ("0.001", 1, "0,0"),
        ("-0.001", 1, "0,0"),
        (
            "12345678901234567890123456789012345678.5",
            None,
            "12.345.678.901.234.567.890.123.456.789.012.345.678,5",
        ),
    ],
)
def test_numbers_are_printed_exactly_or_rounded_half_up(value, places, printed):
    assert format_number(Decimal(value), places) == printed


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("98.5", "98,5%"),
        ("100", "100%"),
        ("98.04", "98%"),
        ("99.95", "100%"),
        ("0", "0%"),
        ("1234.56", "1.234,6%"),
    ],
)
def test_percentages_drop_zero_decimals(value, printed):
    assert format_percent(Decimal(value)) == printed


def test_percentages_of_whole_hundreds_keep_their_zeros():
    assert format_percent(Decimal(100), places=0) == "100%"


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_what_is_not_finite_is_never_printed(value):
    with pytest.raises(ValueError, match="finite"):
        format_number(Decimal(value))


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("không", 0),
        ("mười", 10),
        ("mười lăm", 15),
        ("Hai mươi ba", 23),
        ("hai mươi mốt", 21),
        ("ba mươi tư", 34),
        ("chín mươi nhăm", 95),
        ("một trăm", 100),
        ("một trăm linh năm", 105),
        ("ba trăm lẻ tư", 304),
        ("hai trăm mười", 210),
        ("chín trăm chín mươi chín", 999),
        ("một nghìn", 1000),
        ("hai nghìn không trăm linh năm", 2005),
        ("một ngàn lẻ một", 1001),
        ("chín trăm chín mươi chín nghìn chín trăm chín mươi chín", 999_999),
    ],
)
def test_numbers_in_words_are_read(words, number):
    assert words_to_number(words) == number


@pytest.mark.parametrize(
    "words",
    [
        "",
        "mươi",
        "hai hai",
        "trăm",
        "một mươi",
        "năm nghìn nghìn",
        "hội viên",
        "hai mươi không",
        "một trăm năm",
        "không nghìn",
        "23",
    ],
)
def test_other_words_are_no_number(words):
    assert words_to_number(words) is None
