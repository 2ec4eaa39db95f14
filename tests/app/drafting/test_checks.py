"""Looking for trouble: units' figures, shared passages, and the way up the tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from flask import Flask

from app.blueprints.drafting import checking
from app.extensions import db
from app.models import Answer, Campaign, Draft, Report, Role
from app.services import (
    accounts,
    campaigns,
    collected_checks,
    copy_checks,
    demo_loading,
    draft_disagreements,
    draft_figures,
    draft_states,
    drafts,
    filling,
    merged_reports,
    outlines,
    parent_campaign,
    reports,
)
from app.services.actors import SYSTEM
from app.services.draft_material import Reading
from app.services.errors import Refused
from app.services.memories import MOST_CAMPAIGNS
from forms import Expected, Outline, UnitInfo, UnitReport, drafting, merge_report, merging
from tests.app.drafting.collecting import collect, report_of, send
from tests.app.page_client import PageClient
from tests.app.published import publish
from tests.app.world import World


@pytest.fixture
def demo(demo_app: Flask) -> Campaign:
    return campaigns.get_campaign_by_code(demo_loading.CODE)


def test_every_planted_slip_is_told_and_nothing_else(demo: Campaign) -> None:
    """Of the errors put into the demonstration, those that stand in reports already sent."""
    found = {
        (unit.unit, line.kind)
        for unit in collected_checks.check_campaign(demo)
        for line in unit.lines
    }
    assert found == {
        ("Xã Hùng An", "Lời văn khác số liệu"),
        ("Xã Nghĩa Dân", "Lời văn khác số liệu"),
        ("Xã Phạm Ngũ Lão", "Lời văn khác số liệu"),
        ("Xã Nghĩa Dân", "Ngày văn bản không thống nhất"),
        ("Xã Phạm Ngũ Lão", "Trùng dòng"),
        ("Xã Thọ Vinh", "Phần và tổng không khớp"),
        ("Xã Đồng Thanh", "Khác thường so với các đơn vị"),
    }


def test_a_figure_far_from_the_others_is_told_beside_the_unit_that_gave_it(demo: Campaign) -> None:
    draft = drafts.merge(demo, actor=SYSTEM).draft
    path = "pl3e_tthtcd.luot_nguoi.luy_ke"
    view = draft_figures.figure_view(Reading.of(draft), path, SYSTEM)
    assert {row.unit for row in view.rows if row.note} == {"Xã Đồng Thanh"}


def number_in(shown: str) -> Decimal:
    return Decimal(shown.replace(".", "").replace(",", "."))


@pytest.mark.parametrize(
    "path",
    ["pl3c_quy.thu.luy_ke", "pl3a_to_chuc.dan_so.tang_giam", "pl3a_to_chuc.ban_kh.nam_2019"],
)
def test_a_figure_that_nobody_types_shows_what_each_unit_adds_to_it(
    demo: Campaign, path: str
) -> None:
    reading = Reading.of(drafts.merge(demo, actor=SYSTEM).draft)
    view = draft_figures.figure_view(reading, path, SYSTEM)
    assert view.rule == "Tính từ các số khác trong bảng"
    assert sum(number_in(row.value) for row in view.rows if row.value) == number_in(view.total)


def test_a_rate_of_totals_is_each_units_own(demo: Campaign) -> None:
    reading = Reading.of(drafts.merge(demo, actor=SYSTEM).draft)
    for path in ("tong_cong.bat_buoc.ty_le", "tong_cong.tl_bat_buoc"):
        view = draft_figures.figure_view(reading, f"pl3g_boi_duong.{path}", SYSTEM)
        shown = [row.value for row in view.rows if row.state == "Có số liệu"]
        assert len(shown) > 3
        assert all(re.fullmatch(r"\d{2,3}(,\d{1,2})?%.*", value) for value in shown)


def test_a_rate_is_rounded_and_shown_with_its_two_numbers(demo: Campaign) -> None:
    path = "pl3f_xoa_mu_chu.tuoi_15_35.tl_muc_1.ty_le"
    reading = Reading.of(drafts.merge(demo, actor=SYSTEM).draft)
    view = draft_figures.figure_view(reading, path, SYSTEM)
    assert all(
        re.fullmatch(r"\d{2,3}(,\d{1,2})?% \([\d.]+/[\d.]+\)", row.value) for row in view.rows
    )


def test_one_kind_can_be_asked_for_alone(demo: Campaign) -> None:
    found = collected_checks.check_campaign(demo, "duplicate")
    assert {line.kind for unit in found for line in unit.lines} == {"Trùng dòng"}
    assert "Đề nghị Xã Phạm Ngũ Lão kiểm tra lại" in found[0].message


def test_sums_by_sql_equal_the_engines_also_with_a_report_taken_back(demo: Campaign) -> None:
    for _ in range(2):
        sums = merged_reports.sql_sums(demo.id)
        reports, _ = merged_reports.collect(demo, False)
        merged = merge_report(outlines.get_outline(demo.outline_version_id), reports, Expected())
        checked = 0
        for key, found in merged.fields.items():
            for place, cell in getattr(found, "cells", {}).items():
                total = sums.get((key, *place))
                if cell.rule == "sum" and cell.n_value and total is not None:
                    assert (cell.number, cell.n_value) == total
                    checked += 1
        assert checked > 100
        report = (
            db.session.query(merged_reports.Report)
            .filter_by(campaign_id=demo.id, state="accepted")
            .first()
        )
        report.state = "submitted"
        db.session.query(merged_reports.Figure).filter_by(report_id=report.id).update(
            {"accepted": False}
        )
        db.session.flush()


def test_after_one_report_changed_only_that_one_is_checked_again(
    demo: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = collected_checks.check_campaign(demo)
    checked: list[str] = []
    whole = merging.answer_findings

    def noting(outline: Outline, report: UnitReport) -> Iterator[merging.CollectedFinding]:
        checked.append(report.unit.shown_name)
        return whole(outline, report)

    monkeypatch.setattr(merging, "answer_findings", noting)
    (slipped,) = (one for one in before if one.unit == "Xã Phạm Ngũ Lão")
    db.session.query(Answer).filter_by(report_id=slipped.report_id).delete()
    db.session.get_one(Report, slipped.report_id).changes += 1
    db.session.flush()
    after = collected_checks.check_campaign(demo)
    assert checked == [slipped.unit]
    assert slipped.unit not in {one.unit for one in after}
    collected_checks.forget_findings()
    assert collected_checks.check_campaign(demo) == after


COPIED = " ".join(
    f"Thôn Đoài Thượng số {n} có {n * 37} hộ tham gia câu lạc bộ đọc sách do ông trưởng thôn lập, "
    f"mỗi tối thứ {n % 6 + 2} thắp đèn học chung tại đình làng với {n * 11} cháu nhỏ."
    for n in range(1, 9)
)


def test_a_copied_passage_is_shown_on_both_sides(world: World) -> None:
    send(world, "xa-a", report_of("xa-a", 4000, 900, text=COPIED))
    send(world, "xa-b", report_of("xa-b", 6000, 1500, text=f"Xã B có nhiều cố gắng.\n{COPIED}"))
    send(world, "xa-c", report_of("xa-c", 2000, 100))
    (pair,) = copy_checks.find_pairs(world.campaign)
    assert {pair.left.unit, pair.right.unit} == {"Xã A", "Xã B"}
    assert pair.percent >= 90
    marked = [piece.text for passage in pair.passages for piece in passage.left if piece.differs]
    assert any("đình làng" in text for text in marked)


def test_what_was_found_is_looked_for_again_when_a_report_or_the_threshold_changes(
    world: World,
) -> None:
    send(world, "xa-a", report_of("xa-a", 4000, 900, text=COPIED))
    assert copy_checks.find_pairs(world.campaign) == []
    send(world, "xa-b", report_of("xa-b", 6000, 1500, text=f"Xã B có nhiều cố gắng.\n{COPIED}"))
    found = copy_checks.find_pairs(world.campaign)
    assert len(found) == 1
    assert copy_checks.find_pairs(world.campaign) is found
    copy_checks.set_threshold(world.campaign, 90)
    assert copy_checks.find_pairs(world.campaign) is not found


def test_what_was_found_gives_way_to_the_campaigns_looked_at_later(world: World) -> None:
    asked = world.campaign
    found = copy_checks.find_pairs(asked)
    others = [
        campaigns.create_campaign(
            f"Đợt {number}", code=f"khac-{number}", outline_version_id=asked.outline_version_id,
            collector=asked.collector, office=asked.office, actor=SYSTEM,
        )
        for number in range(MOST_CAMPAIGNS)
    ]  # fmt: skip
    for other in others[1:]:
        copy_checks.find_pairs(other)
    assert copy_checks.find_pairs(asked) is found
    for other in others:
        copy_checks.find_pairs(other)
    assert copy_checks.find_pairs(asked) is not found


def test_the_threshold_is_the_offices(world: World, client: PageClient) -> None:
    client.login("chuyenvien")
    client.post(f"/dot/{world.campaign.id}/trung-lap", {"nguong": "35"}, 303)
    assert copy_checks.threshold(world.campaign) == 0.35
    assert "35" in client.get(f"/dot/{world.campaign.id}/trung-lap").one("#nguong").get("value")
    client.get(f"/dot/{world.campaign.id}/kiem-tra-so-lieu")


@pytest.mark.parametrize("typed", ["", "abc", "35,5", "0", "101"])
def test_a_threshold_that_is_none_is_told_and_changes_nothing(
    world: World, client: PageClient, typed: str
) -> None:
    client.login("chuyenvien")
    address = f"/dot/{world.campaign.id}/trung-lap"
    client.post(address, {"nguong": "35"}, 303)
    assert "từ 5 đến 90" in client.post(address, {"nguong": typed}, 422).words()
    assert copy_checks.threshold(world.campaign) == 0.35


def test_a_report_that_repeats_the_last_one_is_told_to_its_unit(world: World) -> None:
    send(world, "xa-a", report_of("xa-a", 4000, 900, text=COPIED))
    now = again(world)
    report = now.reports["xa-a"]
    assert copy_checks.repeats_last_period(report) is None
    send(now, "xa-a", report_of("xa-a", 4100, 950, text=COPIED), accepted=False)
    pair = copy_checks.repeats_last_period(report)
    assert pair is not None
    assert pair.percent >= 90


def again(world: World) -> World:
    """The next period of the same campaign."""
    codes = ["xa-a", "xa-b"]
    return _as_world(
        world, publish(world, "Sơ kết thử nghiệm, kỳ sau", codes, previous_id=world.campaign.id)
    )


def _as_world(world: World, campaign: Campaign) -> World:
    query = db.session.query(merged_reports.Report).filter_by(campaign_id=campaign.id)
    found = {report.unit.code: report for report in query}
    return World(world.app, world.version, campaign, world.units, world.users, found)


def test_last_period_s_figures_are_compared(world: World) -> None:
    send(world, "xa-a", report_of("xa-a", 4000, 900))
    now = again(world)
    send(now, "xa-a", report_of("xa-a", 40_000, 900), accepted=False)
    found = collected_checks.check_campaign(now.campaign, "previous_period")
    assert "gấp 10 lần" in found[0].lines[0].message


@pytest.fixture
def above(world: World) -> World:
    """The campaign of Tỉnh ủy in which Huyện ủy reports."""
    above, asked = world.units["tinh-uy"], ["huyen-uy", "huyen-khac"]
    campaign = publish(world, "Sơ kết toàn tỉnh", asked, collector=above, office=above)
    world.campaign.parent_id = campaign.id
    return _as_world(world, campaign)


def closed_draft(world: World) -> Draft:
    collect(world)
    draft = drafts.merge(world.campaign, actor=SYSTEM).draft
    draft_states.close(draft, actor=SYSTEM)
    db.session.commit()
    return draft


def test_a_finished_draft_becomes_the_report_to_the_level_above(world: World, above: World) -> None:
    draft = closed_draft(world)
    parent_campaign.pass_up(draft, actor=SYSTEM)
    report = above.reports["huyen-uy"]
    send(above, "huyen-uy", {})
    outline = outlines.get_outline(above.campaign.outline_version_id)
    collected, _ = merged_reports.collect(above.campaign, False)
    unit = UnitInfo(str(report.unit_id), "Huyện ủy H", order=report.position)
    merged = merge_report(outline, collected, Expected((unit,)))
    below = merged_reports.merged_report(world.campaign)
    assert merged.fields["hoi_vien"].cell.number == below.fields["hoi_vien"].cell.number == 2400
    assert merged.fields["quy"].at("thu", "nam_2024").number == 21  # type: ignore[union-attr]
    texts = merged.fields["ket_qua"].sources  # type: ignore[union-attr]
    assert "khuyến học vào nghị quyết" in texts[0].text


def test_an_open_draft_does_not_go_up(world: World, above: World) -> None:
    collect(world)
    draft = drafts.merge(world.campaign, actor=SYSTEM).draft
    with pytest.raises(Refused):
        parent_campaign.pass_up(draft, actor=SYSTEM)


def test_without_a_campaign_above_there_is_nowhere_to_go(draft: Draft) -> None:
    with pytest.raises(Refused):
        parent_campaign.upward(draft)


def test_the_page_says_what_would_be_filled(world: World, above: World, client: PageClient) -> None:
    closed_draft(world)
    client.login("chuyenvien")
    address = f"/dot/{world.campaign.id}/du-thao/len-cap-tren"
    assert "Sơ kết toàn tỉnh" in client.get(address).words()
    client.post(address, {}, 303)


def test_figures_lead_to_the_campaign_below(world: World, above: World) -> None:
    below = parent_campaign.campaigns_below(above.campaign.id)
    assert below[world.units["huyen-uy"].id].id == world.campaign.id


def test_the_page_of_a_figure_leads_to_the_campaign_below(
    world: World, above: World, client: PageClient
) -> None:
    draft = closed_draft(world)
    parent_campaign.pass_up(draft, actor=SYSTEM)
    send(above, "huyen-uy", {})
    drafts.merge(above.campaign, actor=SYSTEM)
    officer = world.users["chuyenvien"]
    accounts.grant(officer, world.units["tinh-uy"], Role.OFFICER, actor=SYSTEM)
    db.session.commit()
    client.login("chuyenvien")
    page = client.get(f"/dot/{above.campaign.id}/du-thao/so-lieu/hoi_vien")
    link = page.one("a.d-block")
    assert link.get("href") == f"/dot/{world.campaign.id}/du-thao"


def test_the_campaign_below_is_not_named_to_those_who_may_not_see_it(
    world: World, above: World, client: PageClient
) -> None:
    draft = closed_draft(world)
    parent_campaign.pass_up(draft, actor=SYSTEM)
    send(above, "huyen-uy", {})
    drafts.merge(above.campaign, actor=SYSTEM)
    accounts.grant(world.users["bithu.a"], world.units["tinh-uy"], Role.OFFICER, actor=SYSTEM)
    db.session.commit()
    client.login("bithu.a")
    page = client.get(f"/dot/{above.campaign.id}/du-thao/so-lieu/hoi_vien")
    assert not page.select("a.d-block")


def test_the_unit_is_kindly_told_that_it_repeats_last_period(
    world: World, client: PageClient
) -> None:
    send(world, "xa-a", report_of("xa-a", 4000, 900, text=COPIED))
    now = again(world)
    ref = reports.get_ref(now.reports["xa-a"].id)
    filling.put_value(ref, "ket_qua", {"v": COPIED}, actor=SYSTEM, origin="typed")
    db.session.commit()
    client.login("canbo.a")
    address = f"/bao-cao/{ref.id}/kiem-tra"
    words = client.get(address).words()
    assert "lời văn giống báo cáo kỳ trước" in words
    assert "vẫn gửi được" in words
    new = "Năm nay xã mở thêm ba lớp xóa mù chữ cho người lớn tuổi ở thôn Đông và thôn Tây."
    filling.put_value(ref, "ket_qua", {"v": new}, actor=SYSTEM, origin="typed")
    db.session.commit()
    assert "giống báo cáo kỳ trước" not in client.get(address).words()


def test_the_page_of_checks_stays_short_and_leads_to_the_rest(
    world: World, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = "\n".join(f"Toàn xã có {number} hội viên khuyến học." for number in range(301, 315))
    for unit in ("xa-a", "xa-b", "xa-c"):
        send(world, unit, report_of(unit, 4000, 900, text=wrong), accepted=False)
    monkeypatch.setattr(checking, "UNITS_SHOWN", 2)
    client.login("chuyenvien")
    address = f"/dot/{world.campaign.id}/kiem-tra-so-lieu"
    page = client.get(address)
    assert len(page.select("section.change")) == 2
    assert len(page.select("section.change:first-of-type li")) == checking.MOST_LINES
    assert "Xem tiếp 1 đơn vị" in page.words()
    assert len(client.get(f"{address}?trang=2").select("section.change")) == 1
    report = world.reports["xa-a"]
    alone = client.get(f"{address}?don-vi={report.id}")
    assert len(alone.select("section.change li")) == 14
    assert "Đề nghị Xã A kiểm tra lại" in alone.one("textarea").text_content()


AFFIRMED = "Công tác kiểm tra, giám sát được tiến hành thường xuyên tại các chi bộ."
DENIED = "Công tác kiểm tra, giám sát chưa được tiến hành thường xuyên, nội dung còn chung chung."


def test_opposite_statements_in_two_fields_are_flagged_and_both_kept(
    world: World, client: PageClient
) -> None:
    for unit in ("xa-a", "xa-b"):
        answers = report_of(unit, 4000, 900, text=AFFIRMED)
        send(world, unit, {**answers, "han_che": {"v": DENIED}})
    draft = drafts.merge(world.campaign, actor=SYSTEM).draft
    db.session.commit()
    client.login("chuyenvien")
    address = f"/dot/{draft.campaign_id}/du-thao"
    page = client.get(f"{address}/muc/lanh_dao")
    assert len(page.select("a.tag-check[href*='trai-chieu']")) == 2
    there = page.select("a.tag-check[href*='trai-chieu']")[0].get("href")
    words = client.get(there).words()
    assert AFFIRMED in words
    assert DENIED in words
    words = client.get(f"{address}/so-voi-so-lieu").words()
    assert "01 cặp đoạn nói khác nhau" in words
    assert AFFIRMED.rstrip(".") in words
    assert draft_disagreements.in_draft(Reading.of(draft))[0].sides[0].section_key == "lanh_dao"
    client.post(f"{address}/trang-thai", {"viec": "chot"}, 200)
    assert draft.state == "writing"


def test_counts_that_differ_between_sections_are_flagged(world: World, draft: Draft) -> None:
    actor = world.actor("chuyenvien")

    def write(section_key: str, text: str) -> None:
        drafts.act(
            draft, section_key, lambda now: drafting.add_manual(now, None, text),
            actor=actor, name="added",
        )  # fmt: skip

    write("lanh_dao", "Toàn huyện có 13 trung tâm học tập cộng đồng.")
    write("hop_tac", "Đến nay có 12 trung tâm học tập cộng đồng hoạt động.")
    (pair,) = draft_disagreements.in_draft(Reading.of(draft))
    assert pair.words == "Cùng một nội dung, số liệu khác nhau"
    assert [side.section_key for side in pair.sides] == ["lanh_dao", "hop_tac"]
    assert [side.text[:12] for side in pair.sides] == ["13 trung tâm", "12 trung tâm"]
