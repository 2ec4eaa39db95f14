"""Worker processes that remind and send letters by themselves, through a real mail server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.extensions import db
from app.models import MailState, OutgoingMail, Reminder, ReportReading
from app.services import automatic_reminders, campaigns, clock
from app.services.accounts import get_user
from app.services.actors import SYSTEM, actor_of
from app.services.operation_checks import HEARTBEAT
from app.services.transactions import writing
from forms import narrative
from tests.app.drafting.collecting import report_of, send
from tests.app.jobs.conftest import Yard
from tests.app.office.mail_server import LocalServer
from tests.app.world import find_world
from tests.waiting import wait_until


@pytest.fixture
def mail_server(yard: Yard) -> Iterator[LocalServer]:
    server = LocalServer()
    yard.environ |= {
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(server.port),
        "SMTP_SECURITY": "none",
        "SMTP_SENDER": server.settings.sender,
    }
    server.start()
    yield server
    server.close()


def test_two_workers_remind_once_and_send_each_letter_once(
    yard: Yard, mail_server: LocalServer
) -> None:
    with yard.app.app_context():
        campaign = campaigns.get_campaign(yard.campaign_id)
        user = get_user("chuyenvien")
        for name in ("canbo.a", "bithu.a", "canbo.b"):
            get_user(name).email = f"{name}@x.vn"
        day = clock.today() + timedelta(days=2)
        campaigns.set_deadline(campaign, day, None, True, actor=SYSTEM)
        # So many days before that it is due at whatever hour the test runs.
        automatic_reminders.set_switch(campaign, 9, 0, actor=actor_of(user, clock.today()))
        db.session.commit()
    for _ in range(2):
        yard.start_worker()
    wait_until(lambda: len(sent(yard)) == 3, "letters")
    yard.stop_all()
    yard.start_worker()
    for _ in range(2):  # at its second beat the first round of the new worker is over
        (yard.folder / "instance" / HEARTBEAT).unlink(missing_ok=True)
        wait_until((yard.folder / "instance" / HEARTBEAT).exists, "a round of the upkeep")
    assert sorted(mail_server.box.recipients) == ["bithu.a@x.vn", "canbo.a@x.vn", "canbo.b@x.vn"]
    with yard.app.app_context():
        assert db.session.scalar(db.select(db.func.count()).select_from(Reminder)) == 4


def sent(yard: Yard) -> list[OutgoingMail]:
    with yard.app.app_context():
        db.session.remove()
        query = db.select(OutgoingMail).where(OutgoingMail.state == MailState.SENT)
        return list(db.session.scalars(query))


@pytest.mark.parametrize("yard", ["sqlite", "postgresql"], indirect=True)
def test_two_workers_read_what_was_sent_and_a_killed_one_leaves_nothing_undone(yard: Yard) -> None:
    first, _ = yard.start_worker(), yard.start_worker()
    with yard.app.app_context(), writing():
        world = find_world(yard.app)
        for code in ("xa-a", "xa-b"):
            send(world, code, report_of(code, 4000, 900))
    wait_until(lambda: read_in(yard), "a reading")
    yard.kill(first)
    with yard.app.app_context(), writing():
        send(find_world(yard.app), "xa-c", report_of("xa-c", 2000, 100))
    wait_until(lambda: len(read_in(yard)) == 3, "the readings")
    assert all(narrative.load_answers(data, narrative.Shared()) for data in read_in(yard))
    assert "failed" not in yard.logs


def read_in(yard: Yard) -> list[bytes]:
    with yard.app.app_context():
        db.session.remove()
        return list(db.session.scalars(db.select(ReportReading.data)))
