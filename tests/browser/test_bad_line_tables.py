"""A bad line under tables, lists, files and the sending itself, where more hangs on one request."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import docx
import pytest
from playwright.sync_api import Error, Page, expect

from app.extensions import db
from app.models import AuditEvent, Report, ReportState
from tests.browser.conftest import OpenPage, Site
from tests.browser.saving import (
    BOX,
    FIRST,
    SAVED,
    SECOND,
    SECTION,
    STATE,
    TABLE,
    TABLE_STATE,
    cell,
    hold_time,
    leave,
    paste_cells,
    stored_text,
    stored_value,
)
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.htmx]


def cells(site: Site) -> dict[str, str]:
    rows = stored_value(site, "quy").get("rows") or {}
    return {
        f"{row}.{column}": str(value.get("v", value))
        for row, columns in rows.items()
        for column, value in columns.items()
    }


def test_cells_typed_during_a_slow_save_are_saved_too(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", TABLE)
    site.weather.coming = ["slow"]
    cell(page, FIRST).fill("1")
    cell(page, FIRST).blur()
    expect(page.locator(TABLE_STATE)).to_have_text("Đang lưu…")
    cell(page, SECOND).fill("2")
    cell(page, FIRST).fill("12")
    cell(page, FIRST).blur()
    site.weather.clear.set()
    expect(page.locator(TABLE_STATE)).to_have_text(SAVED)
    assert cells(site) == {"du_dau.nam_2024": "12", "thu.nam_2024": "2"}
    assert len(site.weather.seen) == 2, "one request in flight at a time"


def test_a_pasted_block_whose_answer_was_lost_is_no_conflict(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("canbo.a", TABLE)
    hold_time(page)
    site.weather.coming = ["drop"]
    paste_cells(page, FIRST, "1\t2\r\n3\t4\r\n")
    page.clock.run_for(10)
    expect(page.locator(TABLE_STATE)).to_contain_text("Mất mạng")
    cell(page, "q_quy-chi-nam_2025").fill("9")
    cell(page, "q_quy-chi-nam_2025").blur()
    page.clock.run_for(10)
    expect(page.locator(TABLE_STATE)).to_have_text(SAVED)
    assert len(cells(site)) == 5
    assert page.locator("[data-panel]").count() == 0


def test_one_cell_of_two_people_is_theirs_to_choose(open_page: OpenPage, site: Site) -> None:
    first, second = open_page("canbo.a", TABLE), open_page("bithu.a", TABLE)
    for page, text in ((first, "1"), (second, "2")):
        cell(page, FIRST).fill(text)
        cell(page, FIRST).blur()
        if page is first:
            expect(page.locator(TABLE_STATE)).to_have_text(SAVED)
    panel = second.locator("[data-panel]")
    expect(panel).to_contain_text("đã lưu bản khác")
    expect(cell(second, FIRST)).to_have_value("2")
    assert cells(site) == {"du_dau.nam_2024": "1"}
    panel.get_by_label("Giữ bản của tôi").check()
    panel.get_by_role("button", name="Chọn").click()
    expect(second.locator(TABLE_STATE)).to_have_text(SAVED)
    assert cells(site) == {"du_dau.nam_2024": "2"}


@pytest.mark.parametrize("weather", ["fail", "drop"])
def test_a_row_that_was_sent_again_is_there_once(
    open_page: OpenPage, site: Site, weather: str
) -> None:
    page = open_page("canbo.a", "/muc/pl3")
    hold_time(page)
    site.weather.coming = [weather]
    page.get_by_label("Tên mô hình").fill("Dòng họ học tập")
    page.get_by_label("Tên mô hình").blur()
    page.clock.run_for(10)
    page.get_by_role("button", name="Thử ngay").click()
    page.clock.run_for(10)
    expect(page.locator("#tt-dien_hinh")).to_have_text(SAVED)
    page.get_by_role("button", name="Thêm dòng").click()
    page.get_by_label("Tên mô hình").nth(1).fill("Thôn học tập")
    page.get_by_label("Tên mô hình").nth(1).blur()
    page.clock.run_for(10)
    expect(page.locator("[data-summary]")).to_have_text("Đã lưu hết")
    names = [item["cells"]["ten"]["v"] for item in stored_value(site, "dien_hinh")["items"]]
    assert names == ["Dòng họ học tập", "Thôn học tập"]


def test_a_table_typed_offline_is_saved_when_the_line_is_back(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("canbo.a", TABLE)
    page.context.set_offline(True)
    paste_cells(page, FIRST, "1\t2\r\n3\t4\r\n")
    expect(page.locator(TABLE_STATE)).to_contain_text("Mất mạng – chữ vẫn ở đây")
    page.context.set_offline(False)
    expect(page.locator(TABLE_STATE)).to_have_text(SAVED)
    assert len(cells(site)) == 4


def test_a_word_that_is_composed_for_long_is_saved_whole_on_leaving(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("canbo.a", SECTION)
    hold_time(page)
    page.locator(BOX).focus()
    line = page.context.new_cdp_session(page)
    line.send("Input.imeSetComposition", {"text": "hoc", "selectionStart": 3, "selectionEnd": 3})
    page.clock.run_for(5000)
    assert site.weather.seen == []
    line.send("Input.insertText", {"text": "học"})
    leave(page)
    page.clock.run_for(10)
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert stored_text(site) == "học"


def test_a_reloaded_page_shows_the_server_s_text_and_offers_the_unsent_one(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("canbo.a", SECTION)
    page.on("dialog", lambda dialog: dialog.accept())
    hold_time(page)
    site.weather.coming = ["gone"]
    page.locator(BOX).fill("Chưa gửi được")
    leave(page)
    page.clock.run_for(10)
    expect(page.locator(STATE)).to_contain_text("Mất mạng")
    other = open_page("bithu.a", SECTION)
    other.locator(BOX).fill("Bản của bí thư")
    leave(other)
    expect(other.locator(STATE)).to_have_text(SAVED)
    page.reload()
    expect(page.locator(BOX)).to_have_value("Bản của bí thư")
    page.get_by_role("button", name="Bỏ", exact=True).click()
    expect(page.locator(".restore-strip")).to_have_count(0)
    assert stored_text(site) == "Bản của bí thư"


def ready_to_send(open_page: OpenPage, site: Site) -> Page:
    page = open_page("canbo.a", SECTION)
    page.locator(BOX).fill("Đã tổ chức 12 hội nghị.")
    leave(page)
    expect(page.locator(STATE)).to_have_text(SAVED)
    page.goto(site.report() + "/kiem-tra")
    site.weather.path = "/gui"
    return page


def sendings(site: Site) -> int:
    with site.app.app_context():
        return db.session.query(AuditEvent).filter_by(action="report.submitted").count()


def is_sent(site: Site) -> Callable[[], bool]:
    def asked() -> bool:
        with site.app.app_context():
            report = db.session.get(Report, site.world.reports["xa-a"].id)
            return bool(report) and report.state == ReportState.SUBMITTED  # type: ignore[union-attr]

    return asked


def open_again(page: Page, address: str) -> None:
    """After a broken line: the browser's own page about it may still be on its way."""

    def is_open() -> bool:
        try:
            page.goto(address)
        except Error as error:
            if "interrupted by another navigation" not in error.message:
                raise
            return False
        return True

    wait_until(is_open, address)


