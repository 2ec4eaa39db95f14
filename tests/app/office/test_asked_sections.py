"""Who is asked which section, decided for one campaign: every reader of it says the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import AuditEvent, Campaign, CampaignState, ReportState, Rhythm
from app.services import (
    answer_places,
    asked_before,
    asked_sections,
    asking,
    campaign_setup,
    campaigns,
    clock,
    documents_of_office,
    following,
    following_matrix,
    merged_reports,
    outline_touch,
    outlines,
    plans,
    report_findings,
    reports,
    succession,
    units,
    work_list,
)
from app.services.asking import EVERYONE, NOBODY, SOME, Rule
from app.services.errors import Invalid, NotFound, Refused
from tests.app.page_client import PageClient
from tests.app.world import World

COOPERATION = "hop_tac"  # the outline asks it of phong_ban only
LEADING = "lanh_dao"  # and this of everyone


def decide(world: World, *rules: Rule) -> None:
    """Before the campaign is published, as the office must."""
    world.campaign.state = CampaignState.DRAFT
    for rule in rules:
        asking.set_rule(world.campaign, rule.section_key, rule, actor=world.actor("chuyenvien"))
    world.campaign.state = CampaignState.PUBLISHED
    db.session.commit()


def asked(world: World, section_key: str) -> set[str]:
    """Units asked a section, by the reports' own pages."""
    return {
        code
        for code, report in world.reports.items()
        if section_key
        in {
            section.key
            for section in reports.sections_to_fill(
                reports.load_answers(reports.get_ref(report.id))
            )
        }
    }


EVERY_UNIT = {"xa-a", "xa-b", "xa-c", "phong-p"}


def test_without_rules_the_outline_itself_is_used(world: World) -> None:
    outline = outlines.get_outline(world.version.id)
    assert asking.outline_of(world.campaign) is outline
    ref = reports.get_ref(world.reports["xa-a"].id)
    assert reports.outline_of(ref) is outline
    assert ref.unit_tags == ()


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Rule(COOPERATION, EVERYONE), EVERY_UNIT),
        (Rule(COOPERATION, SOME, kinds=("xa",)), {"xa-a", "xa-b", "xa-c"}),
        (Rule(COOPERATION, SOME, tags=("vùng cao",)), {"xa-c"}),
        (Rule(COOPERATION, SOME, kinds=("phong_ban",), tags=("vùng cao",)), {"xa-c", "phong-p"}),
        (Rule(LEADING, NOBODY), set()),
    ],
)
def test_a_section_is_asked_of_whom_the_campaign_names(
    world: World, rule: Rule, expected: set[str]
) -> None:
    world.units["xa-c"].tags = ["vùng cao"]
    decide(world, rule)
    assert asked(world, rule.section_key) == expected


def test_every_reader_of_what_a_unit_is_asked_agrees(world: World) -> None:
    named = {world.units[code].id for code in ("xa-a", "phong-p")}
    decide(world, Rule(LEADING, SOME, units=tuple(sorted(named))))
    assert asked(world, LEADING) == {"xa-a", "phong-p"}
    grid = following_matrix.matrix(world.campaign)
    totals = {row.report.id: row.total for row in following.follow(world.campaign)}
    field = outlines.get_outline(world.version.id).section(LEADING).fields[0]
    for code, report in world.reports.items():
        is_asked = code in ("xa-a", "phong-p")
        sections = [section.key for section in work_list.asked_sections(report)]
        assert (LEADING in sections) is is_asked
        assert totals[report.id] == len(sections)
        assert (grid.cells[report.id, LEADING] != "not_asked") is is_asked
        unit = world.units[code]
        shown = asked_sections.sections_asked_of_unit(world.campaign, unit)
        assert [section.key for section in shown] == sections
        if is_asked:
            assert answer_places.find_field(reports.get_ref(report.id), field.key)
        else:
            with pytest.raises(NotFound):
                answer_places.find_field(reports.get_ref(report.id), field.key)


def test_the_merge_expects_only_the_units_that_were_asked(world: World) -> None:
    field = outlines.get_outline(world.version.id).section(LEADING).fields[0]
    for report in world.reports.values():
        report.state = ReportState.ACCEPTED
    before = merged_reports.merged_report(world.campaign).fields[field.key].cell
    decide(world, Rule(LEADING, SOME, units=(world.units["xa-a"].id,)))
    after = merged_reports.merged_report(world.campaign).fields[field.key].cell
    assert before.expected == 4
    assert after.expected == 1


