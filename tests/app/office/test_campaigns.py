"""Preparing a campaign: every step saves, refuses what cannot be, and nothing happens twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import Campaign, CampaignState, Notice, Report, SectionAssignment, Unit
from app.services import asked_sections, campaign_setup, campaigns, clock
from app.services.assignments import assign
from app.services.deadlines import deadline_words
from app.services.errors import Refused
from app.services.reports import get_ref
from tests.app.office.counting import counted
from tests.app.page_client import PageClient
from tests.app.world import World


@pytest.fixture
def draft(world: World) -> Campaign:
    made = campaigns.create_campaign(
        "Báo cáo quý II năm 2026",
        code="quy-2",
        outline_version_id=world.version.id,
        collector=world.units["huyen-uy"],
        office=world.units["btg"],
        actor=world.actor("chuyenvien"),
    )
    db.session.commit()
    return made


def step(campaign: Campaign, key: str) -> str:
    return f"/dot/{campaign.id}/chuan-bi/{key}"


def day_after(days: int) -> str:
    day = clock.today() + timedelta(days=days)
    return f"{day.day}/{day.month}/{day.year}"


def units_in(campaign: Campaign) -> list[str]:
    reports = db.session.scalars(
        select(Report).where(Report.campaign_id == campaign.id).order_by(Report.position)
    )
    return [report.unit.code for report in reports]


def test_a_campaign_is_prepared_step_by_step_and_published(
    officer: PageClient, world: World
) -> None:
    form = {"title": "Sơ kết quý II", "office": world.units["btg"].id, "outline": world.version.id}
    officer.post("/dot/moi", form, status=303)
    made = db.session.scalars(select(Campaign).order_by(Campaign.id.desc()).limit(1)).one()
    about = {
        "title": "Sơ kết quý II năm 2026",
        "collector": world.units["huyen-uy"].id,
        "basis": "Kế hoạch số 303-KH/TU, ngày 26/4/2024 của Ban Thường vụ Tỉnh ủy",
        "period_from": "1/4/2026",
        "period_to": "30/6/2026",
        "as_of": "31/5/2026",
        "estimates_allowed": "1",
        "contact": "Phòng Khoa giáo",
    }
    answer = officer.post(step(made, "ten"), {**about, "next": "1"}, status=303).response
    assert answer.location.endswith("/de-cuong")
    previous = {"outline": world.version.id, "previous": world.campaign.id}
    officer.post(step(made, "de-cuong"), previous, status=303)
    officer.post(step(made, "don-vi"), {"from_previous": "1"}, status=303)
    deadline = {"day": day_after(10), "hour": "17:00", "inclusive": "1"}
    officer.post(step(made, "han"), deadline, status=303)
    db.session.refresh(made)
    assert (made.title, made.as_of.isoformat()) == ("Sơ kết quý II năm 2026", "2026-05-31")
    assert made.basis[0]["symbol"] == "303-KH/TU"
    assert units_in(made) == ["xa-a", "xa-b", "xa-c", "phong-p"]
    trial = officer.get(f"{step(made, 'xem-thu')}?loai=xa")
    assert "Gửi tới 4 đơn vị" in trial.words()
    assert deadline_words(made.deadline_at) in trial.words()
    officer.post(f"/dot/{made.id}/phat-hanh", {}, status=303)
    officer.logout()
    officer.login("canbo.a")
    assert "Sơ kết quý II năm 2026" in officer.get("/").words()


@pytest.mark.parametrize("key", list(campaign_setup.STEPS))
@pytest.mark.parametrize("who", ["canbo.a", "captren", "nguoingoai", "quantri"])
def test_only_its_own_office_prepares_a_campaign(
    client: PageClient, draft: Campaign, who: str, key: str
) -> None:
    client.login(who)
    client.get(step(draft, key), status=404)
    client.post(step(draft, key), {"title": "Đổi"}, status=404)
    client.post(f"/dot/{draft.id}/phat-hanh", {}, status=404)


def test_another_office_cannot_be_named_when_creating(client: PageClient, world: World) -> None:
    client.login("nguoingoai")
    form = {"title": "X", "office": world.units["btg"].id, "outline": world.version.id}
    assert "chọn cơ quan" in client.post("/dot/moi", form, status=422).words()


def test_units_come_by_kind_tag_and_tick_and_each_once(
    officer: PageClient, world: World, draft: Campaign
) -> None:
    world.units["xa-b"].tags = ["ven sông"]
    db.session.commit()
    a = str(world.units["xa-a"].id)
    form = {"unit": [a, a], "kind": ["xa"], "tag": ["ven sông"]}
    officer.post(step(draft, "don-vi"), form, status=303)
    assert units_in(draft) == ["xa-a", "xa-b", "xa-c"]
    officer.post(step(draft, "don-vi"), {"kind": ["xa"], "without_tag": ["ven sông"]}, status=303)
    assert units_in(draft) == ["xa-a", "xa-c"]


def test_a_unit_listed_twice_reports_once(world: World, draft: Campaign) -> None:
    unit = world.units["xa-a"].id
    campaigns.set_units(draft, [unit, unit], actor=world.actor("chuyenvien"))
    assert units_in(draft) == ["xa-a"]


def test_taking_units_off_a_draft_takes_their_given_sections_too(
    world: World, draft: Campaign
) -> None:
    actor = world.actor("chuyenvien")
    campaigns.set_units(draft, [world.units["xa-a"].id], actor=actor)
    db.session.flush()
    report = db.session.scalars(select(Report).where(Report.campaign_id == draft.id)).one()
    section = asked_sections.sections_asked_of(draft, "xa")[0]
    assign(get_ref(report.id), section.key, unit=world.units["phong-p"])
    campaigns.set_units(draft, [], actor=actor)
    db.session.flush()
    assert units_in(draft) == []
    assert db.session.scalar(select(func.count()).select_from(SectionAssignment)) == 0


def test_a_published_unit_is_never_dropped_without_a_reason(
    officer: PageClient, world: World
) -> None:
    form = {"unit": [str(world.units["xa-a"].id)]}
    page = officer.post(step(world.campaign, "don-vi"), form, status=409)
    assert "Loại khỏi đợt" in page.words("[role=alert]")
    assert len(units_in(world.campaign)) == 4


def test_a_unit_added_after_publishing_is_told_and_the_others_are_not_again(
    world: World,
) -> None:
    actor, units = world.actor("chuyenvien"), world.units
    world.campaign.state = CampaignState.DRAFT
    db.session.flush()
    campaigns.set_units(world.campaign, [units["xa-a"].id], actor=actor)
    campaigns.publish(world.campaign, actor=actor)
    before = db.session.scalar(select(func.count()).select_from(Notice))
    campaigns.set_units(world.campaign, [units["xa-a"].id, units["xa-b"].id], actor=actor)
    told = db.session.scalars(select(Notice).order_by(Notice.id).offset(before)).all()
    assert [notice.user_id for notice in told] == [world.users["canbo.b"].id]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"day": ""}, "hãy nhập ngày"),
        ({"day": "31/2/2026"}, "Hạn nộp"),
        ({"day": "15/5/2026", "hour": "25:00"}, "Giờ"),
    ],
)
def test_a_deadline_that_cannot_be_is_refused(
    officer: PageClient, draft: Campaign, typed: dict[str, str], words: str
) -> None:
    page = officer.post(step(draft, "han"), typed, status=422)
    assert words in page.words("[role=alert]")
    assert page.one("#day").get("value") == typed["day"]


def test_a_deadline_in_the_past_is_warned_of_and_cannot_be_published(
    officer: PageClient, world: World, draft: Campaign
) -> None:
    officer.post(step(draft, "don-vi"), {"unit": [str(world.units["xa-a"].id)]}, status=303)
    officer.post(step(draft, "han"), {"day": day_after(-3), "inclusive": "1"}, status=303)
    assert "Hạn này đã qua" in officer.get(step(draft, "han")).words()
    page = officer.post(f"/dot/{draft.id}/phat-hanh", {}, status=409)
    assert "Hạn nộp đã qua" in page.words("[role=alert]")
    db.session.refresh(draft)
    assert draft.state == CampaignState.DRAFT


def test_the_running_campaign_keeps_its_deadline_when_the_new_one_is_past(
    officer: PageClient, world: World
) -> None:
    before = world.campaign.deadline_at
    officer.post(step(world.campaign, "han"), {"day": day_after(-1)}, status=422)
    db.session.refresh(world.campaign)
    assert world.campaign.deadline_at == before


def test_before_a_day_means_the_end_of_the_day_before_it(
    officer: PageClient, draft: Campaign
) -> None:
    asked = f"/dot/{draft.id}/han-la-luc-nao?day=15/5/2030&hour=17:00"
    assert "ngày 14/5/2030" in officer.get(f"{asked}&inclusive=0", htmx=True).text
    assert "ngày 15/5/2030" in officer.get(f"{asked}&inclusive=1", htmx=True).text


@pytest.mark.parametrize(("day", "why"), [("12/5/2030", "Chủ nhật"), ("1/5/2030", "ngày nghỉ lễ")])
def test_a_day_of_rest_is_warned_of(
    officer: PageClient, draft: Campaign, day: str, why: str
) -> None:
    address = f"/dot/{draft.id}/han-la-luc-nao?day={day}&hour=17:00&inclusive=1"
    assert why in officer.get(address, htmx=True).text


def test_publishing_twice_sends_once(officer: PageClient, world: World, draft: Campaign) -> None:
    officer.post(step(draft, "don-vi"), {"unit": [str(world.units["xa-a"].id)]}, status=303)
    officer.post(step(draft, "han"), {"day": day_after(9), "inclusive": "1"}, status=303)
    officer.post(f"/dot/{draft.id}/phat-hanh", {}, status=303)
    told = db.session.scalar(select(func.count()).select_from(Notice))
    page = officer.post(f"/dot/{draft.id}/phat-hanh", {}, status=409)
    assert "đã phát hành rồi" in page.words("[role=alert]")
    assert db.session.scalar(select(func.count()).select_from(Notice)) == told


def test_a_page_made_before_somebody_else_published_does_not_publish_again(
    world: World, draft: Campaign
) -> None:
    campaigns.set_units(draft, [world.units["xa-a"].id], actor=world.actor("chuyenvien"))
    day = clock.today() + timedelta(days=9)
    campaigns.set_deadline(draft, day, None, True, actor=world.actor("chuyenvien"))
    db.session.flush()
    # What another transaction has written and this session has not read.
    db.session.execute(
        Campaign.__table__.update().where(Campaign.id == draft.id).values(state="published")
    )
    assert draft.state == CampaignState.DRAFT
    with pytest.raises(Refused, match="đã phát hành rồi"):
        campaigns.publish(draft, actor=world.actor("truongban"))


def test_an_empty_campaign_is_not_published(officer: PageClient, draft: Campaign) -> None:
    page = officer.post(f"/dot/{draft.id}/phat-hanh", {}, status=409)
    assert "Chưa chọn đơn vị" in page.words("[role=alert]")


def test_a_unit_that_was_dissolved_meanwhile_stops_publishing(
    officer: PageClient, world: World, draft: Campaign
) -> None:
    officer.post(step(draft, "don-vi"), {"unit": [str(world.units["xa-a"].id)]}, status=303)
    officer.post(step(draft, "han"), {"day": day_after(9), "inclusive": "1"}, status=303)
    world.units["xa-a"].valid_to = clock.today() - timedelta(days=1)
    db.session.commit()
    page = officer.post(f"/dot/{draft.id}/phat-hanh", {}, status=409)
    assert "Xã A không còn hoạt động" in page.words("[role=alert]")


def test_the_outline_is_fixed_once_published(officer: PageClient, world: World) -> None:
    officer.post(step(world.campaign, "de-cuong"), {"outline": "999999"}, status=422)


def test_the_outline_step_shows_who_is_asked_what(officer: PageClient, draft: Campaign) -> None:
    page = officer.get(step(draft, "de-cuong"))
    marks = page.tree.xpath("//table//td[span[text()='✓']]")
    kinds = len(page.tree.xpath("//table//thead/tr/th")) - 2
    asked = asked_sections.sections_by_kind(draft)
    assert kinds >= 2
    assert len(marks) == sum(len(found.kinds) for found in asked)


def test_coordinating_bodies_are_given_sections_of_the_office_s_own_part(
    officer: PageClient, world: World, draft: Campaign
) -> None:
    units = [str(world.units[code].id) for code in ("btg", "xa-a")]
    officer.post(step(draft, "don-vi"), {"unit": units}, status=303)
    own = campaign_setup.own_report(draft)
    assert own is not None
    assert f"/bao-cao/{own.id}/giao-muc" in officer.get(step(draft, "don-vi")).text
    section = asked_sections.sections_asked_of(draft, world.units["btg"].kind)[0]
    given = {"muc": section.key, "ai": f"don-vi-{world.units['phong-p'].id}"}
    officer.post(f"/bao-cao/{own.id}/giao-muc", given, status=303)
    officer.logout()
    officer.login("canbo.p")
    assert "Được giao phối hợp" not in officer.get("/").words(), "nothing before publishing"
    draft.deadline_at, draft.state = clock.now() + timedelta(days=3), CampaignState.PUBLISHED
    db.session.commit()
    home = officer.get("/")
    assert section.heading in home.words("section[aria-labelledby=phoi-hop]")
    officer.get(f"/bao-cao/{own.id}/muc/{section.key}")


def test_queries_of_the_home_page_do_not_grow_with_the_reports(
    client: PageClient, world: World
) -> None:
    client.login("canbo.a")
    client.get("/")
    with counted() as few:
        client.get("/")
    for number in range(12):
        made = campaigns.create_campaign(
            f"Đợt {number}",
            outline_version_id=world.version.id,
            collector=world.units["huyen-uy"],
            office=world.units["btg"],
            actor=world.actor("chuyenvien"),
        )
        made.state, made.deadline_at = CampaignState.PUBLISHED, clock.now()
        unit = world.units["xa-a"].id
        state = "submitted" if number % 2 else "filling"
        db.session.add(Report(campaign_id=made.id, unit_id=unit, position=0, state=state))
    db.session.commit()
    with counted() as many:
        page = client.get("/")
    assert "Cần làm (7)" in page.words()
    assert len(many) == len(few)


def add_units(count: int) -> list[int]:
    made = [
        Unit(code=f"nhieu-{n}", name=f"Đảng ủy xã nhiều {n}", kind="xa", tags=[], position=100 + n)
        for n in range(count)
    ]
    db.session.add_all(made)
    db.session.flush()
    return [unit.id for unit in made]


@pytest.mark.parametrize(
    "page", ["", "/ma-tran", "/ty-le", "/chuan-bi", "/chuan-bi/don-vi", "/chuan-bi/xem-thu"]
)
def test_queries_of_the_office_s_pages_do_not_grow_with_the_units(
    officer: PageClient, world: World, page: str
) -> None:
    address = f"/dot/{world.campaign.id}{page}"
    officer.get(address)
    with counted() as few:
        officer.get(address)
    ids = [report.unit_id for report in world.reports.values()] + add_units(40)
    campaigns.set_units(world.campaign, ids, actor=world.actor("chuyenvien"))
    db.session.commit()
    officer.get(address)
    with counted() as many:
        officer.get(address)
    assert len(many) == len(few)


def test_queries_of_choosing_and_publishing_do_not_grow_with_the_units(
    world: World, draft: Campaign
) -> None:
    actor, day = world.actor("chuyenvien"), clock.today() + timedelta(days=9)
    campaigns.set_deadline(draft, day, None, True, actor=actor)
    ids = add_units(60)
    db.session.commit()
    counts = []
    for size in (5, 60):
        draft.state = CampaignState.DRAFT
        campaigns.set_units(draft, [], actor=actor)
        db.session.commit()
        with counted() as statements:
            campaigns.set_units(draft, ids[:size], actor=actor)
            campaigns.publish(draft, actor=actor)
            db.session.commit()
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_a_day_of_rest_is_warned_of_again_before_publishing(
    officer: PageClient, draft: Campaign
) -> None:
    officer.post(step(draft, "han"), {"day": "12/5/2030", "inclusive": "1"}, status=303)
    for page in (step(draft, "xem-thu"), f"/dot/{draft.id}/chuan-bi"):
        assert "Chủ nhật" in officer.get(page).words(".resolved-warn")


def test_kinds_that_the_outline_does_not_know_are_folded_and_named_so(
    officer: PageClient, draft: Campaign
) -> None:
    page = officer.get(step(draft, "don-vi"))
    folded = page.tree.xpath("//details[not(@open)]/summary")
    assert any("Loại khác (tinh_uy)" in summary.text_content() for summary in folded)
