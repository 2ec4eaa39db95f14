"""Đôn đốc: whom, with what words, how; every reminder is in the log and none goes out twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.extensions import db
from app.models import MailState, Notice, OutgoingMail, Reminder, Report
from app.services import clock, following, reminder_words, reminders, transitions
from app.services.errors import Invalid, Refused
from app.services.reminder_words import Named
from app.services.reminders import Errand
from app.settings import MailServer
from tests.app.office.conftest import Send
from tests.app.page_client import Page, PageClient
from tests.app.world import World

KEY = "0123456789abcdef"
SERVER = MailServer("127.0.0.1", 9, "he-thong@btg.example.vn", "none")


@pytest.fixture
def with_mail(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the administrator had set a mail server."""
    settings = replace(world.app.config["SETTINGS"], mail=SERVER)
    monkeypatch.setitem(world.app.config, "SETTINGS", settings)


def form(world: World, how: str, *units: str, **more: Any) -> dict[str, Any]:
    ids = [str(world.reports[unit].id) for unit in units]
    return {"key": KEY, "how": how, "don_vi": ids, "template": reminder_words.DEFAULT, **more}


def address(world: World) -> str:
    return f"/dot/{world.campaign.id}/don-doc"


def ticked(page: Page) -> list[str]:
    boxes = page.select("input[name=don_vi]:checked")
    return [box.getparent().text_content().strip() for box in boxes]


def counted(model: type) -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(model)) or 0


def test_the_page_ticks_everybody_who_has_not_sent(
    officer: PageClient, world: World, send: Send
) -> None:
    send("xa-b")
    page = officer.get(address(world))
    assert ticked(page) == ["Xã A", "Xã C", "Phòng P"]
    assert "chưa được cài máy chủ thư" in page.words()
    assert "SMTP" not in page.words(), "names of settings are for who installs"
    assert not page.select("button[value=mail]")


def test_single_units_named_in_the_address_are_ticked_alone(
    officer: PageClient, world: World
) -> None:
    page = officer.get(f"{address(world)}?don_vi={world.reports['xa-c'].id}")
    assert ticked(page) == ["Xã C"]


def test_the_text_for_zalo_names_units_deadline_link_and_contact_and_is_logged_once(
    officer: PageClient, world: World
) -> None:
    for _ in range(2):
        page = officer.post(address(world), form(world, "zalo", "xa-a", "xa-c"))
    text = page.one("textarea#zalo").text
    assert "Kính gửi: Xã A; Xã C." in text
    assert "hết 17 giờ 00" in text
    assert "còn 5 ngày" in text
    assert "http://localhost" in text
    assert "Phòng Khoa giáo, 0221 000 000" in text
    assert counted(Reminder) == 2
    listed = officer.get(f"/dot/{world.campaign.id}").words("table")
    assert listed.count("đã nhắc 1 lần") == 2
    log = officer.get(f"{address(world)}/nhat-ky").words("table")
    assert "Chuyên viên Ban Tuyên giáo" in log
    assert "tin Zalo 2 đơn vị: Xã A, Xã C" in log


def test_a_preview_shows_the_words_and_writes_nothing(officer: PageClient, world: World) -> None:
    page = officer.post(address(world), form(world, "preview", "xa-a"))
    assert "Kính gửi: Xã A." in page.one("textarea#zalo").text
    assert counted(Reminder) == 0


def test_what_the_officer_wrote_is_kept_for_the_next_time(
    officer: PageClient, world: World
) -> None:
    words = "Nhắc [don vi] gửi trước [Hạn]."
    page = officer.post(address(world), form(world, "zalo", "xa-a", template=words))
    assert page.one("textarea#zalo").text.startswith("Nhắc Xã A gửi trước hết 17 giờ")
    assert officer.get(address(world)).one("textarea[name=template]").text == words


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"template": "  "}, "Hãy viết nội dung nhắc"),
        ({"template": "Gửi [tên ai đó]"}, "Không có ô điền [tên ai đó]"),
        ({"don_vi": []}, "đánh dấu ít nhất một đơn vị"),
        ({"key": "x"}, "không đúng dạng"),
    ],
)
def test_what_cannot_be_sent_is_said_and_what_was_typed_stays(
    officer: PageClient, world: World, change: dict[str, Any], said: str
) -> None:
    page = officer.post(address(world), form(world, "zalo", "xa-a", **change), status=422)
    assert said in page.one("#loi").text
    if change.get("template", "").strip():
        assert page.one("textarea[name=template]").text == change["template"]
    assert counted(Reminder) == 0


def test_a_unit_that_has_sent_meanwhile_is_left_out(
    officer: PageClient, world: World, send: Send
) -> None:
    send("xa-a")
    page = officer.post(address(world), form(world, "zalo", "xa-a", "xa-c"))
    assert "1 đơn vị đã chọn vừa gửi báo cáo" in page.words()
    assert [r.report_id for r in db.session.scalars(db.select(Reminder))] == [
        world.reports["xa-c"].id
    ]


