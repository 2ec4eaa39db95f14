"""Questions that the outline's author proposed say so, each or once for a section with several."""

from __future__ import annotations

from datetime import date

import pytest

from app.extensions import db
from tests.app.filling.test_first_values import address_of, campaign_of
from tests.app.page_client import PageClient
from tests.app.world import World

SOURCE = """
id: co_goi_y
version: 1
title: Báo cáo có gợi ý
kind: dinh_ky
unit_kinds: {xa: Đảng ủy xã}
sections:
  - key: chung
    heading: KẾT QUẢ
    fields:
      - {key: mot, type: integer, label: Số lớp, suggested: true}
      - {key: hai, type: integer, label: Số buổi, suggested: __AGAIN__}
      - {key: ba, type: integer, label: Số người}
"""


@pytest.mark.parametrize(("again", "marks"), [("true", 3), ("false", 1)])
def test_the_explanation_of_the_mark_stands_once_in_a_section(
    officer: PageClient, world: World, again: str, marks: int
) -> None:
    source = SOURCE.replace("__AGAIN__", again)
    campaign = campaign_of(world, source, date(2026, 6, 30), "6 tháng")
    db.session.commit()
    page = officer.get(f"{address_of(world, campaign)}/muc/chung")
    assert page.words("main").count("không có trong văn bản gốc") == 1
    found = [mark.text_content() for mark in page.select(".section-form .suggested-mark")]
    assert found == ["hỏi thêm"] * marks  # “Gợi ý” is a hint for writing on this page
