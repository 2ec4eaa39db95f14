"""The documents a campaign is made under, as the office types them."""

from __future__ import annotations

import pytest

from app.services.campaign_setup import read_basis


@pytest.mark.parametrize("typed", ["49-KL/TW", "Kết luận số 49-KL/TW"])
def test_a_known_document_is_cited_in_full(typed: str) -> None:
    [document] = read_basis(typed)

    assert document["text"].startswith(
        "Kết luận số 49-KL/TW, ngày 10/5/2019 của Ban Bí thư Trung ương Đảng khóa XII về tiếp tục"
    )
    assert (document["symbol"], document["date"]) == ("49-KL/TW", "2019-05-10")


@pytest.mark.parametrize(
    "typed",
    [
        "Kế hoạch số 303-KH/TU",
        "Kết luận số 49-KL/TW, ngày 10/5/2019",
        "Kết luận số 49-KL/TW về khuyến học",
        "Công văn của Ban Tuyên giáo Tỉnh ủy",
    ],
)
def test_other_lines_stay_as_typed(typed: str) -> None:
    assert [document["text"] for document in read_basis(typed)] == [typed]
