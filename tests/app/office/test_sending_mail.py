"""Letters leave through a real mail server: once, later when it is down, and never in silence."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult

from app.extensions import db
from app.models import MailState, OutgoingMail
from app.services import clock, mail_sending, outgoing_mail
from app.services.errors import Refused
from app.services.outgoing_mail import Letter
from app.settings import MailServer
from tests.app.office.mail_server import LocalServer
from tests.app.world import World


@pytest.fixture
def server() -> Iterator[LocalServer]:
    made = LocalServer()
    made.start()
    yield made
    made.close()


def post(world: World, recipient: str = "canbo@xa-a.example.vn", key: str = "k1") -> OutgoingMail:
    letter = Letter(recipient, "Nhắc gửi\nbáo cáo", "Kính gửi: Xã A.\nHạn: 15/5.", "tra-loi@x.vn")
    report = world.reports["xa-a"]
    outgoing_mail.post(
        letter, key=key, campaign_id=report.campaign_id, report_id=report.id, actor_id=None
    )
    db.session.commit()
    return db.session.scalars(db.select(OutgoingMail).where(OutgoingMail.key == key)).one()


def state_of(mail: OutgoingMail) -> str:
    db.session.refresh(mail)
    return mail.state


def later(minutes: float = 0, **more: float) -> AbstractContextManager[None]:
    return clock.fixed(clock.now() + timedelta(minutes=minutes, **more))


def test_a_letter_arrives_in_vietnamese_and_only_once(world: World, server: LocalServer) -> None:
    mail = post(world)
    assert mail_sending.send_due(server.settings) == 1
    assert mail_sending.send_due(server.settings) == 0
    assert state_of(mail) == MailState.SENT
    assert mail.sent_at is not None
    assert server.box.recipients == ["canbo@xa-a.example.vn"]
    message = server.box.message()
    assert message["Subject"] == "Nhắc gửi báo cáo"
    assert message["Reply-To"] == "tra-loi@x.vn"
    assert "Kính gửi: Xã A." in message.get_content()


def test_a_server_that_is_down_loses_nothing_and_gets_the_letters_when_it_is_up(
    world: World, server: LocalServer
) -> None:
    server.stop()
    mails = [post(world, f"a{n}@x.vn", f"k{n}") for n in range(3)]
    assert mail_sending.send_due(server.settings) == 0
    assert [state_of(mail) for mail in mails] == [MailState.WAITING] * 3
    assert mails[0].last_error == "không kết nối được máy chủ thư"
    assert mails[0].attempts == 1
    server.start()
    assert mail_sending.send_due(server.settings) == 0, "each letter first waits its pause"
    with later(minutes=1, seconds=5):
        assert mail_sending.send_due(server.settings) == 3
    assert [state_of(mail) for mail in mails] == [MailState.SENT] * 3
    assert server.box.recipients == ["a0@x.vn", "a1@x.vn", "a2@x.vn"]


def test_pauses_grow_and_a_server_down_for_days_ends_in_a_failure_that_can_be_retried(
    world: World, server: LocalServer
) -> None:
    server.stop()
    mail = post(world)
    moment, pauses = clock.now(), []
    for _ in range(mail_sending.MOST_ATTEMPTS):
        with clock.fixed(moment):
            mail_sending.send_due(server.settings)
        db.session.refresh(mail)
        pauses.append(mail.next_try_at - moment)
        moment = mail.next_try_at
    assert pauses == sorted(pauses)
    assert sum(pauses, timedelta()) > timedelta(days=1)
    assert mail.state == MailState.FAILED
    outgoing_mail.retry(world.campaign.id, mail.id, actor=world.actor("chuyenvien"))
    db.session.commit()
    server.start()
    assert mail_sending.send_due(server.settings) == 1
    assert state_of(mail) == MailState.SENT


def test_an_address_that_is_refused_fails_with_the_servers_words_and_others_go(
    world: World, server: LocalServer
) -> None:
    server.box.answers["sai@x.vn"] = "550 No such user"
    wrong, right = post(world, "sai@x.vn", "k1"), post(world, "dung@x.vn", "k2")
    assert mail_sending.send_due(server.settings) == 1
    assert state_of(wrong) == MailState.FAILED
    assert wrong.last_error == "máy chủ thư trả lời 550: No such user"
    assert state_of(right) == MailState.SENT


def test_a_server_that_asks_to_come_again_gets_the_letter_later(
    world: World, server: LocalServer
) -> None:
    server.box.answers["canbo@xa-a.example.vn"] = "450 Try again"
    mail = post(world)
    mail_sending.send_due(server.settings)
    assert state_of(mail) == MailState.WAITING
    server.box.answers.clear()
    with later(minutes=2):
        assert mail_sending.send_due(server.settings) == 1
    assert server.box.recipients == ["canbo@xa-a.example.vn"]


def test_a_connection_that_breaks_while_a_letter_is_taken_is_not_followed_by_a_second_one(
    world: World, server: LocalServer
) -> None:
    server.box.dropped.add("canbo@xa-a.example.vn")
    unclear, waiting = post(world, key="k1"), post(world, "sau@x.vn", "k2")
    assert mail_sending.send_due(server.settings) == 0
    assert state_of(unclear) == MailState.UNCLEAR
    assert state_of(waiting) == MailState.WAITING
    with later(hours=9):
        assert mail_sending.send_due(server.settings) == 1
    assert server.box.recipients == ["canbo@xa-a.example.vn", "sau@x.vn"]


def test_a_letter_whose_worker_died_is_named_unclear(world: World, server: LocalServer) -> None:
    mail = post(world)
    mail.state, mail.attempts = MailState.SENDING, 1
    db.session.commit()
    mail_sending.send_due(server.settings)
    assert state_of(mail) == MailState.SENDING, "its worker may still be at it"
    with later(minutes=16):
        mail_sending.send_due(server.settings)
    assert state_of(mail) == MailState.UNCLEAR
    assert server.box.recipients == []


def test_a_letter_that_was_sent_is_not_sent_again_by_hand(
    world: World, server: LocalServer
) -> None:
    mail = post(world)
    mail_sending.send_due(server.settings)
    with pytest.raises(Refused):
        outgoing_mail.retry(world.campaign.id, mail.id, actor=world.actor("chuyenvien"))


@pytest.mark.parametrize(
    "text", ["", "a@b", "a b@x.vn", "a@x.vn\r\nBcc: b@x.vn", "á@x.vn", "a@x.vn,b@x.vn", "<a@x.vn>"]
)
def test_what_is_no_plain_address_is_never_written_to(text: str) -> None:
    assert not outgoing_mail.is_address(text)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost with its key, in one file."""
    file = tmp_path_factory.mktemp("tls") / "localhost.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command += ["-keyout", str(file), "-out", str(file.with_suffix(".crt"))]
    subprocess.run(command, check=True, capture_output=True)
    file.write_text(file.read_text() + file.with_suffix(".crt").read_text())
    return file


