"""Notices: every event reaches whom it concerns, each person has an own list and marks it read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from app.extensions import db
from app.models import Notice, Report, Role, User
from app.services import accounts, campaigns, clock, notices, remarks, transitions
from app.services.actors import SYSTEM, Actor
from app.services.errors import NotFound
from tests.app.office.conftest import Send, fill_in
from tests.app.page_client import PageClient
from tests.app.world import World

UNIT_A = {"canbo.a", "bithu.a"}
OFFICE = {"chuyenvien", "truongban"}
Step = Callable[[World, Report, Actor], object]


def told(since: int) -> dict[str, str]:
    """Who has a notice after line `since`, and what the last one says."""
    rows = db.session.execute(
        db.select(User.username, Notice.text)
        .join(User, User.id == Notice.user_id)
        .where(Notice.id > since)
        .order_by(Notice.id)
    )
    return {row[0]: row[1] for row in rows}


def last_line() -> int:
    return db.session.scalar(db.select(db.func.max(Notice.id))) or 0


def later() -> datetime:
    return clock.now() + timedelta(days=20)


OF_A_SENT_REPORT: dict[str, tuple[Step, str]] = {
    "accepted": (lambda w, r, a: transitions.accept(r, actor=a), "được tiếp nhận"),
    "returned": (lambda w, r, a: transitions.return_report(r, "Sai", actor=a), "bị trả lại"),
    "reopened": (lambda w, r, a: transitions.reopen(r, "Sai", actor=a), "được mở lại"),
    "excluded": (lambda w, r, a: transitions.exclude(r, "Giải thể", actor=a), "được miễn"),
    "extended": (lambda w, r, a: transitions.extend(r, later(), "", actor=a), "được gia hạn"),
    "commented": (
        lambda w, r, a: remarks.add(r.id, "Thiếu biểu", actor=a, section_key="lanh_dao"),
        "Ý kiến mới – Chuyên viên Ban Tuyên giáo: Thiếu biểu",
    ),
}


@pytest.mark.parametrize("event", OF_A_SENT_REPORT)
def test_what_the_office_does_reaches_the_people_of_the_unit_alone(
    world: World, send: Send, event: str
) -> None:
    report, since = send("xa-a"), last_line()
    step, words = OF_A_SENT_REPORT[event]
    step(world, report, world.actor("chuyenvien"))
    db.session.flush()
    found = told(since)
    assert set(found) == UNIT_A
    assert all(words in text for text in found.values())


def test_an_acceptance_and_an_exclusion_taken_back_are_told_too(world: World, send: Send) -> None:
    report, actor, since = send("xa-a"), world.actor("chuyenvien"), last_line()
    transitions.accept(report, actor=actor)
    transitions.unaccept(report, "Xem lại", actor=actor)
    assert "được hủy để xem lại" in told(since)["canbo.a"]
    transitions.exclude(report, "Nhầm", actor=actor)
    transitions.include(report, actor=actor)
    assert "được đưa lại" in told(since)["canbo.a"]


def test_a_report_that_comes_late_is_said_to_be_late(world: World) -> None:
    report, since = world.reports["xa-a"], last_line()
    assert world.campaign.deadline_at is not None
    with clock.fixed(world.campaign.deadline_at + timedelta(hours=30)):
        fill_in(world, "xa-a")
        transitions.submit(report, actor=world.actor("canbo.a"), key="k")
    found = {name: text for name, text in told(since).items() if name in OFFICE}
    assert set(found) == OFFICE
    assert set(found.values()) == {"Xã A đã gửi báo cáo (sau hạn)."}


def test_a_recall_reaches_the_office(world: World, send: Send) -> None:
    report, since = send("xa-a"), last_line()
    transitions.recall(report, actor=world.actor("canbo.a"))
    db.session.flush()
    assert set(told(since)) == OFFICE


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (
            lambda c: campaigns.set_deadline(c, date(2032, 1, 9), None, True, actor=SYSTEM),
            "chuyển thành hết 17 giờ 00 ngày 9/1/2032",
        ),
        (lambda c: campaigns.close(c, actor=SYSTEM), "đã kết thúc"),
    ],
)
def test_what_concerns_the_whole_campaign_reaches_every_unit_that_still_reports(
    world: World, step: Callable[[object], object], words: str
) -> None:
    transitions.exclude(world.reports["xa-c"], "Giải thể", actor=SYSTEM)
    db.session.flush()
    since = last_line()
    step(world.campaign)
    db.session.flush()
    found = told(since)
    assert set(found) == UNIT_A | {"canbo.b", "canbo.p"}
    assert all(words in text for text in found.values())


def test_a_unit_that_joins_a_running_campaign_is_told_and_the_others_are_not(
    world: World,
) -> None:
    joining = world.units["tinh-uy"]
    accounts.grant(world.users["nguoingoai"], joining, Role.EDITOR, actor=SYSTEM)
    units = [report.unit_id for report in world.reports.values()]
    since = last_line()
    campaigns.set_units(world.campaign, [*units, joining.id], actor=SYSTEM)
    db.session.flush()
    assert set(told(since)) == {"nguoingoai"}
    assert "Có đợt báo cáo mới" in told(since)["nguoingoai"]


def test_talk_inside_a_unit_stays_there_and_an_answer_reaches_the_office(world: World) -> None:
    report, since = world.reports["xa-a"], last_line()
    own = remarks.add(report.id, "Ai có số liệu?", actor=world.actor("canbo.a"))
    assert set(told(since)) == {"bithu.a"}
    since = last_line()
    remarks.add(report.id, "Tôi có.", actor=world.actor("bithu.a"), parent_id=own.id)
    assert set(told(since)) == {"canbo.a"}
    asked = remarks.add(report.id, "Thiếu biểu.", actor=world.actor("chuyenvien"))
    since = last_line()
    remarks.add(report.id, "Đã bổ sung.", actor=world.actor("canbo.a"), parent_id=asked.id)
    assert set(told(since)) == {"bithu.a"} | OFFICE


def test_the_count_is_in_the_header_and_opening_a_notice_takes_it_off(
    client: PageClient, world: World, send: Send
) -> None:
    db.session.execute(db.delete(Notice))
    report = send("xa-a")
    transitions.return_report(report, "Sai biểu", actor=world.actor("chuyenvien"))
    transitions.extend(report, later(), "", actor=world.actor("chuyenvien"))
    db.session.commit()
    client.login("canbo.a")
    home = client.get("/")
    assert home.one(".top-menu .badge").text == "2"
    assert "Báo cáo bị trả lại để sửa: Sai biểu" in home.words("section")
    assert home.one("title").text == "Việc của tôi – Báo cáo công tác Đảng"
    page = client.get("/thong-bao")
    first = page.select("form[action$='/mo']")[0].get("action")
    answer = client.post(first, {}, status=303)
    assert answer.response.headers["Location"] == f"/bao-cao/{report.id}"
    page = client.get("/thong-bao")
    assert page.one(".top-menu .badge").text == "1"
    assert "được gia hạn" in page.words("section[aria-labelledby=da-doc]")
    one = page.one("form[action$='/da-doc'].notice-foot").get("action")
    client.post(one, {}, status=303)
    assert "Không có gì mới" in client.get("/thong-bao").words()


def test_all_are_marked_at_once(client: PageClient, world: World) -> None:
    client.login("canbo.a")
    assert client.get("/thong-bao").select(".notice-new")
    client.post("/thong-bao/da-doc", {}, status=302)
    assert not client.get("/thong-bao").select(".notice-new")


def test_a_notice_of_somebody_else_cannot_be_opened(client: PageClient, world: World) -> None:
    mine = db.select(Notice.id).where(Notice.user_id == world.users["canbo.b"].id).limit(1)
    number = db.session.scalar(mine)
    with pytest.raises(NotFound):
        notices.mark_read(world.actor("canbo.a"), number)
    client.login("canbo.a")
    client.post(f"/thong-bao/{number}/mo", {}, status=404)
