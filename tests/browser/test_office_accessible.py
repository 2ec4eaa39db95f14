"""Pages on which the office chases and decides about many units: axe (WCAG 2.2 AA), reflow."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import HTMX, OpenPage, Site
from tests.browser.test_accessible import NARROW, check, press
from tools.htmx import SERVED

pytestmark = pytest.mark.browser
SCREENS = ("", "/ma-tran/zalo", "/ty-le", "/du-thao", "/xuat", "/don-doc", "/nhieu-don-vi")


@pytest.fixture
def htmx_file() -> Path:
    return HTMX / SERVED.file_name


def test_pages_for_many_units_are_accessible(open_page: OpenPage, site: Site) -> None:
    page = open_page("chuyenvien", width=NARROW)
    base = f"{site.url}/dot/{site.world.campaign.id}"
    for path in SCREENS:
        page.goto(base + path)
        check(page)
    page.get_by_label("Xã A").check()
    page.get_by_label("Loại khỏi đợt", exact=True).check()
    page.get_by_label("Lý do (bắt buộc").fill("Giải thể")
    press(page, "Xem trước")
    check(page)
    press(page, "Xác nhận với 1 đơn vị")
    check(page)
    page.goto(f"{base}/don-doc")
    press(page, "Xem trước")
    check(page)
    press(page, "Lấy nội dung Zalo (ghi nhật ký)")
    check(page)
    page.goto(f"{base}/don-doc/nhat-ky")
    check(page)
    page.goto(f"{site.url}/huong-dan/quan-tri-he-thong")
    check(page)
    page.goto(f"{site.url}/thong-bao")
    check(page)
