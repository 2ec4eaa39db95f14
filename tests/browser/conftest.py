"""A real server with the small world, and a real browser that reaches nothing else.

htmx comes from the server itself, as where the CDN cannot be reached: a page with an intercepted
request keeps no cache, and would fetch every style and script anew with each page. The journeys
take it from the CDN's address, played from the local copy.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    ViewportSize,
    expect,
    sync_playwright,
)
from werkzeug.serving import make_server

from app.extensions import db
from app.services.transactions import writing
from tests.app.page_client import PageClient
from tests.app.world import PASSWORD, World, find_world, open_world
from tests.app_fixtures import dispose, empty_database, postgres_server, worker_name, world_file
from tests.browser.weather import Weather, under
from tests.database import ROOT
from tools.htmx import NEXT, SERVED
from tools.programs import find_browser

__all__ = ["empty_database", "postgres_server", "worker_name", "world_file"]
HTMX = ROOT / "instance" / "htmx"
# What a page shows at once on a quiet machine may take very long on one that stands still for
# seconds: nothing is told of how long it takes.
WAIT_MS = 60_000
expect.set_options(timeout=WAIT_MS)
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """One version of htmx where the page asks nothing of it (colours, keyboards, plain forms); what
    is told of bad lines, tables and pasting is promised for both. And Flask-Compress leaves closing
    a static file to the garbage collector, which warns."""
    again = [item for item in items if _is_again(item)]
    config.hook.pytest_deselected(items=again)
    items[:] = [item for item in items if item not in set(again)]
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(
                pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
            )


def _is_again(item: pytest.Item) -> bool:
    chosen = getattr(getattr(item, "callspec", None), "params", {}).get("htmx_file")
    return chosen is NEXT and item.get_closest_marker("htmx") is None


@dataclass
class Site:
    """The running application: its address, its world, and the weather on the line to it."""

    url: str
    app: Flask
    world: World
    weather: Weather = field(default_factory=Weather)

    def report(self, unit: str = "xa-a") -> str:
        return f"{self.url}/bao-cao/{self.world.reports[unit].id}"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = find_browser()
    assert path, "no browser: make test installs one"
    opened = playwright.chromium.launch(
        executable_path=path, args=["--no-sandbox", ALONE], timeout=2 * WAIT_MS
    )
    yield opened
    opened.close()


@pytest.fixture
def htmx_is_local() -> bool:
    return True


@pytest.fixture
def site(
    empty_database: str, tmp_path: Path, htmx_file: Path, htmx_is_local: bool, world_file: Path
) -> Iterator[Site]:
    instance = tmp_path / "instance"
    local = str(int(htmx_is_local))
    app = open_world(empty_database, instance, world_file, HTMX_LOCAL=local)
    if htmx_is_local:
        # The application serves its own version's file by name, and does not look into it.
        (instance / "htmx").mkdir(parents=True)
        shutil.copyfile(htmx_file, instance / "htmx" / SERVED.file_name)
    with app.app_context():
        world = find_world(app)
        for report in world.reports.values():
            db.session.refresh(report)
    weather = Weather()
    server = make_server("127.0.0.1", 0, under(app.wsgi_app, weather), threaded=True)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Site(f"http://127.0.0.1:{server.server_port}", app, world, weather)
    finally:
        weather.clear.set()
        server.shutdown()
        thread.join()
        server.server_close()
        dispose(app)


@pytest.fixture(params=[SERVED, NEXT], ids=lambda build: f"htmx-{build.version}")
def htmx_file(request: pytest.FixtureRequest) -> Path:
    """Both versions of htmx: the one that is served, and the next, which has to work as well."""
    return HTMX / request.param.file_name


OpenPage = Callable[..., Page]


@pytest.fixture
def contexts(browser: Browser) -> Iterator[list[BrowserContext]]:
    opened: list[BrowserContext] = []
    yield opened
    for context in opened:
        context.close()


@pytest.fixture
def open_page(browser: Browser, site: Site, contexts: list[BrowserContext]) -> OpenPage:
    """`open_page("canbo.a", "/muc/lanh_dao", width=360)`: a signed-in page of its own browser."""

    def opened(username: str, path: str = "", *, width: int = 1280, scripts: bool = True) -> Page:
        size = ViewportSize(width=width, height=900)
        context = new_context(browser, contexts, viewport=size, java_script_enabled=scripts)
        context.add_cookies(signed_in(site, username))
        page = context.new_page()
        page.goto(site.report() + path)
        return page

    return opened


def new_context(browser: Browser, contexts: list[BrowserContext], **options: Any) -> BrowserContext:
    """The browser of one person, closed at the end of the test."""
    context = browser.new_context(**options)
    contexts.append(context)
    context.set_default_timeout(WAIT_MS)
    return context


def signed_in(site: Site, username: str) -> list[dict[str, str]]:
    """The cookies of a session; signing in itself is what the journeys do by hand."""
    # As a request that writes: a worker of the server may write in the meantime.
    with site.app.app_context(), writing():
        client = PageClient(site.app)
        client.login(username)
    cookie = client.client.get_cookie(site.app.config["SESSION_COOKIE_NAME"])
    assert cookie
    return [{"name": cookie.key, "value": cookie.value, "url": site.url}]


def sign_in(page: Page, site: Site, username: str) -> None:
    page.goto(f"{site.url}/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(f"{site.url}/")