@pytest.mark.usefixtures("with_mail")
def test_letters_wait_for_every_account_with_an_address_and_a_second_click_adds_none(
    officer: PageClient, world: World, addresses: dict[str, str]
) -> None:
    for _ in range(2):
        answer = officer.post(address(world), form(world, "mail", "xa-a", "xa-b", "xa-c"), 303)
    assert answer.response.headers["Location"].endswith("/don-doc/nhat-ky")
    mails = list(db.session.scalars(db.select(OutgoingMail).order_by(OutgoingMail.id)))
    wanted = {addresses[name] for name in ("canbo.a", "bithu.a", "canbo.b")}
    assert {mail.recipient for mail in mails} == wanted
    assert len(mails) == 3
    own = next(mail for mail in mails if mail.recipient == addresses["canbo.b"])
    assert "Kính gửi: Xã B." in own.body
    assert f"/bao-cao/{world.reports['xa-b'].id}" in own.body
    assert own.reply_to == addresses["chuyenvien"]
    assert counted(Reminder) == 2
    page = officer.get(f"{address(world)}/nhat-ky")
    assert "3 đang chờ gửi" in page.words()


@pytest.mark.usefixtures("with_mail")
def test_units_without_an_address_are_named_and_alone_they_are_refused(
    officer: PageClient, world: World, addresses: dict[str, str]
) -> None:
    officer.post(address(world), form(world, "mail", "xa-a", "xa-c"), 303)
    assert "Không có e-mail: Xã C." in officer.get(address(world)).words()
    again = form(world, "mail", "xa-c", key="f" * 16)
    page = officer.post(address(world), again, status=422)
    assert "Không đơn vị nào đã chọn" in page.one("#loi").text


def test_without_a_mail_server_the_answer_says_so(
    officer: PageClient, world: World, addresses: dict[str, str]
) -> None:
    page = officer.post(address(world), form(world, "mail", "xa-a"), status=422)
    assert "Chưa cài máy chủ thư" in page.one("#loi").text
    assert counted(OutgoingMail) == 0


@pytest.mark.usefixtures("with_mail")
def test_a_letter_that_failed_is_shown_and_can_be_sent_again(
    officer: PageClient, world: World, addresses: dict[str, str]
) -> None:
    officer.post(address(world), form(world, "mail", "xa-b"), 303)
    mail = db.session.scalars(db.select(OutgoingMail)).one()
    mail.state, mail.last_error = MailState.FAILED, "máy chủ thư trả lời 550: No such user"
    db.session.commit()
    page = officer.get(f"{address(world)}/nhat-ky")
    assert "Không gửi được" in page.words("table")
    assert "550: No such user" in page.words("table")
    retry = f"{address(world)}/thu/{mail.id}/gui-lai"
    officer.post(retry, {}, status=303)
    assert db.session.get(OutgoingMail, mail.id).state == MailState.WAITING
    officer.post(retry, {}, status=409)


def test_a_reminder_of_a_closed_campaign_is_refused(world: World) -> None:
    targets = reminders.targets(world.campaign, following.follow(world.campaign))
    world.campaign.state = "closed"
    db.session.commit()
    errand = Errand(reminder_words.DEFAULT, KEY, "", world.actor("chuyenvien"))
    with pytest.raises(Refused):
        reminders.remind_by_zalo(world.campaign, targets, errand)


def test_units_with_a_deadline_of_their_own_are_named_with_it(world: World) -> None:
    deadline = world.campaign.deadline_at
    assert deadline is not None
    units = [
        Named("Xã A", deadline),
        Named("Xã B", deadline + timedelta(days=3)),
        Named("Xã C", deadline),
    ]
    text = reminder_words.fill("[hạn]", world.campaign, units, "")
    assert text.count("hết 17 giờ 00") == 2
    assert "; riêng Xã B: hết 17 giờ 00" in text


def test_a_place_in_the_name_of_a_unit_is_not_filled_again(world: World) -> None:
    text = reminder_words.fill("[đơn vị]", world.campaign, [Named("Xã [hạn]", None)], "")
    assert text == "Xã [hạn]"


def test_a_template_that_is_too_long_is_refused() -> None:
    with pytest.raises(Invalid):
        reminder_words.read_template("a" * (reminder_words.LONGEST + 1))


def test_a_reminder_does_not_make_a_decision_of_another_officer_stale(
    world: World, send: Send
) -> None:
    """Reminding changes nothing of the report, so a page opened before it may still decide."""
    report = world.reports["xa-a"]
    seen = transitions.token_of(report)
    rows = following.follow(world.campaign)
    errand = Errand(reminder_words.DEFAULT, KEY, "", world.actor("chuyenvien"))
    reminders.remind_by_zalo(world.campaign, reminders.targets(world.campaign, rows), errand)
    deadline = clock.now() + timedelta(days=9)
    transitions.extend(report, deadline, "", actor=world.actor("truongban"), seen=seen)
    assert db.session.get(Report, report.id).deadline_at == deadline


@pytest.mark.usefixtures("with_mail")
def test_a_reminder_by_letter_is_a_notice_in_the_product_too(
    officer: PageClient, world: World, addresses: dict[str, str]
) -> None:
    before = counted(Notice)
    officer.post(address(world), form(world, "mail", "xa-b"), 303)
    assert counted(Notice) == before + 1
