"""Typing in a block: nothing typed is lost, nothing is overwritten unseen.

The rule of a save is that of the units' answers (see app.services.filling): the same tab of the
same account goes on by its running number, everybody else by the revision they had seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.extensions import db
from app.models import Draft, DraftBlock, DraftBlockRevision, DraftSection, User
from app.services import draft_store, draft_writing, drafts
from app.services.actors import Actor
from app.services.answer_store import Base
from app.services.errors import NotFound, Refused
from app.services.filling import SaveStatus
from forms import BlockState, clean_text, drafting
from forms import Draft as SectionDraft

GONE = (
    "Đoạn này không còn trong dự thảo (vừa được gộp hoặc bỏ). Hãy chép lại chữ vừa gõ nếu có, tải "
    "lại trang rồi dán vào đoạn khác."
)
DELETED = (
    "Đoạn này đã bị xóa khỏi dự thảo. Muốn giữ chữ vừa gõ: chép lại, tải lại trang, bấm "
    "“Khôi phục” ở cuối mục rồi dán vào."
)
HISTORY_WORDS = {
    "merged": "máy ghép",
    "edited": "sửa trên trang",
    "added": "viết thêm",
    "from_source": "lấy từ báo cáo đơn vị",
    "set_aside": "bản không chọn khi trùng sửa",
    "chosen": "bản được chọn khi trùng sửa",
    "restored": "khôi phục bản cũ",
    "replaced": "tìm và thay",
    "normalised": "thống nhất cách viết",
    "deleted": "xóa khỏi dự thảo",
    "split": "tách đoạn",
    "joined": "gộp đoạn",
    "united": "gộp hai đoạn cùng ý",
    "told_apart": "ghi là hai ý khác nhau",
    "separated": "bỏ gộp",
    "moved": "đổi chỗ",
    "approved": "duyệt hoặc bỏ duyệt",
    "word_returned": "nhận từ bản Word",
    "accepted": "lấy nội dung mới từ nguồn",
    "kept": "giữ nội dung đã sửa",
    "undone": "hoàn tác",
    "redone": "làm lại",
    "vanished": "không còn nguồn",
}


@dataclass(frozen=True)
class TextSave:
    """`text` is what is stored now; on a conflict it is the other's, one's own is unsaved."""

    status: SaveStatus
    row: DraftBlock
    text: str
    theirs_by: str = ""
    theirs_is_own: bool = False

    @property
    def saved_at(self) -> datetime:
        return self.row.updated_at


@dataclass(frozen=True)
class BlockVersion:
    """One line of the history of a block."""

    revision: int
    words: str
    text: str
    saved_at: datetime
    by: str


def save_text(
    draft: Draft, section_key: str, block_key: str, text: str, base: Base, *, actor: Actor,
    action: str = "edited",
) -> TextSave:  # fmt: skip
    """Save one block's text. Raises NotFound, Refused (closed draft, deleted block)."""
    drafts.lock(draft)
    row = get_row(draft, section_key, block_key)
    if row.state == BlockState.DELETED.value:
        raise Refused(DELETED)
    typed = clean_text(text)
    mine = _is_of(row, base, actor)
    if mine and base.seq <= row.seq:
        return TextSave(SaveStatus.REPEATED, row, row.text)
    if typed == row.text:
        return TextSave(SaveStatus.UNCHANGED, row, row.text)
    if not mine and base.revision != row.revision:
        return _conflict(row, actor)
    _write(draft, row, typed, base, actor, action)
    return TextSave(SaveStatus.SAVED, row, typed)


def get_row(draft: Draft, section_key: str, block_key: str) -> DraftBlock:
    """Raises NotFound."""
    row = draft_store.find_row(draft.id, section_key, block_key)
    if row is None:
        raise NotFound(GONE)
    return row


def was_shown(draft: Draft, row: DraftBlock | None, text: str, revision: int) -> bool:
    """Whether a form only carries back what its page had shown: nothing was typed there.

    Without a row of a block that is gone since: its texts stay in the history.
    """
    found = select(DraftBlockRevision.id).where(
        DraftBlockRevision.draft_id == draft.id,
        DraftBlockRevision.revision == revision,
        DraftBlockRevision.text == clean_text(text),
    )
    if row is not None:
        found = found.where(DraftBlockRevision.block_id == row.id)
    return db.session.scalar(found.limit(1)) is not None


def _is_of(row: DraftBlock, base: Base, actor: Actor) -> bool:
    return bool(base.tab) and row.tab == base.tab and row.updated_by == actor.id


def _conflict(row: DraftBlock, actor: Actor) -> TextSave:
    name = db.session.scalar(select(User.display_name).where(User.id == (row.updated_by or 0)))
    own = row.updated_by == actor.id
    return TextSave(SaveStatus.CONFLICT, row, row.text, name or "Hệ thống", own)


def _write(draft: Draft, row: DraftBlock, text: str, base: Base, actor: Actor, action: str) -> None:
    block = draft_store.block_of(row)
    alone = drafting.edit(SectionDraft((block,), frozenset({block.id})), block.id, text)
    draft_writing.write_text(row, alone.blocks[0], actor=actor, action=action)
    row.tab, row.seq, row.shown_text = base.tab, base.seq, drafts.rendered(draft, text)
    head = db.session.get(DraftSection, (draft.id, row.section_key))
    if head is not None:
        head.touched = True
    db.session.flush()


def keep_theirs(
    draft: Draft, section_key: str, block_key: str, mine: str, base: Base, *, actor: Actor
) -> TextSave:
    """End a conflict with the other's text; one's own goes into the history."""
    theirs = get_row(draft, section_key, block_key).text
    saved = save_text(draft, section_key, block_key, mine, base, actor=actor, action="set_aside")
    if saved.status is not SaveStatus.SAVED:
        return saved
    _write(draft, saved.row, theirs, base, actor, "chosen")
    return TextSave(SaveStatus.SAVED, saved.row, theirs)


def history(row: DraftBlock) -> list[BlockVersion]:
    """Every text a block had, newest first."""
    rows = db.session.execute(
        select(DraftBlockRevision, User.display_name)
        .outerjoin(User, User.id == DraftBlockRevision.saved_by)
        .where(DraftBlockRevision.block_id == row.id)
        .order_by(DraftBlockRevision.id.desc())
    )
    return [
        BlockVersion(
            line.revision,
            HISTORY_WORDS.get(line.action, line.action),
            line.text,
            line.saved_at,
            name or "Hệ thống",
        )
        for line, name in rows
    ]


def bring_back(
    draft: Draft, section_key: str, block_key: str, revision: int, *, actor: Actor
) -> None:
    """Make an earlier text the current one again. Raises NotFound, Refused."""
    drafts.lock(draft)
    row = get_row(draft, section_key, block_key)
    if row.state == BlockState.DELETED.value:
        raise Refused(DELETED)
    text = db.session.scalar(
        select(DraftBlockRevision.text).where(
            DraftBlockRevision.block_id == row.id, DraftBlockRevision.revision == revision
        )
    )
    if text is None:
        raise NotFound("Không có bản này.")
    if text != row.text:
        _write(draft, row, text, Base(row.revision), actor, "restored")


def mark_read(draft: Draft, section_key: str, block_key: str) -> None:
    """The editor has seen the figures of a sentence as they are now."""
    drafts.lock(draft)
    row = get_row(draft, section_key, block_key)
    row.shown_text = drafts.rendered(draft, row.text)
