"""The period in the words around a report."""

from __future__ import annotations

import pytest

from forms.schema import DocumentInfo

INFO = DocumentInfo(subject="kết quả quý … năm …, nhiệm vụ quý tới", period="quý … năm …")


@pytest.mark.parametrize(
    ("period", "subject"),
    [
        ("Quý II năm 2024", "kết quả quý II năm 2024, nhiệm vụ quý tới"),
        ("quý II năm 2024 ", "kết quả quý II năm 2024, nhiệm vụ quý tới"),
        ("6 tháng đầu năm 2024", "kết quả 6 tháng đầu năm 2024, nhiệm vụ quý tới"),
        ("", "kết quả quý … năm …, nhiệm vụ quý tới"),
    ],
)
def test_the_period_takes_the_place_of_the_words_that_stand_for_it(
    period: str, subject: str
) -> None:
    assert INFO.in_period(period).subject == subject


def test_texts_without_such_words_stay_as_they_are() -> None:
    info = DocumentInfo(subject="sơ kết 05 năm")

    assert info.in_period("Quý II năm 2024") == info
