"""Every screen of the unit's side in its states: axe (WCAG 2.2 AA), reflow, bytes on the wire."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask
from playwright.sync_api import Page, expect

from app.extensions import db
from app.services import reports, transitions
from tests.app.filling.test_import_word import word_file
from tests.browser.conftest import HTMX, OpenPage, Site
from tests.browser.saving import SAVED, end_session
from tools.htmx import SERVED

pytestmark = pytest.mark.browser
PNG = bytes.fromhex(  # one grey point
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000"
    "000a49444154789c636800000082008177cd72b60000000049454e44ae426082"
)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
# What is done between two checks is done on the narrow page, where there is least room for it.
NARROW, WIDE = 320, 1280
SCREENS = (
    "",
    "/muc/lanh_dao",
    "/muc/so_lieu",
    "/muc/phan_2",
    "/muc/pl1",
    "/muc/pl2",
    "/muc/pl3",
    "/kiem-tra",
    "/xem",
    "/o/ket_qua/lich-su",
    "/nhap-word",
    "/giao-muc",
)


@pytest.fixture(params=[HTMX / SERVED.file_name], ids=["served"])
def htmx_file(request: pytest.FixtureRequest):  # type: ignore[no-untyped-def]
    """What a page looks like does not hang on the version of htmx."""
    return request.param


def violations(page: Page) -> list[str]:
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    # Only what is wrong comes over: what passed is thousands of elements, most of the time.
    found = page.evaluate("options => axe.run(options).then(all => all.violations)", OPTIONS)
    return [f"{v['id']}: {node['html'][:160]}" for v in found for node in v["nodes"]]


def check(page: Page) -> None:
    """axe and reflow of the state that stands there, as wide as a desk and as a phone.

    The page keeps the height of the tests' windows and is left narrow, as it was opened. Colours
    are those of rest: a button that comes under the pointer would be met half way to another.
    """
    page.emulate_media(reduced_motion="reduce")
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        # At the end of the page the sticky bar stands in its own place and covers nothing.
        page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
        assert violations(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def press(page: Page, name: str) -> None:
    """Press the button of a plain form and be on the page that it gives."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def test_every_screen_is_accessible(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", width=NARROW)
    page.goto(f"{site.url}/")
    check(page)
    for path in SCREENS:
        page.goto(site.report() + path)
        check(page)


def test_states_of_trouble_are_accessible(open_page: OpenPage, site: Site) -> None:
    first = open_page("canbo.a", "/muc/lanh_dao", width=NARROW)
    second = open_page("bithu.a", "/muc/lanh_dao", width=NARROW)
    for page, text in ((first, "Bản một"), (second, "Bản hai")):
        page.locator("#q_ket_qua").fill(text)
        page.locator("#q_ket_qua").blur()
        if page is first:
            expect(page.locator("#tt-ket_qua")).to_have_text(SAVED)
    expect(second.locator("[data-panel]")).to_be_visible()
    check(second)
    end_session(second)
    second.locator("#q_nguyen_nhan").fill("Hết phiên")
    second.locator("#q_nguyen_nhan").blur()
    expect(second.locator("#luu-y")).to_be_visible()
    check(second)
    first.goto(site.report() + "/muc/so_lieu")
    first.locator("#q_dan_so").fill("nhiều")
    first.locator("#q_dan_so").blur()
    expect(first.locator("[data-problems] .field-error")).to_be_visible()
    check(first)