def test_a_silent_unit_that_was_not_asked_is_not_missing(world: World) -> None:
    field = outlines.get_outline(world.version.id).section(LEADING).fields[0]
    world.reports["xa-a"].state = ReportState.ACCEPTED
    decide(world, Rule(LEADING, SOME, units=(world.units["xa-a"].id, world.units["xa-b"].id)))
    cell = merged_reports.merged_report(world.campaign).fields[field.key].cell
    assert cell.missing == (str(world.units["xa-a"].id), str(world.units["xa-b"].id))
    assert cell.n_not_submitted == 1


def test_a_unit_is_not_held_to_what_it_was_not_asked(world: World) -> None:
    every = list(world.reports.values())
    before = report_findings.count_findings(world.campaign, every)
    sections = [section for section, _ in asking.sections_to_decide(world.campaign)]
    decide(world, *(Rule(section.key, NOBODY) for section in sections))
    after = report_findings.count_findings(world.campaign, every)
    assert any(found.must or found.warnings for found in before.values())
    assert not any(found.must or found.warnings for found in after.values())


def test_the_blank_form_leaves_out_what_is_not_asked(world: World) -> None:
    before = documents_of_office.blank_form_word(world.campaign, "xa")
    sections = [section for section, _ in asking.sections_to_decide(world.campaign)]
    decide(world, *(Rule(section.key, NOBODY) for section in sections[1:]))
    after = documents_of_office.blank_form_word(world.campaign, "xa")
    assert len(after.data) < len(before.data)


def test_a_new_version_of_the_outline_is_weighed_with_the_rules(world: World) -> None:
    decide(world, Rule(LEADING, SOME, units=(world.units["xa-a"].id,)))
    assert outline_touch.touch(world.campaign, world.version).added == ()


def test_who_is_asked_is_settled_once_published(world: World) -> None:
    with pytest.raises(Refused):
        asking.set_rule(
            world.campaign, LEADING, Rule(LEADING, NOBODY), actor=world.actor("chuyenvien")
        )
    assert asking.rules_of(world.campaign) == ()


def test_choosing_some_units_and_naming_none_is_refused(world: World) -> None:
    with pytest.raises(Invalid):
        decide(world, Rule(LEADING, SOME))
    with pytest.raises(NotFound):
        decide(world, Rule("khong_co", NOBODY))


def test_the_office_decides_on_a_page_and_takes_it_back(officer: PageClient, world: World) -> None:
    world.campaign.state = CampaignState.DRAFT
    db.session.commit()
    step = f"/dot/{world.campaign.id}/chuan-bi/de-cuong"
    page = f"{step}/muc/{COOPERATION}"
    assert f'href="{page}"' in officer.get(step).text
    assert "Theo đề cương: Phòng ban huyện" in officer.get(page).words()
    officer.post(page, {"who": "some"}, status=422)
    unit = world.units["xa-b"]
    officer.post(page, {"who": "some", "kind": ["phong_ban"], "unit": [str(unit.id)]}, status=303)
    assert asking.rules_of(world.campaign) == (
        Rule(COOPERATION, SOME, ("phong_ban",), (), (unit.id,)),
    )
    assert "chỉ: Phòng ban huyện, Xã B" in officer.get(step).words()
    heading = outlines.get_outline(world.version.id).section(COOPERATION).heading
    trial = f"/dot/{world.campaign.id}/chuan-bi/xem-thu?loai=xa"
    assert heading not in officer.get(trial).words()
    assert heading in officer.get(f"{trial}&don_vi={unit.id}").words()
    officer.post(page, {"who": "outline"}, status=303)
    assert asking.rules_of(world.campaign) == ()
    deeds = db.session.scalars(select(AuditEvent.action)).all()
    assert deeds.count("campaign.asked_set") == 2


def test_a_published_campaign_shows_who_is_asked_but_does_not_change_it(
    officer: PageClient, world: World
) -> None:
    page = f"/dot/{world.campaign.id}/chuan-bi/de-cuong/muc/{COOPERATION}"
    assert "không đổi được nữa" in officer.get(page).words()
    officer.post(page, {"who": "none"}, status=409)
    officer.get(f"/dot/{world.campaign.id}/chuan-bi/de-cuong/muc/khong_co", status=404)


def begin_next(world: World, officer: PageClient) -> Campaign:
    """A new draft that comes after the world's campaign, made by hand."""
    data = {"title": "Đợt sau", "office": world.units["btg"].id, "outline": world.version.id}
    answer = officer.post("/dot/moi", {**data, "previous": world.campaign.id}, status=303)
    number = int(answer.response.headers["Location"].split("/")[2])
    return campaigns.get_campaign(number)


def rule_of(campaign: Campaign, section_key: str) -> Rule | None:
    return asking.find_rule(campaign, section_key)


