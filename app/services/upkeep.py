"""What happens by itself, again and again: campaigns of plans are prepared as drafts, automatic
reminders go, and letters that wait; what was sent is read before anybody merges it.

Every round may be the first after a power cut or one of two at the same time: each piece does its
work once by the keys of its rows. This module commits, piece by piece, and a piece that fails
does not keep the others from their work.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from app.extensions import db
from app.services import (
    automatic_reminders,
    campaigns,
    mail_sending,
    notices,
    plans,
    prose_readings,
)
from app.services.transactions import let_go, writing
from app.settings import MailServer

log = logging.getLogger("app.upkeep")

Result = TypeVar("Result")


@dataclass(frozen=True)
class Done:
    """How many campaigns were prepared, units reminded, letters taken by a mail server, and
    reports read; `failed` names the pieces that went wrong (the log says how)."""

    prepared: int
    reminded: int
    sent: int
    read: int
    failed: tuple[str, ...] = ()


def run(server: MailServer | None, site: str) -> Done:
    """One round; `site` is the public address for links in letters, "" when it is not set."""
    failed: list[str] = []

    def attempt(name: str, piece: Callable[[], Result]) -> Result | None:
        try:
            return piece()
        except Exception:
            db.session.rollback()
            log.exception("upkeep: %s failed", name)
            failed.append(name)
            return None
        finally:
            let_go()

    reminded = sum(
        attempt(f"reminders of campaign {id_}", partial(_remind, id_, server, site)) or 0
        for id_ in automatic_reminders.switched_on()
    )
    sent = attempt("letters", lambda: mail_sending.send_due(server)) if server else 0
    prepared = attempt("plans", _prepare)
    # Last: it takes longest, and nobody waits for it.
    unread = attempt("unread reports", prose_readings.due) or []
    read = sum(
        attempt(f"reading of report {id_}", partial(prose_readings.read_report, id_)) or 0
        for id_ in unread
    )
    return Done(prepared or 0, reminded, sent or 0, read, tuple(failed))


def _remind(campaign_id: int, server: MailServer | None, site: str) -> int:
    """Looks first without the write lock: nearly always nobody is due."""
    campaign = campaigns.get_campaign(campaign_id)
    if not automatic_reminders.due(campaign):
        return 0
    with writing():
        return automatic_reminders.run(campaign, site=site, has_mail=server is not None)


def _prepare() -> int:
    """Draft campaigns of the plans whose time has come; their offices are told."""
    if not plans.coming():
        return 0
    with writing():
        made = plans.prepare_due()
        for campaign in made:
            words = f"Đợt “{campaign.title}” đã được chuẩn bị sẵn; hãy xem lại và phát hành."
            notices.tell_people_of_office(campaign.office_id, words, f"/dot/{campaign.id}/chuan-bi")
    return len(made)
