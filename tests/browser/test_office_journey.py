"""A quarter's campaign of the office, from creating to closing, as its officer clicks through it.

One unit's report comes back once and gets a later deadline, one unit gets more time, one does not
have to report. Real clicks in a real browser; the units sit at their own.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.extensions import db
from app.models import Campaign, Report
from app.services import clock
from tests.browser.conftest import HTMX, Site, new_context, sign_in
from tools.htmx import SERVED

pytestmark = pytest.mark.browser
TITLE = "Báo cáo công tác tuyên giáo quý II năm 2026"


@pytest.fixture
def htmx_file() -> Path:
    return HTMX / SERVED.file_name


def person(browser: Browser, site: Site, contexts: list[BrowserContext], name: str) -> Page:
    page = new_context(browser, contexts).new_page()
    sign_in(page, site, name)
    return page


def day_after(days: int) -> str:
    day = clock.today() + timedelta(days=days)
    return f"{day.day}/{day.month}/{day.year}"


def prepare_and_publish(page: Page) -> None:
    page.get_by_role("link", name="Tạo đợt báo cáo").click()
    page.get_by_label("Tên đợt báo cáo").fill(TITLE)
    page.get_by_role("button", name="Tạo đợt và làm tiếp").click()
    page.get_by_label("Kỳ báo cáo", exact=True).fill("Quý II năm 2026")
    go_on(page)
    expect(page.locator("h1")).to_have_text("Đề cương")
    go_on(page)
    expect(page.locator("h1")).to_have_text("Đơn vị phải báo cáo")
    for unit in ("Xã A", "Xã B", "Xã C"):
        page.get_by_label(unit, exact=True).check()
    go_on(page)
    page.get_by_label("Ngày trong kế hoạch").fill(day_after(10))
    page.get_by_label("Chậm nhất ngày").check()
    expect(page.locator("#han-la")).to_contain_text(f"ngày {day_after(10)}")
    go_on(page)
    expect(page.locator("h1")).to_have_text("Xem thử và phát hành")
    page.get_by_role("button", name="Gửi tới 3 đơn vị").click()
    expect(page.locator("main")).to_contain_text("3 đơn vị: 0 đã gửi")


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Lưu và sang bước sau").click()
    expect(page.locator("main")).to_contain_text("Đã lưu.")


def ids_of(site: Site) -> tuple[int, dict[str, int]]:
    """The new campaign and its reports by unit."""
    with site.app.app_context():
        campaign = db.session.scalars(db.select(Campaign).where(Campaign.title == TITLE)).one()
        reports = db.session.scalars(db.select(Report).where(Report.campaign_id == campaign.id))
        return campaign.id, {report.unit.code: report.id for report in reports}


def fill_in_and_send(page: Page, site: Site, report: int, words: str) -> None:
    page.goto(f"{site.url}/bao-cao/{report}/muc/lanh_dao")
    page.locator("[name=q_ket_qua]").fill(words)
    page.locator("[name=q_han_che]").fill("Một số chi bộ chưa quan tâm.")
    page.get_by_role("button", name="Lưu và sang mục sau").click()
    page.locator("[name=q_dan_so]").fill("5.390")
    page.locator("[name=q_hoi_vien]").fill("1.234")
    page.get_by_role("button", name="Lưu và sang mục sau").click()
    expect(page).not_to_have_url(f"{site.url}/bao-cao/{report}/muc/so_lieu")
    page.goto(f"{site.url}/bao-cao/{report}/muc/pl2")
    page.locator("[name=q_quy-thu-nam_2024]").fill("45,5")
    page.get_by_role("button", name="Lưu và sang mục sau").click()
    expect(page).not_to_have_url(f"{site.url}/bao-cao/{report}/muc/pl2")
    send(page, site, report)


def send(page: Page, site: Site, report: int) -> None:
    page.goto(f"{site.url}/bao-cao/{report}/kiem-tra")
    page.locator("#number").fill("12-BC/ĐU")
    page.get_by_role("button", name="Gửi báo cáo lên").click()
    expect(page.locator("h1")).to_contain_text("Đã gửi")


def open_unit(page: Page, site: Site, campaign: int, unit: str) -> None:
    page.goto(f"{site.url}/dot/{campaign}")
    page.get_by_role("link", name=unit, exact=True).click()
    expect(page.locator("#quyet-dinh")).to_be_visible()


def give_back(page: Page, site: Site, campaign: int) -> None:
    open_unit(page, site, campaign, "Xã A")
    page.get_by_text("Trả lại để sửa…").click()
    page.get_by_label("Lý do trả lại").fill("Chưa nêu số chi bộ đã quán triệt.")
    page.get_by_label("Hạn gửi lại").fill(day_after(12))
    page.get_by_role("button", name="Trả lại để sửa").click()
    expect(page.locator("main")).to_contain_text("Bị trả lại")


def extend(page: Page, site: Site, campaign: int) -> None:
    open_unit(page, site, campaign, "Xã B")
    page.get_by_text("Gia hạn cho đơn vị này…").click()
    page.get_by_label("Hạn mới").fill(day_after(15))
    page.get_by_label("Lý do", exact=True).fill("Đơn vị đang tổ chức đại hội.")
    page.get_by_role("button", name="Gia hạn").click()
    expect(page.locator("main")).to_contain_text(day_after(15))


def exclude(page: Page, site: Site, campaign: int) -> None:
    open_unit(page, site, campaign, "Xã C")
    page.get_by_text("Việc khác…").click()
    page.get_by_label("Loại khỏi đợt").fill("Đảng bộ mới thành lập, chưa phát sinh.")
    page.get_by_role("button", name="Loại khỏi đợt").click()
    expect(page.locator("main")).to_contain_text("chưa phát sinh")


def accept(page: Page, site: Site, campaign: int, unit: str) -> None:
    open_unit(page, site, campaign, unit)
    page.get_by_role("button", name="Tiếp nhận", exact=True).click()
    expect(page.locator("main")).to_contain_text("Đã tiếp nhận")


def test_a_quarter_s_campaign_from_creating_to_closing(
    browser: Browser, site: Site, contexts: list[BrowserContext]
) -> None:
    officer = person(browser, site, contexts, "chuyenvien")
    prepare_and_publish(officer)
    campaign, reports = ids_of(site)

    unit_a = person(browser, site, contexts, "canbo.a")
    expect(unit_a.locator("main")).to_contain_text(TITLE)
    fill_in_and_send(unit_a, site, reports["xa-a"], "Đã ban hành kế hoạch khuyến học.")

    give_back(officer, site, campaign)
    unit_a.goto(site.url)
    expect(unit_a.locator("main")).to_contain_text("Chưa nêu số chi bộ đã quán triệt.")
    expect(unit_a.locator("main")).to_contain_text(day_after(12))
    fill_in_and_send(unit_a, site, reports["xa-a"], "Kế hoạch khuyến học; 12 chi bộ quán triệt.")

    extend(officer, site, campaign)
    exclude(officer, site, campaign)
    unit_b = person(browser, site, contexts, "canbo.b")
    expect(unit_b.locator("main")).to_contain_text(day_after(15))
    fill_in_and_send(unit_b, site, reports["xa-b"], "Đã tổ chức 4 hội nghị.")

    for unit in ("Xã A", "Xã B"):
        accept(officer, site, campaign, unit)
    officer.goto(f"{site.url}/dot/{campaign}")
    expect(officer.locator(".counters")).to_contain_text(
        "(không kể 1 đơn vị không phải báo cáo): 2 đã gửi"
    )
    officer.get_by_role("link", name="Ma trận").click()
    expect(officer.locator("main table")).to_contain_text("Xã A")
    officer.get_by_role("link", name="Thiết lập").click()
    officer.get_by_role("button", name="Kết thúc đợt").click()
    expect(officer.locator("main")).to_contain_text("Đã kết thúc đợt")

    unit_b.goto(f"{site.url}/bao-cao/{reports['xa-b']}/muc/lanh_dao")
    expect(unit_b.locator("main")).to_contain_text("Đã tổ chức 4 hội nghị.")
    expect(unit_b.locator("[name=q_ket_qua]")).not_to_be_editable()
