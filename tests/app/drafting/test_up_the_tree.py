"""Three levels: communes, districts, the province and what is above it; figures are re-summed."""

from __future__ import annotations

import pytest

from app.extensions import db
from app.models import Campaign, Draft, Report, Role
from app.services import (
    accounts,
    draft_figures,
    draft_states,
    drafts,
    merged_reports,
    parent_campaign,
    units,
)
from app.services.actors import SYSTEM
from app.services.draft_material import Reading
from tests.app.drafting.collecting import collect, report_of, send
from tests.app.published import publish
from tests.app.world import World


def in_campaign(world: World, campaign: Campaign) -> World:
    """The world as another campaign sees it."""
    rows = db.session.query(Report).filter_by(campaign_id=campaign.id)
    reports = {report.unit.code: report for report in rows}
    return World(world.app, world.version, campaign, world.units, world.users, reports)


def finished(campaign: Campaign) -> Draft:
    draft = drafts.merge(campaign, actor=SYSTEM).draft
    draft_states.close(draft, actor=SYSTEM)
    db.session.commit()
    return draft


@pytest.fixture
def province(world: World) -> World:
    collector = world.units["tinh-uy"]
    asked = ["huyen-uy", "huyen-khac"]
    campaign = publish(world, "Sơ kết toàn tỉnh", asked, collector=collector, office=collector)
    world.campaign.parent_id = campaign.id
    return in_campaign(world, campaign)


@pytest.fixture
def country(world: World, province: World) -> World:
    top = units.add_unit("trung-uong", "Ban Bí thư Trung ương", actor=SYSTEM, kind="trung_uong")
    campaign = publish(world, "Sơ kết toàn quốc", ["tinh-uy"], collector=top, office=top)
    province.campaign.parent_id = campaign.id
    db.session.commit()
    return in_campaign(world, campaign)


def passed_up(world: World, province: World, country: World) -> Draft:
    """Huyện H from its communes, huyện K by itself; tỉnh T from both; all sent to the top."""
    collect(world)
    parent_campaign.pass_up(finished(world.campaign), actor=SYSTEM)
    send(province, "huyen-uy", {})
    send(province, "huyen-khac", report_of("huyen-khac", 50_000, 7_000))
    parent_campaign.pass_up(finished(province.campaign), actor=SYSTEM)
    send(country, "tinh-uy", {})
    return drafts.merge(country.campaign, actor=SYSTEM).draft


def members(campaign: Campaign) -> object:
    return merged_reports.merged_report(campaign).fields["hoi_vien"].cell.number


def test_figures_are_added_up_again_at_every_level(
    world: World, province: World, country: World
) -> None:
    passed_up(world, province, country)
    assert members(world.campaign) == 900 + 1500
    assert members(province.campaign) == 900 + 1500 + 7000
    assert members(country.campaign) == 9400
    ratio = merged_reports.merged_report(country.campaign).fields["ty_le_dat"]
    assert ratio.numerator.number == 400 + 600 + 5000  # type: ignore[union-attr]


def test_each_level_leads_to_the_one_below_for_who_may_see_it(
    world: World, province: World, country: World
) -> None:
    draft = passed_up(world, province, country)
    officer = world.users["chuyenvien"]
    for code in ("tinh-uy", "trung-uong"):
        unit = units.find_unit(code)
        assert unit is not None
        accounts.grant(officer, unit, Role.OFFICER, actor=SYSTEM)
    db.session.commit()
    actor = world.actor("chuyenvien")
    top = draft_figures.figure_view(Reading.of(draft), "hoi_vien", actor)
    assert [(row.value, row.below_id) for row in top.rows] == [("9.400", province.campaign.id)]
    middle_draft = drafts.find_draft(province.campaign)
    assert middle_draft is not None
    middle = draft_figures.figure_view(Reading.of(middle_draft), "hoi_vien", actor)
    assert {(row.value, row.below_id) for row in middle.rows} == {
        ("2.400", world.campaign.id),
        ("7.000", None),
    }


def test_a_correction_below_goes_up_by_sending_again_not_by_itself(
    world: World, province: World, country: World
) -> None:
    passed_up(world, province, country)
    draft = drafts.find_draft(world.campaign)
    assert draft is not None
    send(world, "xa-c", report_of("xa-c", 2000, 100))
    assert members(world.campaign) == 2500
    assert members(province.campaign) == 9400  # what was sent and accepted stays
    assert draft_states.changed_since_closing(draft)


def test_a_campaign_never_goes_into_itself_over_two_levels(
    world: World, province: World, country: World
) -> None:
    assert parent_campaign.campaigns_below(country.campaign.id)[world.units["tinh-uy"].id].id == (
        province.campaign.id
    )
    possible = parent_campaign.possible_parents(province.campaign)
    assert world.campaign.id not in {campaign.id for campaign in possible}
