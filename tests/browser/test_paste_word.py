"""Pasting from Word into a text: lists stay lists, old fonts become Unicode, all can be undone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.app.filling.test_paste_word import WORD
from tests.app.filling.test_pasted_tables import TABLE
from tests.browser.conftest import OpenPage, Site
from tests.browser.saving import (
    BOX,
    SAVED,
    SECTION,
    STATE,
    leave,
    paste,
    stored_text,
    stored_value,
)

pytestmark = [pytest.mark.browser, pytest.mark.htmx]
OLD_FONT = """<p style='font-family:".VnTime"'>T×nh h×nh kinh tÕ</p>"""


def test_a_list_of_word_goes_in_at_the_caret_and_is_saved(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", SECTION)
    page.locator(BOX).press_sequentially("Trước. ")
    paste(page, BOX, "không dùng", WORD)
    text = "Trước. Đảng ủy xã đã tổ chức 12 hội nghị.\n- Mở lớp học\n+ Lớp ở thôn\n1. Việc thứ nhất"
    expect(page.locator(BOX)).to_have_value(text)
    leave(page)
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert stored_text(site) == text


def test_lines_that_a_pdf_cut_are_joined_said_and_undone(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", SECTION)
    cut = "Đảng ủy xã đã tổ chức hội nghị quán triệt nội dung Kết luận\nđến toàn thể đảng viên."
    paste(page, BOX, cut, "")
    expect(page.locator(BOX)).to_have_value(cut.replace("\n", " "))
    expect(page.locator(".paste-note")).to_contain_text("Đã nối 1 dòng")
    leave(page)
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert stored_text(site) == cut.replace("\n", " ")
    page.locator(".paste-note").get_by_role("button", name="Hoàn tác").click()
    expect(page.locator(BOX)).to_have_value("")


def test_an_old_font_is_converted_said_and_undone(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", SECTION)
    page.locator(BOX).press_sequentially("Có sẵn. ")
    paste(page, BOX, "T×nh h×nh kinh tÕ", OLD_FONT)
    expect(page.locator(BOX)).to_have_value("Có sẵn. Tình hình kinh tế")
    expect(page.locator(".paste-note")).to_contain_text("phông cũ")
    page.locator(".paste-note").get_by_role("button", name="Hoàn tác").click()
    expect(page.locator(BOX)).to_have_value("Có sẵn. ")
    leave(page)
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert stored_text(site).strip() == "Có sẵn."


def test_without_the_server_the_plain_text_goes_in(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", SECTION)
    site.weather.path, site.weather.coming = "/dan-word", ["gone"]
    paste(page, BOX, "Chữ thường", WORD)
    expect(page.locator(BOX)).to_have_value(re.compile("^Chữ thường"))


def test_a_table_among_words_goes_to_its_table_and_back(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", SECTION)
    paste(page, BOX, "không dùng", TABLE)
    expect(page.locator(BOX)).to_have_value(re.compile("Số dư đầu kỳ \\| 10"))
    page.get_by_role("button", name="Đưa vào bảng").click()
    expect(page.locator(BOX)).to_have_value("Quỹ như sau:\n\nHết.")
    assert stored_value(site, "quy")["rows"]["thu"] == {"nam_2024": {"v": "3"}}
    page.get_by_role("button", name="Hoàn tác việc đưa vào bảng").click()
    expect(page.locator(BOX)).to_have_value(re.compile("Số dư đầu kỳ \\| 10"))
    assert stored_value(site, "quy") == {}
