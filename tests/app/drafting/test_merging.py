"""Merging into a draft, and again: what units say arrives, what an editor wrote stays."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.models import Draft, DraftBlock
from app.services import (
    answer_store,
    draft_dumps,
    draft_editing,
    draft_merging,
    draft_store,
    drafts,
)
from app.services.draft_material import Reading
from app.services.draft_reading import section_view
from forms import BlockState, drafting
from tests.app.drafting.collecting import OWN, SHARED, collect, merged_draft, report_of, send
from tests.app.world import World

SECTION = "lanh_dao"
MINE = "Cấp ủy các cấp đưa khuyến học vào nghị quyết; nhiều nơi có nghị quyết chuyên đề."


def shared_block(draft: Draft) -> str:
    found = draft_store.load_section(draft.id, SECTION).visible
    return next(block.id for block in found if len(drafting.units(block.members)) == 2)


def edit(world: World, draft: Draft, key: str, text: str) -> None:
    row = draft_editing.get_row(draft, SECTION, key)
    base = answer_store.Base(row.revision)
    draft_editing.save_text(draft, SECTION, key, text, base, actor=world.actor("chuyenvien"))
    db.session.commit()


def merge_again(world: World) -> drafts.MergeOutcome:
    outcome = drafts.merge(world.campaign, actor=world.actor("chuyenvien"))
    db.session.commit()
    return outcome


def test_a_point_of_two_units_is_one_paragraph_with_both_behind_it(draft: Draft) -> None:
    view = section_view(Reading.of(draft), Reading.of(draft).outline.section(SECTION))
    shared = next(block for block in view.blocks if block.unit_count == 2)
    assert "khuyến học vào nghị quyết" in shared.text
    assert shared.share == "2/4"


def test_what_only_one_unit_says_names_it(draft: Draft) -> None:
    view = section_view(Reading.of(draft), Reading.of(draft).outline.section(SECTION))
    example = next(block for block in view.blocks if block.kind == "example")
    assert example.text == f"Xã B: {OWN}"
    assert example.lead == "Tiêu biểu như:"


def test_sums_stand_in_sentences_with_their_units(draft: Draft) -> None:
    reading = Reading.of(draft)
    view = section_view(reading, reading.outline.section("so_lieu"))
    texts = ["".join(piece.text for piece in block.pieces) for block in view.blocks]
    assert any("10.000" in text and "2/4" in text for text in texts)
    assert any("2.400" in text for text in texts)


def test_merging_again_without_a_change_changes_nothing(world: World, draft: Draft) -> None:
    before = draft_dumps.dump(draft)
    outcome = merge_again(world)
    assert outcome.changes == ()
    assert draft_dumps.dump(draft) == before


def test_a_late_report_of_one_section_leaves_the_rows_of_the_others_untouched(
    world: World, draft: Draft
) -> None:
    before = written(draft)
    send(world, "xa-c", {"ket_qua": {"v": SHARED}})
    outcome = merge_again(world)
    after = written(draft)
    assert {change.section_key for change in outcome.changes} == {SECTION}
    assert {key for key, *_ in before ^ after} == {SECTION}


def written(draft: Draft) -> set[tuple[object, ...]]:
    """What of each block's row every write would change."""
    rows = db.session.execute(
        select(
            DraftBlock.section_key, DraftBlock.key, DraftBlock.revision, DraftBlock.updated_at
        ).where(DraftBlock.draft_id == draft.id)
    )
    return {tuple(row) for row in rows}


def test_a_late_report_reaches_untouched_paragraphs_and_spares_edited_ones(
    world: World, draft: Draft
) -> None:
    key = shared_block(draft)
    edit(world, draft, key, MINE)
    assert not drafts.is_stale(draft)
    send(world, "xa-c", report_of("xa-c", 2000, 100))
    assert drafts.is_stale(draft)
    outcome = merge_again(world)
    block = draft_store.load_section(draft.id, SECTION).get(key)
    assert block.text == MINE
    assert block.state is BlockState.EDITED
    assert block.theirs is not None
    assert len(drafting.units(block.theirs.members)) == 3
    assert "chờ quyết định" in outcome.words
    reading = Reading.of(draft)
    figures = section_view(reading, reading.outline.section("so_lieu"))
    assert any("12.000" in piece.text for block in figures.blocks for piece in block.pieces)


