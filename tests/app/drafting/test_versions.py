"""A closed draft that goes on as a new version: nothing that was written or said is left behind."""

from __future__ import annotations

import pytest

from app.extensions import db
from app.models import Draft, DraftComment
from app.services import draft_comments, draft_editing, draft_states, draft_store, drafts
from app.services.answer_store import Base
from tests.app.drafting.test_pages import SECTION, keys, text_of, typed
from tests.app.page_client import PageClient
from tests.app.world import World

MINE = "Bản của chuyên viên."
LATER = "Bản sửa sau khi mở lại."
SAID = "Đề nghị nêu rõ số hộ."


def write(world: World, draft: Draft, key: str, text: str) -> None:
    row = draft_editing.get_row(draft, SECTION, key)
    actor = world.actor("chuyenvien")
    draft_editing.save_text(draft, SECTION, key, text, Base(row.revision), actor=actor)


@pytest.fixture
def reopened(world: World, draft: Draft) -> Draft:
    """Edited, commented on, closed, and open again."""
    actor = world.actor("chuyenvien")
    key = keys(draft)[0]
    write(world, draft, key, MINE)
    comment = draft_comments.add(draft, SECTION, SAID, actor=actor, block_key=key)
    draft_comments.add(draft, SECTION, "Đã rõ.", actor=actor, parent_id=comment.id)
    for row in draft_store.section_rows(draft.id, "so_lieu"):
        if "{{" in row.text:
            draft_editing.save_text(
                draft, row.section_key, row.key, "Có số.", Base(row.revision), actor=actor
            )
    draft_states.close(draft, actor=actor)
    fresh = draft_states.reopen(draft, actor=actor)
    db.session.commit()
    return fresh


def test_every_earlier_text_of_a_paragraph_is_still_there(reopened: Draft, draft: Draft) -> None:
    key = keys(reopened)[0]
    before, now = (
        [(one.revision, one.text, one.by) for one in draft_editing.history(row)]
        for row in (draft_editing.get_row(of, SECTION, key) for of in (draft, reopened))
    )
    assert now == before
    assert len(now) == 2


def test_a_page_that_was_open_before_is_asked_nothing_it_did_not_type(
    officer: PageClient, world: World, address: str, reopened: Draft
) -> None:
    one, two = keys(reopened)[:2]
    page = typed(reopened, **{two: LATER})
    write(world, reopened, one, "Đồng nghiệp sửa.")
    db.session.commit()
    officer.post(f"{address}/muc/{SECTION}", page, 303)
    assert text_of(reopened, two) == LATER


def test_comments_go_on_with_their_replies(reopened: Draft) -> None:
    [thread] = draft_comments.threads(reopened)
    assert (thread.comment.text, thread.is_open) == (SAID, True)
    assert [reply.text for reply, _ in thread.replies] == ["Đã rõ."]


def test_what_was_closed_is_compared_with_now_and_can_be_brought_back(
    officer: PageClient, world: World, address: str, reopened: Draft
) -> None:
    key = keys(reopened)[0]
    write(world, reopened, key, LATER)
    db.session.commit()
    page = officer.get(f"{address}/ban-luu")
    [link] = [a for a in page.select("main a") if "phiên bản 1" in a.text_content()]
    compared = officer.get(link.get("href"))
    assert MINE in compared.words(".change")
    officer.post(link.get("href"), {}, 303)
    assert text_of(reopened, key) == MINE
    assert [one.name for one in drafts.list_snapshots(reopened)] == [
        "Trước khi khôi phục: Bản chốt, phiên bản 1"
    ]


def test_a_comparison_shows_figures_not_their_marks(
    officer: PageClient, world: World, address: str, draft: Draft
) -> None:
    kept = drafts.take_snapshot(draft, "Bản một", "named", actor=world.actor("chuyenvien"))
    row = next(r for r in draft_store.section_rows(draft.id, "so_lieu") if "{{hoi_vien}}" in r.text)
    text = row.text + " Thêm câu."
    draft_editing.save_text(
        draft, "so_lieu", row.key, text, Base(row.revision), actor=world.actor("chuyenvien")
    )
    db.session.commit()
    words = officer.get(f"{address}/ban-luu/{kept.id}").words(".change")
    assert "2.400" in words
    assert "{{" not in words


def test_a_comment_that_is_too_long_is_not_cut(
    officer: PageClient, address: str, draft: Draft
) -> None:
    long = "Góp ý dài. " * 500
    page = officer.post(f"{address}/muc/{SECTION}/y-kien", {"noi_dung": long}, 422)
    assert "5.000 ký tự" in page.words()
    assert db.session.query(DraftComment).count() == 0
