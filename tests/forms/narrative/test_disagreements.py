"""Passages that do not go together, wherever they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.narrative import DisagreementKind, Passage, find_disagreements
from tests.forms.narrative.spoken import POOL

OPPOSITE, FIGURE = DisagreementKind.OPPOSITE, DisagreementKind.FIGURE


def kinds(*texts: str) -> list[DisagreementKind]:
    passages = [Passage(str(place), text) for place, text in enumerate(texts)]
    return [one.kind for one in find_disagreements(passages)]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            "Công tác kiểm tra, giám sát được tiến hành thường xuyên, qua đó chấn chỉnh kịp thời.",
            "Công tác kiểm tra, giám sát việc thực hiện Kết luận chưa được tiến hành thường xuyên.",
        ),
        (
            "Trung tâm có trụ sở riêng, có tủ sách; đáp ứng nhu cầu học tập.",
            "Trung tâm học tập cộng đồng chưa có trụ sở riêng, phải dùng chung nhà văn hóa.",
        ),
        (
            "Chi bộ các thôn đã ban hành nghị quyết chuyên đề về khuyến học.",
            "Chi bộ các thôn chưa ban hành nghị quyết chuyên đề.",
        ),
    ],
)
def test_one_denies_what_the_other_says(one: str, two: str) -> None:
    assert kinds(one, two) == kinds(two, one) == [OPPOSITE]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        # said of some, the other way of others
        ("Một số trung tâm có trụ sở riêng.", "Trung tâm học tập chưa có trụ sở riêng."),
        ("Trung tâm có trụ sở riêng.", "Có nơi trung tâm chưa có trụ sở riêng."),
        # another subject, another thing
        ("Ban Chỉ đạo được kiện toàn kịp thời.", "Hội Khuyến học chưa được kiện toàn kịp thời."),
        ("Kinh phí được bố trí kịp thời.", "Kinh phí chưa đáp ứng yêu cầu."),
        # both deny
        ("Kinh phí chưa đáp ứng yêu cầu.", "Kinh phí không đáp ứng yêu cầu."),
        # counts: equal, of a part, of a year, from unit to unit, of something longer
        ("Có 13 trung tâm học tập cộng đồng.", "Toàn huyện có 13 trung tâm học tập cộng đồng."),
        ("Có 13 trung tâm học tập cộng đồng.", "Năm 2023 có 9 trung tâm học tập cộng đồng."),
        ("Có 258 ban khuyến học xã.", "Có 180 ban khuyến học xã thôn."),
        ("Có 13 chi hội khuyến học.", "Mỗi xã có từ 05 đến 09 chi hội khuyến học."),
        ("Có 13 chi hội khuyến học.", "Có khoảng 20 chi hội khuyến học."),
    ],
)
def test_passages_that_go_together(one: str, two: str) -> None:
    assert kinds(one, two) == []


def test_the_same_thing_counted_differently() -> None:
    one = "Đến nay, toàn huyện có 90 chi hội khuyến học với 23.783 hội viên."
    two = "Mạng lưới gồm 89 chi hội khuyến học ở các thôn."
    (found,) = find_disagreements([Passage("a", one), Passage("b", two)])
    assert (found.kind, found.first, found.second) == (FIGURE, "a", "b")
    assert (found.said, found.against) == ("90 chi hội khuyến học", "89 chi hội khuyến học")


def test_an_example_speaks_of_its_own_unit_only() -> None:
    told = Passage("a", "Toàn huyện có 90 chi hội khuyến học.")
    own = Passage("b", "Xã A: Toàn xã có 07 chi hội khuyến học.", of_one_unit=True)
    assert find_disagreements([told, own]) == ()


@given(st.lists(st.sampled_from([*POOL, "", "chưa", "không không 12 12", "12 a b c. 13 a b c."])))
def test_any_texts_are_looked_through_and_a_pair_is_told_once(texts: list[str]) -> None:
    passages = [Passage(str(place), text) for place, text in enumerate(texts)]
    found = find_disagreements(passages)
    told = [(one.kind, frozenset((one.first, one.second))) for one in found]
    assert all(one.first != one.second for one in found)
    assert len(told) == len(set(told))