def test_a_deleted_paragraph_does_not_come_back(world: World, draft: Draft) -> None:
    key = shared_block(draft)
    drafts.act(
        draft, SECTION, lambda d: drafting.delete(d, key), actor=world.actor("chuyenvien"), name="x"
    )
    send(world, "xa-c", report_of("xa-c", 2000, 100))
    merge_again(world)
    assert draft_store.load_section(draft.id, SECTION).get(key).state is BlockState.DELETED


def test_a_merge_is_undone_as_a_whole(world: World, draft: Draft) -> None:
    before = draft_dumps.dump(draft)
    send(world, "xa-c", report_of("xa-c", 2000, 100))
    merge_again(world)
    assert draft_dumps.dump(draft) != before
    draft_merging.undo_last_merge(draft, actor=world.actor("chuyenvien"))
    after = draft_dumps.dump(draft)
    assert texts(after) == texts(before)
    assert drafts.is_stale(draft)


def test_undoing_a_merge_spares_what_two_people_wrote_before_and_after_it(
    world: World, draft: Draft
) -> None:
    first = shared_block(draft)
    edit(world, draft, first, MINE)
    send(world, "xa-c", report_of("xa-c", 2000, 100, text=LATE))
    merge_again(world)
    block = next(b for b in draft_store.load_section(draft.id, SECTION).visible if OWN in b.text)
    row = draft_editing.get_row(draft, SECTION, block.id)
    draft_editing.save_text(
        draft, SECTION, block.id, THEIRS, answer_store.Base(row.revision),
        actor=world.actor("truongban"),
    )  # fmt: skip
    assert any(LATE in text for text in texts(draft_dumps.dump(draft))[SECTION])
    undone = draft_merging.undo_last_merge(draft, actor=world.actor("chuyenvien"))
    db.session.commit()
    assert undone.kept == 1
    said = texts(draft_dumps.dump(draft))[SECTION]
    assert MINE in said
    assert THEIRS in said
    assert not any(LATE in text for text in said)
    merge_again(world)
    said = texts(draft_dumps.dump(draft))[SECTION]
    assert {MINE, THEIRS} <= set(said)
    assert any(LATE in text for text in said)


LATE = "Mô hình “Họ học tập” của thôn Trung được 75 hộ tham gia."
THEIRS = "Trưởng ban viết lại đoạn ví dụ sau lần ghép."


def texts(dump: dict[str, dict[str, list[dict[str, str]]]]) -> dict[str, list[str]]:
    return {key: [block["text"] for block in data["blocks"]] for key, data in dump.items()}


def test_a_snapshot_is_what_the_engine_would_write_of_the_draft(world: World, draft: Draft) -> None:
    edit(world, draft, shared_block(draft), 'Viết lại: “khuyến học” \\ "khuyến tài"\n{{so}}.')
    send(world, "xa-c", report_of("xa-c", 2000, 100, text=f"{SHARED} {OWN}"))
    outcome = merge_again(world)
    merge_again(world)
    sections = draft_store.load_sections(draft.id)
    assert any(block.theirs for block in sections[SECTION].blocks)
    name = "Trước khi duyệt"
    kept = drafts.take_snapshot(draft, name, "named", actor=world.actor("chuyenvien"))
    assert kept.data == {key: drafting.draft_to_json(one) for key, one in sections.items()}
    drafts.restore_snapshot(draft, outcome.snapshot_id or 0, actor=world.actor("chuyenvien"))
    assert draft_store.load_sections(draft.id) != sections
    drafts.restore_snapshot(draft, kept.id, actor=world.actor("chuyenvien"))
    assert draft_store.load_sections(draft.id) == sections


def test_blocks_read_again_are_the_very_same_until_they_change(world: World, draft: Draft) -> None:
    key = shared_block(draft)
    before = draft_store.load_section(draft.id, SECTION)
    edit(world, draft, key, MINE)
    after = draft_store.load_section(draft.id, SECTION)
    assert after.get(key).text == MINE
    others = [block for block in before.blocks if block.id != key]
    assert others
    assert all(after.get(block.id) is block for block in others)


