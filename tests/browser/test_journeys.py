"""The whole way, as people go it: a unit fills in and sends, the office accepts, merges, exports.

Once with htmx and once with JavaScript switched off: the plain forms must carry all of it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from app.settings import HTMX_URL
from tests.browser.conftest import HTMX, Site, new_context, sign_in
from tests.waiting import wait_until
from tools.htmx import SERVED

pytestmark = pytest.mark.browser
RESULT = "Đảng ủy xã đã ban hành kế hoạch khuyến học; 12 chi bộ đã quán triệt."


@pytest.fixture
def htmx_file() -> Path:
    """The served version; both versions are tried field by field elsewhere."""
    return HTMX / SERVED.file_name


@pytest.fixture
def htmx_is_local() -> bool:
    """From the CDN here, whose file has to have the hash that the page names."""
    return False


def play(route: Route, htmx_file: Path) -> None:
    if route.request.url != HTMX_URL:
        return route.abort()
    return route.fulfill(
        body=htmx_file.read_bytes(),
        content_type="text/javascript",
        headers={"Access-Control-Allow-Origin": "*"},
    )


@pytest.fixture(params=[True, False], ids=["with-htmx", "without-javascript"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def person(
    browser: Browser,
    site: Site,
    htmx_file: Path,
    contexts: list[BrowserContext],
    name: str,
    *,
    scripts: bool,
) -> Page:
    """A signed-in person with a browser of their own."""
    context = new_context(browser, contexts, java_script_enabled=scripts, accept_downloads=True)
    if not site.app.config["SETTINGS"].serve_local_htmx:
        context.route(re.compile("^https:"), lambda route: play(route, htmx_file))
    page = context.new_page()
    sign_in(page, site, name)
    assert page.evaluate("typeof htmx !== 'undefined'") == scripts
    return page


def fill_in_and_send(page: Page, site: Site, unit: str, fund: str) -> None:
    page.goto(site.report(unit) + "/muc/lanh_dao")
    page.locator("[name=q_ket_qua]").fill(RESULT)
    page.locator("[name=q_han_che]").fill("Một số chi bộ chưa quan tâm.")
    save_and_go_on(page)
    expect(page).to_have_url(site.report(unit) + "/muc/so_lieu")
    page.locator("[name=q_dan_so]").fill("5.390")
    page.locator("[name=q_hoi_vien]").fill("1.234")
    save_and_go_on(page)
    page.goto(site.report(unit) + "/muc/pl2")
    page.locator("[name=q_quy-thu-nam_2024]").fill(fund)
    save_and_go_on(page)
    page.goto(site.report(unit) + "/kiem-tra")
    page.locator("#number").fill("12-BC/ĐU")
    page.get_by_role("button", name="Gửi báo cáo lên").click()
    expect(page.locator("h1")).to_contain_text("Đã gửi")


def save_and_go_on(page: Page) -> None:
    before = page.url
    page.get_by_role("button", name="Lưu và sang mục sau").click()
    expect(page).not_to_have_url(before)
    page.wait_for_load_state()


def accept(page: Page, site: Site, unit: str) -> None:
    campaign, report = site.world.campaign.id, site.world.reports[unit].id
    page.goto(f"{site.url}/dot/{campaign}")
    page.get_by_role("link", name=site.world.units[unit].short_name, exact=True).click()
    expect(page).to_have_url(f"{site.url}/dot/{campaign}/don-vi/{report}")
    expect(page.locator("main")).to_contain_text("12 chi bộ đã quán triệt")
    page.get_by_role("button", name="Tiếp nhận", exact=True).click()
    expect(page.locator("main")).to_contain_text("Đã tiếp nhận")


def export(page: Page, site: Site, content: str, kind: str) -> bytes:
    """A file from the export page; small ones are ready at once."""
    page.goto(f"{site.url}/dot/{site.world.campaign.id}/xuat")
    page.get_by_label(content).check()
    page.get_by_label(kind, exact=True).check()
    page.get_by_role("button", name="Xuất văn bản").click()
    link = page.get_by_role("link", name="Tải về").first

    def is_ready() -> bool:
        page.reload()
        return link.is_visible()

    if not link.is_visible():
        wait_until(is_ready, f"the file of {content}")
    with page.expect_download() as download:
        link.click()
    return download.value.path().read_bytes()


def test_from_the_units_sign_in_to_the_offices_word_and_excel(
    browser: Browser, site: Site, htmx_file: Path, contexts: list[BrowserContext], scripts: bool
) -> None:
    for name, unit, fund in (("canbo.a", "xa-a", "45,5"), ("canbo.b", "xa-b", "1.200")):
        page = person(browser, site, htmx_file, contexts, name, scripts=scripts)
        fill_in_and_send(page, site, unit, fund)
    office = person(browser, site, htmx_file, contexts, "chuyenvien", scripts=scripts)
    for unit in ("xa-a", "xa-b"):
        accept(office, site, unit)
    office.goto(f"{site.url}/dot/{site.world.campaign.id}/du-thao")
    office.get_by_role("button", name="Tổng hợp dự thảo").click()
    office.goto(f"{site.url}/dot/{site.world.campaign.id}/du-thao/muc/lanh_dao")
    expect(office.locator("main")).to_contain_text("2/4 đơn vị")
    word = Document(BytesIO(export(office, site, "Dự thảo báo cáo tổng hợp", "Word (.docx)")))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "ban hành kế hoạch khuyến học" in text
    assert "2.468" in text, "the merged figure: 1.234 + 1.234"
    excel = load_workbook(
        BytesIO(export(office, site, "Phụ lục số liệu", "Excel (.xlsx)")), data_only=True
    )
    cells = [cell for row in excel["Biểu số 1"].iter_rows(values_only=True) for cell in row]
    assert any(_equals(cell, Decimal("1245.5")) for cell in cells), "45,5 + 1.200"


def _equals(cell: object, number: Decimal) -> bool:
    return isinstance(cell, int | float) and Decimal(str(cell)) == number
