"""From an outline of the library to the section page of a unit: edit, release, campaign, fill.

Once with htmx and once with JavaScript switched off.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.services import clock
from tests.browser.conftest import HTMX, Site
from tests.browser.test_journeys import person
from tools.htmx import SERVED

pytestmark = pytest.mark.browser
ASKED = "Số lớp học cộng đồng đã mở"


@pytest.fixture
def htmx_file() -> Path:
    """The served version; both versions are tried field by field elsewhere."""
    return HTMX / SERVED.file_name


@pytest.fixture(params=[True, False], ids=["with-htmx", "without-javascript"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def edited_and_released(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/de-cuong")
    page.get_by_role("button", name="Tạo phiên bản mới của Báo cáo sơ kết thử nghiệm").click()
    tree = page.get_by_role("navigation", name="Các mục của đề cương")
    tree.get_by_role("link", name="2. Số liệu chung").click()
    expect(page.locator("#ten-nut")).to_contain_text("Số liệu chung")
    page.get_by_role("button", name="Lên trên").click()
    expect(tree).to_contain_text("1. Số liệu chung")
    page.get_by_label("Nội dung cần hỏi").fill(ASKED)
    page.get_by_label("Loại", exact=True).select_option("integer")
    page.get_by_role("button", name="Thêm nội dung").click()
    expect(page.locator("#ten-nut")).to_contain_text(ASKED)
    page.get_by_label("Đơn vị tính").fill("lớp")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("Đã lưu.")).to_be_visible()
    page.get_by_role("button", name="Phát hành", exact=True).click()
    expect(page.locator("main")).to_contain_text("Đã phát hành đề cương")


def published(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/dot/moi")
    page.get_by_label("Tên đợt báo cáo").fill("Đợt dùng đề cương mới")
    page.locator("#outline").select_option(label="Báo cáo sơ kết thử nghiệm (phiên bản 2)")
    page.get_by_role("button", name="Tạo đợt và làm tiếp").click()
    page.wait_for_url("**/chuan-bi/ten")
    place = page.url.removesuffix("/ten")
    page.goto(f"{place}/don-vi")
    page.locator("input[name=kind][value=xa]").check()
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.goto(f"{place}/han")
    day = clock.today() + timedelta(days=9)
    page.locator("input[name=day]").fill(f"{day.day}/{day.month}/{day.year}")
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.goto(place)
    page.get_by_role("button", name="Gửi tới 3 đơn vị").click()
    expect(page.locator("main")).to_contain_text("Đã gửi tới 3 đơn vị")


def test_a_unit_sees_what_the_office_wrote_into_the_outline(
    browser: Browser, site: Site, htmx_file: Path, contexts: list[BrowserContext], scripts: bool
) -> None:
    office = person(browser, site, htmx_file, contexts, "chuyenvien", scripts=scripts)
    edited_and_released(office, site)
    published(office, site)
    unit = person(browser, site, htmx_file, contexts, "canbo.a", scripts=scripts)
    unit.get_by_role("link", name="Đợt dùng đề cương mới").first.click()
    unit.get_by_role("link", name="Số liệu chung").first.click()
    expect(unit.get_by_label(f"{ASKED} (lớp)")).to_be_editable()
