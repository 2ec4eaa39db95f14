"""Reminders that go by themselves: when they fall due, once each, and in whose name."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask

from app.extensions import db
from app.models import Campaign, Membership, Notice, OutgoingMail, Reminder
from app.services import (
    automatic_reminders,
    campaigns,
    clock,
    mail_sending,
    plans,
    transitions,
    upkeep,
)
from app.services.actors import SYSTEM
from app.services.errors import Invalid
from app.settings import MailServer
from tests.app.office.conftest import Send
from tests.app.page_client import PageClient
from tests.app.world import World, find_world, open_world
from tests.waiting import PATIENCE

SERVER = MailServer("127.0.0.1", 9, "he-thong@btg.example.vn", "none", timeout_seconds=1)
DAY = date(2031, 5, 15)


def at(day: int, hour: int = 9) -> datetime:
    """An hour of a day of May 2031; the deadline is 17:00 of the 15th."""
    return datetime.combine(date(2031, 5, day), time(hour), tzinfo=clock.LOCAL)


@pytest.fixture
def on(world: World) -> World:
    """Three days before the deadline and two days after it, in the name of the officer."""
    campaigns.set_deadline(world.campaign, DAY, None, True, actor=SYSTEM)
    automatic_reminders.set_switch(world.campaign, 3, 2, actor=world.actor("chuyenvien"))
    db.session.commit()
    return world


def run(moment: datetime) -> int:
    with clock.fixed(moment):
        return upkeep.run(None, "https://baocao.example.vn").reminded


def reminders_of(world: World, unit: str) -> list[Reminder]:
    report_id = world.reports[unit].id
    return list(db.session.scalars(db.select(Reminder).where(Reminder.report_id == report_id)))


def test_nothing_goes_before_the_day_and_hour(on: World) -> None:
    assert run(at(11, 23)) == 0
    assert run(at(12, 7)) == 0
    assert run(at(12, 8)) == 4


def test_each_unit_is_reminded_once_before_and_once_after(on: World) -> None:
    moments = [at(12), at(12, 10), at(13), at(15, 16), at(15, 18), at(17), at(17, 12), at(29)]
    assert [run(moment) for moment in moments] == [4, 0, 0, 0, 0, 4, 0, 0]
    assert len(reminders_of(on, "xa-a")) == 2


def test_who_has_sent_or_is_excluded_is_left_alone(on: World, send: Send) -> None:
    send("xa-a")
    transitions.exclude(on.reports["xa-b"], "Không có tổ chức đảng", actor=SYSTEM)
    db.session.commit()
    assert run(at(12)) == 2
    assert not reminders_of(on, "xa-a")


def test_a_clock_that_was_set_back_or_forth_reminds_nobody_twice(on: World) -> None:
    assert run(at(12)) == 4
    assert [run(moment) for moment in (at(2), at(12), at(14), at(12))] == [0, 0, 0, 0]
    assert run(at(17)) == 4
    assert [run(moment) for moment in (at(12), at(17), at(31))] == [0, 0, 0]


def test_a_worker_that_slept_over_the_deadline_sends_the_later_reminder_only(on: World) -> None:
    assert run(at(20)) == 4
    assert len(reminders_of(on, "xa-a")) == 1


def test_an_extended_unit_is_reminded_of_its_own_deadline(on: World) -> None:
    assert run(at(12)) == 4
    with clock.fixed(at(13)):
        transitions.extend(on.reports["xa-a"], at(22, 17), "", actor=SYSTEM)
        db.session.commit()
    assert run(at(17)) == 3, "xã A is not late yet"
    assert run(at(19)) == 1
    assert "22/5/2031" in reminders_of(on, "xa-a")[-1].text


def test_a_unit_sent_back_after_the_deadline_is_left_alone_until_the_day_after(
    on: World, send: Send
) -> None:
    report = on.reports["xa-a"]
    with clock.fixed(at(14)):
        send("xa-a")
    assert run(at(18)) == 3
    with clock.fixed(at(20)):
        transitions.return_report(report, "Thiếu số liệu", actor=on.actor("chuyenvien"))
        db.session.commit()
    assert [run(moment) for moment in (at(20, 10), at(20, 23), at(21, 7))] == [0, 0, 0]
    assert run(at(21, 8)) == 1
    assert run(at(22)) == 0, "and once is enough"


def test_a_unit_sent_back_before_the_deadline_is_reminded_as_the_others_are(
    on: World, send: Send
) -> None:
    with clock.fixed(at(11)):
        send("xa-a")
        transitions.return_report(on.reports["xa-a"], "Thiếu số liệu", actor=on.actor("chuyenvien"))
        db.session.commit()
    assert run(at(12)) == 4


def test_a_deadline_that_moves_reminds_anew_and_moving_back_does_not(on: World) -> None:
    assert run(at(12)) == 4
    with clock.fixed(at(12, 10)):
        campaigns.set_deadline(on.campaign, date(2031, 5, 25), None, True, actor=SYSTEM)
        db.session.commit()
    assert run(at(17)) == 0
    assert run(at(22)) == 4
    with clock.fixed(at(13)):
        campaigns.set_deadline(on.campaign, DAY, None, True, actor=SYSTEM)
        db.session.commit()
    assert run(at(13)) == 0, "this deadline had its reminder"


def test_another_hour_of_the_same_day_is_no_new_deadline(on: World) -> None:
    assert run(at(12)) == 4
    with clock.fixed(at(12, 10)):
        campaigns.set_deadline(on.campaign, DAY, time(11), True, actor=SYSTEM)
        db.session.commit()
    assert run(at(13)) == 0


def test_a_reminder_is_a_notice_and_a_line_of_the_log_in_somebodys_name(on: World) -> None:
    before = db.session.scalar(db.select(db.func.count()).select_from(Notice))
    run(at(12))
    notices = list(db.session.scalars(db.select(Notice).order_by(Notice.id)))[before:]
    told = [notice.text for notice in notices]
    assert any("nhắc gửi báo cáo" in text and "Còn 3 ngày" in text for text in told)
    assert reminders_of(on, "xa-a")[0].sent_by == on.users["chuyenvien"].id


def test_with_a_mail_server_letters_wait_even_when_it_is_down(
    on: World, addresses: dict[str, str]
) -> None:
    with clock.fixed(at(12)):
        done = upkeep.run(SERVER, "https://baocao.example.vn")
        again = upkeep.run(SERVER, "https://baocao.example.vn")
    assert (done.reminded, done.sent, again.reminded) == (4, 0, 0)
    mails = list(db.session.scalars(db.select(OutgoingMail)))
    assert len(mails) == 3
    assert all(mail.attempts == 1 for mail in mails)
    assert f"https://baocao.example.vn/bao-cao/{on.reports['xa-b'].id}" in mails[-1].body


def test_nothing_goes_in_the_name_of_who_has_left_the_office(on: World) -> None:
    gone = db.select(Membership).where(Membership.user_id == on.users["chuyenvien"].id)
    db.session.scalars(gone).one().valid_to = date(2031, 5, 1)
    db.session.commit()
    assert run(at(12)) == 0
    with clock.fixed(at(12)):
        automatic_reminders.set_switch(on.campaign, 3, 2, actor=on.actor("truongban"))
        db.session.commit()
    assert run(at(12)) == 4


def test_a_campaign_that_is_closed_or_switched_off_reminds_nobody(on: World) -> None:
    automatic_reminders.set_switch(on.campaign, 0, 0, actor=on.actor("chuyenvien"))
    db.session.commit()
    assert run(at(12)) == 0
    automatic_reminders.set_switch(on.campaign, 3, 2, actor=on.actor("chuyenvien"))
    campaigns.close(on.campaign, actor=SYSTEM)
    db.session.commit()
    assert run(at(12)) == 0


@pytest.mark.parametrize(("before", "after"), [(-1, 0), (0, 61)])
def test_days_out_of_range_are_refused(world: World, before: int, after: int) -> None:
    with pytest.raises(Invalid):
        automatic_reminders.set_switch(
            world.campaign, before, after, actor=world.actor("chuyenvien")
        )


def test_the_switch_is_on_the_page_with_who_stands_behind(
    officer: PageClient, world: World
) -> None:
    address = f"/dot/{world.campaign.id}/don-doc"
    assert "Đang tắt" in officer.get(address).words()
    officer.post(f"{address}/tu-dong", {"before": "3", "after": "1"}, status=303)
    page = officer.get(address)
    assert "nhắc trước hạn 3 ngày; nhắc sau hạn 1 ngày" in page.words()
    assert "Người đứng tên: Chuyên viên Ban Tuyên giáo" in page.words()
    officer.post(f"{address}/tu-dong", {"before": "ba", "after": "1"}, status=422)


def test_the_command_reminds_and_says_how_many(on: World) -> None:
    with clock.fixed(at(12)):
        answer = on.app.test_cli_runner().invoke(args=["remind", "run"])
    assert answer.exit_code == 0
    assert "nhắc 4 đơn vị; chưa cài máy chủ thư" in answer.output


def test_workers_at_the_same_moment_remind_once(
    empty_database: str, tmp_path: Path, world_file: Path
) -> None:
    app: Flask = open_world(empty_database, tmp_path / "instance", world_file)
    with app.app_context():
        world = find_world(app)
        campaigns.set_deadline(world.campaign, DAY, None, True, actor=SYSTEM)
        automatic_reminders.set_switch(world.campaign, 3, 0, actor=world.actor("chuyenvien"))
        db.session.commit()
        gate = Barrier(3)

        def work() -> int:
            with app.app_context(), clock.fixed(at(12)):
                gate.wait(timeout=PATIENCE)
                return upkeep.run(None, "").reminded

        with ThreadPoolExecutor(3) as pool:
            done = [job.result() for job in [pool.submit(work) for _ in range(3)]]
        assert sorted(done) == [0, 0, 4]
        assert db.session.scalar(db.select(db.func.count()).select_from(Reminder)) == 4
        db.session.remove()
        db.engine.dispose()


def test_a_campaign_that_cannot_be_reminded_does_not_hold_up_the_letters(
    on: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> int:
        raise RuntimeError("broken")

    sent = []
    monkeypatch.setattr(automatic_reminders, "run", fail)
    monkeypatch.setattr(mail_sending, "send_due", lambda server: sent.append(server) or 0)
    with clock.fixed(at(12)):
        done = upkeep.run(SERVER, "")
        answer = on.app.test_cli_runner().invoke(args=["remind", "run"])
    assert done.failed == (f"reminders of campaign {on.campaign.id}",)
    assert sent == [SERVER]
    assert answer.exit_code == 1


def test_the_next_round_of_a_plan_is_prepared_once_and_the_office_told(world: World) -> None:
    plan = plans.add_plan(
        "Báo cáo công tác tuyên giáo",
        office=world.units["btg"],
        actor=SYSTEM,
        rhythm="quarter",
        outline_version_id=world.version.id,
        due_day=10,
        lead_days=21,
        unit_kinds=["xa"],
    )
    db.session.commit()
    with clock.fixed(datetime(2031, 5, 15, 9, tzinfo=clock.LOCAL)):
        assert upkeep.run(None, "").prepared == 0
    with clock.fixed(datetime(2031, 5, 25, 9, tzinfo=clock.LOCAL)):
        assert [upkeep.run(None, "").prepared for _ in range(2)] == [1, 0]
    made = db.session.scalars(db.select(Campaign).where(Campaign.plan_id == plan.id)).one()
    assert (made.state, made.plan_period) == ("draft", "2031-Q2")
    link = f"/dot/{made.id}/chuan-bi"
    told = db.session.scalars(db.select(Notice).where(Notice.link == link)).all()
    assert {notice.user_id for notice in told} == {
        world.users["chuyenvien"].id,
        world.users["truongban"].id,
    }
