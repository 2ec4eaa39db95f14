"""The life of a draft: writing, circulated for comments, closed, issued; who may look at it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import and_, insert, or_, select
from sqlalchemy.orm import aliased

from app.extensions import db
from app.models import (
    Campaign,
    Draft,
    DraftBlock,
    DraftBlockRevision,
    DraftSection,
    DraftState,
    Membership,
    Notice,
    Role,
    Unit,
    User,
)
from app.services import (
    audit,
    clock,
    draft_comments,
    draft_merging,
    draft_versions,
    draft_warnings,
    drafts,
    memberships,
    merged_reports,
)
from app.services.actors import OFFICE_ROLES, Actor
from app.services.draft_material import Reading
from app.services.errors import Invalid, Refused
from app.services.locking import lock_row

READERS = "readers"
CIRCULATED = "circulated"
CLOSED_STAMP = "closed_stamp"
_BLOCK_COLUMNS = (
    "section_key", "key", "position", "kind", "state", "approved", "text", "base_text",
    "base_members", "theirs", "meta", "shown_text", "revision", "updated_at", "updated_by",
)  # fmt: skip
_SECTION_COLUMNS = ("section_key", "touched", "used_ids", "rules", "source_stamp")


def may_read(actor: Actor, campaign: Campaign) -> bool:
    """The office, those who look on from the collecting unit, and chosen readers who have not
    left since."""
    if actor.has(campaign.office_id, *OFFICE_ROLES) or actor.has(
        campaign.collector_id, Role.VIEWER
    ):
        return True
    draft = drafts.find_draft(campaign)
    if draft is None or actor.id not in readers_of(draft):
        return False
    return any(user.id == actor.id for user, _ in possible_readers(campaign))


def readers_of(draft: Draft) -> frozenset[int]:
    return frozenset(draft.settings.get(READERS) or ())


def list_readers(draft: Draft) -> list[User]:
    return list(
        db.session.scalars(
            select(User).where(User.id.in_(readers_of(draft))).order_by(User.display_name)
        )
    )


def possible_readers(campaign: Campaign) -> list[tuple[User, str]]:
    """Active accounts that hold a role today in the collecting unit or right under it, with the
    name of their unit."""
    rows = db.session.execute(
        select(User, Unit.short_name, Unit.name)
        .join(Membership, Membership.user_id == User.id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(
            User.is_active.is_(True),
            or_(Unit.id == campaign.collector_id, Unit.parent_id == campaign.collector_id),
            *memberships.valid_today(),
        )
        .order_by(Unit.position, Unit.id, User.display_name)
    )
    found: dict[int, tuple[User, str]] = {}
    for user, short_name, name in rows:
        found.setdefault(user.id, (user, short_name or name))
    return list(found.values())


def set_options(
    draft: Draft, *, include_submitted: bool, name_units_in_difficulties: bool, count_suffix: bool
) -> None:
    """The officer's choices, followed by the next merge. Raises Refused."""
    drafts.lock(draft)
    chosen = {
        "name_units_in_difficulties": name_units_in_difficulties,
        "count_suffix": count_suffix,
    }
    if {key: bool(draft.settings.get(key)) for key in chosen} != chosen:
        # What would be proposed differs now, although no source has changed.
        draft.merged_stamp = ""
    draft.include_submitted = include_submitted
    draft.settings = {**draft.settings, **chosen}


def circulate(draft: Draft, user_ids: Iterable[int], *, actor: Actor) -> int:
    """Ask chosen people for comments; gives how many. Raises Invalid, Refused."""
    drafts.lock(draft)
    allowed = {user.id for user, _ in possible_readers(draft.campaign)}
    chosen = sorted(set(user_ids) & allowed)
    if not chosen:
        raise Invalid("Hãy chọn ít nhất một người để xin ý kiến.")
    if draft.settings.get(CIRCULATED):
        draft.times_circulated += 1
    name = f"Bản xin ý kiến lần {draft.times_circulated}"
    drafts.take_snapshot(draft, name, "circulated", actor=actor)
    draft.state = DraftState.CONSULTING
    draft.settings = {**draft.settings, READERS: chosen, CIRCULATED: True}
    _tell(draft, chosen)
    _record(draft, "draft.circulated", actor, readers=len(chosen))
    return len(chosen)


def _tell(draft: Draft, user_ids: Iterable[int]) -> None:
    text = f"Xin ý kiến dự thảo báo cáo: {draft.campaign.title}"
    for user_id in user_ids:
        db.session.add(
            Notice(
                user_id=user_id,
                kind="draft",
                text=text[:500],
                link=f"/dot/{draft.campaign_id}/du-thao",
                created_at=clock.now(),
            )
        )


def back_to_writing(draft: Draft, *, actor: Actor) -> None:
    """End the round of comments. Raises Refused."""
    drafts.lock(draft)
    if draft.state != DraftState.CONSULTING:
        raise Refused("Dự thảo đang không ở bước xin ý kiến.")
    draft.state = DraftState.WRITING
    _record(draft, "draft.consulted", actor)


