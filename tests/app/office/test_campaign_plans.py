"""The year calendar: recurring campaigns, the year's list, and drafts that prepare themselves."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import Campaign, CampaignPlan, CampaignState, Notice, Rhythm
from app.services import clock, plans, upkeep
from app.services.errors import Invalid
from tests.app.page_client import PageClient
from tests.app.world import World

IN_MAY = datetime(2026, 5, 25, 2, 0, tzinfo=UTC)


def add_quarterly(world: World) -> CampaignPlan:
    return plans.add_plan(
        "Báo cáo công tác khoa giáo",
        office=world.units["btg"],
        actor=world.actor("chuyenvien"),
        rhythm=Rhythm.QUARTER,
        outline_version_id=world.version.id,
        due_day=10,
        unit_kinds=["xa"],
    )


def test_a_quarter_is_due_before_the_tenth_of_its_last_month(world: World) -> None:
    dues = list(plans.rounds(add_quarterly(world), 2026))
    assert [due.day for due in dues] == [date(2026, month, 10) for month in (3, 6, 9, 12)]
    assert [clock.local(due.deadline).date().day for due in dues] == [9, 9, 9, 9]
    assert dues[1].title == "Báo cáo công tác khoa giáo quý II năm 2026"


def test_the_next_campaign_prepares_itself_once_as_a_draft_and_the_office_is_told(
    world: World,
) -> None:
    plan = add_quarterly(world)
    db.session.commit()
    with clock.fixed(IN_MAY):
        upkeep.run(None, "")
        upkeep.run(None, "")
    made = db.session.scalars(select(Campaign).where(Campaign.plan_id == plan.id)).all()
    assert [campaign.state for campaign in made] == [CampaignState.DRAFT]
    assert made[0].title.endswith("quý II năm 2026")
    told = db.session.scalars(select(Notice).where(Notice.link == f"/dot/{made[0].id}/chuan-bi"))
    assert {notice.user_id for notice in told} == {
        world.users[name].id for name in ("chuyenvien", "truongban")
    }


def test_a_plan_that_rests_prepares_nothing(world: World) -> None:
    plans.set_active(add_quarterly(world), False, actor=world.actor("chuyenvien"))
    with clock.fixed(IN_MAY):
        assert plans.coming() == []


LIST = """15/5/2026; Sơ kết 05 năm thực hiện Kết luận số 49-KL/TW
- 20.9.2026: Tổng kết 10 năm thực hiện Chỉ thị số 05-CT/TW

15/5/2026; Sơ kết 05 năm thực hiện Kết luận số 49-KL/TW
"""


def test_the_year_s_list_is_entered_once(client: PageClient, world: World) -> None:
    client.login("chuyenvien")
    form = {"list": LIST, "office": world.units["btg"].id, "outline": world.version.id}
    client.post("/lich/danh-sach-nam", form, status=303)
    client.post("/lich/danh-sach-nam", form, status=303)
    assert db.session.scalar(select(func.count()).select_from(CampaignPlan)) == 2
    page = client.get("/lich?nam=2026")
    may = page.words("section[aria-labelledby=thang-5]")
    assert "Sơ kết 05 năm thực hiện Kết luận số 49-KL/TW" in may
    assert "49-KL/TW năm 2026" not in may, "a single one is named in full already"
    assert "Chỉ thị số 05-CT/TW" in page.words("section[aria-labelledby=thang-9]")


@pytest.mark.parametrize("bad", ["tháng 5; Sơ kết", "31/2/2026; Sơ kết", "15/5/2026"])
def test_one_bad_line_of_the_list_is_named_and_nothing_is_taken(
    client: PageClient, world: World, bad: str
) -> None:
    client.login("chuyenvien")
    text = f"10/3/2026; Sơ kết quý\n{bad}"
    form = {"list": text, "office": world.units["btg"].id, "outline": world.version.id}
    page = client.post("/lich/danh-sach-nam", form, status=422)
    assert "Dòng 2" in page.words("[role=alert]")
    assert "Sơ kết quý" in page.one("#list").text
    assert db.session.scalar(select(func.count()).select_from(CampaignPlan)) == 0


def test_an_empty_list_is_refused() -> None:
    with pytest.raises(Invalid):
        plans.read_year_list("  \n")


def test_the_form_of_the_calendar_names_kinds_of_units_in_words(
    client: PageClient, world: World
) -> None:
    client.login("chuyenvien")
    page = client.get("/lich")
    labels = {
        box.get("value"): page.one(f"label[for={box.get('id')}]").text
        for box in page.tree.xpath("//input[@name='kind']")
    }
    assert labels["xa"] == "Đảng ủy xã"
    assert labels["phong_ban"] == "Phòng ban huyện"


def test_a_campaign_made_by_hand_is_in_the_calendar_of_its_year(
    client: PageClient, world: World
) -> None:
    client.login("chuyenvien")
    deadline = world.campaign.deadline_at
    assert deadline is not None
    year = clock.local(deadline).year
    title = world.campaign.title
    assert title in client.get(f"/lich?nam={year}").words(".year-grid")
    assert title not in client.get(f"/lich?nam={year + 1}").words(".year-grid")
