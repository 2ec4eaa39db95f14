"""Letters that wait to leave: written with what they tell, listed, tried again by an officer.

Handing them to a server is in mail_sending.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import func, select

from app.extensions import db
from app.models import MailState, OutgoingMail, Report, Unit
from app.services import audit, clock
from app.services.actors import Actor
from app.services.errors import NotFound, Refused

# Only plain letters: what a server may read as more than an address never reaches it.
_ADDRESS = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+\Z")
MOST_LISTED = 200
SUBJECT_LENGTH = 200


@dataclass(frozen=True)
class Letter:
    """What to say to whom; `reply_to` "" sends answers to the sender of the system."""

    recipient: str
    subject: str
    body: str
    reply_to: str = ""


@dataclass(frozen=True)
class ListedMail:
    """A letter of the list, with the unit it concerns."""

    mail: OutgoingMail
    unit: str

    @property
    def state(self) -> MailState:
        return MailState(self.mail.state)

    @property
    def may_retry(self) -> bool:
        return self.state in (MailState.FAILED, MailState.UNCLEAR)


def is_address(text: str) -> bool:
    return _ADDRESS.match(text) is not None and len(text) <= 200


def post(
    letter: Letter, *, key: str, campaign_id: int, report_id: int, actor_id: int | None
) -> None:
    """Let a letter wait for the worker; `key` must be new, or the database refuses it."""
    moment = clock.now()
    db.session.add(
        OutgoingMail(
            key=key,
            campaign_id=campaign_id,
            report_id=report_id,
            recipient=letter.recipient,
            reply_to=letter.reply_to if is_address(letter.reply_to) else "",
            subject=" ".join(letter.subject.split())[:SUBJECT_LENGTH],
            body=letter.body,
            next_try_at=moment,
            created_at=moment,
            created_by=actor_id,
        )
    )


def list_mails(campaign_id: int) -> list[ListedMail]:
    """Newest first; what did not go out comes before everything else."""
    troubled = OutgoingMail.state.in_((MailState.FAILED, MailState.UNCLEAR))
    rows = db.session.execute(
        select(OutgoingMail, Unit.short_name, Unit.name)
        .outerjoin(Report, Report.id == OutgoingMail.report_id)
        .outerjoin(Unit, Unit.id == Report.unit_id)
        .where(OutgoingMail.campaign_id == campaign_id)
        .order_by(troubled.desc(), OutgoingMail.id.desc())
        .limit(MOST_LISTED)
    )
    return [ListedMail(mail, short or name or "") for mail, short, name in rows]


def counts(campaign_id: int) -> list[tuple[MailState, int]]:
    """How many letters of a campaign are in each state that occurs."""
    rows = db.session.execute(
        select(OutgoingMail.state, func.count())
        .where(OutgoingMail.campaign_id == campaign_id)
        .group_by(OutgoingMail.state)
    ).all()
    found = {row[0]: row[1] for row in rows}
    return [(state, found[state]) for state in MailState if found.get(state)]


def retry(campaign_id: int, mail_id: int, *, actor: Actor) -> OutgoingMail:
    """Let a letter that failed or whose fate is unclear go once more. Raises NotFound, Refused."""
    mail = db.session.get(OutgoingMail, mail_id, with_for_update=True, populate_existing=True)
    if mail is None or mail.campaign_id != campaign_id:
        raise NotFound("Không tìm thấy thư này.")
    if mail.state not in (MailState.FAILED, MailState.UNCLEAR):
        raise Refused(f"Thư này {MailState(mail.state).label.lower()}, không cần gửi lại.")
    mail.state, mail.attempts, mail.last_error = MailState.WAITING, 0, ""
    mail.next_try_at = clock.now()
    audit.record(
        "mail.retried", actor, campaign_id=campaign_id, report_id=mail.report_id, mail=mail.id
    )
    return mail
