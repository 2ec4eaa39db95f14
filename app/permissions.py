"""Who may do what: one table, default deny. An endpoint that is not here answers nobody.

Every rule is a predicate over (actor, the object named in the address). A foreign object and a
missing one give the same answer, so that nothing can be learnt by trying addresses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.models import Campaign, Role
from app.services import assignments, campaigns, reports
from app.services.actors import OFFICE_ROLES, UNIT_ROLES, Actor
from app.services.reports import ReportRef

Args = Mapping[str, Any]


@dataclass(frozen=True)
class Access:
    """A rule: `find` loads the object of the address, `allows` decides. Public needs no account."""

    name: str
    allows: Callable[[Actor, Any], bool]
    find: Callable[[Args], Any] = lambda args: None
    public: bool = False


def _report(args: Args) -> ReportRef:
    return reports.get_ref(args["report_id"])


def _campaign(args: Args) -> Campaign:
    return campaigns.get_campaign(args["campaign_id"])


def _office_of_report(actor: Actor, ref: ReportRef) -> bool:
    return actor.has(ref.office_id, *OFFICE_ROLES)


def _reads_campaign(actor: Actor, campaign: Campaign) -> bool:
    return actor.has(campaign.office_id, *OFFICE_ROLES) or actor.has(
        campaign.collector_id, Role.VIEWER
    )


def _office_of_campaign(actor: Actor, campaign: Campaign) -> bool:
    return actor.has(campaign.office_id, *OFFICE_ROLES)


def _sends(actor: Actor, ref: ReportRef) -> bool:
    return actor.has(ref.unit_id, *UNIT_ROLES) or _office_of_report(actor, ref)


def _approves(actor: Actor, ref: ReportRef) -> bool:
    return actor.has(ref.unit_id, Role.APPROVER)


PUBLIC = Access("public", lambda actor, _: True, public=True)
SIGNED_IN = Access("signed in", lambda actor, _: True)
REPORT_READ = Access("read report", reports.may_read, _report)
REPORT_WRITE = Access("write report", reports.may_write, _report)
# Also colleagues and coordinating units that were given some sections; services look which.
REPORT_OPEN = Access("open report or own sections", assignments.may_open, _report)
REPORT_FILL = Access("fill report or own sections", assignments.may_fill, _report)
REPORT_SEND = Access("send report", _sends, _report)
REPORT_APPROVE = Access("approve inside the unit", _approves, _report)
REPORT_OFFICE = Access("decide on report", _office_of_report, _report)
CAMPAIGN_READ = Access("read campaign", _reads_campaign, _campaign)
CAMPAIGN_OFFICE = Access("run campaign", _office_of_campaign, _campaign)
OFFICE = Access("work in an office", lambda actor, _: actor.is_office)
ADMIN = Access("administer", lambda actor, _: actor.is_admin)

ACCESS: dict[str, Access] = {
    "static": PUBLIC,
    "local_files.htmx": PUBLIC,
    "health.live": PUBLIC,
    "auth.sign_in": PUBLIC,
    "auth.sign_out": SIGNED_IN,
    "auth.change_password": SIGNED_IN,
    "auth.token": SIGNED_IN,
    "home.index": SIGNED_IN,
    "home.help_page": SIGNED_IN,
    "home.notices_page": SIGNED_IN,
    "home.read_notices": SIGNED_IN,
    "filling.tasks": REPORT_OPEN,
    "filling.section": REPORT_OPEN,
    "filling.save_section": REPORT_FILL,
    "filling.section_word": REPORT_FILL,
    "filling.save_field": REPORT_FILL,
    "filling.parse_line": REPORT_FILL,
    "filling.history": REPORT_OPEN,
    "filling.restore": REPORT_FILL,
    "filling.check": REPORT_READ,
    "filling.submit": REPORT_SEND,
    "filling.receipt": REPORT_READ,
    "filling.recall": REPORT_SEND,
    "filling.ask_approval": REPORT_WRITE,
    "filling.send_back": REPORT_APPROVE,
    "filling.read": REPORT_READ,
    "filling.word": REPORT_READ,
}


def rule_for(endpoint: str | None) -> Access | None:
    return ACCESS.get(endpoint or "")
