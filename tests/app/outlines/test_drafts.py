"""Drafts: every text kept, undone step by step, saved on what was seen, released for good."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import AuditEvent, OutlineDraftRevision, OutlineState, OutlineVersion
from app.services import (
    outline_access,
    outline_drafts,
    outline_revisions,
    outline_starting,
    outlines,
)
from app.services.actors import Actor
from app.services.errors import Invalid, Refused
from forms import dump_outline, editing
from tests.app.world import World


@pytest.fixture
def officer(world: World) -> Actor:
    return world.actor("chuyenvien")


@pytest.fixture
def draft(world: World, officer: Actor) -> OutlineVersion:
    return outline_starting.clone(world.version, officer)


def rename(version: OutlineVersion, heading: str, actor: Actor, seen: str = "") -> None:
    outline = outline_drafts.open_draft(version).outline
    changed = editing.change_section(outline, "so_lieu", heading=heading)
    outline_drafts.save(
        version, changed, seen=seen or version.sha256, words=f"Đổi thành {heading}", actor=actor
    )
    db.session.flush()


def heading(version: OutlineVersion) -> str:
    return outlines.get_outline(version.id).section("so_lieu").heading


def test_a_clone_is_a_draft_of_the_next_version_with_the_same_questions(
    world: World, draft: OutlineVersion
) -> None:
    assert (draft.outline_id, draft.version, draft.state) == ("thu_nghiem", 2, OutlineState.DRAFT)
    old, new = outlines.get_outline(world.version.id), outlines.get_outline(draft.id)
    assert editing.compare_outlines(old, new) == ()
    assert new.version == 2


def test_two_clones_get_two_numbers(world: World, officer: Actor) -> None:
    numbers = [outline_starting.clone(world.version, officer).version for _ in range(3)]
    assert numbers == [2, 3, 4]


def test_a_save_is_seen_and_can_be_undone_and_done_again(
    draft: OutlineVersion, officer: Actor
) -> None:
    first = heading(draft)
    rename(draft, "Một", officer)
    rename(draft, "Hai", officer)
    assert outline_revisions.undo(draft, officer) == "Đổi thành Hai"
    assert heading(draft) == "Một"
    assert outline_revisions.undo(draft, officer) == "Đổi thành Một"
    assert heading(draft) == first
    with pytest.raises(Refused):
        outline_revisions.undo(draft, officer)
    outline_revisions.redo(draft, officer)
    assert heading(draft) == "Một"


def test_what_was_undone_is_kept_when_the_work_goes_another_way(
    draft: OutlineVersion, officer: Actor
) -> None:
    rename(draft, "Một", officer)
    outline_revisions.undo(draft, officer)
    rename(draft, "Hai", officer)
    texts = db.session.scalars(
        select(OutlineDraftRevision.source).where(OutlineDraftRevision.version_id == draft.id)
    ).all()
    assert len(texts) == 3
    assert any("heading: Một" in text for text in texts)
    outline_revisions.undo(draft, officer)
    outline_revisions.redo(draft, officer)
    assert heading(draft) == "Hai"


def test_a_save_on_an_older_text_writes_nothing(draft: OutlineVersion, officer: Actor) -> None:
    seen = draft.sha256
    rename(draft, "Một", officer)
    with pytest.raises(outline_drafts.Conflict):
        rename(draft, "Hai", officer, seen=seen)
    assert heading(draft) == "Một"


def test_an_edit_of_another_place_goes_on_top_of_a_newer_text(
    draft: OutlineVersion, officer: Actor
) -> None:
    seen = draft.sha256
    rename(draft, "Một", officer)
    outline_drafts.change(
        draft,
        lambda outline: editing.change_field(outline, "ket_qua", label="Kết quả"),
        words="Đổi tên",
        actor=officer,
        seen=seen,
        node=lambda outline: outline.field("ket_qua"),
    )
    assert heading(draft) == "Một"
    with pytest.raises(outline_drafts.Conflict):
        outline_drafts.change(
            draft,
            lambda outline: editing.change_section(outline, "so_lieu", heading="Hai"),
            words="Đổi tên",
            actor=officer,
            seen=seen,
            node=lambda outline: outline.section("so_lieu").heading,
        )


def test_saving_the_same_text_adds_no_step(draft: OutlineVersion, officer: Actor) -> None:
    rename(draft, heading(draft), officer)
    assert len(outline_revisions.revisions(draft)) == 1


def test_a_faulty_draft_is_kept_but_not_released(draft: OutlineVersion, officer: Actor) -> None:
    outline = editing.change_field(
        outline_drafts.open_draft(draft).outline, "hoi_vien", show_if="khong_co > 1"
    )
    outline_drafts.save(draft, outline, seen=draft.sha256, words="Đổi", actor=officer)
    db.session.flush()
    opened = outline_drafts.open_draft(draft)
    assert [fault.field for fault in opened.faults] == ["hoi_vien"]
    with pytest.raises(Refused, match="1 chỗ chưa đúng"):
        outline_drafts.release(draft, officer)


def test_a_released_draft_is_logged_offered_and_closed_to_edits(
    draft: OutlineVersion, officer: Actor
) -> None:
    outline_drafts.release(draft, officer)
    db.session.flush()
    assert draft.id in [version.id for version in outlines.list_versions()]
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "outline.released")
    ).all()[-1]
    assert event.details["sha256"] == draft.sha256
    with pytest.raises(Refused, match="đã phát hành"):
        outline_drafts.open_draft(draft)
    with pytest.raises(Refused):
        outline_revisions.undo(draft, officer)
    outline = outlines.get_outline(draft.id)
    with pytest.raises(Refused):
        outline_drafts.save(draft, outline, seen=draft.sha256, words="", actor=officer)


def test_an_archived_version_is_not_offered_until_it_is_taken_back(
    world: World, draft: OutlineVersion, officer: Actor
) -> None:
    outline_drafts.archive(world.version, officer)
    outline_drafts.archive(draft, officer)
    assert outlines.list_versions() == []
    outline_drafts.unarchive(world.version, officer)
    outline_drafts.unarchive(draft, officer)
    assert (world.version.state, draft.state) == ("released", "draft")


def test_drafts_are_of_the_office_that_writes_them(world: World, draft: OutlineVersion) -> None:
    own, other = world.actor("truongban"), world.actor("nguoingoai")
    unit = world.actor("canbo.a")
    assert outline_access.may_edit(own, draft)
    assert not outline_access.may_read(other, draft)
    assert not outline_access.may_edit(other, draft)
    assert outline_access.may_read(other, world.version)
    assert not outline_access.may_read(unit, world.version)


def test_a_yaml_file_becomes_a_draft_and_a_bad_one_is_refused_with_its_lines(
    world: World, officer: Actor
) -> None:
    text = dump_outline(outlines.get_outline(world.version.id)).replace("id: thu_nghiem", "id: moi")
    version = outline_starting.import_source(text, officer)
    assert (version.outline_id, version.version) == ("moi", 1)
    with pytest.raises(Invalid, match="thiếu khóa “kind”"):
        outline_starting.import_source("id: moi\nversion: một\n", officer)
    with pytest.raises(Invalid):
        outline_starting.import_source("", officer)


def test_a_new_outline_gets_an_id_of_its_own(officer: Actor) -> None:
    first = outline_starting.start_blank("Báo cáo chuyên đề", "chuyen_de", officer)
    second = outline_starting.start_blank("Báo cáo chuyên đề", "chuyen_de", officer)
    assert (first.outline_id, second.outline_id) == ("bao_cao_chuyen_de", "bao_cao_chuyen_de_2")
    outline_drafts.release(first, officer)
    copied = outline_starting.clone_as_new(first, "Báo cáo khác", officer)
    assert (copied.outline_id, copied.version, copied.title) == ("bao_cao_khac", 1, "Báo cáo khác")
