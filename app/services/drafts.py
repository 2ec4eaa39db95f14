"""The draft of a campaign: merging into it, merging again, and what an editor does to blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.models import Campaign, Draft, DraftSnapshot, DraftState
from app.services import (
    audit,
    clock,
    draft_dumps,
    draft_proposals,
    draft_store,
    draft_undo,
    draft_versions,
    draft_writing,
    merged_reports,
)
from app.services.actors import Actor
from app.services.errors import Invalid, NotFound, Refused
from app.services.garbage import collector_paused
from app.services.locking import lock_row
from forms import Draft as SectionDraft
from forms import MergedReport, drafting, merging

Action = Callable[[SectionDraft], SectionDraft]
OPEN_STATES = (DraftState.WRITING, DraftState.CONSULTING)


@dataclass(frozen=True)
class SectionChange:
    section_key: str
    change: drafting.Change


@dataclass(frozen=True)
class MergeOutcome:
    """What a merge did; `snapshot_id` brings the draft back to what it was before."""

    draft: Draft
    changes: tuple[SectionChange, ...]
    first: bool
    snapshot_id: int | None

    @property
    def words(self) -> str:
        if self.first:
            return f"Đã tổng hợp dự thảo: {len(self.changes)} đoạn từ báo cáo của các đơn vị."
        if not self.changes:
            return "Không có thay đổi nào từ nguồn."
        waiting = sum(1 for c in self.changes if c.change.kind is drafting.ChangeKind.WAITING)
        words = f"Có {len(self.changes)} thay đổi từ nguồn"
        quiet = sum(1 for c in self.changes if c.change.kind is drafting.ChangeKind.SOURCES)
        if quiet:
            words += f", trong đó {quiet} đoạn giữ nguyên lời, chỉ thêm hoặc bớt đơn vị nêu ý"
        return (
            f"{words}; {waiting} đoạn đã sửa tay đang chờ quyết định." if waiting else f"{words}."
        )


def find_draft(campaign: Campaign) -> Draft | None:
    """The newest version of the campaign's draft."""
    return db.session.scalar(
        select(Draft)
        .where(Draft.campaign_id == campaign.id)
        .order_by(Draft.version.desc())
        .limit(1)
    )


def get_draft(campaign: Campaign) -> Draft:
    """Raises NotFound when nothing was merged yet."""
    draft = find_draft(campaign)
    if draft is None:
        raise NotFound("Đợt này chưa có dự thảo. Hãy bấm “Tổng hợp dự thảo” trước.")
    return draft


@collector_paused()
def merge(
    campaign: Campaign, *, actor: Actor, include_submitted: bool | None = None
) -> MergeOutcome:
    """Make the draft, or merge what changed into it; edited blocks are never overwritten.

    Raises Refused when the draft is closed. The same sources again change nothing.
    """
    lock_versions(campaign)
    draft = find_draft(campaign)
    first = draft is None
    if draft is None:
        draft = _new_draft(campaign, actor)
    lock(draft)
    if include_submitted is not None:
        draft.include_submitted = include_submitted
    stamp, merged = merged_reports.stamped_report(campaign, draft.include_submitted)
    standing = draft_store.load_standing(draft.id)
    edits, changes = _merged_sections(draft, merged, standing.sections)
    snapshot = None
    if changes and not first:
        snapshot = _keep(draft, standing, _merge_name(), "before_merge", actor=actor)
    _store_merged(draft, merged, edits, standing.rows, actor)
    draft.merged_at, draft.merged_stamp = clock.now(), stamp
    if first or changes:
        audit.record(
            "draft.merged",
            actor,
            campaign_id=campaign.id,
            version=draft.version,
            changes=len(changes),
        )
    return MergeOutcome(draft, tuple(changes), first, snapshot.id if snapshot else None)


def is_stale(draft: Draft) -> bool:
    """Whether sources have changed since the last merge."""
    now = merged_reports.source_stamp(draft.campaign_id, draft.include_submitted)
    return draft.merged_stamp != now


def _new_draft(campaign: Campaign, actor: Actor) -> Draft:
    draft = Draft(campaign_id=campaign.id, created_at=clock.now(), created_by=actor.id or None)
    draft.campaign = campaign
    db.session.add(draft)
    # Blocks and sections refer to the id.
    db.session.flush()
    return draft


def _merge_name() -> str:
    moment = clock.local(clock.now())
    return f"Trước khi ghép lại {moment:%H:%M} ngày {moment.day}/{moment.month}/{moment.year}"


def require_open(draft: Draft) -> None:
    if draft.state not in OPEN_STATES:
        raise Refused(
            f"Dự thảo ở trạng thái “{DraftState(draft.state).label}” nên không sửa được. "
            "Hãy mở lại thành phiên bản mới."
        )


def _merged_sections(
    draft: Draft, merged: MergedReport, sections: Mapping[str, SectionDraft]
) -> tuple[list[draft_writing.SectionEdit], list[SectionChange]]:
    edits: list[draft_writing.SectionEdit] = []
    changes: list[SectionChange] = []
    for key, found in draft_proposals.propose(draft, merged).items():
        before = sections.get(key, SectionDraft())
        after = drafting.remerge(before, found.proposals, drafting.wording_similarity)
        if after != before or key not in sections:
            edits.append(draft_writing.SectionEdit(key, before, after))
        changes += [SectionChange(key, change) for change in drafting.compare(before, after)]
    return edits, changes


