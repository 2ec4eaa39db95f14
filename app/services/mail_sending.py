"""Handing waiting letters to a mail server: tried again with pauses, and never sent twice.

A letter is claimed by one conditional UPDATE right before it is handed over, on a connection that
already stands. If the connection breaks while the server holds the letter, nobody knows whether it
was taken: the letter becomes "unclear" and waits for a person instead of going out twice.
This module commits: what happened to one letter must stand whatever happens to the next.
"""

from __future__ import annotations

import hashlib
import logging
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from sqlalchemy import select, update

from app.extensions import db
from app.models import MailState, OutgoingMail
from app.services import clock
from app.services.transactions import let_go, writing
from app.settings import MailServer

log = logging.getLogger("app.mail")

PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360))
MOST_ATTEMPTS = 12
"""With these pauses a server may be down for two days before a letter is given up."""
SILENT_AFTER = timedelta(minutes=15)
MOST_AT_ONCE = 200
_SENDING = "máy chủ ngắt kết nối khi đang nhận thư"


@dataclass(frozen=True)
class _Claimed:
    id: int
    attempt: int
    key: str
    recipient: str
    reply_to: str
    subject: str
    body: str


_Refusal = tuple[int, bytes | str]


class _Broken(Exception):
    """The connection is of no more use; the letter at hand was dealt with."""


def send_due(server: MailServer) -> int:
    """Send what waits and is due; how many letters the server took."""
    _name_silent()
    due = _due()
    if not due:
        return 0
    sent = 0
    try:
        with _connected(server) as smtp:
            for mail_id in due:
                sent += _send(smtp, server, mail_id)
    except _Broken:
        log.warning("mail server closed the connection; the rest is tried again")
    except (OSError, smtplib.SMTPException) as error:
        log.warning("mail server cannot be reached: %s", type(error).__name__)
        _postpone(due, connection_words(error))
    return sent


def _due() -> list[int]:
    found = db.session.scalars(
        select(OutgoingMail.id)
        .where(OutgoingMail.state == MailState.WAITING, OutgoingMail.next_try_at <= clock.now())
        .order_by(OutgoingMail.next_try_at, OutgoingMail.id)
        .limit(MOST_AT_ONCE)
    ).all()
    let_go()
    return list(found)


@contextmanager
def _connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    """Raises OSError, SMTPException before any letter was claimed."""
    smtp = _dial(server)
    try:
        if server.security == "starttls":
            smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo_or_helo_if_needed()
        if server.user:
            smtp.login(server.user, server.password)
        yield smtp
        _quit(smtp)
    finally:
        smtp.close()


def _dial(server: MailServer) -> smtplib.SMTP:
    # Our own name in the greeting; looking up this machine's could take long.
    name, wait = server.sender.rpartition("@")[2], server.timeout_seconds
    if server.security != "tls":
        return smtplib.SMTP(server.host, server.port, local_hostname=name, timeout=wait)
    context = ssl.create_default_context()
    return smtplib.SMTP_SSL(
        server.host, server.port, local_hostname=name, timeout=wait, context=context
    )


def _quit(smtp: smtplib.SMTP) -> None:
    try:
        smtp.quit()
    except (OSError, smtplib.SMTPException):
        log.info("mail server went without a farewell")


def _send(smtp: smtplib.SMTP, server: MailServer, mail_id: int) -> bool:
    """Raises _Broken when the connection is gone."""
    mail = _claim(mail_id)
    if mail is None:
        return False
    try:
        answers = (smtp.mail(server.sender), smtp.rcpt(mail.recipient))
    except (OSError, smtplib.SMTPException) as error:
        _try_later(mail, connection_words(error))
        raise _Broken from error
    refusal: _Refusal | None = next((answer for answer in answers if answer[0] >= 300), None)
    if refusal is None:
        refusal = _hand_over(smtp, server, mail)
        if refusal is None:
            return True
    _refused(mail, *refusal)
    try:
        smtp.rset()
    except (OSError, smtplib.SMTPException) as error:
        raise _Broken from error
    return False


def _hand_over(smtp: smtplib.SMTP, server: MailServer, mail: _Claimed) -> _Refusal | None:
    """None when the server took it, else what it answered. Raises _Broken."""
    try:
        code, words = smtp.data(message_of(mail, server.sender).as_bytes(policy=SMTP))
    except smtplib.SMTPDataError as error:
        return error.smtp_code, error.smtp_error
    except (OSError, smtplib.SMTPException) as error:
        _close(mail, MailState.UNCLEAR, _SENDING)
        raise _Broken from error
    if code != 250:
        return code, words
    _close(mail, MailState.SENT, "")
    return None


