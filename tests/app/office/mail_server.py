"""A real SMTP server that can be stopped and started again, and that can be made to refuse."""

from __future__ import annotations

import socket
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Server
from aiosmtpd.smtp import Envelope, Session

from app.settings import MailServer
from tests.waiting import PATIENCE


class Postbox:
    """Takes letters. `answers` names recipients that are refused, `dropped` those at whose letter
    the connection breaks before the server has answered."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.answers: dict[str, str] = {}
        self.dropped: set[str] = set()

    async def handle_RCPT(
        self, server: Server, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Server, session: Session, envelope: Envelope) -> str:
        self.envelopes.append(envelope)
        if self.dropped.intersection(envelope.rcpt_tos):
            assert server.transport is not None
            server.transport.abort()
        return "250 OK"

    @property
    def recipients(self) -> list[str]:
        return [address for envelope in self.envelopes for address in envelope.rcpt_tos]

    def message(self, number: int = 0) -> EmailMessage:
        content = self.envelopes[number].content
        assert isinstance(content, bytes)
        found = message_from_bytes(content, policy=policy.default)
        assert isinstance(found, EmailMessage)
        return found


class LocalServer:
    """One address that stays the same while the server behind it goes and comes; `options` are
    those of aiosmtpd (sign-in, encryption)."""

    def __init__(self, host: str = "127.0.0.1", **options: Any) -> None:
        self.box = Postbox()
        # Bound and not listening: nobody else gets the port while the server is down.
        self._held = socket.socket()
        self._held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._held.bind((host, 0))
        self.host, self.port = host, int(self._held.getsockname()[1])
        self._options = options
        self._controller: Controller | None = None

    @property
    def settings(self) -> MailServer:
        return MailServer(self.host, self.port, "he-thong@btg.example.vn", "none")

    def start(self) -> None:
        options = {"ready_timeout": PATIENCE, **self._options}
        self._controller = Controller(self.box, hostname=self.host, port=self.port, **options)
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def close(self) -> None:
        """For good."""
        self.stop()
        self._held.close()
