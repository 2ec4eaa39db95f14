"""The officer's way through the draft in a browser: merge, edit, a late report, merge again."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Dialog, Page, expect

from app.extensions import db
from app.models import Campaign, Report
from app.services import draft_store, drafts
from app.services.actors import SYSTEM
from forms import Draft, drafting
from tests.app.drafting.collecting import OWN, collect, report_of, send
from tests.app.world import World
from tests.browser.conftest import HTMX, OpenPage, Site
from tests.browser.test_accessible import NARROW, check, press
from tools.htmx import SERVED

pytestmark = [pytest.mark.browser, pytest.mark.htmx]
SECTION = "lanh_dao"
MINE = "Cấp ủy các cấp đưa khuyến học vào nghị quyết chuyên đề."


def now(world: World) -> World:
    """The same world, its campaign and reports read again in the session of this thread."""
    found = {code: db.session.get(Report, report.id) for code, report in world.reports.items()}
    campaign = db.session.get(Campaign, world.campaign.id)
    assert campaign is not None
    reports = {code: report for code, report in found.items() if report is not None}
    return replace(world, campaign=campaign, reports=reports)


def gathered(site: Site) -> str:
    """Two accepted reports; the address of the draft."""
    with site.app.app_context():
        collect(now(site.world))
    return f"{site.url}/dot/{site.world.campaign.id}/du-thao"


def late_report(site: Site) -> None:
    with site.app.app_context():
        send(now(site.world), "xa-c", report_of("xa-c", 2000, 100))


def merged(site: Site) -> str:
    address = gathered(site)
    with site.app.app_context():
        drafts.merge(now(site.world).campaign, actor=SYSTEM)
        db.session.commit()
    return address


def said_twice(site: Site) -> None:
    """The editor's own words for what units say, behind them."""
    again = "Cấp ủy hằng năm đều đưa nội dung khuyến học vào nghị quyết, chương trình công tác."

    def add(section: Draft) -> Draft:
        first = section.visible[0]
        return drafting.add_manual(section, first.id, again, meta={"field": first.meta["field"]})

    with site.app.app_context():
        draft = drafts.get_draft(now(site.world).campaign)
        drafts.act(draft, SECTION, add, actor=SYSTEM, name="added")
        db.session.commit()


def stored(site: Site) -> list[str]:
    with site.app.app_context():
        draft = drafts.get_draft(now(site.world).campaign)
        return [block.text for block in draft_store.load_section(draft.id, SECTION).visible]


def texts(page: Page) -> list[str]:
    return [area.input_value() for area in page.locator("article.block textarea.prose").all()]


def told(page: Page, words: str) -> None:
    expect(page.locator("main > .alert-success")).to_contain_text(words)


def saved(page: Page, place: int = 0) -> None:
    state = page.locator("article.block").nth(place).locator("[data-state-text]")
    expect(state).to_have_text(re.compile("Đã lưu"))


def test_from_the_button_to_the_file(open_page: OpenPage, site: Site) -> None:
    address = gathered(site)
    page = open_page("chuyenvien")
    page.goto(address)
    page.get_by_role("button", name="Tổng hợp dự thảo").click()
    page.get_by_role("link", name="Sự lãnh đạo của Đảng").click()
    page.locator("textarea.prose").first.fill(MINE)
    saved(page)
    late_report(site)
    page.goto(address)
    page.get_by_role("button", name="Ghép lại").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("thay đổi từ nguồn")
    page.get_by_label("Giữ dự thảo").first.check()
    page.get_by_role("button", name="Ghi các lựa chọn").click()
    assert stored(site)[0] == MINE
    page.goto(f"{address}/ban-luu")
    page.get_by_label("Tên bản lưu").fill("Sau báo cáo muộn")
    page.get_by_role("button", name="Lưu bản hiện tại").click()
    expect(page.get_by_text("Sau báo cáo muộn", exact=True)).to_be_visible()
    page.goto(address)
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải bản Word", exact=True).click()
    assert download.value.suggested_filename.endswith(".docx")


