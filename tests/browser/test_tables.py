"""Tables and lists in the browser: keys, a block from Excel, rows, phones, many cells."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, Site
from tests.browser.saving import FIRST, SAVED, SECOND, cell, paste_cells, stored_value

pytestmark = [pytest.mark.browser, pytest.mark.htmx]


def test_enter_goes_down_and_arrows_go_around(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", "/muc/pl2")
    cell(page, FIRST).focus()
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(cell(page, SECOND)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(cell(page, FIRST)).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    expect(cell(page, "q_quy-du_dau-nam_2025")).to_be_focused()
    page.keyboard.type("12")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("0")
    expect(cell(page, "q_quy-du_dau-nam_2025")).to_have_value("102")


def test_a_block_from_excel_is_one_request_and_one_undo(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", "/muc/pl2")
    paste_cells(page, FIRST, '1.234,5\t"2\n3"\tthừa\r\n1,500\tabc\r\n7\t8\r\n9\t9\r\n')
    expect(page.locator(".paste-note")).to_contain_text(
        "Đã dán 6 ô; 2 ô không phải số; 1 ô cần xem lại dấu phẩy; 3 ô nằm ngoài bảng"
    )
    expect(page.locator("#tt-quy")).to_have_text(SAVED)
    assert len(site.weather.seen) == 1
    rows = stored_value(site, "quy")["rows"]
    assert rows["du_dau"]["nam_2024"] == {"v": "1234.5"}
    assert rows["thu"]["nam_2025"] == {"raw": "abc"}
    expect(cell(page, SECOND)).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Hoàn tác").click()
    expect(cell(page, FIRST)).to_have_value("")
    expect(page.locator("[data-summary]")).to_have_text("Đã lưu hết")
    assert stored_value(site, "quy").get("rows", {}) == {}


def test_what_is_wrong_with_a_cell_is_said_in_the_cell(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", "/muc/pl2")
    wrong, said = cell(page, FIRST), page.locator(f"td .cell-problem[id='loi-{FIRST}']")
    wrong.fill("1.5e3")
    page.locator("h1").click()
    expect(said).to_have_text(re.compile("^Chỉ ghi số"))
    expect(wrong).to_have_attribute("aria-describedby", f"loi-{FIRST}")
    page.reload()
    expect(said).to_have_text(re.compile("^Chỉ ghi số"))
    wrong.fill("1.500")
    page.locator("h1").click()
    expect(said).to_have_count(0)
    expect(wrong).not_to_have_attribute("aria-invalid", "true")


def test_a_cell_saved_by_somebody_else_stays(open_page: OpenPage, site: Site) -> None:
    first, second = open_page("canbo.a", "/muc/pl2"), open_page("bithu.a", "/muc/pl2")
    for page, name, text in ((first, FIRST, "1"), (second, SECOND, "2")):
        cell(page, name).fill(text)
        cell(page, name).blur()
        expect(page.locator("#tt-quy")).to_have_text(SAVED)
    assert set(stored_value(site, "quy")["rows"]) == {"du_dau", "thu"}


def test_on_a_phone_each_row_is_a_card_with_labels(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", "/muc/pl2", width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    place = page.locator(".answer-table td").first
    label = place.evaluate("td => getComputedStyle(td, '::before').content")
    assert label == '"Năm 2024 (triệu đồng)"'


def test_rows_are_added_removed_and_brought_back(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", "/muc/pl3")
    page.get_by_label("Tên mô hình").fill("Dòng họ học tập")
    page.get_by_role("button", name="Thêm dòng").click()
    page.get_by_label("Tên mô hình").nth(1).fill("Thôn học tập")
    page.get_by_label("Tên mô hình").nth(1).blur()
    expect(page.locator("[data-summary]")).to_have_text("Đã lưu hết")
    assert len(stored_value(site, "dien_hinh")["items"]) == 2
    page.get_by_role("button", name="Xóa dòng 1").click()
    expect(page.locator("[data-row]")).to_have_count(1)
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.locator("[data-row]")).to_have_count(2)
    expect(page.locator("[data-summary]")).to_have_text("Đã lưu hết")
    names = [item["cells"]["ten"]["v"] for item in stored_value(site, "dien_hinh")["items"]]
    assert names == ["Dòng họ học tập", "Thôn học tập"]


def test_a_pasted_list_of_documents_becomes_rows(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", "/muc/pl1")
    page.get_by_text("Dán danh sách văn bản có sẵn").click()
    page.locator("#dong-van_ban").fill(
        "- Kế hoạch số 15-KH/ĐU, ngày 12/3/2023 của Đảng ủy xã về khuyến học\n"
        "- Công văn số 20-CV/ĐU, ngày 1/4/2023 về xã hội học tập"
    )
    page.get_by_role("button", name="Tách thành các cột").click()
    expect(page.get_by_label("Số, ký hiệu").nth(1)).to_have_value("20-CV/ĐU")
    expect(page.locator("#tt-van_ban")).to_have_text(SAVED)
    items = stored_value(site, "van_ban")["items"]
    assert [item["cells"]["symbol"]["v"] for item in items] == ["15-KH/ĐU", "20-CV/ĐU"]


def test_a_row_is_taken_out_and_put_back_where_it_stood(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", "/muc/pl1")
    symbols = page.get_by_label("Số, ký hiệu", exact=True)
    for number in range(6):
        if number:
            page.get_by_role("button", name="+ Thêm văn bản").click()
        symbols.nth(number).fill(f"{number + 1}-KH/ĐU")
    page.get_by_role("button", name="Xóa văn bản 2").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    page.get_by_role("button", name="Xóa văn bản 2").press("Enter")
    undo = page.get_by_role("button", name="Hoàn tác")
    expect(undo).to_be_focused()
    expect(undo).to_be_in_viewport()
    assert page.evaluate("scrollY") <= before
    undo.press("Enter")
    assert [symbol.input_value() for symbol in symbols.all()] == [
        f"{number}-KH/ĐU" for number in range(1, 7)
    ]
    expect(page.locator("[data-summary]")).to_have_text("Đã lưu hết")
