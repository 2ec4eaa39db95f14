"""Hygiene of incoming text and the keys for searching and sorting."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.text import clean_line, clean_text, collation_key, search_key, strip_tones

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=200)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("he\u0302\u0323", "hệ"),
        ("a\r\nb\rc\x0bd\u2028e\u2029f\x0cg\x85h", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("một\xa0hai\u2003ba\u202fbốn\u3000năm\tsáu", "một hai ba bốn năm sáu"),
        ("khuyến\u200b học\u00ad\ufeff", "khuyến học"),
        ("\u202bđảo\u202c \u2066chiều\u2069\u200e", "đảo chiều"),
        ("a\x00b\x07c\x1fd\x7fe\x9ff\ufffe\uffff", "abcdef"),
        ("lẻ \ud83d nửa", "lẻ  nửa"),
        ("đôi \ud83d\ude00", "đôi 😀"),
        ("cuối dòng   \n  thụt vào\t", "cuối dòng\n  thụt vào"),
        ("e\u200b\u0301", "é"),
        ("\uf0b7 gạch đầu dòng của Word", "• gạch đầu dòng của Word"),
    ],
)
def test_what_nobody_sees_is_put_right(typed, kept):
    assert clean_text(typed) == kept


@pytest.mark.parametrize("text", ["½ m² 1ª ﬁ Ⅳ ①", "“ngoặc” – gạch — … •", "ð không phải đ"])
def test_what_has_a_meaning_stays_as_typed(text):
    assert clean_text(text) == text


def test_a_line_is_one_line_with_single_blanks():
    assert clean_line("  Đảng uỷ \n\n  xã\tA ") == "Đảng uỷ xã A"


@given(ANYTHING)
def test_cleaning_twice_is_cleaning_once_and_gives_lawful_xml(text):
    clean = clean_text(text)
    assert clean_text(clean) == clean == unicodedata.normalize("NFC", clean)
    clean.encode("utf-8")
    assert not [c for c in clean if ord(c) < 0x20 and c != "\n"]
    assert not {"\ufffe", "\uffff", "\x7f"} & set(clean)


def test_marks_are_stripped_from_both_cases_and_d_loses_its_bar():
    assert strip_tones("Đảng uỷ, ĐƯỜNG, nghĩ, ẵẫỗỡữ") == "Dang uy, DUONG, nghi, aaoou"


@pytest.mark.parametrize(
    "typed", ["dang uy xa", "ĐẢNG  UỶ XÃ", "Đảng ủy\xa0xã", "đa\u0309ng uy\u0309 xã"]
)
def test_a_search_finds_a_name_however_it_is_typed(typed):
    assert search_key(typed) == search_key("Đảng ủy xã")


def test_a_search_finds_a_symbol_with_any_dash():
    assert search_key("49–KL/TW") == search_key("49-kl/tw")


def test_names_are_sorted_by_the_vietnamese_alphabet_with_the_tone_after_the_letters():
    in_order = [
        "an",
        "ăn",
        "ân",
        "ba",
        "bà",
        "bả",
        "bã",
        "bá",
        "bạ",
        "bai",
        "bằng",
        "bâng",
        "d",
        "đa",
        "e",
        "ê",
        "hoà",
        "hòa bình",
        "hoàn",
        "lê",
        "o",
        "ô",
        "ơ",
        "u",
        "ư",
        "y",
    ]
    assert [*map(collation_key, in_order)] == sorted(map(collation_key, in_order))


def test_numbers_in_names_are_sorted_by_value_and_before_letters():
    in_order = ["Khu phố 2", "Khu phố 9A", "khu phố 10", "Khu phố A"]
    assert [*map(collation_key, in_order)] == sorted(map(collation_key, in_order))


@given(ANYTHING, ANYTHING)
def test_only_lines_that_look_alike_share_a_sorting_key(a, b):
    assert (collation_key(a) == collation_key(b)) == (clean_line(a) == clean_line(b))


@given(ANYTHING)
def test_keys_can_be_made_of_any_text(text):
    assert "\n" not in search_key(text)
    assert "\n" not in strip_tones(collation_key(text))
