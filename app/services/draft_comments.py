"""Comments on a section or a paragraph of a draft, with replies; from whoever may read it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from app.extensions import db
from app.models import Draft, DraftComment, User
from app.services import clock, draft_store
from app.services.actors import Actor
from app.services.errors import Invalid, NotFound
from forms import clean_text, format_number

LONGEST = 5000


@dataclass(frozen=True)
class Thread:
    """A comment with its replies; `quote` is how the paragraph begins, "" for the section."""

    comment: DraftComment
    by: str
    quote: str
    replies: tuple[tuple[DraftComment, str], ...]

    @property
    def is_open(self) -> bool:
        return self.comment.resolved_at is None


def add(
    draft: Draft,
    section_key: str,
    text: str,
    *,
    actor: Actor,
    block_key: str = "",
    parent_id: int | None = None,
) -> DraftComment:
    """Raises Invalid without text, NotFound for an unknown paragraph or comment."""
    words = clean_text(text).strip()
    if not words:
        raise Invalid("Hãy viết nội dung góp ý.")
    if len(words) > LONGEST:
        raise Invalid(
            f"Góp ý dài quá {format_number(Decimal(LONGEST))} ký tự nên chưa gửi. Hãy chia thành "
            "vài góp ý."
        )
    parent = get_comment(draft, parent_id) if parent_id else None
    if block_key and draft_store.find_row(draft.id, section_key, block_key) is None:
        raise NotFound("Đoạn này không còn trong dự thảo. Hãy góp ý cho cả mục.")
    comment = DraftComment(
        draft_id=draft.id,
        section_key=parent.section_key if parent else section_key,
        block_key=parent.block_key if parent else block_key,
        parent_id=parent.id if parent else None,
        text=words,
        created_at=clock.now(),
        created_by=actor.id or None,
    )
    db.session.add(comment)
    # The page that answers names the new comment by its id.
    db.session.flush()
    return comment


def get_comment(draft: Draft, comment_id: int | None) -> DraftComment:
    """Raises NotFound, also for a comment of another draft."""
    comment = db.session.get(DraftComment, comment_id)
    if comment is None or comment.draft_id != draft.id:
        raise NotFound("Không tìm thấy ý kiến này.")
    return comment


def carry_over(draft: Draft, fresh: Draft) -> None:
    """What was said of a version goes on with the next: reopening is often because of it."""
    said = select(DraftComment).where(DraftComment.draft_id == draft.id).order_by(DraftComment.id)
    copies: dict[int, DraftComment] = {}
    for comment in db.session.scalars(said).all():
        parent = copies.get(comment.parent_id or 0)
        copy = DraftComment(
            draft_id=fresh.id,
            parent_id=parent.id if parent else None,
            **{name: getattr(comment, name) for name in _CARRIED},
        )
        db.session.add(copy)
        # Replies name it by its id.
        db.session.flush()
        copies[comment.id] = copy


_CARRIED = ("section_key", "block_key", "text", "created_at", "created_by", "resolved_at")


def settle(draft: Draft, comment_id: int, settled: bool = True) -> DraftComment:
    """Mark a comment as dealt with, or open it again. Raises NotFound."""
    comment = get_comment(draft, comment_id)
    comment.resolved_at = clock.now() if settled else None
    return comment


def threads(draft: Draft, section_key: str | None = None) -> list[Thread]:
    """Open ones first, each in the order of writing; of one section or of the whole draft."""
    query = (
        select(DraftComment, User.display_name)
        .outerjoin(User, User.id == DraftComment.created_by)
        .where(DraftComment.draft_id == draft.id)
        .order_by(DraftComment.id)
    )
    if section_key is not None:
        query = query.where(DraftComment.section_key == section_key)
    rows = [(comment, name or "Hệ thống") for comment, name in db.session.execute(query)]
    quotes = _quotes(draft, {c.section_key for c, _ in rows})
    found = [
        Thread(
            comment,
            name,
            quotes.get((comment.section_key, comment.block_key), ""),
            tuple((c, n) for c, n in rows if c.parent_id == comment.id),
        )
        for comment, name in rows
        if comment.parent_id is None
    ]
    return sorted(found, key=lambda thread: not thread.is_open)


def _quotes(draft: Draft, section_keys: set[str]) -> dict[tuple[str, str], str]:
    return {
        (key, row.key): _beginning(row.text)
        for key in section_keys
        for row in draft_store.section_rows(draft.id, key)
    }


def _beginning(text: str) -> str:
    words = text.split()
    return " ".join(words[:12]) + (" …" if len(words) > 12 else "")