def _store_merged(
    draft: Draft,
    merged: MergedReport,
    edits: Sequence[draft_writing.SectionEdit],
    rows: draft_store.Rows,
    actor: Actor,
) -> None:
    shown = {
        (edit.key, block.id): merging.render_tokens(block.text, merged).text
        for edit in edits
        for known in [{block.id for block in edit.before.blocks}]
        for block in edit.after.blocks
        if block.id not in known and merging.find_tokens(block.text)
    }
    draft_writing.store_sections(draft, edits, actor=actor, action="merged", shown=shown, rows=rows)


def rendered(draft: Draft, text: str) -> str:
    """A text with its live figures as they are now; "" when it has none."""
    if not merging.find_tokens(text):
        return ""
    merged = merged_reports.merged_report(draft.campaign, draft.include_submitted)
    return merging.render_tokens(text, merged).text


def act(draft: Draft, section_key: str, action: Action, *, actor: Actor, name: str) -> SectionDraft:
    """One editor's action on a section; the engine's refusals become words.

    Raises Refused (closed draft, action not possible), NotFound (no such block).
    """
    lock(draft)
    before = draft_store.load_section(draft.id, section_key)
    try:
        after = action(before)
    except KeyError:
        raise NotFound("Đoạn này không còn trong dự thảo. Hãy tải lại trang.") from None
    except ValueError as error:
        raise Refused(_ACTION_WORDS.get(str(error), NOT_POSSIBLE)) from None
    if after != before:
        draft_writing.store_section(draft, section_key, before, after, actor=actor, action=name)
        draft_undo.remember(draft, section_key, before, after, actor=actor, name=name)
    return after


NOT_POSSIBLE = "Thao tác này không làm được với đoạn đó."
_ACTION_WORDS = {
    "a deleted block must be restored first": "Đoạn này đã xóa. Hãy khôi phục trước.",
    "joining needs two blocks": "Cần chọn ít nhất hai đoạn để gộp.",
    "only blocks of one kind can be joined": "Chỉ gộp được các đoạn cùng loại.",
    "both pieces need text": "Bấm vào chỗ muốn tách hoặc để một dòng trống ở đó, rồi tách.",
    "no sentences to join": "Mục này không có câu máy ghép nào đứng liền nhau để gộp.",
    "this block was not joined": "Đoạn này không phải do gộp mà thành.",
}


def lock(draft: Draft) -> None:
    """Hold the draft's row to the end of the transaction. Raises Refused when it is closed."""
    lock_row(draft)
    require_open(draft)


def lock_versions(campaign: Campaign) -> None:
    """Let nobody else make a version of the draft until the transaction ends.

    Units go on sending: rows that only refer to the campaign do not wait for this lock.
    """
    db.session.execute(
        select(Campaign.id).where(Campaign.id == campaign.id).with_for_update(key_share=True)
    )


def take_snapshot(draft: Draft, name: str, kind: str, *, actor: Actor) -> DraftSnapshot:
    """Keep the whole draft under a name. Raises Invalid without one."""
    if not name.strip():
        raise Invalid("Hãy đặt tên cho bản lưu.")
    return _keep(draft, draft_store.load_standing(draft.id), name, kind, actor=actor)


def _keep(
    draft: Draft, standing: draft_store.Standing, name: str, kind: str, *, actor: Actor
) -> DraftSnapshot:
    snapshot = DraftSnapshot(
        draft_id=draft.id,
        name=name.strip()[:200],
        kind=kind,
        data=draft_dumps.write_standing(standing),
        created_at=clock.now(),
        created_by=actor.id or None,
    )
    db.session.add(snapshot)
    # Undoing names it by its id; whoever looks into it finds it read, not as it was written.
    db.session.flush()
    db.session.expire(snapshot, ["data"])
    return snapshot


def restore_snapshot(
    draft: Draft,
    snapshot_id: int,
    *,
    actor: Actor,
    keep_as: str = "",
    written_since: Mapping[str, frozenset[str]] | None = None,
) -> DraftSnapshot:
    """Bring the draft back to a snapshot (undo of a merge as a whole); gives the snapshot.

    `written_since` are blocks by section whose words stay as they are now.

    What the draft is now becomes a named copy first, under the same lock. Raises NotFound, Refused.
    """
    lock(draft)
    snapshot = draft_versions.get_snapshot(draft, snapshot_id)
    take_snapshot(draft, keep_as or f"Trước khi khôi phục: {snapshot.name}", "named", actor=actor)
    draft_dumps.bring_back(
        draft, snapshot.data, actor=actor, action="restored", written_since=written_since
    )
    draft.merged_stamp = ""
    audit.record("draft.restored", actor, campaign_id=draft.campaign_id, snapshot=snapshot.name)
    return snapshot


def list_snapshots(draft: Draft) -> list[DraftSnapshot]:
    return list(
        db.session.scalars(
            select(DraftSnapshot)
            .where(
                DraftSnapshot.draft_id == draft.id,
                DraftSnapshot.kind.not_in(draft_undo.STEP_KINDS),
            )
            .order_by(DraftSnapshot.id.desc())
        )
    )


def list_versions(campaign: Campaign) -> list[Draft]:
    """All versions of the campaign's draft, newest first."""
    return list(
        db.session.scalars(
            select(Draft).where(Draft.campaign_id == campaign.id).order_by(Draft.version.desc())
        )
    )
