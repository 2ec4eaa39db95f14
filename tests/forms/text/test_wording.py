"""Words in the middle of a sentence, and counts as offices write them."""

import pytest

from forms.text import name_within_sentence, two_digits, within_sentence


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Xã Nhân La", "xã Nhân La"),
        ("Thị trấn Lương Bằng", "thị trấn Lương Bằng"),
        ("Các bộ, ngành có liên quan", "các bộ, ngành có liên quan"),
        ("Đảng ủy xã Nhân La", "Đảng ủy xã Nhân La"),
        ("Ủy ban MTTQ huyện", "Ủy ban MTTQ huyện"),
        ("Huyện đoàn", "Huyện đoàn"),
        ("Tỉnh ủy, HĐND tỉnh", "Tỉnh ủy, HĐND tỉnh"),
        ("", ""),
    ],
)
def test_only_places_and_common_words_lose_their_capital(name: str, shown: str) -> None:
    assert name_within_sentence(name) == shown


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        (
            "Sơ kết 05 năm thực hiện Kết luận số 49-KL/TW",
            "sơ kết 05 năm thực hiện Kết luận số 49-KL/TW",
        ),
        ("Khoa giáo quý I năm 2024", "khoa giáo quý I năm 2024"),
        ("Kết luận số 49-KL/TW sau 05 năm", "Kết luận số 49-KL/TW sau 05 năm"),
        ("KL49 sau 05 năm", "KL49 sau 05 năm"),
        ("Kim Động học tập suốt đời", "Kim Động học tập suốt đời"),
        ("Tổng kết NQ 29", "tổng kết NQ 29"),
        ("", ""),
    ],
)
def test_a_title_begins_small_unless_it_begins_with_a_name(title: str, shown: str) -> None:
    assert within_sentence(title) == shown


def test_counts_below_ten_have_two_digits() -> None:
    assert [two_digits(count) for count in (0, 5, 12)] == ["0", "05", "12"]
