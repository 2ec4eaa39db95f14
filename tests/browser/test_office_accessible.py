"""Pages on which the office chases and decides about many units: axe (WCAG 2.2 AA), reflow."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import HTMX, OpenPage, Site
from tests.browser.test_accessible import check, press
from tools.htmx import SERVED

pytestmark = pytest.mark.browser
SCREENS = ("", "/ma-tran/zalo", "/ty-le", "/du-thao", "/xuat", "/don-doc", "/nhieu-don-vi")


@pytest.fixture
def htmx_file() -> Path:
    return HTMX / SERVED.file_name


@pytest.mark.parametrize("width", [320, 1280])
def test_pages_for_many_units_are_accessible(open_page: OpenPage, site: Site, width: int) -> None:
    page = open_page("chuyenvien", width=width)
    base = f"{site.url}/dot/{site.world.campaign.id}"
    for path in SCREENS:
        page.goto(base + path)
        check(page, width)
    page.get_by_label("Xã A").check()
    page.get_by_label("Loại khỏi đợt", exact=True).check()
    page.get_by_label("Lý do (bắt buộc").fill("Giải thể")
    press(page, "Xem trước")
    check(page, width)
    press(page, "Xác nhận với 1 đơn vị")
    check(page, width)
    page.goto(f"{base}/don-doc")
    press(page, "Xem trước")
    check(page, width)
    press(page, "Lấy nội dung Zalo (ghi nhật ký)")
    check(page, width)
    page.goto(f"{base}/don-doc/nhat-ky")
    check(page, width)
    page.goto(f"{site.url}/huong-dan/quan-tri-he-thong")
    check(page, width)
    page.goto(f"{site.url}/thong-bao")
    check(page, width)
