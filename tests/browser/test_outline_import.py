"""From a Word file to a draft outline in the browser, on a desk and on a phone, without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.app.outline_import.word_files import typed_with_numbering
from tests.browser.conftest import HTMX, OpenPage, Site
from tools.htmx import SERVED

pytestmark = pytest.mark.browser


@pytest.fixture
def htmx_file() -> Path:
    """These pages use no htmx."""
    return HTMX / SERVED.file_name


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (360, False)])
def test_an_officer_turns_a_word_file_into_a_draft(
    site: Site, open_page: OpenPage, tmp_path: Path, width: int, scripts: bool
) -> None:
    file = tmp_path / "de-cuong.docx"
    file.write_bytes(typed_with_numbering())
    page = open_page("chuyenvien", width=width, scripts=scripts)
    page.goto(f"{site.url}/de-cuong/nhap")
    page.get_by_label("Tệp đề cương Word").set_input_files(file)
    page.get_by_role("button", name="Đọc đề cương").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Xem lại đề cương đề xuất")
    beyond = page.locator("main *").evaluate_all(
        "(all, width) => all.filter(e => e.getBoundingClientRect().right > width + 1).length", width
    )
    assert beyond == 0, "parts of the page reach beyond the screen"
    page.get_by_role("button", name="Chuyển lên: Công tác tuyên truyền").click()
    expect(page.locator(".node-heading").nth(5)).to_have_value("Công tác tuyên truyền")
    expect(page.locator("#m-p2_2")).to_be_in_viewport()
    page.get_by_role("button", name="Nhận đề cương này").first.click()
    expect(page.get_by_text("Đã nhận đề cương thành bản nháp")).to_be_visible()
