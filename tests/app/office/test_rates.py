"""Rates of filing by kind of unit, against other campaigns, and who used to be late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from app.extensions import db
from app.models import Campaign, Report, ReportState
from app.services import campaigns, clock, filing_files, filing_rates, following, transitions
from app.services.actors import SYSTEM
from app.services.filing_rates import Rate
from tests.app.office.conftest import Send
from tests.app.office.test_following import counted
from tests.app.page_client import PageClient
from tests.app.world import World

Past = Callable[[str, dict[str, int | None]], Campaign]


@pytest.fixture
def past(world: World) -> Past:
    """`past(title, {unit: days after the deadline, None for never})`: a campaign that is over."""

    def make(title: str, sent: dict[str, int | None]) -> Campaign:
        campaign = campaigns.create_campaign(
            title,
            outline_version_id=world.version.id,
            collector=world.units["huyen-uy"],
            office=world.units["btg"],
            actor=SYSTEM,
        )
        campaigns.set_units(campaign, [world.units[unit].id for unit in sent], actor=SYSTEM)
        campaigns.set_deadline(campaign, date(2024, 5, 15), None, True, actor=SYSTEM)
        campaign.state = "closed"
        deadline = campaign.deadline_at
        assert deadline is not None
        codes = {world.units[unit].id: unit for unit in sent}
        for report in db.session.scalars(db.select(Report).filter_by(campaign_id=campaign.id)):
            days = sent[codes[report.unit_id]]
            if days is not None:
                report.state = ReportState.ACCEPTED
                report.first_submitted_at = deadline + timedelta(days=days)
        db.session.commit()
        return campaign

    return make


def rates(world: World) -> dict[str, Rate]:
    rows = following.follow(world.campaign)
    return {rate.label: rate for rate in filing_rates.by_kind(world.campaign, rows)}


def test_rates_count_by_kind_and_leave_excluded_units_out(world: World, send: Send) -> None:
    send("xa-a")
    late = send("xa-b")
    assert world.campaign.deadline_at is not None
    late.first_submitted_at = world.campaign.deadline_at + timedelta(hours=1)
    transitions.exclude(world.reports["phong-p"], "Giải thể", actor=SYSTEM)
    db.session.commit()
    found = rates(world)
    communes = found["Đảng ủy xã"]
    assert (communes.expected, communes.sent, communes.on_time, communes.late) == (3, 2, 1, 1)
    assert (communes.completeness, communes.timeliness) == ("66,7%", "33,3%")
    assert found["Phòng ban huyện"].completeness == "–"
    assert found["Tất cả"].expected == 3


def test_other_campaigns_stand_beside_this_one(
    officer: PageClient, world: World, past: Past
) -> None:
    address = f"/dot/{world.campaign.id}/ty-le"
    assert "Chưa có đợt nào khác" in officer.get(address).words()
    past("Báo cáo quý I", {"xa-a": -1, "xa-b": 2, "xa-c": None})
    table = officer.get(address).select("table")[1]
    rows = [" ".join(row.text_content().split()) for row in table.cssselect("tbody tr")]
    assert rows[0].startswith("Đợt này")
    assert len(rows) == 2
    cells = [cell.text_content().strip() for cell in table.cssselect("tbody tr")[1]]
    assert cells == ["Báo cáo quý I", "3", "2", "66,7%", "1", "1", "33,3%", "2"]


def test_units_that_used_to_be_late_are_named_the_worst_first(world: World, past: Past) -> None:
    past("Quý I", {"xa-a": -1, "xa-b": 2, "xa-c": None})
    past("Quý II", {"xa-a": -1, "xa-b": 1, "xa-c": -3})
    found = filing_rates.habits(world.campaign)
    assert [(h.unit, h.expected, h.on_time, h.late, h.missing) for h in found] == [
        ("Xã C", 2, 1, 0, 1),
        ("Xã B", 2, 0, 2, 0),
    ]


def test_a_campaign_that_still_runs_makes_nobody_late(world: World, past: Past) -> None:
    running = past("Quý III", {"xa-a": None})
    running.deadline_at = clock.now() + timedelta(days=3)
    db.session.commit()
    assert filing_rates.habits(world.campaign) == []


def test_queries_of_the_rates_do_not_grow_with_campaigns(
    officer: PageClient, world: World, past: Past
) -> None:
    address = f"/dot/{world.campaign.id}/ty-le"
    past("Quý I", {"xa-a": 1})
    officer.get(address)
    with counted() as few:
        officer.get(address)
    for number in range(6):
        past(f"Quý {number}", {"xa-a": 1, "xa-b": None, "xa-c": -1})
    officer.get(address)
    with counted() as many:
        officer.get(address)
    assert len(many) == len(few)


def test_the_state_of_filing_prints_as_word(world: World, send: Send) -> None:
    send("xa-a")
    exported = filing_files.filing_word(world.campaign)
    assert exported.name.endswith(".docx")
    assert exported.data.startswith(b"PK")
