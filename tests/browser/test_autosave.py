"""Autosave on a bad line: nothing typed is lost, and the page never lies about it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import OpenPage, Site, sign_in
from tests.browser.saving import (
    BOX,
    SAVED,
    SECTION,
    STATE,
    end_session,
    hold_time,
    leave,
    revisions,
    stored_text,
)
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.htmx]


def test_leaving_a_field_saves_it_at_once(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", SECTION)
    page.locator(BOX).press_sequentially("Đã tổ chức học tập")
    leave(page)
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert stored_text(site) == "Đã tổ chức học tập"


def test_a_pause_in_typing_saves(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", SECTION)
    hold_time(page)
    page.locator(BOX).press_sequentially("Một")
    page.clock.run_for(1000)
    expect(page.locator(STATE)).to_have_text("Chưa lưu")
    page.clock.run_for(500)
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert stored_text(site) == "Một"


def test_what_was_typed_before_the_scripts_arrived_is_saved(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("canbo.a", SECTION)
    held: list[Route] = []
    page.route("**/autosave.js*", lambda route: held.append(route))
    page.reload(wait_until="commit")
    page.locator(BOX).press_sequentially("Gõ sớm")
    assert len(held) == 1, "the script is still on its way"
    held[0].continue_()
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert stored_text(site) == "Gõ sớm"


def test_typing_during_a_slow_save_is_saved_too(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", SECTION)
    site.weather.coming = ["slow"]
    page.locator(BOX).press_sequentially("foo")
    leave(page)
    expect(page.locator(STATE)).to_have_text("Đang lưu…")
    page.locator(BOX).press_sequentially("bar")
    leave(page)
    page.locator(BOX).press_sequentially("baz")
    site.weather.clear.set()
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert stored_text(site) == "foobarbaz"
    assert len(site.weather.seen) == 2, "one request in flight at a time"


def test_an_answer_lost_after_the_save_makes_no_false_conflict(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("canbo.a", SECTION)
    hold_time(page)
    site.weather.coming = ["drop"]
    page.locator(BOX).press_sequentially("Đã gửi")
    leave(page)
    page.clock.run_for(10)
    expect(page.locator(STATE)).to_contain_text("Mất mạng")
    assert stored_text(site) == "Đã gửi"
    page.locator(BOX).press_sequentially(" và viết tiếp")
    leave(page)
    page.clock.run_for(10)
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert stored_text(site) == "Đã gửi và viết tiếp"
    assert page.locator("[data-panel]").count() == 0


def test_a_timeout_after_the_server_saved_makes_no_false_conflict(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("canbo.a", SECTION)
    hold_time(page)
    site.weather.coming = ["late"]
    page.locator(BOX).press_sequentially("Đã đến nơi")
    leave(page)
    page.clock.run_for(10)
    expect(page.locator(STATE)).to_have_text("Đang lưu…")
    wait_until(lambda: stored_text(site) == "Đã đến nơi", "the work of the late answer")
    page.clock.run_for(20_000)
    expect(page.locator(STATE)).to_contain_text("Mất mạng")
    page.get_by_role("button", name="Thử ngay").click()
    page.clock.run_for(10)
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert page.locator("[data-panel]").count() == 0
    assert revisions(site) == ["Đã đến nơi"]


def test_a_failing_server_is_tried_again(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", SECTION)
    hold_time(page)
    site.weather.coming = ["fail"]
    page.locator(BOX).press_sequentially("Thử lại")
    leave(page)
    page.clock.run_for(10)
    expect(page.locator(STATE)).to_contain_text("Máy chủ chưa nhận được – thử lại sau 3 giây")
    page.get_by_role("button", name="Thử ngay").click()
    page.clock.run_for(10)
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert stored_text(site) == "Thử lại"


def test_offline_keeps_the_text_and_saves_when_the_line_is_back(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("canbo.a", SECTION)
    page.context.set_offline(True)
    page.locator(BOX).press_sequentially("Viết khi mất mạng")
    leave(page)
    expect(page.locator(STATE)).to_contain_text("Mất mạng – chữ vẫn ở đây")
    assert stored_text(site) == ""
    page.context.set_offline(False)
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert stored_text(site) == "Viết khi mất mạng"


def test_an_unsent_text_is_offered_when_the_page_is_opened_again(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("canbo.a", SECTION)
    page.on("dialog", lambda dialog: dialog.accept())
    hold_time(page)
    site.weather.coming = ["gone"]
    page.locator(BOX).press_sequentially("Chưa kịp gửi")
    leave(page)
    page.clock.run_for(10)
    expect(page.locator(STATE)).to_contain_text("Mất mạng")
    page.goto(site.report() + "/xem")
    page.goto(site.report() + SECTION)
    expect(page.locator(".restore-strip")).to_contain_text("bản chưa gửi")
    expect(page.locator(BOX)).to_have_value("")
    page.get_by_role("button", name="Dùng bản này").click()
    page.clock.run_for(10)
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert stored_text(site) == "Chưa kịp gửi"
    page.reload()
    expect(page.locator(BOX)).to_have_value("Chưa kịp gửi")
    assert page.locator(".restore-strip").count() == 0


def test_a_saved_text_leaves_no_copy_behind(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", SECTION)
    page.locator(BOX).press_sequentially("Một")
    leave(page)
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('nhap:')).length") == 0


def test_two_people_get_both_texts_and_a_choice(open_page: OpenPage, site: Site) -> None:
    first, second = open_page("canbo.a", SECTION), open_page("bithu.a", SECTION)
    # Whole: a pause between two keys would be saved, and counted below.
    first.locator(BOX).fill("Bản của cán bộ")
    leave(first)
    expect(first.locator(STATE)).to_have_text(SAVED)
    second.locator(BOX).press_sequentially("Bản của bí thư")
    leave(second)
    panel = second.locator("[data-panel]")
    expect(panel).to_contain_text("Cán bộ tuyên giáo xã A đã lưu bản khác")
    expect(panel).to_contain_text("Bản của cán bộ")
    expect(second.locator(BOX)).to_have_value("Bản của bí thư")
    second.locator(BOX).press_sequentially(" viết thêm")
    leave(second)
    expect(second.locator(STATE)).to_have_text("Có bản khác – cần chọn")
    assert len(site.weather.seen) == 2, "no save until a choice was made"
    second.get_by_role("button", name="Có ô cần xem lại").click()
    expect(panel.get_by_role("radio").first).to_be_focused()
    panel.get_by_label("Nối cả hai").check()
    panel.get_by_role("button", name="Chọn").click()
    expect(second.locator(STATE)).to_have_text(SAVED)
    assert stored_text(site) == "Bản của cán bộ\n\nBản của bí thư viết thêm"
    expect(second.locator("#o-ket_qua [data-count]")).to_contain_text("10 chữ")
    expect(second.locator("[data-presence]")).not_to_contain_text("bản cũ hơn")
    expect(second.locator("#o-ket_qua .history-link")).to_be_visible()


@pytest.mark.parametrize(("choice", "kept"), [("Giữ bản của tôi", "tôi"), ("Lấy bản của", "họ")])
def test_whatever_is_chosen_both_texts_are_in_the_history(
    open_page: OpenPage, site: Site, choice: str, kept: str
) -> None:
    first, second = open_page("canbo.a", SECTION), open_page("bithu.a", SECTION)
    first.locator(BOX).fill("họ")
    leave(first)
    expect(first.locator(STATE)).to_have_text(SAVED)
    second.locator(BOX).fill("tôi")
    leave(second)
    panel = second.locator("[data-panel]")
    panel.get_by_label(choice).check()
    panel.get_by_role("button", name="Chọn").click()
    expect(second.locator(STATE)).to_have_text(SAVED)
    expect(second.locator(BOX)).to_have_value(kept)
    assert stored_text(site) == kept
    assert {"họ", "tôi"} <= set(revisions(site))


def test_an_expired_session_keeps_the_text_until_signed_in_again(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("canbo.a", SECTION)
    end_session(page)
    page.locator(BOX).press_sequentially("Viết lúc hết phiên")
    leave(page)
    expect(page.locator(STATE)).to_have_text("Hết phiên – đăng nhập lại để lưu")
    expect(page.locator(BOX)).to_have_value("Viết lúc hết phiên")
    with page.context.expect_page() as other:
        page.get_by_role("link", name="Đăng nhập ở cửa sổ mới").click()
    sign_in(other.value, site, "canbo.a")
    page.bring_to_front()
    page.get_by_role("button", name="Tôi đã đăng nhập").or_(page.locator(STATE)).first.click()
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert stored_text(site) == "Viết lúc hết phiên"


def test_a_composition_held_long_sends_no_half_word(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", SECTION)
    hold_time(page)
    page.locator(BOX).focus()
    line = page.context.new_cdp_session(page)
    line.send("Input.imeSetComposition", {"text": "hoc", "selectionStart": 3, "selectionEnd": 3})
    page.clock.run_for(2500)
    assert site.weather.seen == []
    line.send("Input.insertText", {"text": "học"})
    page.clock.run_for(1500)
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert stored_text(site) == "học"


def test_a_typing_program_that_goes_back_and_retypes_is_saved_whole(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("canbo.a", SECTION)
    page.locator(BOX).press_sequentially("hoc")
    for _ in range(2):
        page.keyboard.press("Backspace")
    page.keyboard.insert_text("ọc tập")
    leave(page)
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert stored_text(site) == "học tập"
    page.locator(BOX).focus()
    page.keyboard.press("Control+z")
    expect(page.locator(BOX)).not_to_have_value("học tập")


def test_going_back_shows_what_the_server_has(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", SECTION)
    page.locator(BOX).fill("Bản một")
    leave(page)
    expect(page.locator(STATE)).to_have_text(SAVED)
    page.goto(site.report())
    other = open_page("bithu.a", SECTION)
    other.locator(BOX).fill("Bản hai")
    leave(other)
    expect(other.locator(STATE)).to_have_text(SAVED)
    page.go_back()
    expect(page.locator(BOX)).to_have_value("Bản hai")


def test_save_and_next_waits_for_the_save(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", SECTION)
    page.locator(BOX).fill("Gõ xong bấm ngay")
    page.get_by_role("button", name="Lưu và sang mục sau").click()
    page.wait_for_url("**/muc/so_lieu")
    assert stored_text(site) == "Gõ xong bấm ngay"
    assert len(revisions(site)) == 1


def test_the_keyboard_alone_saves_and_goes_on(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", SECTION)
    page.locator(BOX).press_sequentially("Một")
    page.keyboard.press("Control+s")
    expect(page.locator(STATE)).to_have_text(SAVED)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/muc/so_lieu")
    assert stored_text(site) == "Một"


def test_a_section_called_done_changes_its_word_at_once(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", SECTION)
    page.get_by_label("Xong", exact=True).check()
    expect(page.locator("#loi-nhan-muc")).to_have_text("Xong")


def test_a_very_long_text_is_saved(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", SECTION)
    text = "Việc học tập suốt đời. " * 9000
    page.locator(BOX).fill(text)
    leave(page)
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert stored_text(site) == text.strip()


def test_saving_lives_on_without_htmx(open_page: OpenPage, site: Site, htmx_file: object) -> None:
    page = open_page("canbo.a")
    page.context.route("**/htmx*.js", lambda route: route.abort())
    page.goto(site.report() + SECTION)
    assert page.evaluate("typeof htmx") == "undefined"
    page.locator(BOX).fill("Không có htmx")
    leave(page)
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert stored_text(site) == "Không có htmx"