def test_the_next_campaign_asks_whom_the_one_before_asked_and_says_so(
    client: PageClient, world: World
) -> None:
    rules = (Rule(COOPERATION, EVERYONE), Rule(LEADING, SOME, units=(world.units["xa-a"].id,)))
    decide(world, *rules)
    client.login("chuyenvien")
    following_one = begin_next(world, client)
    assert set(asking.rules_of(following_one)) == set(rules)
    page = client.get(f"/dot/{following_one.id}/chuan-bi/de-cuong")
    assert f"Đã lấy theo đợt trước “{world.campaign.title}”: 2 mục" in page.words()
    assert "mọi đơn vị (như đợt trước)" in page.words(f"#muc-{COOPERATION}")
    assert "1 đơn vị không có trong đợt" in page.words(f"#muc-{LEADING}")
    actions = db.session.scalars(
        select(AuditEvent.action).where(AuditEvent.campaign_id == following_one.id)
    )
    assert "campaign.asked_taken_over" in set(actions)


def test_what_is_decided_in_the_next_campaign_wins_and_stays(
    client: PageClient, world: World
) -> None:
    decide(world, Rule(COOPERATION, EVERYONE), Rule(LEADING, SOME, kinds=("xa",)))
    client.login("chuyenvien")
    following_one = begin_next(world, client)
    step = f"/dot/{following_one.id}/chuan-bi/de-cuong"
    client.post(f"{step}/muc/{LEADING}", {"who": NOBODY}, status=303)
    assert "như đợt trước" not in client.get(step).words(f"#muc-{LEADING}")
    for previous in (0, world.campaign.id):
        client.post(step, {"outline": world.version.id, "previous": previous}, status=303)
        db.session.refresh(following_one)
        assert rule_of(following_one, LEADING) == Rule(LEADING, NOBODY)
        expected = Rule(COOPERATION, EVERYONE) if previous else None
        assert rule_of(following_one, COOPERATION) == expected


def test_saving_the_step_again_does_not_bring_a_dropped_rule_back(
    client: PageClient, world: World
) -> None:
    decide(world, Rule(COOPERATION, EVERYONE))
    client.login("chuyenvien")
    following_one = begin_next(world, client)
    step = f"/dot/{following_one.id}/chuan-bi/de-cuong"
    client.post(f"{step}/muc/{COOPERATION}", {"who": "outline"}, status=303)
    same = {"outline": world.version.id, "previous": world.campaign.id}
    client.post(step, same, status=303)
    db.session.refresh(following_one)
    assert asking.rules_of(following_one) == ()


def test_units_that_ended_are_asked_through_those_that_follow(world: World) -> None:
    today, actor = clock.today(), world.actor("quantri")
    named = tuple(sorted(world.units[code].id for code in ("xa-a", "xa-b")))
    decide(world, Rule(LEADING, SOME, units=named), Rule(COOPERATION, SOME, units=named[:1]))
    parts = [units.add_unit(f"phan-{n}", f"Đảng ủy xã A{n}", actor=actor) for n in (1, 2)]
    succession.split_unit(world.units["xa-a"], parts, today, actor=actor)
    succession.dissolve_unit(world.units["xa-b"], today, actor=actor)
    draft = Campaign(
        title="Sau",
        code="sau",
        outline_version_id=world.version.id,
        collector_id=world.campaign.collector_id,
        office_id=world.campaign.office_id,
        previous_id=world.campaign.id,
        state=CampaignState.DRAFT,
        created_at=clock.now(),
    )
    db.session.add(draft)
    db.session.flush()
    asked_before.take_over(draft, actor=actor)
    heirs = tuple(part.id for part in parts)
    assert rule_of(draft, LEADING) == Rule(LEADING, SOME, units=heirs)
    assert campaign_setup.units_of_previous(draft)[:2] == list(heirs)
    for part in parts:
        succession.dissolve_unit(part, today + timedelta(days=1), actor=actor)
    with clock.fixed(clock.now() + timedelta(days=2)):
        asked_before.take_over(draft, actor=actor)
    assert rule_of(draft, COOPERATION) == Rule(COOPERATION, NOBODY)


def test_a_campaign_of_the_year_calendar_takes_the_rules_of_the_last_one(world: World) -> None:
    plan = plans.add_plan(
        "Báo cáo năm",
        office=world.units["btg"],
        actor=world.actor("chuyenvien"),
        rhythm=Rhythm.QUARTER,
        outline_version_id=world.version.id,
        due_day=10,
        unit_kinds=["xa"],
    )
    decide(world, Rule(COOPERATION, EVERYONE))
    world.campaign.plan_id, world.campaign.plan_period = plan.id, "2026-Q1"
    db.session.commit()
    with clock.fixed(datetime(2026, 5, 25, 2, 0, tzinfo=UTC)):
        made = plans.prepare_due()
    assert [rule_of(one, COOPERATION) for one in made] == [Rule(COOPERATION, EVERYONE)]
