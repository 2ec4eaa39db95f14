"""Following a campaign: counters, filters, decisions, and queries that do not grow with units."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.extensions import db
from app.models import Report, ReportState, SectionStatus, Unit
from app.services import clock, following, following_matrix, standings, transitions
from tests.app.office.conftest import Send
from tests.app.office.counting import counted
from tests.app.page_client import PageClient
from tests.app.world import World


def test_the_list_counts_and_names_every_unit(
    officer: PageClient, world: World, send: Send
) -> None:
    send("xa-a")
    page = officer.get(f"/dot/{world.campaign.id}")
    assert "4 đơn vị: 1 đã gửi (1 đúng hạn, 0 trễ)" in page.words()
    for unit in ("Xã A", "Xã B", "Xã C", "Phòng P"):
        assert unit in page.words("table")


def test_the_first_page_of_an_officer_says_what_is_next(
    officer: PageClient, world: World, send: Send
) -> None:
    steps = "[aria-label='Việc tiếp theo']"
    assert officer.get("/").words(steps) == ""
    send("xa-a")
    send("xa-b").state = ReportState.ACCEPTED
    world.reports["xa-c"].deadline_at = clock.now() - timedelta(days=1)
    db.session.commit()
    page = officer.get("/")
    assert [step.text_content() for step in page.select(f"{steps} li")] == [
        "1 báo cáo đã gửi, chờ xem và tiếp nhận",
        "1 đơn vị quá hạn chưa gửi: đôn đốc",
        "1 báo cáo đã tiếp nhận, chưa tổng hợp: lập dự thảo",
    ]
    waiting = officer.get(page.select(f"{steps} a")[0].get("href"))
    assert "Xã A" in waiting.words("table")
    assert "Xã B" not in waiting.words("table")


def test_a_superior_finds_the_campaign_on_the_first_page(client: PageClient, world: World) -> None:
    client.login("captren")
    page = client.get("/")
    assert "Sơ kết thử nghiệm năm 2026" in page.words("[aria-labelledby=duoc-xem]")
    client.get(page.select("[aria-labelledby=duoc-xem] a")[0].get("href"))


def test_queries_of_the_list_do_not_grow_with_the_units(officer: PageClient, world: World) -> None:
    address = f"/dot/{world.campaign.id}"
    officer.get(address)
    with counted() as few:
        officer.get(address)
    for number in range(40):
        unit = Unit(code=f"them-{number}", name=f"Đảng ủy xã thêm {number}", kind="xa", tags=[])
        db.session.add(unit)
        db.session.flush()
        db.session.add(Report(campaign_id=world.campaign.id, unit_id=unit.id, position=10 + number))
    db.session.commit()
    officer.get(address)
    with counted() as many:
        page = officer.get(address)
    assert "44 đơn vị" in page.words()
    assert len(many) == len(few)


def test_accepting_needs_a_sent_report(officer: PageClient, world: World, send: Send) -> None:
    report = world.reports["xa-a"]
    address = f"/dot/{world.campaign.id}/don-vi/{report.id}"
    officer.post(f"{address}/tiep-nhan", {}, status=409)
    send("xa-a")
    officer.post(f"{address}/tiep-nhan", {}, status=303)
    assert db.session.get(Report, report.id).state == ReportState.ACCEPTED


def test_returning_needs_a_reason_and_shows_it_to_the_unit(
    officer: PageClient, world: World, send: Send
) -> None:
    report = send("xa-a")
    address = f"/dot/{world.campaign.id}/don-vi/{report.id}"
    officer.post(f"{address}/tra-lai", {"reason": "  "}, status=422)
    officer.post(f"{address}/tra-lai", {"reason": "Thiếu số liệu quỹ"}, status=303)
    officer.logout()
    officer.login("canbo.a")
    assert "Thiếu số liệu quỹ" in officer.get("/").words()


def test_a_report_of_another_campaign_is_not_found_here(officer: PageClient, world: World) -> None:
    officer.get(f"/dot/{world.campaign.id}/don-vi/999999", status=404)


def test_a_recalled_report_cannot_be_accepted(world: World, send: Send) -> None:
    report = send("xa-a")
    transitions.recall(report, actor=world.actor("canbo.a"))
    with pytest.raises(transitions.Refused):
        transitions.accept(report, actor=world.actor("chuyenvien"))


def test_a_unit_that_has_ended_is_marked_with_what_the_office_can_do(
    officer: PageClient, world: World
) -> None:
    address = f"/dot/{world.campaign.id}"
    assert "đã kết thúc" not in officer.get(address).words()
    report, unit = world.reports["xa-b"], world.units["xa-b"]
    unit.valid_to = clock.today() - timedelta(days=1)
    db.session.commit()
    page = officer.get(f"{address}?loc=da-ket-thuc")
    assert "đơn vị đã kết thúc ngày" in page.words("table")
    assert "Xã A" not in page.words("table")
    links = page.tree.xpath("//table//a/@href")
    assert f"/bao-cao/{report.id}" in links
    exclude = f"{address}/don-vi/{report.id}?viec=khac#viec-khac"
    assert exclude in links
    assert officer.get(exclude).tree.xpath("//details[@id='viec-khac'][@open]")
    transitions.exclude(report, "Đã sáp nhập", actor=world.actor("chuyenvien"))
    db.session.commit()
    assert "đã kết thúc" not in officer.get(address).words()


def test_the_last_day_of_a_unit_is_not_its_end(officer: PageClient, world: World) -> None:
    world.units["xa-b"].valid_to = clock.today()
    db.session.commit()
    assert "đã kết thúc" not in officer.get(f"/dot/{world.campaign.id}").words()


def test_each_filter_counts_the_units_it_shows(world: World, send: Send) -> None:
    send("xa-a").first_submitted_at = clock.now() + timedelta(days=40)
    send("xa-b").state = ReportState.EXCLUDED
    world.reports["xa-c"].deadline_at = clock.now() - timedelta(days=1)
    world.units["phong-p"].valid_to = clock.today() - timedelta(days=1)
    db.session.commit()
    rows = standings.list_standings(world.campaign)
    shown = {key: len(standings.choose(rows, key)) for key in standings.FILTERS}
    assert standings.filter_counts(rows) == shown
    assert (shown["gui-tre"], shown["qua-han"], shown["da-ket-thuc"]) == (1, 1, 1)
    counters = standings.count(rows)
    assert (counters.total, counters.sent, counters.late, counters.on_time) == (3, 1, 1, 0)
    assert (counters.excluded, counters.overdue, counters.not_started) == (1, 1, 2)


def test_the_state_for_zalo_names_who_is_where(
    officer: PageClient, world: World, send: Send
) -> None:
    send("xa-a").first_submitted_at = clock.now() + timedelta(days=7)
    world.reports["xa-c"].state = ReportState.RETURNED
    db.session.commit()
    page = officer.get(f"/dot/{world.campaign.id}/tinh-hinh/zalo")
    lines = page.one("textarea#zalo").text.splitlines()
    assert lines[0] == "TÌNH HÌNH NỘP BÁO CÁO"
    assert "- Đã gửi (1): Xã A (trễ 2 ngày)." in lines
    assert "- Bị trả lại, đang chờ gửi lại (1): Xã C." in lines
    assert "- Chưa mở (2): Xã B, Phòng P." in lines
    assert lines[-1].startswith("Vào nhập báo cáo: http")


def test_the_matrix_for_zalo_names_the_sections_that_each_unit_still_owes(
    officer: PageClient, world: World, send: Send
) -> None:
    send("xa-a")
    rows = {row.report.unit.code: row for row in following.follow(world.campaign)}
    keys = [s.key for s in following_matrix.matrix(world.campaign, [rows["xa-b"]]).sections]
    for key in keys[1:]:
        status = SectionStatus(report_id=rows["xa-b"].report.id, section_key=key, status="done")
        status.updated_at = clock.now()
        db.session.add(status)
    db.session.commit()
    page = officer.get(f"/dot/{world.campaign.id}/ma-tran/zalo?tim=xa")
    lines = page.one("textarea#zalo").text.splitlines()
    owed = [line for line in lines if line.startswith("- ")]
    assert [line.split(":")[0] for line in owed] == ["- Xã B", "- Xã C"]
    total = rows["xa-b"].total
    heading = following_matrix.matrix(world.campaign, [rows["xa-b"]]).sections[0].heading
    assert f"còn 1/{total} mục" in owed[0]
    assert heading[:40] in owed[0]
    assert f"còn {total}/{total} mục" in owed[1]


def test_who_need_not_report_is_told_beside_the_count_and_not_in_it(
    officer: PageClient, world: World
) -> None:
    world.reports["xa-c"].state = "excluded"
    db.session.commit()
    words = officer.get(f"/dot/{world.campaign.id}").words(".counters")
    assert words.startswith("3 đơn vị (không kể 1 đơn vị không phải báo cáo): ")


def test_the_step_of_units_says_how_the_report_of_each_stands(
    officer: PageClient, world: World
) -> None:
    for key, state in (("xa-a", "filling"), ("xa-b", "accepted"), ("xa-c", "excluded")):
        world.reports[key].state = state
    db.session.commit()
    words = officer.get(f"/dot/{world.campaign.id}/chuan-bi/don-vi").words("main")
    for expected in ("Xã A đang nhập", "Xã B đã tiếp nhận", "Xã C không phải báo cáo"):
        assert expected in words
