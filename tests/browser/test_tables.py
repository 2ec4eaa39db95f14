"""Tables and lists in the browser: keys, a block from Excel, rows, phones, many cells."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from app.extensions import db
from app.models import Answer
from tests.browser.conftest import OpenPage, Site

pytestmark = [pytest.mark.browser, pytest.mark.htmx]
SAVED = re.compile(r"Đã lưu \d\d:\d\d")
FIRST = "q_quy-du_dau-nam_2024"


def stored(site: Site, field: str) -> dict[str, object]:
    with site.app.app_context():
        answer = db.session.get(Answer, (site.world.reports["xa-a"].id, field))
        return dict(answer.value) if answer else {}


def cell(page: Page, name: str):  # type: ignore[no-untyped-def]
    return page.locator(f"[name='{name}']")


def paste(page: Page, name: str, text: str) -> None:
    cell(page, name).focus()
    page.evaluate(
        """([name, text]) => {
            const data = new DataTransfer();
            data.setData('text/plain', text);
            document.querySelector(`[name="${name}"]`).dispatchEvent(
                new ClipboardEvent(
                    'paste', {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        [name, text],
    )


def test_enter_goes_down_and_arrows_go_around(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", "/muc/pl2")
    cell(page, FIRST).focus()
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(cell(page, "q_quy-thu-nam_2024")).to_be_focused()
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
    paste(page, FIRST, '1.234,5\t"2\n3"\tthừa\r\n1,500\tabc\r\n7\t8\r\n9\t9\r\n')
    expect(page.locator(".paste-note")).to_contain_text(
        "Đã dán 6 ô; 2 ô không phải số; 1 ô cần xem lại dấu phẩy; 3 ô nằm ngoài bảng"
    )
    expect(page.locator("#tt-quy")).to_have_text(SAVED)
    assert len(site.weather.seen) == 1
    rows = stored(site, "quy")["rows"]
    assert rows["du_dau"]["nam_2024"] == {"v": "1234.5"}  # type: ignore[index]
    assert rows["thu"]["nam_2025"] == {"raw": "abc"}  # type: ignore[index]
    expect(cell(page, "q_quy-thu-nam_2024")).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Hoàn tác").click()
    expect(cell(page, FIRST)).to_have_value("")
    expect(page.locator("[data-summary]")).to_have_text("Đã lưu hết")
    assert stored(site, "quy").get("rows", {}) == {}


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
    for page, name, text in ((first, FIRST, "1"), (second, "q_quy-thu-nam_2024", "2")):
        cell(page, name).fill(text)
        cell(page, name).blur()
        expect(page.locator("#tt-quy")).to_have_text(SAVED)
    assert set(stored(site, "quy")["rows"]) == {"du_dau", "thu"}  # type: ignore[call-overload]


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
    assert len(stored(site, "dien_hinh")["items"]) == 2  # type: ignore[arg-type]
    page.get_by_role("button", name="Xóa dòng 1").click()
    expect(page.locator("[data-row]")).to_have_count(1)
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.locator("[data-row]")).to_have_count(2)
    expect(page.locator("[data-summary]")).to_have_text("Đã lưu hết")
    names = [item["cells"]["ten"]["v"] for item in stored(site, "dien_hinh")["items"]]  # type: ignore[attr-defined]
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
    items = stored(site, "van_ban")["items"]
    assert [item["cells"]["symbol"]["v"] for item in items] == ["15-KH/ĐU", "20-CV/ĐU"]  # type: ignore[attr-defined]


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
