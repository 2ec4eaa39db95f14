"""The section page: every way of answering, plain forms, locked sections."""

from __future__ import annotations

import pytest

from tests.app.page_client import PageClient


@pytest.mark.parametrize("section", ["lanh_dao", "so_lieu", "phan_2", "pl1", "pl2", "pl3"])
def test_every_section_page_is_sound(officer: PageClient, address: str, section: str) -> None:
    page = officer.get(f"{address}/muc/{section}")
    assert page.select("form[data-section] input[data-revision]")


def test_task_list_names_sections_in_groups(officer: PageClient, address: str) -> None:
    page = officer.get(address)
    assert "Sự lãnh đạo của Đảng" in page.words()
    assert "Hợp tác quốc tế" not in page.words()


def test_the_title_of_a_document_is_seen_whole(officer: PageClient, address: str) -> None:
    page = officer.get(f"{address}/muc/pl1")
    boxes = page.select("fieldset[data-row] textarea[name$='-title']")
    assert {box.get("rows") for box in boxes} == {"1"}


def test_a_section_names_its_part_since_numbers_begin_again(
    officer: PageClient, address: str
) -> None:
    assert "· Phần thứ nhất" in officer.get(f"{address}/muc/lanh_dao").words("main")