def test_coming_changes_are_shown_before_anything_is_written(world: World, draft: Draft) -> None:
    before = draft_dumps.dump(draft)
    assert draft_merging.coming_changes(draft) == []
    send(world, "xa-c", report_of("xa-c", 2000, 100, text=f"{SHARED} {OWN}"))
    found = draft_merging.coming_changes(draft)
    assert {change.section_key for change in found} >= {SECTION}
    assert draft_dumps.dump(draft) == before


def test_a_coming_change_shows_the_words_that_stand_in_the_draft(
    world: World, draft: Draft
) -> None:
    key = shared_block(draft)
    generated = draft_store.load_section(draft.id, SECTION).get(key).text
    edit(world, draft, key, MINE)
    send(world, "xa-c", report_of("xa-c", 2000, 100))
    [change] = [c.change for c in draft_merging.coming_changes(draft) if c.change.block_id == key]
    assert isinstance(change, draft_merging.WaitingChange)
    assert (change.old, change.base) == (MINE, generated)
    assert len(change.added_units) == 1


def test_each_waiting_paragraph_is_decided_by_itself(world: World, draft: Draft) -> None:
    key = shared_block(draft)
    edit(world, draft, key, MINE)
    send(world, "xa-c", report_of("xa-c", 2000, 100))
    merge_again(world)
    assert [one.change.block_id for one in draft_merging.waiting_changes(draft)] == [key]
    actor = world.actor("chuyenvien")
    draft_merging.decide(draft, {f"{SECTION}:{key}": draft_merging.KEEP}, actor=actor)
    block = draft_store.load_section(draft.id, SECTION).get(key)
    assert block.text == MINE
    assert block.theirs is None
    assert draft_merging.waiting_changes(draft) == []


def test_taking_the_new_text_gives_up_the_edit(world: World, draft: Draft) -> None:
    key = shared_block(draft)
    edit(world, draft, key, MINE)
    send(world, "xa-c", report_of("xa-c", 2000, 100))
    merge_again(world)
    actor = world.actor("chuyenvien")
    draft_merging.decide(draft, {f"{SECTION}:{key}": draft_merging.TAKE}, actor=actor)
    block = draft_store.load_section(draft.id, SECTION).get(key)
    assert block.state is BlockState.GENERATED
    assert len(drafting.units(block.members)) == 3


def test_reports_only_sent_take_part_when_asked_for(world: World) -> None:
    collect(world)
    send(world, "xa-c", report_of("xa-c", 2000, 100), accepted=False)
    actor = world.actor("chuyenvien")
    outcome = drafts.merge(world.campaign, actor=actor, include_submitted=True)
    reading = Reading.of(outcome.draft)
    assert len(reading.merged.reported) == 3
    assert len(reading.merged.submitted_only) == 1


def test_a_campaign_without_reports_gives_a_draft_that_says_so(world: World) -> None:
    outcome = drafts.merge(world.campaign, actor=world.actor("chuyenvien"))
    reading = Reading.of(outcome.draft)
    views = [section_view(reading, section) for section in reading.outline.walk()]
    prose = [b for v in views for b in v.blocks if b.kind in ("paragraph", "example")]
    assert prose == []
    figures = [b for v in views for b in v.blocks if b.kind == "figure"]
    assert all("[chưa có số liệu]" in "".join(p.text for p in b.pieces) for b in figures)


def test_one_report_alone_is_taken_over_in_full(world: World) -> None:
    send(world, "xa-a", report_of("xa-a", 4000, 900, text=f"{SHARED}\n{OWN}"))
    draft = drafts.merge(world.campaign, actor=world.actor("chuyenvien")).draft
    said = " ".join(b.text for b in draft_store.load_section(draft.id, SECTION).visible)
    assert OWN in said


def test_the_snapshot_before_a_merge_is_dropped_when_nothing_changed(world: World) -> None:
    draft = merged_draft(world).draft
    merge_again(world)
    assert drafts.list_snapshots(draft) == []
