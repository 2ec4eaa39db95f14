"""The unit's side with JavaScript switched off: all of it but paste help and live totals."""

from __future__ import annotations

import io

import docx
import pytest
from playwright.sync_api import expect

from tests.app.filling.last_year import LAST_YEAR, written_last_year
from tests.browser.conftest import OpenPage, Site
from tests.browser.saving import BOX, FIRST, SECOND, SECTION, cell, stored_text, stored_value

pytestmark = pytest.mark.browser


def save(page) -> None:  # type: ignore[no-untyped-def]
    page.locator(".action-bar").get_by_role("button", name="Lưu", exact=True).click()


def test_last_period_is_read_copied_looked_through_and_taken_back(
    open_page: OpenPage, site: Site
) -> None:
    with site.app.app_context():
        written_last_year(site.world)
    page = open_page("canbo.a", SECTION, scripts=False)
    expect(page.locator("#o-ket_qua .earlier")).to_contain_text(LAST_YEAR)
    page.locator("#o-ket_qua .earlier summary").click()
    page.get_by_role("button", name="Chép sang Kết quả đạt được").click()
    expect(page.locator(BOX)).to_have_value(LAST_YEAR)
    expect(page.locator("#o-ket_qua")).to_contain_text("chưa đọc lại")
    page.goto(site.report())
    page.get_by_role("button", name="Chép vào ô trống từ: Kỳ trước").click()
    expect(page.locator(".unread-note")).to_contain_text("Còn 3 ô chưa đọc lại")
    page.goto(site.report() + SECTION)
    save(page)
    expect(page.locator("#o-ket_qua .unread-note")).to_have_count(0)
    page.goto(site.report())
    page.get_by_role("button", name="Bỏ 2 ô đã chép").click()
    expect(page.locator(".unread-note")).to_have_count(0)
    assert stored_value(site, "quy").get("rows", {}) == {}
    assert stored_text(site) == LAST_YEAR


def test_tables_lists_words_and_a_conflict_are_plain_forms(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", "/muc/pl2", scripts=False)
    cell(page, FIRST).fill("12,5")
    cell(page, SECOND).fill("ba")
    save(page)
    expect(page.locator(f"[id='loi-{FIRST}']")).to_have_count(0)
    expect(page.locator("td .cell-problem")).to_have_count(1)
    page.goto(site.report() + "/muc/pl3")
    page.get_by_label("Tên mô hình").fill("Dòng họ học tập")
    page.get_by_role("button", name="Thêm dòng").click()
    page.get_by_label("Tên mô hình").nth(1).fill("Thôn học tập")
    page.get_by_role("button", name="Xóa dòng 1").click()
    expect(page.get_by_label("Tên mô hình").first).to_have_value("Thôn học tập")
    assert len(stored_value(site, "dien_hinh")["items"]) == 1
    other = open_page("bithu.a", SECTION, scripts=False)
    page.goto(site.report() + SECTION)
    for one, text in ((other, "Bản của bí thư"), (page, "Bản của cán bộ")):
        one.locator(BOX).fill(text)
        save(one)
    expect(page.locator("main .alert-warning")).to_contain_text("Chưa mất chữ nào")
    page.get_by_label("Nối cả hai").check()
    page.get_by_label("Xong", exact=True).check()
    save(page)
    assert stored_text(site) == "Bản của bí thư\n\nBản của cán bộ"
    page.goto(site.report())
    expect(page.locator(".task-row").first).to_contain_text("Xong")


def test_a_word_report_comes_in_and_goes_back(open_page: OpenPage, site: Site) -> None:
    document = docx.Document()
    for line in ("1. Sự lãnh đạo của Đảng", "Đã tổ chức 12 hội nghị."):
        document.add_paragraph(line)
    data = io.BytesIO()
    document.save(data)
    page = open_page("canbo.a", "/nhap-word", scripts=False)
    file = {
        "name": "bao-cao.docx",
        "mimeType": "application/octet-stream",
        "buffer": data.getvalue(),
    }
    page.locator("#tep").set_input_files(files=[file])  # type: ignore[list-item]
    page.get_by_role("button", name="Tải lên và xem cách tách").click()
    page.get_by_role("button", name="Điền vào báo cáo").click()
    assert stored_text(site) == "Đã tổ chức 12 hội nghị."
    expect(page.locator("main")).to_contain_text("Còn 1 ô chưa đọc lại")
    page.get_by_role("link", name="Nhập từ tệp Word").click()
    page.get_by_role("button", name="Hoàn tác lần nhập").click()
    expect(page.locator("main")).to_contain_text("Đã hoàn tác 1 ô")
    assert stored_text(site) == ""
