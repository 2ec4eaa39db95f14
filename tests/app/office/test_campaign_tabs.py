"""One navigation on every page of a campaign, with the part one is in marked."""

from __future__ import annotations

import pytest

from app.extensions import db
from app.services import draft_states
from tests.app.page_client import Page, PageClient
from tests.app.world import World

OFFICE_TABS = [
    "Theo dõi",
    "Ma trận",
    "Tỷ lệ",
    "Đôn đốc",
    "Dự thảo",
    "Xuất văn bản",
    "Nhật ký",
    "Thiết lập",
]


def tabs(page: Page) -> list[str]:
    return [tab.text_content() for tab in page.select(".campaign-tabs a")]


def current(page: Page) -> tuple[str, str]:
    tab = page.one(".campaign-tabs [aria-current]")
    return tab.text_content(), tab.get("aria-current")


def stands_right_under_the_way_back(page: Page) -> bool:
    """The tabs keep their place and their width from page to page: nothing narrow is around."""
    return bool(page.select("main > nav[aria-label='Đường dẫn'] + .campaign-tabs"))


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("", ("Theo dõi", "page")),
        ("/nhieu-don-vi", ("Theo dõi", "true")),
        ("/don-vi/{report}", ("Theo dõi", "true")),
        ("/ma-tran", ("Ma trận", "page")),
        ("/ty-le", ("Tỷ lệ", "page")),
        ("/don-doc", ("Đôn đốc", "page")),
        ("/don-doc/nhat-ky", ("Đôn đốc", "true")),
        ("/du-thao", ("Dự thảo", "page")),
        ("/xuat", ("Xuất văn bản", "page")),
        ("/nhat-ky", ("Nhật ký", "page")),
        ("/chuan-bi", ("Thiết lập", "page")),
        ("/chuan-bi/han", ("Thiết lập", "true")),
        ("/chuan-bi/de-cuong", ("Thiết lập", "true")),
        ("/cho-san", ("Thiết lập", "true")),
    ],
)
def test_every_page_of_a_campaign_has_the_same_tabs_and_marks_its_own(
    officer: PageClient, world: World, path: str, marked: tuple[str, str]
) -> None:
    at = path.format(report=world.reports["xa-a"].id)
    page = officer.get(f"/dot/{world.campaign.id}{at}")
    assert tabs(page) == OFFICE_TABS
    assert current(page) == marked
    assert stands_right_under_the_way_back(page)


def test_the_draft_and_its_parts_have_the_tabs(officer: PageClient, world: World) -> None:
    base = f"/dot/{world.campaign.id}/du-thao"
    officer.post(f"{base}/ghep", {"da_gui": "1"}, status=303)
    page = officer.get(base)
    assert current(page) == ("Dự thảo", "page")
    section = officer.get(page.select("#muc-luc ~ * a, .outline a, main ol a")[0].get("href"))
    assert tabs(section) == OFFICE_TABS
    assert current(section) == ("Dự thảo", "true")


def test_every_tab_leads_somewhere_for_whoever_sees_it(client: PageClient, world: World) -> None:
    for account in ("chuyenvien", "captren"):
        client.login(account)
        page = client.get(f"/dot/{world.campaign.id}")
        addresses = [tab.get("href") for tab in page.select(".campaign-tabs a")]
        assert addresses
        for address in addresses:
            client.get(address)
        client.logout()


def test_who_may_read_nothing_but_the_draft_sees_no_tabs(client: PageClient, world: World) -> None:
    assert not draft_states.may_read(world.actor("bithu.a"), world.campaign)
    client.login("chuyenvien")
    base = f"/dot/{world.campaign.id}/du-thao"
    client.post(f"{base}/ghep", {"da_gui": "1"}, status=303)
    reader = {"nguoi": [world.users["bithu.a"].id]}
    client.post(f"{base}/xin-y-kien", reader, status=303)
    db.session.expire_all()
    client.logout()
    client.login("bithu.a")
    assert tabs(client.get(base)) == []