def test_a_button_waits_for_what_is_typed(open_page: OpenPage, site: Site) -> None:
    address = merged(site)
    page = open_page("chuyenvien")
    page.goto(f"{address}/muc/{SECTION}")
    page.locator("textarea.prose").first.fill(MINE)
    page.get_by_role("button", name="Duyệt", exact=True).nth(1).click()
    page.wait_for_load_state()
    expect(page.get_by_text("Đã duyệt").first).to_be_visible()
    assert stored(site)[0] == MINE


def test_a_paragraph_is_split_at_the_cursor_and_the_split_undone(
    open_page: OpenPage, site: Site
) -> None:
    address = merged(site)
    page = open_page("chuyenvien")
    page.goto(f"{address}/muc/{SECTION}")
    area = page.locator("textarea.prose").first
    was = area.input_value()
    at = was.index(" ", 20)
    area.evaluate(f"area => {{ area.focus(); area.setSelectionRange({at}, {at}); }}")
    block = page.locator("article.block").first
    block.get_by_text("Thao tác").click()
    block.get_by_role("button", name="Tách tại con trỏ").click()
    told(page, "Đã tách đoạn.")
    assert texts(page)[:2] == [was[:at], was[at:].strip()]
    page.get_by_role("button", name="Hoàn tác").click()
    told(page, "Đã hoàn tác.")
    assert texts(page)[0] == was


def test_two_editors_of_one_paragraph_lose_nothing(open_page: OpenPage, site: Site) -> None:
    address = merged(site)
    first, second = open_page("chuyenvien"), open_page("truongban")
    for page in (first, second):
        page.goto(f"{address}/muc/{SECTION}")
    first.locator("textarea.prose").first.fill("Bản một.")
    saved(first)
    second.locator("textarea.prose").first.fill("Bản hai.")
    panel = second.locator("[data-panel]")
    expect(panel).to_contain_text("Bản một.")
    panel.get_by_label("Nối cả hai").check()
    panel.get_by_role("button", name="Chọn").click()
    saved(second)
    assert stored(site)[0] == "Bản một.\n\nBản hai."


def test_a_double_click_is_one_click(open_page: OpenPage, site: Site) -> None:
    page = open_page("chuyenvien")
    page.goto(f"{merged(site)}/muc/{SECTION}")
    # Behind the page's own: counts what would have been sent, and stays.
    page.evaluate(
        """() => { window.sent = []; addEventListener('submit', (e) => {
        if (!e.defaultPrevented) sent.push(e.submitter.textContent.trim());
        e.preventDefault(); }); }"""
    )
    block = page.locator("article.block").first
    block.get_by_text("Thao tác").click()
    for name in ("Xuống dưới", "Duyệt"):
        block.get_by_role("button", name=name, exact=True).dblclick()
    assert page.evaluate("sent") == ["Xuống dưới", "Duyệt"]
    # With something else in the form it is another wish.
    page.locator("textarea.prose").first.fill("Lời khác.")
    block.get_by_role("button", name="Duyệt", exact=True).click()
    page.wait_for_function("sent.length === 3")


