"""An officer chases units: the text for Zalo on the clipboard, letters through a mail server that
is down at first, and both in the log. With and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from app.extensions import db
from app.models import User
from app.services import clock, upkeep
from tests.app.office.mail_server import LocalServer
from tests.browser.conftest import HTMX, Site, new_context, sign_in
from tools.htmx import SERVED

pytestmark = pytest.mark.browser


@pytest.fixture
def htmx_file() -> Path:
    return HTMX / SERVED.file_name


@pytest.fixture(params=[True, False], ids=["with-htmx", "without-javascript"])
def context(
    request: pytest.FixtureRequest, browser: Browser, contexts: list[BrowserContext], site: Site
) -> BrowserContext:
    made = new_context(browser, contexts, java_script_enabled=request.param)
    if request.param:
        made.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.url)
    return made


@pytest.fixture
def server(site: Site) -> Iterator[LocalServer]:
    """A mail server that the application knows and that does not run yet."""
    made = LocalServer()
    site.app.config["SETTINGS"] = replace(site.app.config["SETTINGS"], mail=made.settings)
    with site.app.app_context():
        for user in db.session.scalars(db.select(User).where(User.username.like("canbo.%"))):
            user.email = f"{user.username}@don-vi.example.vn"
        db.session.commit()
    yield made
    made.close()


def work(site: Site, server: LocalServer, *, later: timedelta = timedelta()) -> None:
    with site.app.app_context(), clock.fixed(clock.now() + later):
        upkeep.run(server.settings, site.url)


def test_units_are_reminded_by_zalo_and_by_letters(
    context: BrowserContext, site: Site, server: LocalServer
) -> None:
    page = context.new_page()
    sign_in(page, site, "chuyenvien")
    page.goto(f"{site.url}/dot/{site.world.campaign.id}")
    page.get_by_role("link", name="Đôn đốc").click()
    page.get_by_label("Phòng P").uncheck()
    page.get_by_role("button", name="Lấy nội dung Zalo").click()
    text = page.locator("#zalo").input_value()
    assert "Kính gửi: Xã A; Xã B; Xã C." in text
    copy = page.get_by_role("button", name="Chép nội dung Zalo")
    if copy.is_visible():
        copy.click()
        expect(page.locator("#zalo-xong")).to_have_text("Đã chép.")
        assert page.evaluate("navigator.clipboard.readText()") == text

    page.get_by_role("link", name="Đôn đốc", exact=True).click()
    page.get_by_role("button", name="Gửi e-mail").click()
    expect(page.locator("main")).to_contain_text("4 đang chờ gửi")
    work(site, server)
    page.reload()
    expect(page.locator("main")).to_contain_text("không kết nối được máy chủ thư")
    server.start()
    work(site, server, later=timedelta(minutes=2))
    page.reload()
    expect(page.locator("main")).to_contain_text("4 đã gửi")
    assert sorted(server.box.recipients) == [
        f"canbo.{unit}@don-vi.example.vn" for unit in ("a", "b", "c", "p")
    ]

    page.goto(f"{site.url}/dot/{site.world.campaign.id}")
    expect(page.locator("tbody tr").first).to_contain_text("đã nhắc 2 lần")
    expect(page.locator("tbody tr").last).to_contain_text("đã nhắc 1 lần")
