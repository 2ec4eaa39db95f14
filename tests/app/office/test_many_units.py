"""Campaigns whose units fill several pages: paging, and choosing all of a filter at once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from app.extensions import db
from app.models import Reminder, Report, ReportState
from app.services import clock, reminder_words
from tests.app.office.conftest import MANY
from tests.app.office.counting import counted
from tests.app.page_client import Page, PageClient
from tests.app.world import World


def address(world: World, path: str) -> str:
    return f"/dot/{world.campaign.id}/{path}"


def ticked(page: Page) -> list[str]:
    return [box.get("value") for box in page.select("input[name=don_vi]:checked")]


def confirming(page: Page) -> dict[str, Any]:
    form = next(form for form in page.select("form") if "nhieu-don-vi" in form.get("action"))
    fields = {f.get("name"): f.get("value") for f in form.cssselect("input[type=hidden]")}
    fields.pop("csrf_token")
    return fields


def test_the_page_for_many_units_shows_a_hundred_and_leads_to_the_others_with_its_filter(
    officer: PageClient, world: World, many: list[Report]
) -> None:
    page = officer.get(address(world, "nhieu-don-vi?loc=chua-mo"))
    boxes = page.select("input[name=don_vi]")
    assert len(boxes) == 100
    links = [link.get("href") for link in page.select("[aria-label=Trang] a")]
    assert links == [f"{address(world, 'nhieu-don-vi')}?loc=chua-mo&trang=2"]
    second = officer.get(links[0])
    assert len(second.select("input[name=don_vi]")) == 4 + MANY - len(many[::3]) - 100
    assert second.words("[aria-label=Trang] [aria-current]") == "2"


def test_all_units_of_a_filter_are_decided_about_with_a_form_of_a_few_fields(
    officer: PageClient, world: World, many: list[Report]
) -> None:
    page = officer.post(
        address(world, "nhieu-don-vi/xem-truoc?loc=cho-nhan"),
        {"action": "loai", "pham-vi": "ca-bo-loc", "reason": "Thử", "don_vi": []},
    )
    sent = len(many[::3])
    assert f"Sẽ làm với {sent} đơn vị" in page.words()
    fields = confirming(page)
    assert len(fields) < 10
    answer = officer.post(address(world, "nhieu-don-vi"), fields, status=303)
    told = officer.get(answer.response.headers["Location"])
    assert f"Đã làm với {sent} đơn vị" in told.words()
    states = [db.session.get(Report, report.id).state for report in many]
    assert states.count(ReportState.EXCLUDED) == sent
    assert db.session.get(Report, world.reports["xa-a"].id).state == ReportState.NOT_STARTED


def test_with_all_of_the_filter_the_search_counts_too(
    officer: PageClient, world: World, many: list[Report]
) -> None:
    page = officer.post(
        address(world, "nhieu-don-vi/xem-truoc?tim=them+22"),
        {"action": "loai", "pham-vi": "ca-bo-loc", "reason": "Thử"},
    )
    names = set(re.findall(r"Xã Thêm \d+", page.words("main table")))
    assert names == {"Xã Thêm 22"} | {f"Xã Thêm 22{n}" for n in range(10)}


def test_more_units_than_a_table_shows_are_named_below_it(
    officer: PageClient, world: World, many: list[Report]
) -> None:
    page = officer.post(
        address(world, "nhieu-don-vi/xem-truoc"),
        {"action": "loai", "pham-vi": "ca-bo-loc", "reason": "Thử"},
    )
    assert len(page.select("main table tbody tr")) == 200
    rest = page.words("main details")
    assert f"và {4 + MANY - 200} đơn vị nữa" in rest
    assert f"Xã Thêm {MANY - 1}" in rest


def test_reminding_all_of_many_pages_is_the_first_choice_and_one_tick_narrows_it(
    officer: PageClient, world: World, many: list[Report]
) -> None:
    page = officer.get(address(world, "don-doc"))
    waiting = 4 + MANY - len(many[::3])
    assert page.one("input[name=pham-vi]:checked").get("value") == "ca-bo-loc"
    assert f"Tất cả {waiting} đơn vị đang lọc" in page.words("form")
    assert ticked(page) == []
    form = {"key": "0123456789abcdef", "how": "zalo", "template": reminder_words.DEFAULT}
    one = {**form, "pham-vi": "danh-dau", "don_vi": [str(many[1].id)]}
    officer.post(address(world, "don-doc?loc=chua-gui"), one)
    assert db.session.scalars(db.select(Reminder.report_id)).all() == [many[1].id]
    everybody = {**form, "key": "fedcba9876543210", "pham-vi": "ca-bo-loc"}
    told = officer.post(address(world, "don-doc?loc=chua-gui"), everybody)
    assert f"nhắc {waiting} đơn vị" in told.words()


def test_a_preview_of_a_reminder_keeps_all_its_units_in_one_field(
    officer: PageClient, world: World, many: list[Report]
) -> None:
    form = {"key": "0123456789abcdef", "template": reminder_words.DEFAULT, "pham-vi": "ca-bo-loc"}
    page = officer.post(address(world, "don-doc"), {**form, "how": "preview"})
    (field,) = page.select("input[name=don_vi]")
    officer.post(
        address(world, "don-doc"),
        {**form, "pham-vi": "danh-dau", "how": "zalo", "don_vi": field.get("value")},
    )
    told = db.session.scalar(db.select(db.func.count()).select_from(Reminder))
    assert told == 4 + MANY - len(many[::3])


def test_reminding_from_the_page_for_many_units_keeps_its_choice(
    officer: PageClient, world: World, many: list[Report]
) -> None:
    whole = {"action": "don-doc", "pham-vi": "ca-bo-loc"}
    page = officer.post(address(world, "nhieu-don-vi/xem-truoc"), whole)
    assert page.one("input[name=pham-vi]:checked").get("value") == "ca-bo-loc"
    world.units["xa-b"].valid_to = clock.today() - timedelta(days=1)
    db.session.commit()
    page = officer.post(address(world, "nhieu-don-vi/xem-truoc?loc=da-ket-thuc"), whole)
    assert ticked(page) == [str(world.reports["xa-b"].id)]


def test_a_number_that_only_looks_like_one_chooses_nobody(
    officer: PageClient, world: World
) -> None:
    officer.get(address(world, "don-doc?don_vi=%C2%B2"))
    officer.post(address(world, "nhieu-don-vi"), {"action": "tiep-nhan", "seen": "² x"}, status=422)


@pytest.mark.parametrize("path", ["", "ma-tran", "nhieu-don-vi", "don-doc"])
def test_a_page_sends_the_same_statements_whatever_the_number_of_units(
    officer: PageClient, world: World, path: str, request: pytest.FixtureRequest
) -> None:
    at = address(world, path).rstrip("/")
    officer.get(at)
    with counted() as few:
        officer.get(at)
    request.getfixturevalue("many")
    officer.get(at)
    with counted() as more:
        officer.get(at)
    assert len(more) == len(few)


def test_the_refresh_of_a_page_is_empty_until_something_changes(
    officer: PageClient, world: World, many: list[Report]
) -> None:
    at = f"/dot/{world.campaign.id}"
    live = officer.get(f"{at}?trang=2").one("[data-live]").get("hx-get")
    assert "trang=2" in live
    officer.get(live, status=204, htmx=True)
    many[0].state = ReportState.ACCEPTED
    db.session.commit()
    officer.get(live, htmx=True)
