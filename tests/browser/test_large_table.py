"""1,200 cells in the browser: one pasted block, one request, one undo, and quick enough to use."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from app.extensions import db
from app.models import Answer
from tests.app.filling.test_large_table import COLUMNS, ROWS, source
from tests.app.published import publish, report_in
from tests.browser.conftest import OpenPage, Site
from tests.browser.saving import SAVED, cell, paste_cells

pytestmark = pytest.mark.browser
BLOCK = "\r\n".join("\t".join(f"{r * COLUMNS + c}" for c in range(COLUMNS)) for r in range(ROWS))


@pytest.fixture
def report_id(site: Site) -> int:
    """A report of xã A that asks for 100 rows of 12 months."""
    with site.app.app_context():
        return report_in(publish(site.world, "Bảng lớn", source=source())).id


def filled_cells(site: Site, report_id: int) -> int:
    with site.app.app_context():
        answer = db.session.get(Answer, (report_id, "so_lieu"))
        assert answer is not None
        return sum(len(row) for row in (answer.value.get("rows") or {}).values())


@pytest.fixture
def page(open_page: OpenPage, site: Site, report_id: int) -> Page:
    opened = open_page("canbo.a")
    opened.goto(f"{site.url}/bao-cao/{report_id}/muc/bang")
    return opened


def test_a_block_of_1200_cells_is_one_request_and_one_undo(
    page: Page, site: Site, report_id: int
) -> None:
    paste_cells(page, "q_so_lieu-d0-c0", BLOCK)
    expect(page.locator(".paste-note")).to_contain_text("Đã dán 1200 ô")
    expect(page.locator("#tt-so_lieu")).to_have_text(SAVED)
    assert len(site.weather.seen) == 1
    assert filled_cells(site, report_id) == ROWS * COLUMNS
    page.get_by_role("button", name="Hoàn tác").click()
    expect(cell(page, "q_so_lieu-d99-c11")).to_have_value("")
    expect(page.locator("[data-summary]")).to_have_text("Đã lưu hết")
    assert len(site.weather.seen) == 2
    assert filled_cells(site, report_id) == 0


def test_one_cell_of_many_is_sent_alone(page: Page, site: Site, report_id: int) -> None:
    sent: list[str] = []
    page.on("request", lambda r: sent.append(r.post_data or "") if "/o/" in r.url else None)
    cell(page, "q_so_lieu-d50-c6").fill("7")
    cell(page, "q_so_lieu-d50-c6").blur()
    expect(page.locator("#tt-so_lieu")).to_have_text(SAVED)
    assert filled_cells(site, report_id) == 1
    assert [len(body) < 300 for body in sent] == [True]


def test_typing_in_a_cell_does_not_lay_out_the_others_again(page: Page) -> None:
    """Without that a key takes twice as long on an old computer."""
    typed = cell(page, "q_so_lieu-d50-c6")
    assert typed.evaluate("input => getComputedStyle(input).contain") == "strict"
    box = typed.bounding_box()
    assert box
    assert box["height"] >= 40


@pytest.mark.parametrize("width", [1280, 700])
def test_the_header_stays_in_sight_above_what_is_typed(page: Page, width: int) -> None:
    """Also where the table is wider than the window and scrolls in a frame of its own."""
    page.set_viewport_size({"width": width, "height": 720})
    cell(page, "q_so_lieu-d90-c5").focus()
    page.keyboard.press("ArrowUp")
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    typed = page.locator("[name=q_so_lieu-d89-c0]").bounding_box()
    head = page.locator("[data-table] thead").bounding_box()
    assert typed
    assert head
    first = page.locator("[data-table] tbody th").nth(89).bounding_box()
    assert first
    assert first["x"] + first["width"] <= typed["x"] + 1
    assert 0 <= head["y"] < head["y"] + head["height"] <= typed["y"] + 1


def test_what_is_said_of_a_paste_is_in_sight_until_one_types_on(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    paste_cells(page, "q_so_lieu-d0-c0", "1\t2")
    note = page.locator(".paste-note")
    expect(note).to_be_in_viewport()
    cell(page, "q_so_lieu-d0-c3").press_sequentially("7")
    expect(note).not_to_be_in_viewport()


def test_all_of_a_tall_cell_is_its_input(page: Page) -> None:
    page.locator("[data-table] tbody th").first.evaluate("th => { th.style.height = '8rem'; }")
    place = cell(page, "q_so_lieu-d0-c0").locator("xpath=..")
    place.click(position={"x": 10, "y": 5})
    expect(cell(page, "q_so_lieu-d0-c0")).to_be_focused()
