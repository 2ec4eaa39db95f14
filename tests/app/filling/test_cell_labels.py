"""A cell is named whole where no header stands above it: on a phone and in the rows of a list."""

from __future__ import annotations

from datetime import date

import pytest

from app.extensions import db
from tests.app.filling.test_first_values import address_of, campaign_of
from tests.app.page_client import Page, PageClient
from tests.app.world import World

SOURCE = """
id: co_nhom_cot
version: 1
title: Báo cáo có nhóm cột
kind: dinh_ky
unit_kinds: {xa: Đảng ủy xã}
sections:
  - key: chung
    heading: SỐ LIỆU
    fields:
      - key: bang
        type: table
        label: Bảng
        columns:
          - {key: nam_truoc, label: Đạt, group: [Năm 2023], type: integer, unit_of_measure: hộ}
          - {key: nam_nay, label: Đạt, group: [Năm 2024], type: integer, unit_of_measure: hộ}
          - {key: ghi_chu, label: Ghi chú, type: short_text}
        rows:
          - {key: dong_ho, label: Dòng họ học tập}
          - {key: nhom, label: Đơn vị, kind: group}
          - {key: co_quan, label: Cơ quan}
      - key: danh_sach
        type: list
        label: Danh sách
        columns:
          - {key: ten, label: Tên, type: short_text}
          - {key: tien, label: Kinh phí, type: money, unit_of_measure: triệu đồng}
"""


@pytest.fixture
def section(officer: PageClient, world: World) -> Page:
    campaign = campaign_of(world, SOURCE, date(2026, 6, 30), "6 tháng")
    db.session.commit()
    return officer.get(f"{address_of(world, campaign)}/muc/chung")


def test_on_a_phone_a_cell_names_the_group_and_the_unit_of_its_column(section: Page) -> None:
    labels = [cell.get("data-label") for cell in section.select(".answer-table td")]
    assert labels == ["Năm 2023: Đạt (hộ)", "Năm 2024: Đạt (hộ)", "Ghi chú"] * 2


def spoken(section: Page, name: str) -> str:
    """What a screen reader calls an input by: the names of the headers it refers to."""
    (cell,) = section.select(f'[name="{name}"]')
    headers = [section.select(f"#{key}")[0] for key in cell.get("aria-labelledby", "").split()]
    return ", ".join(h.get("aria-label") or h.text_content().strip() for h in headers)


def test_the_groups_of_rows_and_columns_are_spoken(section: Page) -> None:
    assert spoken(section, "q_bang-dong_ho-nam_truoc") == "Dòng họ học tập, Năm 2023: Đạt (hộ)"
    assert spoken(section, "q_bang-co_quan-nam_nay") == "Đơn vị: Cơ quan, Năm 2024: Đạt (hộ)"
    assert spoken(section, "q_bang-co_quan-ghi_chu") == "Đơn vị: Cơ quan, Ghi chú"


def test_each_group_of_rows_is_a_body_and_each_header_covers_its_columns(section: Page) -> None:
    assert [len(body.findall("tr")) for body in section.select(".answer-table tbody")] == [1, 2]
    assert {head.get("scope") for head in section.select(".answer-table thead th")} == {"col"}


def test_a_number_in_a_list_says_what_it_is_counted_in(section: Page) -> None:
    labels = [label.text_content() for label in section.select(".item-cell label")]
    assert "Kinh phí (triệu đồng)" in labels