def test_a_report_whose_receipt_was_lost_is_sent_once_and_says_so(
    open_page: OpenPage, site: Site
) -> None:
    page = ready_to_send(open_page, site)
    site.weather.coming = ["drop"]
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Gửi báo cáo lên").click(no_wait_after=True)
    wait_until(is_sent(site), "the sending")
    open_again(page, site.report() + "/kiem-tra")
    assert page.get_by_role("button", name="Gửi báo cáo lên").count() == 0
    page.goto(site.report())
    expect(page.locator("main")).to_contain_text("Đã gửi")
    assert sendings(site) == 1


def test_the_button_pressed_again_on_a_slow_line_sends_once(
    open_page: OpenPage, site: Site
) -> None:
    page = ready_to_send(open_page, site)
    site.weather.coming = ["slow"]
    # Long after a double click, which the page itself takes for one.
    page.evaluate(
        "() => { const b = document.getElementById('gui-bao-cao'), now = Date.now; "
        "b.click(); setTimeout(() => { Date.now = () => now() + 60000; b.click(); }, 300); }"
    )
    wait_until(lambda: asked_to_send(site) == 2, "the second press")
    wait_until(is_sent(site), "the sending")
    site.weather.clear.set()
    expect(page).to_have_url(re.compile("/bien-nhan$"))
    assert sendings(site) == 1


def test_a_double_click_on_the_button_asks_once(open_page: OpenPage, site: Site) -> None:
    page = ready_to_send(open_page, site)
    page.locator("#gui-bao-cao").dblclick()
    expect(page).to_have_url(re.compile("/bien-nhan$"))
    assert (asked_to_send(site), sendings(site)) == (1, 1)


def asked_to_send(site: Site) -> int:
    return sum(path.endswith("/gui") for path in site.weather.seen)


def test_a_word_file_sent_on_a_failing_line_can_be_sent_again(
    open_page: OpenPage, site: Site
) -> None:
    document = docx.Document()
    document.add_paragraph("1. Sự lãnh đạo của Đảng")
    document.add_paragraph("Đã tổ chức 12 hội nghị.")
    data = io.BytesIO()
    document.save(data)
    page = open_page("canbo.a", "/nhap-word")
    site.weather.path, site.weather.coming = "/nhap-word", ["drop"]
    file = {
        "name": "bao-cao.docx",
        "mimeType": "application/octet-stream",
        "buffer": data.getvalue(),
    }
    page.locator("#tep").set_input_files(files=[file])  # type: ignore[list-item]
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Tải lên và xem cách tách").click(no_wait_after=True)
    open_again(page, site.report() + "/nhap-word")
    page.get_by_role("link", name="Xem cách tách").first.click()
    expect(page.locator("main")).to_contain_text("Đã tổ chức 12 hội nghị.")
    page.get_by_role("button", name="Điền vào báo cáo").click()
    expect(page.locator("main")).to_contain_text("Đã điền 1 ô")
    assert stored_text(site) == "Đã tổ chức 12 hội nghị."
