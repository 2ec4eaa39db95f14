"""The edited Word copy back in: exported version, uploaded version and the draft of now.

Nothing is decided by itself. Each difference is shown with its three texts; what the officer
accepts becomes an edit of the draft like any other, with history and undo. What is already so in
the draft is not shown, so accepting twice does no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from app.documents import ReturnedBlock, ReturnedCopy, UnreadableFile, compare_copy, read_back
from app.extensions import db
from app.models import Draft, DraftBlock, Job
from app.services import audit, clock, differences, drafts, exported_copies, jobs, outlines, storage
from app.services.actors import Actor
from app.services.draft_content import draft_rows
from app.services.errors import Invalid, Refused
from app.services.exported_copies import ExportedCopy, block_of
from app.services.exported_files import WORD
from app.services.merged_reports import merged_report
from forms import BlockState, MergedReport, document, drafting, keep_figures, merging
from forms import Draft as SectionDraft
from forms import printed_lines, typed_line

KIND = "ban-sua"
Change = Literal["changed", "deleted", "added", "moved"]
WORDS: dict[Change, str] = {
    "changed": "Sửa",
    "deleted": "Xóa",
    "added": "Thêm mới",
    "moved": "Chuyển chỗ",
}


@dataclass(frozen=True)
class Difference:
    """One change of the uploaded copy; texts are as printed, "" where there is none.

    `key` names it in a form; `conflict` says that the draft changed meanwhile, too. `after` is
    the block (row id) it follows, for what is new or moved.
    """

    key: str
    change: Change
    section_key: str
    heading: str
    block_key: str
    exported: str
    uploaded: str
    current: str
    conflict: bool
    after: str = ""
    tracked: tuple[tuple[str, str, str], ...] = ()
    comments: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> str:
        return WORDS[self.change]

    @property
    def marked(self) -> tuple[differences.Marked, differences.Marked]:
        """Exported and uploaded text with the differing words told apart."""
        return differences.compare(self.exported, self.uploaded)


@dataclass(frozen=True)
class ReturnView:
    """All differences; `remarks` are comments on paragraphs whose text did not change."""

    differences: tuple[Difference, ...]
    remarks: tuple[tuple[str, str, str], ...]
    older_version: bool


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
    comparison = _Comparison(draft, copy, exported)
    found = tuple(comparison.differences())
    return ReturnView(
        found, tuple(comparison.remarks(found)), older_version=exported.version != draft.version
    )


class _Comparison:
    """The three texts of every block, put side by side."""

    def __init__(self, draft: Draft, copy: ReturnedCopy, exported: ExportedCopy) -> None:
        self.copy, self.exported = copy, exported
        self.merged = merged_report(draft.campaign, draft.include_submitted)
        self.rows = {f"B{row.id}": row for row in draft_rows(draft)}
        if exported.draft_id != draft.id:
            self.rows |= _older_names(exported.draft_id, self.rows.values())
        outline = outlines.get_outline(draft.campaign.outline_version_id)
        self.headings = {section.key: section.heading for section in outline.walk()}
        self.returned = _by_block(copy.blocks, exported)
        self.known = {current_text(row, self.merged) for row in self.rows.values()}

    def differences(self) -> Iterable[Difference]:
        edits = compare_copy(self.copy, self.exported.texts)
        moved = {block_of(e.block_id): e.block for e in edits if e.kind == "moved" and e.block}
        for block_id, before in _exported_texts(self.exported).items():
            row = self.rows.get(block_id)
            if row is not None:
                yield from self._of_block(block_id, row, before, moved.get(block_id))
        yield from self._additions()

    def _of_block(
        self, block_id: str, row: DraftBlock, before: str, moved: ReturnedBlock | None
    ) -> Iterable[Difference]:
        parts = self.returned.get(block_id, [])
        now = current_text(row, self.merged)
        alive = row.state != BlockState.DELETED
        wanted = "\n".join(typed_line(part.style, part.text) for part in parts)
        wanted = printed_lines(wanted)
        if not parts:
            if alive:
                yield self._difference("deleted", block_id, row, before, "", parts)
        elif wanted != before:
            if not alive or wanted != now:
                yield self._difference("changed", block_id, row, before, wanted, parts)
        elif moved is not None and alive and self._is_elsewhere(row, moved):
            yield self._difference("moved", block_id, row, before, wanted, parts, moved.after)

    def _is_elsewhere(self, row: DraftBlock, moved: ReturnedBlock) -> bool:
        """Whether the block does not yet stand where the copy has it."""
        before = self.rows.get(block_of(moved.after))
        if before is None or before.section_key != row.section_key:
            return False
        living = [r for r in self.rows.values() if r.state != BlockState.DELETED]
        order = [r.id for r in living if r.section_key == row.section_key]
        return row.id in order and order[order.index(row.id) - 1] != before.id

    def _difference(
        self,
        change: Change,
        block_id: str,
        row: DraftBlock,
        before: str,
        wanted: str,
        parts: Sequence[ReturnedBlock],
        after: str = "",
    ) -> Difference:
        now = "" if row.state == BlockState.DELETED else current_text(row, self.merged)
        return Difference(
            key=block_id,
            change=change,
            section_key=row.section_key,
            heading=self.headings.get(row.section_key, row.section_key),
            block_key=row.key,
            exported=before,
            uploaded=wanted,
            current=now,
            conflict=now != before,
            after=block_of(after),
            tracked=tuple(
                (c.kind, c.text, c.author) for part in parts for c in part.changes if c.text
            ),
            comments=tuple((c.author, c.text) for part in parts for c in part.comments),
        )

    def _additions(self) -> Iterable[Difference]:
        """New paragraphs, each after the block it follows; those already taken are passed over."""
        first = next(iter(self.exported.paragraphs), "")
        for number, part in enumerate(self.returned.get("", []), start=1):
            text = printed_lines(typed_line(part.style, part.text))
            anchor = block_of(part.after or first)
            row = self.rows.get(anchor)
            if row is None or text in self.known or part.heading_level is not None:
                continue
            yield Difference(
                key=f"N{number}",
                change="added",
                section_key=row.section_key,
                heading=self.headings.get(row.section_key, row.section_key),
                block_key="",
                exported="",
                uploaded=text,
                current="",
                conflict=False,
                after=anchor if part.after else "",
                comments=tuple((c.author, c.text) for c in part.comments),
            )

    def remarks(self, found: Sequence[Difference]) -> Iterable[tuple[str, str, str]]:
        told = {difference.key for difference in found}
        for block in self.copy.blocks:
            if block_of(block.block_id) not in told:
                for comment in block.comments:
                    yield comment.author, comment.text, block.text


def current_text(row: DraftBlock, merged: MergedReport) -> str:
    return printed_lines(merging.render_tokens(row.text, merged).text)


def _exported_texts(exported: ExportedCopy) -> dict[str, str]:
    """Block id → its printed lines."""
    lines: dict[str, list[str]] = {}
    for key, (style, text) in exported.paragraphs.items():
        typed = typed_line(document.ParagraphStyle(style), text)
        lines.setdefault(block_of(key), []).append(typed)
    return {key: printed_lines("\n".join(parts)) for key, parts in lines.items()}


def _by_block(
    blocks: Sequence[ReturnedBlock], exported: ExportedCopy
) -> dict[str, list[ReturnedBlock]]:
    """Returned paragraphs by block; new ones between two paragraphs of one block belong to it."""
    found: dict[str, list[ReturnedBlock]] = {}
    for place, part in enumerate(blocks):
        home = block_of(part.block_id) if part.block_id in exported.paragraphs else ""
        if not home and part.after:
            following = next((b.block_id for b in blocks[place + 1 :] if b.block_id), "")
            inside = block_of(part.after) == block_of(following)
            home = block_of(following) if inside and following != part.after else ""
        found.setdefault(home, []).append(part)
    return found


def _older_names(draft_id: int, rows: Iterable[DraftBlock]) -> dict[str, DraftBlock]:
    """Blocks of an earlier version under their old ids: a new version keeps their keys."""
    places = {(row.section_key, row.key): row for row in rows}
    query = db.select(DraftBlock).where(DraftBlock.draft_id == draft_id)
    return {
        f"B{old.id}": places[old.section_key, old.key]
        for old in db.session.scalars(query)
        if (old.section_key, old.key) in places
    }


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
    audit.record(
        "draft.word_accepted", actor, campaign_id=draft.campaign_id, changes=len(chosen)
    )
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
