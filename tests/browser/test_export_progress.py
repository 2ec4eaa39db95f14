"""A long export in a real browser: progress without reloading, a real link at the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.web.background import KEY, make_queue
from tests.browser.conftest import OpenPage, Site

pytestmark = pytest.mark.browser


@pytest.fixture
def slow_converter(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A worker thread in the server, and a converter that waits until the file is removed."""
    mark = tmp_path / "slow"
    mark.touch()
    monkeypatch.setenv("CONVERTER_FOLDER", str(tmp_path))
    queue = make_queue(site.app)
    site.app.extensions[KEY] = queue
    queue.start(sweep_seconds=0.5)
    yield mark
    mark.unlink(missing_ok=True)
    queue.close()


def start(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/dot/{site.world.campaign.id}/xuat")
    page.get_by_label("Đề cương báo cáo kèm yêu cầu").check()
    page.get_by_label("PDF", exact=True).check()
    expect(page.locator("#ten-tep")).to_have_text("De-cuong-thu-nghiem.pdf")
    page.get_by_role("button", name="Xuất văn bản").click()


def test_the_line_moves_on_by_itself_and_ends_in_a_link(
    open_page: OpenPage, site: Site, slow_converter: Path
) -> None:
    page = open_page("chuyenvien")
    start(page, site)
    expect(page.get_by_text("Đang chuyển sang PDF")).to_be_visible()
    slow_converter.unlink()
    link = page.get_by_role("link", name="Tải về")
    expect(link).to_be_visible()
    with page.expect_download() as downloading:
        link.click()
    assert downloading.value.suggested_filename == "De-cuong-thu-nghiem.pdf"


def test_a_running_one_can_be_stopped_and_closing_the_page_loses_nothing(
    open_page: OpenPage, site: Site, slow_converter: Path
) -> None:
    page = open_page("chuyenvien", width=360)
    start(page, site)
    expect(page.get_by_text("Đang chuyển sang PDF")).to_be_visible()
    page.goto(f"{site.url}/")
    page.goto(f"{site.url}/dot/{site.world.campaign.id}/xuat")
    page.get_by_role("button", name="Dừng").click()
    slow_converter.unlink()
    expect(page.get_by_text("Đã hủy")).to_be_visible()
    expect(page.get_by_role("link", name="Tải về")).to_have_count(0)


def test_without_scripts_the_list_still_leads_to_the_file(
    open_page: OpenPage, site: Site, slow_converter: Path
) -> None:
    slow_converter.unlink()
    page = open_page("chuyenvien", scripts=False)
    page.goto(f"{site.url}/dot/{site.world.campaign.id}/xuat")
    page.get_by_label("Công văn đôn đốc").check()
    page.get_by_role("button", name="Xuất văn bản").click()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Tải về").click()
    assert downloading.value.suggested_filename.endswith(".docx")