def test_paragraphs_are_moved_and_split_by_keys_without_leaving_the_text(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("chuyenvien")
    page.goto(f"{merged(site)}/muc/{SECTION}")
    first, second = texts(page)[:2]
    area = page.locator("textarea.prose").first
    area.focus()
    key = area.get_attribute("id")
    page.keyboard.press("Alt+Shift+ArrowDown")
    expect(page.locator("textarea.prose").first).to_have_value(second)
    expect(page.locator(f"#{key}")).to_be_focused()
    page.keyboard.press("Alt+Shift+ArrowUp")
    expect(page.locator("textarea.prose").first).to_have_value(first)
    expect(page.locator(f"#{key}")).to_be_focused()
    at = first.index(" ", 20)
    page.locator(f"#{key}").evaluate(f"area => area.setSelectionRange({at}, {at})")
    page.keyboard.press("Control+Shift+Enter")
    expect(page.locator("textarea.prose").first).to_have_value(first[:at])
    told(page, "Đã tách đoạn.")
    page.keyboard.press("Alt+Shift+KeyG")
    told(page, "Đã gộp với đoạn sau.")
    assert len(texts(page)[0]) > at


def test_both_texts_on_a_page_that_came_back_so_wait_for_a_choice(
    open_page: OpenPage, site: Site
) -> None:
    address = merged(site)
    page, other = open_page("chuyenvien"), open_page("truongban")
    page.goto(f"{address}/muc/{SECTION}")
    other.goto(f"{address}/muc/{SECTION}")
    other.locator("textarea.prose").first.fill("Bản một.")
    saved(other)
    # Sent past the page's script, as on a slow line before it has come.
    page.locator("textarea.prose").first.evaluate("area => { area.value = 'Bản hai.'; }")
    with page.expect_navigation():
        page.evaluate("document.getElementById('muc').submit()")
    page.get_by_role("button", name="Duyệt", exact=True).last.click()
    expect(page.locator("#luu-y")).to_contain_text("Có bản khác – cần chọn")
    assert stored(site)[0] == "Bản một."
    page.locator("[data-panel]").get_by_role("button", name="Chọn").click()
    saved(page)
    assert stored(site)[0] == "Bản hai."


def test_a_sentence_is_taken_from_the_sources(open_page: OpenPage, site: Site) -> None:
    address = merged(site)
    page = open_page("chuyenvien")
    page.goto(f"{address}/muc/{SECTION}")
    block = page.locator("article.block", has_text="Tiêu biểu")
    block.get_by_text("Thao tác").click()
    block.get_by_role("button", name="Xóa khỏi dự thảo").click()
    told(page, "Đã xóa đoạn")
    page.locator("#nguon").get_by_label(OWN).check()
    page.locator("#nguon").get_by_role("button", name="Thêm thành").click()
    told(page, "Đã đưa câu của đơn vị vào dự thảo.")
    assert f"Xã B: {OWN}" in stored(site)


def test_a_figure_opens_its_units_beside_the_text(open_page: OpenPage, site: Site) -> None:
    address = merged(site)
    page = open_page("chuyenvien")
    page.goto(f"{address}/muc/so_lieu")
    page.locator("a.figure", has_text="2.400").first.click()
    expect(page.locator("#nguon")).to_contain_text("1.500")
    assert page.url == f"{address}/muc/so_lieu"


def test_sources_that_do_not_open_are_told(open_page: OpenPage, site: Site) -> None:
    page = open_page("chuyenvien")
    page.goto(f"{merged(site)}/muc/{SECTION}")
    site.weather.path, site.weather.method = "/nguon", "GET"
    site.weather.coming = ["fail", "gone"]
    told, chip = page.locator("#mat-mang"), page.locator("article.block a.chip").first
    chip.click()
    expect(told).to_contain_text("Máy chủ chưa mở được phần vừa bấm")
    chip.click()
    expect(told).to_contain_text("Chưa có mạng nên phần vừa bấm chưa mở được")
    chip.click()
    expect(page.locator("#nguon")).to_contain_text("Chỉ nguồn của một đoạn")
    expect(told).to_be_hidden()


def test_a_comment_half_written_is_asked_about_before_leaving(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("chuyenvien")
    here = f"{merged(site)}/muc/{SECTION}?khung=y-kien"
    page.goto(here)
    page.get_by_label("Nội dung góp ý").fill("Đề nghị")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.locator("article.block a.chip").first.click()
    expect(page.locator("#luu-y")).to_contain_text("chưa được gửi")
    page.get_by_role("link", name="Xem nguồn", exact=True).click()
    expect(page.get_by_label("Nội dung góp ý")).to_have_value("Đề nghị")
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="Gửi góp ý").click()
    expect(page.locator(".thread")).to_contain_text("Đề nghị")
    assert asked == ["beforeunload"]


def test_a_save_refused_for_a_deleted_paragraph_goes_on_when_it_is_back(
    open_page: OpenPage, site: Site
) -> None:
    address = merged(site)
    page, other = open_page("chuyenvien"), open_page("truongban")
    for one in (page, other):
        one.goto(f"{address}/muc/{SECTION}")
    block = other.locator("article.block").first
    block.get_by_text("Thao tác").click()
    block.get_by_role("button", name="Xóa khỏi dự thảo").click()
    told(other, "Đã xóa đoạn")
    page.locator("textarea.prose").first.fill(MINE)
    state = page.locator("article.block").first.locator("[data-state-text]")
    expect(state).to_contain_text("đã bị xóa khỏi dự thảo")
    other.get_by_role("button", name="Hoàn tác").click()
    told(other, "Đã hoàn tác.")
    state.get_by_role("button", name="Thử lại").click()
    expect(page.locator("[data-panel]")).to_be_visible()
    page.get_by_role("button", name="Chọn").click()
    saved(page)
    assert stored(site)[0] == MINE


def test_a_figure_typed_over_is_seen_wherever_the_sentence_stands(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("chuyenvien")
    page.goto(f"{merged(site)}/muc/so_lieu")
    block = page.locator("article.block", has=page.locator("a.figure", has_text="2.400")).first
    key = block.get_attribute("id")
    block.get_by_text("Sửa câu này").click()
    block.locator("textarea").fill("Hội viên khuyến học: 2.555 người.")
    block = page.locator(f"#{key}")
    for shown in ("[data-rendered]", "[data-computed=xem]"):
        expect(block.locator(shown)).to_have_text("Hội viên khuyến học: 2.555 người.")
    expect(block.locator("[data-block-state]")).to_have_text("Đang sửa")
    expect(block.locator("[data-problems]")).to_contain_text("Nên xem: “2.555”")


def test_on_a_phone_one_comes_back_from_the_sources_to_the_same_paragraph(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("chuyenvien", width=NARROW)
    page.goto(f"{merged(site)}/muc/{SECTION}")
    block = page.locator("article.block").last
    block.locator("a.chip").scroll_into_view_if_needed()
    before = block.bounding_box()
    block.locator("a.chip").click()
    expect(page.locator("#nguon")).to_contain_text("Chỉ nguồn của một đoạn")
    page.locator(".pane-tabs").get_by_role("link", name="Dự thảo").click()
    expect(block).to_be_in_viewport()
    after = block.bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) < 5


def test_without_scripts_the_same_work_is_done(open_page: OpenPage, site: Site) -> None:
    address = merged(site)
    page = open_page("chuyenvien", scripts=False)
    page.goto(f"{address}/muc/{SECTION}")
    page.locator("textarea.prose").first.fill(MINE)
    page.get_by_role("button", name="Duyệt", exact=True).first.click()
    assert stored(site)[0] == MINE
    page.goto(f"{address}/muc/so_lieu")
    page.locator("a.figure", has_text="2.400").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Số liệu trong dự thảo")


class TestLooks:
    """Once is enough: what a page looks like does not hang on the version of htmx."""

    @pytest.fixture(params=[HTMX / SERVED.file_name], ids=["served"])
    def htmx_file(self, request: pytest.FixtureRequest):  # type: ignore[no-untyped-def]
        return request.param

    def test_every_screen_is_accessible(self, open_page: OpenPage, site: Site) -> None:
        address = merged(site)
        page = open_page("chuyenvien", width=NARROW)
        campaign = address.removesuffix("/du-thao")
        for path in (
            address,
            *(f"{address}/muc/{key}" for key in (SECTION, "so_lieu", "pl1", "pl2", "phan_2")),
            f"{address}/muc/{SECTION}?khung=y-kien",
            f"{address}/ghep/xem",
            f"{address}/ban-luu",
            f"{address}/tim-thay?tim=khuyến",
            f"{address}/xin-y-kien",
            f"{address}/so-lieu/hoi_vien",
            f"{campaign}/kiem-tra-so-lieu",
            f"{campaign}/trung-lap",
        ):
            page.goto(path)
            check(page)
        page.goto(f"{address}/muc/{SECTION}")
        page.locator("textarea.prose").first.fill(MINE)
        saved(page)
        late_report(site)
        page.goto(address)
        check(page)
        press(page, "Ghép lại")
        check(page)

    def test_what_stands_there_twice_becomes_one(self, open_page: OpenPage, site: Site) -> None:
        address = merged(site)
        said_twice(site)
        before = stored(site)
        page = open_page("chuyenvien", width=NARROW)
        page.goto(f"{address}/muc/{SECTION}")
        page.get_by_role("link", name="Đoạn có thể cùng ý").click()
        check(page)
        press(page, "Giữ câu dưới (cặp 1)")
        expect(page.get_by_text("Không có hai đoạn nào")).to_be_visible()
        assert stored(site) == before[1:]
        check(page)
        press(page, "Hoàn tác lần chọn vừa rồi")
        expect(page.get_by_text("01 cặp")).to_be_visible()
        assert stored(site) == before
