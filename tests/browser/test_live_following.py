"""The list and the matrix stay true by themselves while somebody looks, and keep their place."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from app.extensions import db
from app.models import Report, ReportState, SectionStatus
from app.services import clock
from tests.browser.conftest import OpenPage, Site

pytestmark = [pytest.mark.browser, pytest.mark.htmx]
SECTION = "lanh_dao"


def open_following(open_page: OpenPage, site: Site, path: str, width: int) -> Page:
    """A page whose minute can be let pass."""
    page = open_page("chuyenvien", width=width)
    page.clock.install()
    page.goto(f"{site.url}/dot/{site.world.campaign.id}{path}")
    return page


def change(site: Site, unit: str) -> None:
    """Meanwhile the unit sends its report, with a section called finished."""
    with site.app.app_context():
        report = db.session.get(Report, site.world.reports[unit].id)
        assert report is not None
        report.state = ReportState.SUBMITTED
        report.submitted_at = report.first_submitted_at = clock.now()
        db.session.add(
            SectionStatus(
                report_id=report.id, section_key=SECTION, status="done", updated_at=clock.now()
            )
        )
        db.session.commit()


def test_the_list_shows_a_report_that_came_and_keeps_the_focus(
    open_page: OpenPage, site: Site
) -> None:
    page = open_following(open_page, site, "", 1280)
    link = page.get_by_role("link", name="Xã C", exact=True)
    link.focus()
    change(site, "xa-a")
    page.clock.run_for(61_000)
    expect(page.locator(".counters")).to_contain_text("1 đã gửi (1 đúng hạn, 0 trễ)")
    expect(page.get_by_role("link", name="Xã C", exact=True)).to_be_focused()


def test_the_matrix_shows_it_too_and_stays_where_it_was_scrolled(
    open_page: OpenPage, site: Site
) -> None:
    page = open_following(open_page, site, "/ma-tran", 360)
    box = page.locator(".matrix-scroll")
    box.evaluate("(box) => { box.scrollLeft = 60; }")
    place = box.evaluate("(box) => box.scrollLeft")
    assert place > 0
    change(site, "xa-a")
    page.clock.run_for(61_000)
    expect(page.locator(".matrix td.c-done")).to_have_count(1)
    assert box.evaluate("(box) => box.scrollLeft") == place


def test_nothing_is_swapped_while_nothing_has_changed(open_page: OpenPage, site: Site) -> None:
    page = open_following(open_page, site, "", 1280)
    page.evaluate("document.querySelector('#theo-doi').dataset.mark = 'same'")
    with page.expect_response(lambda answer: "dau=" in answer.url) as answered:
        page.clock.run_for(61_000)
    assert answered.value.status == 204
    expect(page.locator("#theo-doi")).to_have_attribute("data-mark", "same")
