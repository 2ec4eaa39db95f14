"""A "chưa" more denies only what the other says."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.narrative import ProposalOptions, propose
from forms.narrative.denial import NEGATORS, denies
from forms.text import mask, strip_tones
from tests.forms.narrative.spoken import claims_of

WORN = (
    "Cơ sở vật chất của trung tâm học tập cộng đồng còn thiếu, trang thiết bị chưa đồng bộ.",
    "Cơ sở vật chất của trung tâm học tập cộng đồng thiếu thốn, trang thiết bị lạc hậu.",
)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Đã ban hành kế hoạch triển khai.", "Chưa ban hành kế hoạch triển khai."),
        ("Xã đã bann hành kế hoạch triển khai.", "Xã chưa ban hành kế hoạch triển khai."),
        ("Phối hợp chặt chẽ, thường xuyên.", "Phối hợp chưa chặt chẽ, thường xuyên."),
        ("Kế hoạch được thực hiện.", "Kế hoạch thực hiện thì chưa."),
    ],
)
def test_the_same_thing_said_and_denied(one: str, two: str) -> None:
    first, second = strip_tones(mask(one)), strip_tones(mask(two))
    assert denies(first, second)
    assert denies(second, first)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        WORN,
        ("Kinh phí chưa đáp ứng yêu cầu.", "Kinh phí không đáp ứng yêu cầu."),
        ("Hoạt động chưa đều, chưa có quỹ.", "Hoạt động chưa đều, quỹ ít."),
    ],
)
def test_another_thing_lacking_is_no_denial(one: str, two: str) -> None:
    assert not denies(strip_tones(mask(one)), strip_tones(mask(two)))


def test_what_is_lacking_in_other_words_is_one_difficulty() -> None:
    assert len(claims_of(*WORN, difficulties=True).claims) == 1
    assert len(claims_of(*WORN).claims) == 2  # a result with a "chưa" is another result


def test_in_difficulties_too_the_opposite_stays_apart() -> None:
    texts = (
        "Chi bộ thôn đã ban hành nghị quyết chuyên đề về công tác khuyến học, khuyến tài.",
        "Chi bộ thôn chưa ban hành nghị quyết chuyên đề về công tác khuyến học, khuyến tài.",
    )
    claims = claims_of(*texts, difficulties=True)
    assert len(claims.claims) == 2
    assert all(claim.conflicts_with for claim in claims.claims)


def test_headings_among_difficulties_stay_by_themselves() -> None:
    found = propose(
        claims_of("Hạn chế", "Tồn tại", WORN[0], WORN[1], difficulties=True),
        ProposalOptions(names_allowed=False),
    )
    assert len(found.proposals) == 1
    assert {item.text for item in found.unused} == {"Hạn chế", "Tồn tại"}


WORDS = st.lists(
    st.sampled_from(("chua", "khong", "da", "duoc", "ban", "hanh", "ke", "hoach", "du")), max_size=9
)


@given(WORDS, WORDS)
def test_denied_is_a_pair_behind_a_negator_that_the_other_affirms(
    one: list[str], two: list[str]
) -> None:
    assert denies(" ".join(one), " ".join(two)) == (_denied(one, two) or _denied(two, one))


def _denied(one: list[str], two: list[str]) -> bool:
    here, there = _without_filling(one), _without_filling(two)
    said = set(pairwise(word for word in there if word not in NEGATORS))
    for place in _negators(there):
        said -= set(pairwise(there[place + 1 : place + 4]))
    behind = [set(pairwise(here[place + 1 : place + 4])) for place in _negators(here)]
    return any(not pairs or pairs & said for pairs in behind)


def _without_filling(words: list[str]) -> list[str]:
    return [word for word in words if word not in ("da", "duoc")]


def _negators(words: list[str]) -> list[int]:
    return [place for place, word in enumerate(words) if word in NEGATORS]