def message_of(mail: _Claimed, sender: str) -> EmailMessage:
    """The same Message-ID at every attempt, so that a mailbox can tell a repeated letter."""
    message = EmailMessage()
    digest = hashlib.sha256(mail.key.encode()).hexdigest()[:32]
    message["Message-ID"] = f"<{digest}@{sender.rpartition('@')[2]}>"
    message["Date"] = format_datetime(clock.local(clock.now()))
    message["From"], message["To"], message["Subject"] = sender, mail.recipient, mail.subject
    if mail.reply_to:
        message["Reply-To"] = mail.reply_to
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body, cte="base64")
    return message


def _claim(mail_id: int) -> _Claimed | None:
    """None when another worker has taken it."""
    columns = (
        OutgoingMail.id,
        OutgoingMail.attempts,
        OutgoingMail.key,
        OutgoingMail.recipient,
        OutgoingMail.reply_to,
        OutgoingMail.subject,
        OutgoingMail.body,
    )
    with writing():
        row = db.session.execute(
            update(OutgoingMail)
            .where(OutgoingMail.id == mail_id, OutgoingMail.state == MailState.WAITING)
            .values(
                state=MailState.SENDING,
                attempts=OutgoingMail.attempts + 1,
                next_try_at=clock.now(),
            )
            .returning(*columns)
            .execution_options(synchronize_session=False)
        ).one_or_none()
    return _Claimed(row[0], row[1], row[2] or f"letter-{row[0]}", *row[3:]) if row else None


def _close(mail: _Claimed, state: MailState, words: str) -> None:
    moment = clock.now()
    with writing():
        db.session.execute(
            update(OutgoingMail)
            .where(OutgoingMail.id == mail.id, OutgoingMail.attempts == mail.attempt)
            .values(
                state=state,
                last_error=words[:300],
                sent_at=moment if state is MailState.SENT else None,
            )
            .execution_options(synchronize_session=False)
        )


def _refused(mail: _Claimed, code: int, words: bytes | str) -> None:
    """5xx is the server's last word; 4xx asks to come again."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    told = f"máy chủ thư trả lời {code}: {' '.join(text.split())}"
    if code >= 500:
        _close(mail, MailState.FAILED, told)
    else:
        _try_later(mail, told)


def _try_later(mail: _Claimed, words: str) -> None:
    if mail.attempt >= MOST_ATTEMPTS:
        _close(mail, MailState.FAILED, words)
        return
    with writing():
        db.session.execute(
            update(OutgoingMail)
            .where(OutgoingMail.id == mail.id, OutgoingMail.attempts == mail.attempt)
            .values(
                state=MailState.WAITING,
                last_error=words[:300],
                next_try_at=clock.now() + pause_after(mail.attempt),
            )
            .execution_options(synchronize_session=False)
        )


def pause_after(attempt: int) -> timedelta:
    return PAUSES[min(attempt, len(PAUSES)) - 1]


def _postpone(mail_ids: list[int], words: str) -> None:
    """No letter was handed over: each has had an attempt, and waits its own pause."""
    with writing():
        for mail in db.session.scalars(
            select(OutgoingMail)
            .where(
                OutgoingMail.id.in_(mail_ids),
                OutgoingMail.state == MailState.WAITING,
                OutgoingMail.next_try_at <= clock.now(),
            )
            .with_for_update()
            .execution_options(populate_existing=True)
        ):
            mail.attempts += 1
            mail.last_error = words[:300]
            mail.next_try_at = clock.now() + pause_after(mail.attempts)
            if mail.attempts >= MOST_ATTEMPTS:
                mail.state = MailState.FAILED


def _name_silent() -> None:
    """Letters whose worker died while it handed them over."""
    silent = (
        OutgoingMail.state == MailState.SENDING,
        OutgoingMail.next_try_at < clock.now() - SILENT_AFTER,
    )
    if db.session.scalar(select(OutgoingMail.id).where(*silent).limit(1)) is None:
        return
    with writing():
        db.session.execute(
            update(OutgoingMail)
            .where(*silent)
            .values(state=MailState.UNCLEAR, last_error="máy chủ dừng giữa chừng khi đang gửi")
            .execution_options(synchronize_session=False)
        )


def connection_words(error: Exception) -> str:
    """Why there was no connection, for the officer."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "máy chủ thư không nhận tên đăng nhập hoặc mật khẩu"
    if isinstance(error, ssl.SSLError):
        return "không thiết lập được kết nối mã hóa với máy chủ thư"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"máy chủ thư trả lời {error.smtp_code}"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "máy chủ thư không có kiểu kết nối hoặc đăng nhập đã cài đặt"
    return "không kết nối được máy chủ thư"
