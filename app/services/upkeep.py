"""What happens by itself, again and again: the next campaigns of the calendar as drafts, automatic
reminders, and letters that wait.

Every run may be the first after a power cut or one of two at the same time: each piece does its
work once by the keys of its rows. This module commits, piece by piece.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.services import automatic_reminders, campaigns, mail_sending, notices, plans
from app.services.transactions import let_go, writing
from app.settings import MailServer


@dataclass(frozen=True)
class Done:
    """How many units were reminded, and how many letters a mail server took."""

    reminded: int
    sent: int


def run(server: MailServer | None, site: str) -> Done:
    """One round. An error in it leaves what was done before it and is the caller's to report."""
    _prepare_campaigns()
    reminded = sum(_remind(id_, server, site) for id_ in automatic_reminders.switched_on())
    sent = mail_sending.send_due(server) if server else 0
    let_go()
    return Done(reminded, sent)


def _prepare_campaigns() -> None:
    """Looks first without the write lock, too; the office is told and publishes itself."""
    if not plans.coming():
        return
    with writing():
        for campaign in plans.prepare_due():
            words = f"Đã chuẩn bị đợt “{campaign.title}”. Hãy xem lại rồi phát hành."
            link = f"/dot/{campaign.id}/chuan-bi"
            notices.tell_people_of_office(campaign.office_id, words, link)


def _remind(campaign_id: int, server: MailServer | None, site: str) -> int:
    """Looks first without the write lock: nearly always nobody is due."""
    campaign = campaigns.get_campaign(campaign_id)
    if not automatic_reminders.due(campaign):
        return 0
    with writing():
        return automatic_reminders.run(campaign, site=site, has_mail=server is not None)
