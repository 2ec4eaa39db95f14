"""The edited Word copy back in: exported version, uploaded version and the draft of now.

Nothing is decided by itself. Each difference is shown with its three texts; what the officer
accepts becomes an edit of the draft like any other, with history and undo. What is already so in
the draft is not shown, so accepting twice does no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from app.documents import ReturnedCopy, UnreadableFile, read_back
from app.extensions import db
from app.models import Draft, DraftBlock, Job
from app.services import audit, clock, drafts, exported_copies, jobs, storage
from app.services.actors import Actor
from app.services.errors import Invalid, Refused
from app.services.exported_copies import ExportedCopy
from app.services.exported_files import WORD
from app.services.merged_reports import merged_report
from app.services.word_comparison import Comparison, Difference, ReturnView
from forms import (
    BlockState,
    MergedReport,
    drafting,
    keep_figures,
    merging,
)
from forms import Draft as SectionDraft

KIND = "ban-sua"


def upload(draft: Draft, name: str, data: bytes, *, actor: Actor) -> Job:
    """Keep the file. Raises Invalid when it is no edited export of this draft."""
    copy = _read(data)
    exported = exported_copies.find(copy.export_id)
    if exported is None:
        raise Invalid(
            "Tệp này không phải bản Word xuất từ hệ thống (hoặc đã được tạo lại từ tệp khác). "
            "Hãy tải bản Word của dự thảo, sửa trên bản đó rồi gửi lại."
        )
    if _campaign_of(exported) != draft.campaign_id:
        raise Invalid("Tệp này là dự thảo của một đợt báo cáo khác.")
    job = jobs.request(
        KIND, {"export_id": copy.export_id}, actor=actor, campaign_id=draft.campaign_id
    )
    job.state, job.message = jobs.JobState.DONE, "Đã nhận"
    job.result_sha256, job.result_type = storage.store(data), WORD
    job.result_name, job.finished_at = name[:255] or "ban-sua.docx", clock.now()
    audit.record("draft.word_returned", actor, campaign_id=draft.campaign_id, name=job.result_name)
    return job


def _campaign_of(exported: ExportedCopy) -> int | None:
    draft = db.session.get(Draft, exported.draft_id)
    return None if draft is None else draft.campaign_id


def _read(data: bytes) -> ReturnedCopy:
    try:
        return read_back(data)
    except UnreadableFile as error:
        raise Invalid(str(error)) from error


def view(draft: Draft, job: Job) -> ReturnView:
    """Raises Invalid, NotFound."""
    copy = _read(storage.read(job.result_sha256))
    exported = exported_copies.find(copy.export_id)
    if exported is None:
        raise Invalid("Không còn bản xuất gốc của tệp này để so sánh. Hãy xuất lại dự thảo.")
    comparison = Comparison(draft, copy, exported)
    found = tuple(comparison.differences())
    return ReturnView(
        found, tuple(comparison.remarks(found)), older_version=exported.version != draft.version
    )


def accept(draft: Draft, job: Job, keys: Iterable[str], *, actor: Actor) -> int:
    """Take the chosen differences into the draft; how many. Raises Invalid, Refused, NotFound."""
    wanted = set(keys)
    if not wanted:
        raise Invalid("Hãy đánh dấu ít nhất một thay đổi để nhận vào dự thảo.")
    chosen = [one for one in view(draft, job).differences if one.key in wanted]
    if not chosen:
        raise Refused("Các thay đổi này đã có trong dự thảo.")
    merged = merged_report(draft.campaign, draft.include_submitted)
    last_added: dict[str, str] = {}
    for one in chosen:
        step = _step(draft, one, merged, last_added)
        after = drafts.act(draft, one.section_key, step, actor=actor, name="word_returned")
        if one.change == "added":
            place = _anchor(draft, one, last_added)
            last_added[one.section_key + one.after] = _newest(after, place)
    audit.record("draft.word_accepted", actor, campaign_id=draft.campaign_id, changes=len(chosen))
    return len(chosen)


def _step(
    draft: Draft, one: Difference, merged: MergedReport, last_added: dict[str, str]
) -> Callable[[SectionDraft], SectionDraft]:
    if one.change == "deleted":
        return lambda section: drafting.delete(section, one.block_key)
    if one.change == "added":
        place = _anchor(draft, one, last_added) or None
        return lambda section: drafting.add_manual(section, place, one.uploaded)
    if one.change == "moved":
        place = _anchor(draft, one, {}) or None
        return lambda section: drafting.move(section, one.block_key, place)

    def edit(section: SectionDraft) -> SectionDraft:
        block = section.get(one.block_key)
        if block.state is BlockState.DELETED:
            section = drafting.restore(section, one.block_key)
        rendered = merging.render_tokens(block.text, merged)
        return drafting.edit(section, one.block_key, keep_figures(rendered, one.uploaded))

    return edit


def _anchor(draft: Draft, one: Difference, last_added: dict[str, str]) -> str:
    """The key of the block that the new or moved one follows; several new ones keep their order."""
    earlier = last_added.get(one.section_key + one.after)
    if earlier or not one.after:
        return earlier or ""
    row = db.session.get(DraftBlock, int(one.after.removeprefix("B")))
    return row.key if row is not None else ""


def _newest(section: SectionDraft, after: str) -> str:
    ids = [block.id for block in section.blocks]
    return ids[ids.index(after) + 1] if after else ids[0]


def leave(job: Job, keys: Iterable[str]) -> None:
    """Remember what the officer chose not to take, so that it is folded away."""
    left = set(job.params.get("left", [])) | set(keys)
    job.params = {**job.params, "left": sorted(left)}


def left_out(job: Job) -> frozenset[str]:
    return frozenset(job.params.get("left", []))


def list_returned(campaign_id: int) -> list[Job]:
    query = db.select(Job).where(Job.campaign_id == campaign_id, Job.kind == KIND)
    return list(db.session.scalars(query.order_by(Job.created_at.desc())))
