"""Who may do what: one table, default deny. An endpoint that is not here answers nobody.

Every rule is a predicate over (actor, the object named in the address). A foreign object and a
missing one give the same answer, so that nothing can be learnt by trying addresses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.models import Campaign, OutlineVersion, Role, User
from app.services import (
    account_admin,
    account_list,
    assignments,
    campaigns,
    draft_states,
    outline_access,
    outlines,
    reports,
)
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


def _outline(args: Args) -> OutlineVersion:
    return outlines.get_version(args["version_id"])


def _account(args: Args) -> User:
    return account_admin.get_user(args["user_id"])


def _office_of_report(actor: Actor, ref: ReportRef) -> bool:
    return actor.has(ref.office_id, *OFFICE_ROLES)


def _reads_campaign(actor: Actor, campaign: Campaign) -> bool:
    return actor.has(campaign.office_id, *OFFICE_ROLES) or actor.has(
        campaign.collector_id, Role.VIEWER
    )


def _office_of_campaign(actor: Actor, campaign: Campaign) -> bool:
    return actor.has(campaign.office_id, *OFFICE_ROLES)


def _reads_draft(actor: Actor, campaign: Campaign) -> bool:
    return draft_states.may_read(actor, campaign)


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
DRAFT_READ = Access("read draft and comment", _reads_draft, _campaign)
OUTLINE_READ = Access("read outline", outline_access.may_read, _outline)
OUTLINE_EDIT = Access("edit outline", outline_access.may_edit, _outline)
OFFICE = Access("work in an office", lambda actor, _: actor.is_office)
ADMIN = Access("administer", lambda actor, _: actor.is_admin)
ACCOUNTS = Access("help with accounts", lambda actor, _: actor.is_admin or actor.is_office)
ACCOUNT = Access("help with an account", account_list.is_kept_by, _account)
LOOK_UP = Access("look up units and the log", lambda actor, _: actor.is_admin or actor.is_office)

ACCESS: dict[str, Access] = {
    "static": PUBLIC,
    "local_files.htmx": PUBLIC,
    "health.live": PUBLIC,
    "health.page": ADMIN,
    "auth.sign_in": PUBLIC,
    "auth.enter_code": PUBLIC,
    "auth.own_account": SIGNED_IN,
    "auth.turn_on_code": SIGNED_IN,
    "auth.turn_off_code": SIGNED_IN,
    "auth.sign_out": SIGNED_IN,
    "auth.change_password": SIGNED_IN,
    "auth.token": SIGNED_IN,
    "home.index": SIGNED_IN,
    "home.help_page": SIGNED_IN,
    "home.guide": SIGNED_IN,
    "home.guide_part": SIGNED_IN,
    "home.notices_page": SIGNED_IN,
    "home.read_notices": SIGNED_IN,
    "administration.units": LOOK_UP,
    "administration.units_excel": LOOK_UP,
    "administration.units_template": ADMIN,
    "administration.new_unit": ADMIN,
    "administration.add_unit": ADMIN,
    "administration.units_import": ADMIN,
    "administration.units_upload": ADMIN,
    "administration.units_plan": ADMIN,
    "administration.units_take": ADMIN,
    "administration.units_rejected": ADMIN,
    "administration.unit": LOOK_UP,
    "administration.edit_unit": ADMIN,
    "administration.change_unit": ADMIN,
    "administration.move_below": ADMIN,
    "administration.reorganise_form": ADMIN,
    "administration.reorganise": ADMIN,
    "administration.accounts": ACCOUNTS,
    "administration.give_codes": ACCOUNTS,
    "administration.new_account": ADMIN,
    "administration.add_account": ADMIN,
    "administration.accounts_template": ADMIN,
    "administration.accounts_import": ADMIN,
    "administration.accounts_upload": ADMIN,
    "administration.accounts_plan": ADMIN,
    "administration.accounts_take": ADMIN,
    "administration.accounts_rejected": ADMIN,
    "administration.account": ACCOUNT,
    "administration.change_account": ADMIN,
    "administration.lock_account": ADMIN,
    "administration.second_factor_off": ADMIN,
    "administration.unlock_account": ADMIN,
    "administration.give_role": ADMIN,
    "administration.take_role": ADMIN,
    "home.read_notice": SIGNED_IN,
    "home.open_notice": SIGNED_IN,
    "filling.tasks": REPORT_OPEN,
    "filling.section": REPORT_OPEN,
    "filling.save_section": REPORT_FILL,
    "filling.section_word": REPORT_FILL,
    "filling.save_field": REPORT_FILL,
    "filling.parse_line": REPORT_FILL,
    "filling.history": REPORT_OPEN,
    "filling.restore": REPORT_FILL,
    "filling.table_form": REPORT_OPEN,
    "filling.table_upload": REPORT_FILL,
    "filling.attach": REPORT_FILL,
    "filling.attachment": REPORT_OPEN,
    "filling.detach": REPORT_FILL,
    "filling.pour_table": REPORT_FILL,
    "filling.paste": REPORT_FILL,
    "filling.comment": REPORT_OPEN,
    "filling.presence": REPORT_OPEN,
    "filling.assign_page": REPORT_WRITE,
    "filling.assign": REPORT_WRITE,
    "filling.copy_previous": REPORT_WRITE,
    "filling.import_choose": REPORT_WRITE,
    "filling.import_take": REPORT_WRITE,
    "filling.import_map": REPORT_WRITE,
    "filling.import_pour": REPORT_WRITE,
    "filling.import_undo": REPORT_WRITE,
    "filling.check": REPORT_READ,
    "filling.submit": REPORT_SEND,
    "filling.receipt": REPORT_READ,
    "filling.recall": REPORT_SEND,
    "filling.ask_approval": REPORT_WRITE,
    "filling.send_back": REPORT_APPROVE,
    "filling.read": REPORT_READ,
    "filling.word": REPORT_READ,
    "outline_import.start": OFFICE,
    "outline_import.take": OFFICE,
    "outline_import.review": OFFICE,
    "outline_import.revise": OFFICE,
    "campaigns.new": OFFICE,
    "campaigns.create": OFFICE,
    "campaigns.setup": CAMPAIGN_OFFICE,
    "campaigns.step": CAMPAIGN_OFFICE,
    "campaigns.save_step": CAMPAIGN_OFFICE,
    "campaigns.asked": CAMPAIGN_OFFICE,
    "campaigns.set_asked": CAMPAIGN_OFFICE,
    "campaigns.given": CAMPAIGN_OFFICE,
    "campaigns.save_given": CAMPAIGN_OFFICE,
    "campaigns.resolve": CAMPAIGN_OFFICE,
    "campaigns.add_file": CAMPAIGN_OFFICE,
    "campaigns.remove_file": CAMPAIGN_OFFICE,
    "campaigns.file": CAMPAIGN_READ,
    "campaigns.publish": CAMPAIGN_OFFICE,
    "campaigns.close": CAMPAIGN_OFFICE,
    "campaigns.reopen": CAMPAIGN_OFFICE,
    "campaigns.calendar": OFFICE,
    "campaigns.add_plan": OFFICE,
    "campaigns.add_list": OFFICE,
    "campaigns.toggle_plan": OFFICE,
    "campaigns.prepare_plans": OFFICE,
    "following.follow_list": CAMPAIGN_READ,
    "following.matrix": CAMPAIGN_READ,
    "following.rates": CAMPAIGN_READ,
    "following.zalo": CAMPAIGN_READ,
    "following.excel": CAMPAIGN_READ,
    "following.word": CAMPAIGN_READ,
    "following.matrix_zalo": CAMPAIGN_READ,
    "following.matrix_excel": CAMPAIGN_READ,
    "log.everything": LOOK_UP,
    "log.excel": LOOK_UP,
    "log.csv": LOOK_UP,
    "log.campaign": CAMPAIGN_OFFICE,
    "following.remind": CAMPAIGN_OFFICE,
    "following.send_reminder": CAMPAIGN_OFFICE,
    "following.set_automatic": CAMPAIGN_OFFICE,
    "following.reminder_log": CAMPAIGN_OFFICE,
    "following.retry_mail": CAMPAIGN_OFFICE,
    "following.bulk": CAMPAIGN_OFFICE,
    "following.bulk_carry_out": CAMPAIGN_OFFICE,
    "following.bulk_preview": CAMPAIGN_OFFICE,
    "following.bulk_result": CAMPAIGN_OFFICE,
    "following.bulk_undo": CAMPAIGN_OFFICE,
    "review.read": CAMPAIGN_READ,
    "review.section": CAMPAIGN_READ,
    "review.word": CAMPAIGN_READ,
    "review.accept": CAMPAIGN_OFFICE,
    "review.unaccept": CAMPAIGN_OFFICE,
    "review.give_back": CAMPAIGN_OFFICE,
    "review.reopen": CAMPAIGN_OFFICE,
    "review.exclude": CAMPAIGN_OFFICE,
    "review.include": CAMPAIGN_OFFICE,
    "review.extend": CAMPAIGN_OFFICE,
    "review.remark": CAMPAIGN_OFFICE,
    "drafting.overview": DRAFT_READ,
    "drafting.word": CAMPAIGN_OFFICE,
    "drafting.settings": CAMPAIGN_OFFICE,
    "drafting.ask": CAMPAIGN_OFFICE,
    "drafting.circulate": CAMPAIGN_OFFICE,
    "drafting.change_state": CAMPAIGN_OFFICE,
    "drafting.merge": CAMPAIGN_OFFICE,
    "drafting.merge_job": CAMPAIGN_OFFICE,
    "drafting.cancel_merge": CAMPAIGN_OFFICE,
    "drafting.changes": CAMPAIGN_OFFICE,
    "drafting.decide": CAMPAIGN_OFFICE,
    "drafting.undo_merge": CAMPAIGN_OFFICE,
    "drafting.snapshots": CAMPAIGN_OFFICE,
    "drafting.take_snapshot": CAMPAIGN_OFFICE,
    "drafting.compare_snapshot": CAMPAIGN_OFFICE,
    "drafting.restore_snapshot": CAMPAIGN_OFFICE,
    "drafting.replace": CAMPAIGN_OFFICE,
    "drafting.replace_all": CAMPAIGN_OFFICE,
    "drafting.spelling": CAMPAIGN_OFFICE,
    "drafting.normalise": CAMPAIGN_OFFICE,
    "drafting.alike": CAMPAIGN_OFFICE,
    "drafting.decide_alike": CAMPAIGN_OFFICE,
    "drafting.figure": CAMPAIGN_OFFICE,
    "drafting.comments": DRAFT_READ,
    "drafting.settle_comment": CAMPAIGN_OFFICE,
    "drafting.section": DRAFT_READ,
    "drafting.save_section": CAMPAIGN_OFFICE,
    "drafting.sources": CAMPAIGN_OFFICE,
    "drafting.comment": DRAFT_READ,
    "drafting.add_block": CAMPAIGN_OFFICE,
    "drafting.add_from_sources": CAMPAIGN_OFFICE,
    "drafting.join_everywhere": CAMPAIGN_OFFICE,
    "drafting.join_sentences": CAMPAIGN_OFFICE,
    "drafting.undo": CAMPAIGN_OFFICE,
    "drafting.redo": CAMPAIGN_OFFICE,
    "drafting.save_block": CAMPAIGN_OFFICE,
    "drafting.history": CAMPAIGN_OFFICE,
    "drafting.bring_back": CAMPAIGN_OFFICE,
    "drafting.conflicting": CAMPAIGN_OFFICE,
    "drafting.mark_read": CAMPAIGN_OFFICE,
    "drafting.check_figures": CAMPAIGN_OFFICE,
    "drafting.check_copies": CAMPAIGN_OFFICE,
    "drafting.set_threshold": CAMPAIGN_OFFICE,
    "drafting.check_prose": CAMPAIGN_OFFICE,
    "drafting.upwards": CAMPAIGN_OFFICE,
    "drafting.pass_up": CAMPAIGN_OFFICE,
    "drafting.act_on_block": CAMPAIGN_OFFICE,
    "outlines.library": OFFICE,
    "outlines.new": OFFICE,
    "outlines.create_blank": OFFICE,
    "outlines.import_yaml": OFFICE,
    "outlines.from_campaign": OFFICE,
    "outlines.view": OUTLINE_READ,
    "outlines.yaml": OUTLINE_READ,
    "outlines.word": OUTLINE_READ,
    "outlines.compare": OUTLINE_READ,
    "outlines.clone": OUTLINE_READ,
    "outlines.copy": OUTLINE_READ,
    "outlines.edit": OUTLINE_EDIT,
    "outlines.save": OUTLINE_EDIT,
    "outlines.move": OUTLINE_EDIT,
    "outlines.add_section": OUTLINE_EDIT,
    "outlines.add_field": OUTLINE_EDIT,
    "outlines.retype": OUTLINE_EDIT,
    "outlines.archive_node": OUTLINE_EDIT,
    "outlines.restore": OUTLINE_EDIT,
    "outlines.confirm": OUTLINE_EDIT,
    "outlines.undo": OUTLINE_EDIT,
    "outlines.redo": OUTLINE_EDIT,
    "outlines.release": OUTLINE_EDIT,
    "outlines.set_aside": OUTLINE_EDIT,
    "outlines.take_back": OUTLINE_EDIT,
    "outlines.switch_page": CAMPAIGN_OFFICE,
    "outlines.switch": CAMPAIGN_OFFICE,
    "filling.trial": OUTLINE_READ,
    "exports.page": CAMPAIGN_READ,
    "exports.start": CAMPAIGN_OFFICE,
    "exports.file_name": CAMPAIGN_OFFICE,
    "exports.job": CAMPAIGN_READ,
    "exports.file": CAMPAIGN_READ,
    "exports.cancel": CAMPAIGN_OFFICE,
    "exports.check": CAMPAIGN_READ,
    "exports.check_form": CAMPAIGN_OFFICE,
    "exports.check_upload": CAMPAIGN_OFFICE,
    "exports.upload_word": CAMPAIGN_OFFICE,
    "exports.returned": CAMPAIGN_READ,
    "exports.accept_word": CAMPAIGN_OFFICE,
    "exports.issue": CAMPAIGN_READ,
    "exports.issue_save": CAMPAIGN_OFFICE,
    "exports.issue_scan": CAMPAIGN_OFFICE,
    "exports.issue_deliver": CAMPAIGN_OFFICE,
    "exports.issue_file": CAMPAIGN_READ,
    "exports.letterheads": CAMPAIGN_OFFICE,
    "exports.letterhead": CAMPAIGN_OFFICE,
    "exports.letterhead_save": CAMPAIGN_OFFICE,
    "exports.unit_pdf": REPORT_READ,
    "exports.unit_blank": REPORT_READ,
}


def rule_for(endpoint: str | None) -> Access | None:
    return ACCESS.get(endpoint or "")
