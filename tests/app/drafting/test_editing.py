"""Typing in paragraphs by the protocol of the units' pages; undo, redo, history."""

from __future__ import annotations

import pytest

from app.extensions import db
from app.models import Draft
from app.services import draft_editing, draft_store, draft_undo, drafts
from app.services.answer_store import Base
from app.services.errors import NotFound, Refused
from app.services.filling import SaveStatus
from forms import BlockState, drafting
from tests.app.world import World

SECTION = "lanh_dao"
MINE = "Bản do chuyên viên sửa."


def first(draft: Draft) -> str:
    return draft_store.load_section(draft.id, SECTION).visible[0].id


def save(
    world: World, draft: Draft, text: str, base: Base, who: str = "chuyenvien"
) -> draft_editing.TextSave:
    saved = draft_editing.save_text(
        draft, SECTION, first(draft), text, base, actor=world.actor(who)
    )
    db.session.commit()
    return saved


def test_an_edit_makes_the_paragraph_the_editors_own(world: World, draft: Draft) -> None:
    saved = save(world, draft, MINE, Base(1))
    block = draft_store.load_section(draft.id, SECTION).get(saved.row.key)
    assert (saved.status, block.text, block.state) == (SaveStatus.SAVED, MINE, BlockState.EDITED)
    assert saved.row.revision == 2


def test_a_row_that_was_read_before_an_action_says_what_the_action_made(
    world: World, draft: Draft
) -> None:
    row = draft_editing.get_row(draft, SECTION, first(draft))
    actor = world.actor("chuyenvien")
    drafts.act(
        draft, SECTION, lambda section: drafting.delete(section, row.key), actor=actor,
        name="deleted",
    )  # fmt: skip
    assert (row.state, row.revision) == (BlockState.DELETED.value, 2)


def test_typing_the_generated_text_back_lets_it_follow_again(world: World, draft: Draft) -> None:
    was = draft_store.load_section(draft.id, SECTION).visible[0].text
    save(world, draft, MINE, Base(1))
    saved = save(world, draft, was, Base(2))
    assert saved.row.state == BlockState.GENERATED.value


def test_the_same_tab_goes_on_without_knowing_the_revision(world: World, draft: Draft) -> None:
    save(world, draft, "Một", Base(1, "the", 1))
    assert save(world, draft, "Hai", Base(1, "the", 2)).status is SaveStatus.SAVED
    assert save(world, draft, "Một", Base(1, "the", 1)).status is SaveStatus.REPEATED
    assert draft_store.load_section(draft.id, SECTION).visible[0].text == "Hai"


def test_another_persons_save_on_an_old_revision_is_a_conflict(world: World, draft: Draft) -> None:
    save(world, draft, MINE, Base(1, "the-1", 1))
    saved = save(world, draft, "Bản khác", Base(1, "the-2", 1), "truongban")
    assert saved.status is SaveStatus.CONFLICT
    assert (saved.text, saved.theirs_is_own) == (MINE, False)
    assert saved.theirs_by == "Chuyên viên Ban Tuyên giáo"
    assert draft_store.load_section(draft.id, SECTION).visible[0].text == MINE


def test_choosing_the_others_text_keeps_ones_own_in_the_history(world: World, draft: Draft) -> None:
    save(world, draft, MINE, Base(1, "the-1", 1))
    key = first(draft)
    saved = draft_editing.keep_theirs(
        draft, SECTION, key, "Bản khác", Base(2, "the-2", 1), actor=world.actor("truongban")
    )
    assert saved.text == MINE
    told = [version.text for version in draft_editing.history(saved.row)]
    assert told[:3] == [MINE, "Bản khác", MINE]


def test_an_equal_text_makes_no_revision(world: World, draft: Draft) -> None:
    was = draft_store.load_section(draft.id, SECTION).visible[0].text
    assert save(world, draft, was, Base(9)).status is SaveStatus.UNCHANGED


def test_an_old_text_can_be_brought_back(world: World, draft: Draft) -> None:
    was = draft_store.load_section(draft.id, SECTION).visible[0].text
    save(world, draft, MINE, Base(1))
    draft_editing.bring_back(draft, SECTION, first(draft), 1, actor=world.actor("chuyenvien"))
    assert draft_store.load_section(draft.id, SECTION).visible[0].text == was
    with pytest.raises(NotFound):
        draft_editing.bring_back(draft, SECTION, first(draft), 99, actor=world.actor("chuyenvien"))


def test_a_deleted_paragraph_is_not_typed_into(world: World, draft: Draft) -> None:
    key = first(draft)
    act(world, draft, lambda d: drafting.delete(d, key))
    with pytest.raises(Refused):
        draft_editing.save_text(draft, SECTION, key, MINE, Base(1), actor=world.actor("chuyenvien"))


def act(world: World, draft: Draft, step: drafts.Action, name: str = "deleted") -> None:
    drafts.act(draft, SECTION, step, actor=world.actor("chuyenvien"), name=name)
    db.session.commit()


def undo(world: World, draft: Draft, kind: str = draft_undo.UNDO, who: str = "chuyenvien") -> None:
    draft_undo.take_step(draft, SECTION, actor=world.actor(who), kind=kind)
    db.session.commit()


def contents(draft: Draft) -> list[tuple[str, str, str]]:
    section = draft_store.load_section(draft.id, SECTION)
    return [(block.id, block.text, block.state.value) for block in section.blocks]


def test_actions_are_undone_and_redone_one_by_one(world: World, draft: Draft) -> None:
    start, key = contents(draft), first(draft)
    act(world, draft, lambda d: drafting.delete(d, key))
    gone = contents(draft)
    act(world, draft, lambda d: drafting.move(d, d.blocks[1].id, None), "moved")
    undo(world, draft)
    assert contents(draft) == gone
    undo(world, draft)
    assert contents(draft) == start
    undo(world, draft, draft_undo.REDO)
    assert contents(draft) == gone


def test_splitting_and_joining_are_undone(world: World, draft: Draft) -> None:
    start, key = contents(draft), first(draft)
    act(world, draft, lambda d: drafting.split(d, key, 10), "split")
    assert len(contents(draft)) == len(start) + 1
    undo(world, draft)
    assert contents(draft) == start


def test_undoing_spares_what_others_typed_elsewhere(world: World, draft: Draft) -> None:
    ids = [block.id for block in draft_store.load_section(draft.id, SECTION).visible]
    act(world, draft, lambda d: drafting.delete(d, ids[1]))
    save(world, draft, MINE, Base(1), "truongban")
    undo(world, draft)
    section = draft_store.load_section(draft.id, SECTION)
    assert section.get(ids[0]).text == MINE
    assert section.get(ids[1]).state is not BlockState.DELETED


def test_a_paragraph_changed_since_is_not_undone_over(world: World, draft: Draft) -> None:
    key = first(draft)
    act(world, draft, lambda d: drafting.edit(d, key, "Thay cả đoạn"), "replaced")
    save(world, draft, MINE, Base(2), "truongban")
    with pytest.raises(Refused):
        undo(world, draft)
    assert draft_store.load_section(draft.id, SECTION).get(key).text == MINE


def test_nobody_undoes_another_persons_action(world: World, draft: Draft) -> None:
    key = first(draft)
    act(world, draft, lambda d: drafting.delete(d, key))
    with pytest.raises(Refused):
        undo(world, draft, who="truongban")


def test_steps_are_no_snapshots(world: World, draft: Draft) -> None:
    key = first(draft)
    act(world, draft, lambda d: drafting.delete(d, key))
    assert drafts.list_snapshots(draft) == []
