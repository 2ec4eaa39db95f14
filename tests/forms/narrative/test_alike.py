"""Which passages are shown as maybe one point, and which never."""

from __future__ import annotations

import pytest

from forms.narrative import Candidate, find_alike
from forms.narrative.alike import MOST_COMPARED

FUNDS = "Kinh phí dành cho công tác tuyên truyền còn hạn chế, cán bộ chủ yếu kiêm nhiệm."
FUNDS_TOO = "Do kinh phí dành cho tuyên truyền ít; đội ngũ làm công tác tuyên truyền kiêm nhiệm."
OTHER = (
    "Hệ thống loa truyền thanh ở một số thôn đã cũ.",
    "Người dân đi làm ca, ít có điều kiện sinh hoạt tại thôn.",
    "Nhận thức của một số cấp ủy chưa đầy đủ.",
)


def places(*texts: str, group: str = "nguyen_nhan") -> list[tuple[str, str]]:
    """Pairs found among the texts, by their numbers."""
    given = [Candidate(str(number), group, text) for number, text in enumerate((*texts, *OTHER))]
    return [(one.first, one.second) for one in find_alike(given)]


def test_the_same_point_in_other_words_is_found() -> None:
    assert places(FUNDS, FUNDS_TOO) == [("0", "1")]


def test_only_passages_of_one_group_are_compared() -> None:
    given = [Candidate("0", "nguyen_nhan", FUNDS), Candidate("1", "han_che", FUNDS_TOO)]
    assert find_alike(given) == ()


def test_the_surest_come_first_and_order_does_not_matter() -> None:
    sure = f"{FUNDS[:-1]} hơn."
    found = places(FUNDS_TOO, FUNDS, sure)
    assert found[0] == ("1", "2")
    given = [Candidate(text, "g", text) for text in (FUNDS, FUNDS_TOO, sure, *OTHER)]
    pairs = {frozenset((one.first, one.second)) for one in find_alike(given)}
    again = {frozenset((one.first, one.second)) for one in find_alike(reversed(given))}
    assert pairs == again
    assert all(0 <= one.score <= 1 for one in find_alike(given))


def test_of_very_many_passages_of_a_group_only_the_first_are_compared() -> None:
    letters = str.maketrans("0123456789", "abcdefghij")
    others = [str(number).translate(letters) * 3 for number in range(MOST_COMPARED - 2)]
    told = [FUNDS, *others, FUNDS_TOO, FUNDS]
    given = [Candidate(str(number), "g", text) for number, text in enumerate(told)]
    last = str(MOST_COMPARED - 1)
    assert [(one.first, one.second) for one in find_alike(given) if one.first == "0"] == [
        ("0", last)
    ]
    # Each group by itself: what stands behind the last of one is not kept out of another.
    behind = [Candidate("a", "h", FUNDS), Candidate("b", "h", FUNDS_TOO)]
    assert ("a", "b") in [(one.first, one.second) for one in find_alike([*given, *behind])]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            "Các xã đã ban hành nghị quyết chuyên đề về khuyến học.",
            "Một số xã chưa ban hành nghị quyết chuyên đề về khuyến học.",
        ),
        (
            "Quỹ khuyến học thu 120 triệu đồng trong năm.",
            "Quỹ khuyến học thu 95 triệu đồng trong năm.",
        ),
    ],
    ids=["opposites", "two figures"],
)
def test_opposites_and_other_figures_are_never_one_point(one: str, two: str) -> None:
    assert places(one, two) == []


def test_a_figure_that_only_one_of_them_tells_is_no_hindrance() -> None:
    plain = "Quỹ khuyến học được quan tâm, vận động thu trong năm."
    assert places(plain, "Quỹ khuyến học được quan tâm, vận động thu 95 triệu đồng trong năm.")


def test_two_that_both_lack_something_may_be_one_point() -> None:
    one = "Phối hợp giữa các ngành, đoàn thể có lúc chưa chặt chẽ."
    assert places(one, "Sự phối hợp giữa các ngành, đoàn thể có nơi chưa thường xuyên, chặt chẽ.")


def test_nothing_and_empty_texts_are_alike_to_nothing() -> None:
    assert find_alike([]) == ()
    assert places("", "") == []
