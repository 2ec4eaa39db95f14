"""A campaign can say into which campaign of the level above its draft goes."""

from __future__ import annotations

from app.models import Campaign
from app.services import campaigns
from app.services.actors import SYSTEM
from tests.app.page_client import PageClient
from tests.app.published import publish
from tests.app.world import World

FORM = {"title": "Sơ kết thử nghiệm năm 2026", "next": ""}


def above_of(world: World) -> Campaign:
    """Tỉnh ủy T asks Huyện ủy H."""
    above = world.units["tinh-uy"]
    return publish(world, "Sơ kết toàn tỉnh", ["huyen-uy"], collector=above, office=above)


def test_the_level_above_is_chosen_and_the_draft_offers_the_way_up(
    client: PageClient, world: World
) -> None:
    above, address = above_of(world), f"/dot/{world.campaign.id}/chuan-bi/ten"
    client.login("chuyenvien")
    assert "Sơ kết toàn tỉnh" in client.get(address).words()
    form = {**FORM, "collector": str(world.campaign.collector_id), "parent": str(above.id)}
    client.post(address, form, status=303)
    assert world.campaign.parent_id == above.id
    client.post(address, {**form, "parent": "0"}, status=303)
    assert world.campaign.parent_id is None


def test_a_campaign_that_does_not_ask_the_collector_is_refused(
    client: PageClient, world: World
) -> None:
    other = above_of(world)
    campaigns.set_units(world.campaign, [r.unit_id for r in world.reports.values()], actor=SYSTEM)
    client.login("chuyenvien")
    form = {**FORM, "collector": str(world.campaign.collector_id)}
    address = f"/dot/{world.campaign.id}/chuan-bi/ten"
    page = client.post(address, {**form, "parent": str(world.campaign.id)}, status=422)
    assert "không phải báo cáo trong đợt" in page.words()
    assert other.id != world.campaign.parent_id


def test_without_a_campaign_above_nothing_is_asked(client: PageClient, world: World) -> None:
    client.login("chuyenvien")
    page = client.get(f"/dot/{world.campaign.id}/chuan-bi/ten")
    assert "Thuộc đợt báo cáo của cấp trên" not in page.words()