def close(draft: Draft, *, actor: Actor) -> None:
    """Chốt: from now on only a new version can change anything.

    Raises Refused, also while a sentence shows a mark in place of a figure or an edited paragraph
    waits for a decision about its changed sources.
    """
    drafts.lock(draft)
    lacking = draft_warnings.lacking_figures(Reading.of(draft))
    if lacking:
        raise Refused(
            f"Còn {len(lacking)} câu có chỗ chưa có số liệu. Hãy sửa hoặc xóa các câu đó rồi chốt; "
            "danh sách ở trang “Lời văn dự thảo so với số liệu”."
        )
    waiting = len(draft_merging.waiting_changes(draft))
    if waiting:
        raise Refused(
            f"Còn {waiting} đoạn đã sửa tay có nguồn thay đổi. Hãy chọn giữ dự thảo hay lấy đoạn "
            "ghép mới ở trang “Thay đổi từ nguồn” rồi chốt."
        )
    name = f"Bản chốt, phiên bản {draft.version}"
    drafts.take_snapshot(draft, name, draft_versions.CLOSED, actor=actor)
    draft.state = DraftState.CLOSED
    draft.settings = {**draft.settings, CLOSED_STAMP: _stamp(draft)}
    _record(draft, "draft.closed", actor)


def _stamp(draft: Draft) -> str:
    return merged_reports.source_stamp(draft.campaign_id, draft.include_submitted)


def changed_since_closing(draft: Draft) -> bool:
    """Whether figures would now read otherwise than when it was closed: they are rendered live."""
    stamp = draft.settings.get(CLOSED_STAMP)
    return draft.state == DraftState.CLOSED and stamp is not None and stamp != _stamp(draft)


def issue(draft: Draft, number: str, day: date | None, *, actor: Actor) -> None:
    """Write down under which number and on which day it was issued. Raises Invalid, Refused."""
    lock_row(draft)
    if draft.state != DraftState.CLOSED:
        raise Refused("Hãy chốt dự thảo trước khi ghi số, ngày ban hành.")
    if changed_since_closing(draft):
        raise Refused(
            "Sau khi chốt, báo cáo của đơn vị đã thay đổi nên số liệu không còn như bản đã chốt. "
            "Hãy mở lại thành phiên bản mới, ghép lại rồi chốt."
        )
    if not number.strip() or day is None:
        raise Invalid("Hãy ghi số văn bản và ngày ban hành.")
    draft.number = number.strip()[:60]
    draft.issued_at = datetime.combine(day, time(12), tzinfo=clock.LOCAL)
    draft.state = DraftState.ISSUED
    _record(draft, "draft.issued", actor, number=draft.number)


def reopen(draft: Draft, *, actor: Actor) -> Draft:
    """A closed draft goes on as a new version; the closed one stays as it is. Raises Refused."""
    drafts.lock_versions(draft.campaign)
    if draft.state not in (DraftState.CLOSED, DraftState.ISSUED):
        raise Refused("Dự thảo đang mở, không cần tạo phiên bản mới.")
    newest = drafts.find_draft(draft.campaign)
    if newest is not None and newest.id != draft.id:
        raise Refused("Đợt này đã có phiên bản mới hơn đang soạn.")
    fresh = Draft(
        campaign_id=draft.campaign_id,
        version=draft.version + 1,
        times_circulated=draft.times_circulated,
        include_submitted=draft.include_submitted,
        merged_at=draft.merged_at,
        merged_stamp=draft.merged_stamp,
        settings={k: v for k, v in draft.settings.items() if k not in (READERS, CLOSED_STAMP)},
        created_at=clock.now(),
        created_by=actor.id or None,
    )
    fresh.campaign = draft.campaign
    db.session.add(fresh)
    # The copied rows refer to the id.
    db.session.flush()
    _copy(draft, fresh)
    _copy_history(draft, fresh)
    draft_comments.carry_over(draft, fresh)
    _record(fresh, "draft.reopened", actor)
    return fresh


def _copy(draft: Draft, fresh: Draft) -> None:
    for model, names in ((DraftSection, _SECTION_COLUMNS), (DraftBlock, _BLOCK_COLUMNS)):
        rows: list[dict[str, Any]] = [
            {"draft_id": fresh.id, **{name: getattr(row, name) for name in names}}
            for row in db.session.scalars(select(model).where(model.draft_id == draft.id))
        ]
        if rows:
            db.session.execute(insert(model), rows)


def _copy_history(draft: Draft, fresh: Draft) -> None:
    """Every text a paragraph ever had stays at hand in the version that goes on."""
    old, new = aliased(DraftBlock), aliased(DraftBlock)
    kept = ("revision", "action", "text", "saved_at", "saved_by")
    texts = (
        select(new.id, new.draft_id, *(getattr(DraftBlockRevision, name) for name in kept))
        .join(old, old.id == DraftBlockRevision.block_id)
        .join(new, and_(new.section_key == old.section_key, new.key == old.key))
        .where(old.draft_id == draft.id, new.draft_id == fresh.id)
        .order_by(DraftBlockRevision.id)
    )
    columns = ["block_id", "draft_id", *kept]
    db.session.execute(insert(DraftBlockRevision).from_select(columns, texts))


def _record(draft: Draft, action: str, actor: Actor, **details: Any) -> None:
    audit.record(action, actor, campaign_id=draft.campaign_id, version=draft.version, **details)
