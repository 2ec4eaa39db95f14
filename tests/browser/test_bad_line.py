"""More of a bad line: waiting longer, texts too long, old tokens, leaving, other desks."""

from __future__ import annotations

import unicodedata

import pytest
from playwright.sync_api import Dialog, expect

from app.services import presence
from app.services.actors import SYSTEM
from tests.app.world import PASSWORD
from tests.browser.conftest import OpenPage, Site, sign_in
from tests.browser.saving import (
    BOX,
    SAVED,
    SECTION,
    STATE,
    end_session,
    hold_time,
    leave,
    paste,
    revisions,
    stored_text,
)
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.htmx]


def test_a_server_that_goes_on_failing_is_asked_less_and_less_often(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("canbo.a", SECTION)
    hold_time(page)
    site.weather.coming = ["fail"] * 5
    page.locator(BOX).fill("Chờ lâu")
    leave(page)
    page.clock.run_for(10)
    for seconds in (3, 8, 20, 60, 60):
        expect(page.locator(STATE)).to_contain_text(f"thử lại sau {seconds} giây")
        page.clock.run_for(seconds * 1000)
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert (stored_text(site), len(site.weather.seen)) == ("Chờ lâu", 6)


def test_a_text_that_is_too_long_is_refused_in_words_and_stays_on_the_page(
    open_page: OpenPage, site: Site
) -> None:
    limit = site.app.config["SETTINGS"].max_text_length
    page = open_page("canbo.a", SECTION)
    page.locator(BOX).fill("a" * (limit + 1))
    leave(page)
    expect(page.locator(STATE)).to_contain_text("Nội dung quá lớn")
    assert len(page.locator(BOX).input_value()) == limit + 1
    assert stored_text(site) == ""
    page.locator(BOX).fill("Viết ngắn lại")
    leave(page)
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert stored_text(site) == "Viết ngắn lại"


def test_a_token_of_an_earlier_session_is_renewed_without_asking(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("canbo.a", SECTION)
    other = page.context.new_page()
    end_session(page)
    sign_in(other, site, "canbo.a")
    page.bring_to_front()
    page.locator(BOX).fill("Mở từ hai giờ trước")
    leave(page)
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert stored_text(site) == "Mở từ hai giờ trước"
    assert len(site.weather.seen) == 2


def test_another_account_in_the_other_window_does_not_get_the_text(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("canbo.a", SECTION)
    other = page.context.new_page()
    end_session(page)
    sign_in(other, site, "bithu.a")
    page.bring_to_front()
    page.locator(BOX).fill("Của cán bộ, không phải của bí thư")
    leave(page)
    expect(page.locator("#luu-y")).to_contain_text("tài khoản khác")
    assert stored_text(site) == ""


def test_leaving_with_an_unsent_text_asks_first(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", SECTION)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    site.weather.coming = ["gone"] * 9
    page.locator(BOX).press_sequentially("Chưa gửi được")
    leave(page)
    expect(page.locator(STATE)).to_contain_text("Mất mạng")
    page.close(run_before_unload=True)
    expect(page.locator(BOX)).to_have_value("Chưa gửi được")
    assert asked == ["beforeunload"]


def test_a_link_waits_for_the_save(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", SECTION)
    page.locator(BOX).press_sequentially("Bấm đi ngay")
    page.get_by_role("link", name="← Danh mục mục").click()
    page.wait_for_url(site.report())
    assert stored_text(site) == "Bấm đi ngay"


def test_a_shared_computer_keeps_no_copy(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a")
    page.get_by_role("button", name="Đăng xuất").click()
    page.goto(f"{site.url}/dang-nhap")
    page.get_by_label("dùng chung").check()
    page.get_by_label("Tên đăng nhập").fill("canbo.a")
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(f"{site.url}/")
    page.goto(site.report() + SECTION)
    site.weather.coming = ["gone"] * 3
    page.locator(BOX).fill("Không để lại gì")
    leave(page)
    expect(page.locator(STATE)).to_contain_text("Mất mạng")
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('nhap:')).length") == 0


def test_letters_in_pieces_are_put_together(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", SECTION)
    page.locator(BOX).fill(unicodedata.normalize("NFD", "Nghị quyết của Đảng ủy về học tập"))
    leave(page)
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert stored_text(site) == "Nghị quyết của Đảng ủy về học tập"


def test_a_paste_from_word_after_a_lost_answer_is_saved_once(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("canbo.a", SECTION)
    hold_time(page)
    site.weather.coming = ["drop"]
    paste(page, BOX, "Mở lớp học", "<ul><li>Mở lớp học</li></ul>")
    expect(page.locator(BOX)).not_to_have_value("")
    leave(page)
    page.clock.run_for(10)
    expect(page.locator(STATE)).to_contain_text("Mất mạng")
    page.get_by_role("button", name="Thử ngay").click()
    page.clock.run_for(10)
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert len(revisions(site)) == 1


def test_who_else_has_the_page_open_is_shown_and_gone_when_they_leave(
    open_page: OpenPage, site: Site
) -> None:
    first = open_page("canbo.a", SECTION)
    wait_until(lambda: len(present(site)) == 1, "the ping of the first page")
    second = open_page("bithu.a", SECTION)
    second.locator(BOX).focus()
    line = second.locator("[data-presence]")
    expect(line).to_contain_text("Cán bộ tuyên giáo xã A đang mở mục này")
    first.goto(site.report())
    wait_until(lambda: present(site) == [site.world.users["bithu.a"].id], "the first one's leaving")
    hold_time(second)  # which is a minute later: pings keep a distance
    second.locator("#q_han_che").focus()
    expect(line).to_have_text("")


def present(site: Site) -> list[int]:
    """Accounts that have the section open, by id."""
    with site.app.app_context():
        report = site.world.reports["xa-a"].id
        return [found.user_id for found in presence.others(report, "lanh_dao", SYSTEM)]


def test_a_page_that_shows_an_older_text_says_so(open_page: OpenPage, site: Site) -> None:
    first, second = open_page("canbo.a", SECTION), open_page("bithu.a", SECTION)
    first.locator(BOX).fill("Bản mới")
    leave(first)
    expect(first.locator(STATE)).to_have_text(SAVED)
    hold_time(second)  # which is a minute later: pings keep a distance
    second.locator("#q_han_che").focus()
    expect(second.locator("[data-presence]")).to_contain_text("đang hiện bản cũ hơn")
    second.get_by_role("link", name="Tải lại để xem bản mới").click()
    expect(second.locator(BOX)).to_have_value("Bản mới")


def test_the_word_on_a_section_survives_a_failing_and_a_dropping_server(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("canbo.a", SECTION)
    hold_time(page)
    site.weather.path = "/trang-thai"
    site.weather.coming = ["fail", "gone"]
    said = page.locator("[data-word] [data-state-text]")
    page.get_by_label("Xong", exact=True).check()
    page.clock.run_for(10)
    expect(said).to_contain_text("thử lại sau 3 giây")
    expect(page.locator("#loi-nhan-muc")).to_have_text("Chưa làm")
    page.clock.run_for(3000)
    expect(said).to_contain_text("Mất mạng – chưa ghi được, sẽ tự ghi lại")
    page.clock.run_for(8000)
    expect(page.locator("#loi-nhan-muc")).to_have_text("Xong")
    expect(said).to_have_text("Đã ghi: Xong")


def test_what_was_told_of_a_cut_is_taken_back_when_all_is_saved(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("canbo.a", SECTION)
    page.context.set_offline(True)
    page.locator(BOX).fill("Có mạng lại thì thôi")
    page.get_by_role("button", name="Lưu và sang mục sau").click()
    strip = page.locator("#luu-y")
    expect(strip).to_contain_text("Còn nội dung chưa lưu được: Mất mạng")
    page.context.set_offline(False)
    expect(page.locator(STATE)).to_have_text(SAVED)
    expect(strip).to_be_hidden()


COMMENT, THREAD = "#y-kien-moi", "#y-kien"


def test_a_comment_that_was_not_sent_is_not_left_behind(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", SECTION)
    page.locator(COMMENT).fill("Nhờ xem lại số liệu")
    here = page.url
    page.get_by_role("button", name="Lưu và sang mục sau").click()
    expect(page.locator("#luu-y")).to_contain_text("Ý kiến anh/chị đang gõ chưa được gửi")
    expect(page.locator(COMMENT)).to_be_focused()
    page.get_by_role("link", name="Danh mục mục").click()
    assert page.url == here
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.locator(THREAD)).to_contain_text("Nhờ xem lại số liệu")
    page.get_by_role("link", name="Danh mục mục").click()
    page.wait_for_url(site.report())


def test_a_comment_on_a_bad_line_stays_and_the_trouble_is_told(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("canbo.a", SECTION)
    site.weather.path = "/y-kien"
    site.weather.coming = ["fail", "gone"]
    told, send = page.locator("#mat-mang"), page.get_by_role("button", name="Gửi ý kiến")
    page.locator(COMMENT).fill("Nhờ xem lại số liệu")
    send.click()
    expect(told).to_contain_text("Máy chủ chưa làm được việc vừa bấm")
    send.click()
    expect(told).to_contain_text("Chưa có mạng nên việc vừa bấm chưa làm được")
    expect(page.locator(COMMENT)).to_have_value("Nhờ xem lại số liệu")
    send.click()
    expect(page.locator(THREAD)).to_contain_text("Nhờ xem lại số liệu")
    expect(told).to_be_hidden()


def test_an_empty_comment_is_told_and_the_thread_stays(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", SECTION)
    page.locator(COMMENT).fill(" ")
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.locator("#mat-mang")).to_contain_text("ý kiến")
    expect(page.locator(COMMENT)).to_be_visible()


def test_a_comment_after_the_session_ended_is_sent_after_signing_in(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("canbo.a", SECTION)
    end_session(page)
    page.locator(COMMENT).fill("Viết khi đã hết phiên")
    page.get_by_role("button", name="Gửi ý kiến").click()
    told = page.locator("#mat-mang")
    expect(told).to_contain_text("Phiên làm việc đã hết")
    expect(told.get_by_role("link", name="Đăng nhập ở cửa sổ mới")).to_be_visible()
    other = page.context.new_page()
    sign_in(other, site, "canbo.a")
    other.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(told).to_be_hidden()
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.locator(THREAD)).to_contain_text("Viết khi đã hết phiên")