def test_a_sent_and_a_returned_report_are_accessible(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", "/muc/lanh_dao", width=NARROW)
    page.locator("#q_ket_qua").fill("Đã có kết quả")
    page.locator("#q_ket_qua").blur()
    expect(page.locator("[data-summary]")).to_have_text("Đã lưu hết")
    page.goto(site.report() + "/kiem-tra")
    page.get_by_role("button", name="Gửi báo cáo lên").click()
    page.wait_for_url("**/bien-nhan")
    check(page)
    give_back(site.app, site)
    for path in ("", "/muc/so_lieu", "/muc/lanh_dao"):
        page.goto(site.report() + path)
        check(page)


def test_the_mapping_of_a_word_report_and_a_resending_are_accessible(
    open_page: OpenPage, site: Site, tmp_path: Path
) -> None:
    report = tmp_path / "bao-cao.docx"
    report.write_bytes(word_file(".VnTime"))
    page = open_page("canbo.a", "/nhap-word", width=NARROW)
    page.locator("input[type=file]").set_input_files(report)
    page.locator("form:has(input[type=file]) button[type=submit]").click()
    page.wait_for_url("**/nhap-word/*")
    check(page)
    page.get_by_role("button", name=re.compile("^Điền")).click()
    page.wait_for_load_state("networkidle")
    page.goto(site.report() + "/kiem-tra")
    page.get_by_role("button", name="Gửi báo cáo lên").click()
    page.wait_for_url("**/bien-nhan")
    give_back(site.app, site)
    page.goto(site.report() + "/kiem-tra")
    expect(page.locator(".resend")).to_be_visible()
    check(page)


def test_the_file_of_a_cited_document_is_accessible_and_comes_by_keyboard(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("canbo.a", "/muc/pl1", width=NARROW)
    page.get_by_label("Số, ký hiệu", exact=True).fill("15-KH/ĐU")
    page.get_by_role("button", name="+ Thêm văn bản").press("Enter")
    page.get_by_label("Số, ký hiệu", exact=True).nth(1).fill("16-KH/ĐU")
    second = page.locator("[data-row]").nth(1)
    second.locator("summary").press("Enter")
    chosen = second.locator("input[type=file]")
    chosen.set_input_files({"name": "KH 16.png", "mimeType": "image/png", "buffer": PNG})
    check(page)
    chosen.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(second.get_by_role("link", name="KH 16.png", exact=True)).to_be_visible()
    assert page.get_by_label("Số, ký hiệu", exact=True).nth(1).input_value() == "16-KH/ĐU"
    check(page)
    page.get_by_role("button", name="Xóa văn bản 2").press("Enter")
    expect(page.locator("[data-summary]")).to_have_text("Đã lưu hết")
    page.reload()
    expect(page.get_by_text("Tệp chưa gắn với văn bản nào")).to_be_visible()
    check(page)
    page.get_by_label("Số, ký hiệu", exact=True).press("Enter")  # saves: no row and no file goes
    expect(page.locator("[data-row]")).to_have_count(1)


def give_back(app: Flask, site: Site) -> None:
    with app.app_context():
        report = reports.get_report(site.world.reports["xa-a"].id)
        transitions.return_report(
            report,
            "Bổ sung số liệu",
            actor=site.world.actor("chuyenvien"),
            sections=["so_lieu"],
            section_reasons=[("so_lieu", "Thiếu dân số")],
        )
        db.session.commit()


def test_a_section_is_filled_and_sent_by_keyboard_alone(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", "/muc/lanh_dao")
    tab_to(page, "q_ket_qua")
    page.keyboard.type("Chỉ dùng bàn phím")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/muc/so_lieu")
    page.goto(site.report() + "/kiem-tra")
    tab_to(page, "gui-bao-cao")
    page.keyboard.press("Enter")
    page.wait_for_url("**/bien-nhan")


def tab_to(page: Page, element_id: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == element_id:
            return
    raise AssertionError(f"{element_id} cannot be reached with Tab")


FIRST_VISIT, NEXT_PAGE, SAVE = 120_000, 20_000, 1_024


def test_the_bytes_of_a_first_visit_are_within_the_budget(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a")
    page.route("**", lambda route: route.continue_())  # which does without the cache
    bodies: dict[str, int] = {}
    page.on(
        "response",
        lambda r: bodies.update({r.url: len(gzip.compress(r.body(), 5))}) if r.ok else None,
    )
    page.goto(site.report() + "/muc/lanh_dao", wait_until="networkidle")
    assert len(bodies) > 5
    assert sum(bodies.values()) <= FIRST_VISIT, bodies
    assert bodies[site.report() + "/muc/lanh_dao"] <= NEXT_PAGE


def test_the_pages_of_outlines_are_accessible(open_page: OpenPage, site: Site) -> None:
    page = open_page("chuyenvien", width=NARROW)
    version, campaign = site.world.version.id, site.world.campaign.id
    for path in ("", "/moi", f"/{version}"):
        page.goto(f"{site.url}/de-cuong{path}")
        check(page)
    page.goto(f"{site.url}/dot/{campaign}/de-cuong")
    check(page)
    page.get_by_role("button", name="Tạo phiên bản mới để sửa").click()
    page.wait_for_url("**/sua")
    place = page.url
    for node in ("", "m-so_lieu", "o-quy"):
        page.goto(f"{place}?nut={node}")
        check(page)
    page.get_by_text("Điều kiện, kiểm tra và tùy chọn khác").click()
    page.get_by_label("Chỉ hiện khi").fill("khong_co > 1")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator(".fault-box")).to_be_visible()
    check(page)
    page.goto(place.replace("/sua", "/so-sanh"))
    check(page)
