"""Screens of the unit's side in the states that take some doing: files in, comments, approval,
giving sections away, Excel up, pasting, recalling, refusals; each at both widths by axe."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from app.extensions import db
from app.services import assignments, reports
from tests.app.filling.last_year import written_last_year
from tests.app.filling.test_import_word import word_file
from tests.app.filling.test_table_workbook import put, workbook
from tests.browser.conftest import OpenPage, Site
from tests.browser.saving import BOX, FIRST, paste, paste_cells
from tests.browser.test_accessible import NARROW, check, give_back, htmx_file, press
from tests.browser.test_paste_word import OLD_FONT

__all__ = ["htmx_file"]
pytestmark = pytest.mark.browser


def fill(page: Page, site: Site) -> None:
    """What the outline demands, so that the report may be sent."""
    page.goto(site.report() + "/muc/lanh_dao")
    page.locator("#q_ket_qua").fill("Đã tổ chức 12 hội nghị.")
    page.locator("#q_ket_qua").blur()
    expect(page.locator("[data-summary]")).to_have_text("Đã lưu hết")


def test_giving_sections_away(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", "/giao-muc", width=NARROW)
    page.get_by_label("Mục", exact=True).select_option("so_lieu")
    page.get_by_label("Giao cho").select_option(label="Phòng P huyện H")
    page.get_by_role("button", name="Giao mục").click()
    expect(page.locator("main")).to_contain_text("Số liệu chung →")
    check(page)
    page.get_by_role("button", name="Giao mục").click()
    expect(page.locator("main")).to_contain_text("Hãy chọn người hoặc đơn vị để giao")
    check(page)


def test_what_a_colleague_sees_who_was_given_one_section(open_page: OpenPage, site: Site) -> None:
    with site.app.app_context():
        ref = reports.get_ref(site.world.reports["xa-a"].id)
        assignments.assign(ref, "so_lieu", unit=site.world.units["phong-p"])
        db.session.commit()
    page = open_page("canbo.p", width=NARROW)
    check(page)
    page.goto(site.report() + "/muc/so_lieu")
    check(page)


def test_a_thread_with_replies_a_return_and_a_settled_comment(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("canbo.a", "/muc/so_lieu", width=NARROW)
    page.get_by_label("Ý kiến mới").fill("Nhờ đồng chí xem lại dân số")
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.locator("#y-kien .remark")).to_have_count(1)
    page.get_by_label("Trả lời ý kiến").fill("Đã xem")
    page.get_by_role("button", name="Trả lời").click()
    expect(page.locator("#y-kien .remark")).to_contain_text("↳")
    page.get_by_role("button", name="Đã xử lý").click()
    expect(page.locator("#y-kien .remark")).to_contain_text("đã xử lý")
    check(page)


def test_waiting_for_approval_and_sent_back_inside(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", width=NARROW)
    fill(page, site)
    page.goto(site.report() + "/kiem-tra")
    page.get_by_role("button", name="Trình lãnh đạo").click()
    page.wait_for_url(site.report())
    check(page)
    leader = open_page("bithu.a", "/kiem-tra", width=NARROW)
    check(leader)
    leader.get_by_label("Chưa duyệt, chuyển lại").fill("Bổ sung số liệu")
    leader.get_by_role("button", name="Chuyển lại để sửa").click()
    page.goto(site.report())
    check(page)


def test_an_import_with_an_old_font_a_second_file_and_its_undoing(
    open_page: OpenPage, site: Site, tmp_path: Path
) -> None:
    file = tmp_path / "bao-cao.docx"
    file.write_bytes(word_file(".VnTime"))
    page = open_page("canbo.a", "/nhap-word", width=NARROW)
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Tải lên").click()
    page.get_by_role("button", name="Điền vào báo cáo").click()
    page.wait_for_url(site.report())
    check(page)
    page.goto(site.report() + "/muc/lanh_dao")
    expect(page.locator("[data-unread]").first).to_be_visible()
    check(page)
    page.goto(site.report() + "/nhap-word")
    check(page)
    page.get_by_role("button", name="Hoàn tác lần nhập").click()
    expect(page.locator("main .alert").first).to_contain_text("Đã hoàn tác")
    check(page)


def test_a_word_file_that_is_none(open_page: OpenPage, site: Site, tmp_path: Path) -> None:
    file = tmp_path / "hong.docx"
    file.write_bytes(b"khong phai Word")
    page = open_page("canbo.a", "/nhap-word", width=NARROW)
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Tải lên").click()
    expect(page.locator("main")).to_contain_text("Hãy chọn tệp Word")
    check(page)


def test_a_table_filled_by_excel_with_cells_to_look_at(
    open_page: OpenPage, site: Site, tmp_path: Path
) -> None:
    page = open_page("canbo.a", "/muc/pl2", width=NARROW)
    page.get_by_text("Điền bảng này bằng Excel").click()
    check(page)
    form = page.request.get(site.report() + "/o/quy/bieu.xlsx").body()
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(form)).get_sheet_by_name("Bieu")
    grid = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    put(grid, "du_dau", "nam_2024", 5)
    put(grid, "thu", "nam_2024", "nhiều")
    (tmp_path / "bieu.xlsx").write_bytes(workbook(grid).getvalue())
    page.locator("#bieu-quy-tep").set_input_files(tmp_path / "bieu.xlsx")
    page.get_by_role("button", name="Tải lên").click()
    expect(page.locator("main .alert").first).to_contain_text("Đã nhận")
    check(page)


def test_after_pastes_and_beside_a_colleague(open_page: OpenPage, site: Site) -> None:
    open_page("bithu.a", "/muc/lanh_dao")
    page = open_page("canbo.a", "/muc/lanh_dao", width=NARROW)
    expect(page.locator("[data-presence]")).to_contain_text("đang mở mục này")
    paste(page, BOX, "T×nh h×nh kinh tÕ", OLD_FONT)
    expect(page.locator(".paste-note")).to_be_visible()
    check(page)
    page.locator("#q_ket_qua").blur()
    expect(page.locator("[data-summary]")).to_have_text("Đã lưu hết")
    page.goto(site.report() + "/muc/pl2")
    paste_cells(page, FIRST, "1\t1,500\r\nabc\t2\r\n")
    expect(page.locator(".paste-note")).to_be_visible()
    expect(page.locator("#tt-quy")).to_contain_text("Đã lưu")
    check(page)
    page.goto(site.report() + "/muc/pl1")
    page.get_by_text("Dán danh sách văn bản có sẵn").click()
    page.locator("#dong-van_ban").fill("Kế hoạch số 15-KH/ĐU, ngày 12/3/2023 của Đảng ủy xã")
    page.get_by_role("button", name="Tách thành các cột").click()
    expect(page.locator("#tt-van_ban")).to_contain_text("Đã lưu")
    check(page)


def test_a_copy_left_in_the_browser_a_failing_server_and_a_long_history(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("canbo.a", "/muc/lanh_dao", width=NARROW)
    page.on("dialog", lambda dialog: dialog.accept())
    for text in ("Bản một", "Bản hai"):
        page.locator("#q_ket_qua").fill(text)
        page.locator("#q_ket_qua").blur()
        expect(page.locator("[data-summary]")).to_have_text("Đã lưu hết")
    site.weather.coming = ["fail"] * 5
    page.locator("#q_ket_qua").fill("Bản ba chưa gửi")
    page.locator("#q_ket_qua").blur()
    expect(page.locator("#tt-ket_qua")).to_contain_text("thử lại sau")
    check(page)
    page.goto(site.report() + "/o/ket_qua/lich-su")
    check(page)
    page.goto(site.report() + "/muc/lanh_dao")
    expect(page.locator(".restore-strip")).to_be_visible()
    check(page)


def test_last_period_beside_the_fields_and_what_was_copied_of_it(
    open_page: OpenPage, site: Site
) -> None:
    with site.app.app_context():
        written_last_year(site.world)
    page = open_page("canbo.a", "/muc/pl2", width=NARROW)
    page.locator("[name='q_quy-du_dau-nam_2025']").fill("100")
    page.locator("[name='q_quy-du_dau-nam_2025']").blur()
    expect(page.locator("[data-summary]")).to_have_text("Đã lưu hết")
    page.reload()
    page.locator(".earlier summary").click()
    expect(page.locator(".earlier-table")).to_contain_text("tăng 20 (25%)")
    check(page)
    page.goto(site.report() + "/muc/so_lieu")
    check(page)
    page.goto(site.report())
    press(page, "Chép vào ô trống từ: Kỳ trước (năm 2025)")
    check(page)
    page.goto(site.report() + "/kiem-tra")
    expect(page.locator(".unread-note")).to_be_visible()
    check(page)


def test_sent_recalled_returned_and_refused(open_page: OpenPage, site: Site) -> None:
    page = open_page("canbo.a", width=NARROW)
    page.goto(site.report() + "/kiem-tra")
    check(page)
    fill(page, site)
    page.goto(site.report() + "/kiem-tra")
    page.get_by_label("Ngày ký").fill("ngày nào đó")
    page.get_by_role("button", name="Gửi báo cáo lên").click()
    expect(page.locator("#loi")).to_be_visible()
    check(page)
    page.get_by_label("Ngày ký").fill("9/5/2026")
    page.get_by_role("button", name="Gửi báo cáo lên").click()
    page.wait_for_url("**/bien-nhan")
    for path in ("", "/muc/lanh_dao", "/xem", "/nhap-word", "/khong-co"):
        page.goto(site.report() + path)
        check(page)
    page.goto(site.report())
    press(page, "Thu hồi để sửa")
    check(page)
    page.goto(site.report() + "/kiem-tra")
    page.get_by_role("button", name="Gửi báo cáo lên").click()
    page.wait_for_url("**/bien-nhan")
    give_back(site.app, site)
    page.goto(f"{site.url}/")
    check(page)
    page.goto(f"{site.url}/thong-bao")
    check(page)


def test_entering_on_behalf_of_a_unit(open_page: OpenPage, site: Site) -> None:
    page = open_page("chuyenvien", width=NARROW)
    check(page)
    page.goto(site.report() + "/muc/lanh_dao")
    expect(page.locator("main")).to_contain_text("nhập thay")
    check(page)


def test_a_refused_comment_a_stopped_word_and_a_chosen_file(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("canbo.a", "/muc/pl2", width=NARROW)
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("[name=q_quy-du_dau-nam_2024]").fill("1.5e3")
    page.locator("[name=q_quy-du_dau-nam_2024]").blur()
    expect(page.locator(".cell-problem")).to_be_visible()
    page.locator("#y-kien-moi").fill(" ")
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.locator("#mat-mang")).to_be_visible()
    page.locator("#y-kien-moi").fill("Chưa gửi")
    page.get_by_role("button", name="Lưu và").click()
    expect(page.locator("#luu-y")).to_be_visible()
    site.weather.path, site.weather.coming = "/trang-thai", ["fail"]
    page.get_by_label("Xong", exact=True).check()
    expect(page.locator("[data-word] [data-state-text]")).to_contain_text("thử lại sau")
    check(page)
    page.goto(site.report() + "/nhap-word")
    chosen = {"name": "Báo cáo.docx", "mimeType": "application/zip", "buffer": b"PK"}
    page.get_by_label("Tệp báo cáo").set_input_files([chosen])
    expect(page.locator(".file-choice")).to_have_text("Chọn tệpBáo cáo.docx")
    check(page)