@pytest.fixture
def encrypted(certificate: Path) -> Iterator[LocalServer]:
    """A server that asks for STARTTLS and a sign-in."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def knows(_server: object, _session: object, _envelope: object, _kind: str, data: Any) -> Any:
        return AuthResult(success=data.password == b"dung", handled=False)

    made = LocalServer(
        "localhost",
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=knows,
    )
    made.start()
    yield made
    made.close()


def signed_in(server: LocalServer, password: str) -> MailServer:
    return replace(
        server.settings, security="starttls", user="he-thong@btg.example.vn", password=password
    )


def test_a_letter_goes_encrypted_after_a_sign_in(
    world: World, encrypted: LocalServer, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_suffix(".crt")))
    mail = post(world)
    assert mail_sending.send_due(signed_in(encrypted, "sai")) == 0
    assert state_of(mail) == MailState.WAITING
    assert mail.last_error == "máy chủ thư không nhận tên đăng nhập hoặc mật khẩu"
    with later(minutes=2):
        assert mail_sending.send_due(signed_in(encrypted, "dung")) == 1
    assert state_of(mail) == MailState.SENT


def test_a_server_whose_certificate_nobody_vouches_for_gets_no_password(
    world: World, encrypted: LocalServer
) -> None:
    mail = post(world)
    assert mail_sending.send_due(signed_in(encrypted, "dung")) == 0
    assert state_of(mail) == MailState.WAITING
    assert mail.last_error == "không thiết lập được kết nối mã hóa với máy chủ thư"


def test_a_letter_goes_over_a_connection_that_is_encrypted_from_its_start(
    world: World, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_suffix(".crt")))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = LocalServer("localhost", ssl_context=context)
    server.start()
    try:
        mail = post(world)
        assert mail_sending.send_due(replace(server.settings, security="tls")) == 1
    finally:
        server.close()
    assert state_of(mail) == MailState.SENT
