"""After 1/7/2025: what a merged, split or dissolved unit had last period, and who is told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.extensions import db
from app.models import Campaign, Notice, Report, Unit
from app.services import clock, previous, reports, succession, units
from app.services.actors import SYSTEM
from app.services.errors import Invalid, Refused
from tests.app.drafting.collecting import report_of, send
from tests.app.page_client import PageClient
from tests.app.published import publish, report_in
from tests.app.world import World

ON = date(2025, 7, 1)


def new_unit(world: World, code: str = "xa-moi") -> Unit:
    return units.add_unit(
        code,
        "Đảng ủy xã Mới",
        actor=SYSTEM,
        short_name="Xã Mới",
        kind="xa",
        parent_id=world.units["huyen-uy"].id,
    )


def next_campaign(world: World, unit: Unit) -> Report:
    """The report of `unit` in the campaign that follows the world's."""
    world.units[unit.code] = unit
    return report_in(publish(world, "Đợt sau", [unit.code], previous_id=world.campaign.id))


@pytest.fixture
def merged(world: World) -> Unit:
    """Xã A (4.000 people, 900 members) and xã B (6.000, 1.500) became Xã Mới."""
    send(world, "xa-a", report_of("xa-a", 4000, 900))
    send(world, "xa-b", report_of("xa-b", 6000, 1500))
    unit = new_unit(world)
    succession.merge_units([world.units["xa-a"], world.units["xa-b"]], unit, ON, actor=SYSTEM)
    db.session.commit()
    return unit


def test_last_period_of_a_merged_unit_is_the_sum_of_its_predecessors(
    world: World, merged: Unit
) -> None:
    ref = reports.get_ref(next_campaign(world, merged).id)
    (source,) = previous.sources(ref)
    assert source.label.startswith("Kỳ trước, tổng của Xã A, Xã B")
    answers = reports.load_answers(ref)
    fields = [field for _, field in answers.applicable_fields()]
    shown = previous.beside([source], fields, {"hoi_vien": {"v": "2500"}})
    assert shown["dan_so"].text.startswith("10.000")
    assert shown["hoi_vien"].change.startswith("tăng 100")
    assert "21" in shown["quy"].text
    assert not shown.keys() & {"ket_qua", "han_che", "ty_le_dat"}, "prose and ratios do not add up"


def test_the_sum_can_be_copied_into_blank_figures(
    client: PageClient, world: World, merged: Unit
) -> None:
    report = next_campaign(world, merged)
    client.login("chuyenvien")
    client.post(f"/bao-cao/{report.id}/ky-truoc", {"nguon": "0"}, 303)
    values = reports.load_values(report.id)
    assert values["dan_so"] == {"v": "10000"}
    assert "ket_qua" not in values


def test_the_office_reads_the_sum_beside_the_new_figures(
    client: PageClient, world: World, merged: Unit
) -> None:
    report = next_campaign(world, merged)
    client.login("chuyenvien")
    page = client.get(f"/dot/{report.campaign_id}/don-vi/{report.id}")
    assert "kỳ trước: 10.000" in page.words()


def test_a_part_of_a_split_unit_has_no_figures_of_last_period(world: World) -> None:
    send(world, "xa-a", report_of("xa-a", 4000, 900))
    parts = [new_unit(world, "xa-a1"), new_unit(world, "xa-a2")]
    succession.split_unit(world.units["xa-a"], parts, ON, actor=SYSTEM)
    db.session.commit()
    ref = reports.get_ref(next_campaign(world, parts[0]).id)
    assert previous.sources(ref) == []
    report = db.session.get(Report, ref.id)
    assert report is not None
    assert succession.previous_figures(report) == {}


def test_a_unit_dissolved_during_a_campaign_is_told_to_its_office(world: World) -> None:
    succession.dissolve_unit(world.units["xa-c"], clock.today(), actor=SYSTEM)
    db.session.commit()
    texts = db.session.query(Notice).filter_by(user_id=world.users["chuyenvien"].id).all()
    assert any("Xã C ngừng hoạt động" in notice.text for notice in texts)
    assert any(notice.link == f"/dot/{world.campaign.id}" for notice in texts)
    assert world.campaign in campaigns_of(world)


def campaigns_of(world: World) -> list[Campaign]:
    return succession.running_campaigns_of(world.units["xa-c"])


def test_a_unit_cannot_follow_itself_or_end_twice(world: World) -> None:
    xa_a, xa_b = world.units["xa-a"], world.units["xa-b"]
    succession.merge_units([xa_a], xa_b, ON, actor=SYSTEM)
    with pytest.raises(Refused, match="vòng"):
        succession.merge_units([xa_b], xa_a, ON, actor=SYSTEM)
    with pytest.raises(Invalid, match="đã ngừng hoạt động"):
        succession.dissolve_unit(xa_a, ON + timedelta(days=40), actor=SYSTEM)
