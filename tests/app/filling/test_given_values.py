"""What the office gives its units to begin with, from its grid to the unit's blank field."""

from __future__ import annotations

from datetime import date

import pytest

from app.extensions import db
from app.models import Campaign
from app.services import given_values
from tests.app.filling.test_first_values import address_of, campaign_of, stored
from tests.app.page_client import PageClient
from tests.app.world import World

SOURCE = """
id: cho_san
version: 1
title: Báo cáo có số cho sẵn
kind: dinh_ky
unit_kinds: {xa: Đảng ủy xã}
sections:
  - key: chung
    heading: SỐ LIỆU
    fields:
      - {key: dan_so, type: integer, label: Dân số, prefill: office}
      - {key: ten_khac, type: short_text, label: Tên khác}
      - {key: doan, type: narrative, label: Đoạn văn, prefill: office}
"""


@pytest.fixture
def campaign(world: World) -> Campaign:
    made = campaign_of(world, SOURCE, date(2026, 6, 30), "6 tháng")
    db.session.commit()
    return made


def given(client: PageClient, world: World, campaign: Campaign, text: str, status: int) -> str:
    """Type a population for Xã A into the grid of the office; the words of the answer."""
    client.login("chuyenvien")
    unit = world.units["xa-a"].id
    answer = client.post(f"/dot/{campaign.id}/cho-san", {f"cho-{unit}-dan_so": text}, status)
    words = answer.words() if status != 303 else ""
    client.logout()
    return words


def test_a_given_number_is_taken_by_the_unit_and_marked_unread(
    client: PageClient, world: World, campaign: Campaign
) -> None:
    given(client, world, campaign, "5.210", 303)
    client.login("canbo.a")
    address = address_of(world, campaign)
    page = client.get(f"{address}/muc/chung")
    assert "số cơ quan tổng hợp cho sẵn" in page.words("#o-dan_so")
    client.post(f"{address}/ky-truoc", {"nguon": "declared"}, 303)
    taken = stored(world, campaign, "dan_so")
    assert taken is not None
    assert (taken.value, taken.unread) == ({"v": "5210"}, True)


def test_the_grid_shows_what_was_given_and_a_blank_takes_it_back(
    client: PageClient, world: World, campaign: Campaign
) -> None:
    given(client, world, campaign, "5.210", 303)
    client.login("chuyenvien")
    page = client.get(f"/dot/{campaign.id}/cho-san")
    name = f"cho-{world.units['xa-a'].id}-dan_so"
    assert page.one(f"input[name='{name}']").get("value") == "5.210"
    assert not page.select("input[name$='-doan'], input[name$='-ten_khac']")
    assert "Nhập số cho các đơn vị" in client.get(f"/dot/{campaign.id}/chuan-bi/de-cuong").words()
    client.logout()
    given(client, world, campaign, "", 303)
    assert given_values.given_to(db.session.get_one(Campaign, campaign.id), 1) == {}


def test_what_is_no_number_is_told_with_its_unit_and_nothing_is_kept(
    client: PageClient, world: World, campaign: Campaign
) -> None:
    words = given(client, world, campaign, "nhiều", 422)
    assert "Xã A, Dân số" in words
    found = db.session.get_one(Campaign, campaign.id)
    assert given_values.given_to(found, world.units["xa-a"].id) == {}


def test_numbers_for_units_and_questions_that_are_not_there_are_left_out(
    client: PageClient, world: World, campaign: Campaign
) -> None:
    client.login("chuyenvien")
    other = world.units["xa-b"].id
    client.post(
        f"/dot/{campaign.id}/cho-san",
        {f"cho-{other}-dan_so": "7", f"cho-{world.units['xa-a'].id}-ten_khac": "x"},
        303,
    )
    assert db.session.get_one(Campaign, campaign.id).settings["given"] == {}
