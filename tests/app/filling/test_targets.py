"""Targets set from above stand beside the unit's figure, where it is typed and where it is read."""

from __future__ import annotations

from datetime import date

import pytest

from app.extensions import db
from app.models import ReportState
from forms import Target, target_words
from tests.app.filling.test_first_values import address_of, campaign_of, report_of, write
from tests.app.page_client import PageClient
from tests.app.world import World

SOURCE = """
id: co_chi_tieu
version: 1
title: Báo cáo có chỉ tiêu giao
kind: dinh_ky
unit_kinds: {xa: Đảng ủy xã}
sections:
  - key: chung
    heading: SỐ LIỆU
    fields:
      - key: dat
        type: ratio
        label: Gia đình học tập
        numerator: Gia đình đạt
        denominator: Tổng số hộ
        targets:
          - {document: 387/QĐ-TTg, year: 2025, value: 70%}
          - {document: 387/QĐ-TTg, year: 2030, value: 80%, scope: toàn quốc}
      - key: bang
        type: table
        label: Bảng
        columns: [{key: so, label: Số, type: integer}]
        rows:
          - {key: dong_ho, label: Dòng họ học tập, targets: [{document: 12-CTr/HU, year: 2026, value: 65%, suggested: true}]}
          - {key: don_vi, label: Đơn vị học tập}
"""  # noqa: E501


def test_targets_stand_beside_fields_and_rows_where_they_are_typed(
    officer: PageClient, world: World
) -> None:
    campaign = campaign_of(world, SOURCE, date(2026, 6, 30), "6 tháng")
    db.session.commit()
    page = officer.get(f"{address_of(world, campaign)}/muc/chung")
    words = page.words("#goi-y-dat .target-line")
    assert words == "Chỉ tiêu: 70% năm 2025, 80% năm 2030, toàn quốc (387/QĐ-TTg)"
    assert (
        page.words("#d-bang-dong_ho .target-line")
        == "Chỉ tiêu: 65% năm 2026 – mức tham khảo (12-CTr/HU)"
    )
    assert not page.select("#d-bang-don_vi .target-line")


def test_the_office_reads_them_beside_the_answer(client: PageClient, world: World) -> None:
    campaign = campaign_of(world, SOURCE, date(2026, 6, 30), "6 tháng")
    write(world, campaign, dat={"num": "70", "den": "100"})
    report = report_of(world, campaign)
    report.state = ReportState.SUBMITTED
    db.session.commit()
    client.login("chuyenvien")
    words = client.get(f"/dot/{campaign.id}/don-vi/{report.id}").words("main")
    assert "Chỉ tiêu: 70% năm 2025, 80% năm 2030, toàn quốc (387/QĐ-TTg)" in words
    assert "Dòng họ học tập: 65% năm 2026" in words


@pytest.mark.parametrize(
    ("targets", "words"),
    [
        ((), ""),
        ((Target("a", 2025, "1"), Target("b", 2025, "2")), "1 năm 2025 (a); 2 năm 2025 (b)"),
    ],
)
def test_each_document_is_named_once(targets: tuple[Target, ...], words: str) -> None:
    assert target_words(targets) == words
