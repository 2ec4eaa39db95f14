"""Editor actions, policies of matching, rules and storage, one example each."""

import json

import pytest

from forms import drafting
from forms.drafting import Block, BlockState, ChangeKind, Draft, Flag, Proposal, Severity

A, B, C, D = (("xa-a", "1"), ("xa-b", "1"), ("xa-c", "1"), ("xa-d", "1"))
FIXED = ("field:hoi_vien", "")


def proposal(text: str, *members: tuple[str, str], rank: int = 0, **meta: object) -> Proposal:
    return Proposal(frozenset(members), text, rank, meta=meta)


def merged(*proposals: Proposal) -> Draft:
    return drafting.remerge(Draft(), proposals)


def two_blocks() -> Draft:
    return merged(proposal("Ý một.", A, B, unit_count=2), proposal("Ý hai.", C, rank=1))


def ids(draft: Draft) -> list[str]:
    return [block.id for block in draft.blocks]


def texts(draft: Draft) -> list[str]:
    return [block.text for block in draft.visible]


def sourced(block_id: str, state: BlockState, *members: tuple[str, str]) -> Block:
    base = frozenset(members)
    return Block(block_id, state, block_id, base_text="cũ", base_members=base)


@pytest.mark.parametrize("other", [BlockState.GENERATED, BlockState.DELETED])
def test_on_a_tie_the_edited_block_gets_the_proposal(other: BlockState) -> None:
    draft = Draft((sourced("a", other, A), sourced("z", BlockState.EDITED, B)), touched=True)
    after = drafting.remerge(draft, [proposal("mới", A, B)])
    assert after.get("z").members == {A, B}


def test_the_closest_block_wins_and_not_the_one_that_merely_shares_more() -> None:
    many = [(f"xa-{number}", "1") for number in range(10)]
    wide = sourced("a", BlockState.EDITED, *many)
    exact = sourced("z", BlockState.EDITED, ("xa-10", "1"), ("xa-11", "1"))
    now = proposal("mới", *many[:3], ("xa-10", "1"), ("xa-11", "1"))
    after = drafting.remerge(Draft((wide, exact), touched=True), [now])
    assert after.get("z").members == now.members
    assert after.get("a").theirs == drafting.GONE


def test_an_edited_block_waits_and_shows_what_changed() -> None:
    first = two_blocks()
    draft = drafting.edit(first, ids(first)[0], "Ý một, đã sửa.")
    after = drafting.remerge(draft, [proposal("Ý một.", A, B, D), proposal("Ý hai.", C, rank=1)])
    block = after.get(ids(first)[0])
    assert block.text == "Ý một, đã sửa."
    found = drafting.flags(block, frozenset({A, B, C, D}))
    assert found == (Flag.SOURCE_CHANGED, Flag.ADDED)
    assert drafting.severity(found) is Severity.NOTE


@pytest.mark.parametrize(
    ("now", "alive", "expected"),
    [
        ([proposal("Ý một, rõ hơn.", A, B)], {A, B}, Severity.CHECK),
        ([proposal("Ý một.", A)], {A}, Severity.CHECK),
        ([], {C}, Severity.BROKEN),
        ([], {A}, Severity.CHECK),
        ([proposal("Ý một.", A, B)], {A, B}, Severity.NONE),
    ],
)
def test_severity_tells_growth_from_change_and_loss(
    now: list[Proposal], alive: set[tuple[str, str]], expected: Severity
) -> None:
    first = merged(proposal("Ý một.", A, B))
    draft = drafting.remerge(drafting.edit(first, ids(first)[0], "Sửa."), now)
    found = drafting.flags(draft.blocks[0], alive)
    assert drafting.severity(found) is expected


def test_a_fixed_item_keeps_its_block_while_its_text_changes() -> None:
    first = merged(proposal("Có 5 hội viên.", FIXED))
    after = drafting.remerge(first, [proposal("Có 7 hội viên.", FIXED)])
    assert ids(after) == ids(first)
    assert texts(after) == ["Có 7 hội viên."]


def test_a_unit_that_rewords_its_only_sentence_keeps_the_edited_block() -> None:
    first = merged(proposal("Kinh phí khuyến học còn hạn hẹp.", A))
    draft = drafting.edit(first, ids(first)[0], "Kinh phí còn hạn hẹp.")
    reworded = proposal("Kinh phí khuyến học rất hạn hẹp.", ("xa-a", "2"))
    by_wording = drafting.remerge(draft, [reworded], drafting.wording_similarity)
    assert len(by_wording.blocks) == 1
    assert len(drafting.remerge(draft, [reworded]).blocks) == 2


def test_typing_the_generated_text_back_makes_a_block_follow_its_sources_again() -> None:
    first = two_blocks()
    sure = drafting.edit(drafting.edit(first, ids(first)[0], "x"), ids(first)[0], "Ý một.")
    assert sure.get(ids(first)[0]).state is BlockState.GENERATED


def test_a_deleted_block_must_be_restored_before_it_is_edited() -> None:
    first = two_blocks()
    draft = drafting.delete(first, ids(first)[0])
    assert texts(draft) == ["Ý hai."]
    with pytest.raises(ValueError, match="restored first"):
        drafting.edit(draft, ids(first)[0], "x")
    assert drafting.restore(draft, ids(first)[0]).blocks == first.blocks


def test_a_deleted_manual_block_comes_back_as_manual() -> None:
    draft = drafting.add_manual(Draft(), None, "Tự viết.")
    back = drafting.restore(drafting.remerge(drafting.delete(draft, "m1"), []), "m1")
    assert back.get("m1") == draft.get("m1")


def test_unknown_ids_are_refused() -> None:
    for action in (drafting.delete, drafting.accept, drafting.keep, drafting.restore):
        with pytest.raises(KeyError):
            action(two_blocks(), "nope")
    with pytest.raises(KeyError):
        drafting.move(two_blocks(), ids(two_blocks())[0], "nope")


def test_accepting_takes_the_new_text_and_keeping_acknowledges_it() -> None:
    first = merged(proposal("Ý một.", A))
    now = [proposal("Ý một, mới.", A, B)]
    waiting = drafting.remerge(drafting.edit(first, ids(first)[0], "Sửa."), now)
    accepted = drafting.accept(waiting, ids(first)[0]).blocks[0]
    assert (accepted.state, accepted.text) == (BlockState.GENERATED, "Ý một, mới.")
    kept = drafting.keep(waiting, ids(first)[0]).blocks[0]
    assert (kept.state, kept.text, kept.base_text) == (BlockState.EDITED, "Sửa.", "Ý một, mới.")
    assert accepted.base_members == kept.base_members == {A, B}


def test_keeping_a_block_without_sources_makes_it_the_editors_own() -> None:
    first = merged(proposal("Ý một.", A))
    gone = drafting.remerge(drafting.edit(first, ids(first)[0], "Sửa."), [])
    kept = drafting.keep(gone, ids(first)[0])
    assert kept.blocks[0].state is BlockState.MANUAL
    assert drafting.accept(gone, ids(first)[0]).blocks == ()


def test_approval_falls_away_with_the_text_and_only_then() -> None:
    first = merged(proposal("Ý một.", A))
    approved = drafting.approve(first, ids(first)[0])
    grown = drafting.remerge(approved, [proposal("Ý một.", A, B)])
    assert grown.blocks[0].approved
    assert not drafting.remerge(approved, [proposal("Khác.", A)]).blocks[0].approved
    assert not drafting.edit(approved, ids(first)[0], "Sửa.").blocks[0].approved
    assert not approved.touched


def test_a_join_is_remembered_when_late_units_arrive() -> None:
    first = two_blocks()
    joined = drafting.join(first, ids(first))
    assert texts(joined) == ["Ý một. Ý hai."]
    late = [proposal("Ý một.", A, B, D, unit_count=3), proposal("Ý hai.", C, rank=1)]
    after = drafting.remerge(joined, late)
    assert texts(after) == ["Ý một. Ý hai."]
    assert after.blocks[0].base_members == {A, B, C, D}
    assert after.blocks[0].meta["unit_count"] == 4


def test_a_join_does_not_swallow_a_large_block_that_took_over_one_sentence() -> None:
    first = merged(proposal("Một.", A, B, C), proposal("Hai.", D, rank=1))
    joined = drafting.join(first, ids(first))
    others = [(f"xa-{number}", "1") for number in range(9)]
    after = drafting.remerge(joined, [proposal("Ba.", A, *others), proposal("Hai.", D, rank=1)])
    assert set(texts(after)) == {"Ba.", "Hai."}


def test_separating_brings_the_parts_back() -> None:
    first = two_blocks()
    parts = [proposal("Ý một.", A, B), proposal("Ý hai.", C, rank=1)]
    joined = drafting.remerge(drafting.join(first, ids(first)), parts)
    apart = drafting.remerge(drafting.separate(joined, ids(joined)[0]), parts)
    assert texts(apart) == ["Ý một.", "Ý hai."]
    with pytest.raises(ValueError, match="not joined"):
        drafting.separate(apart, ids(apart)[0])


def test_joining_needs_two_blocks_of_one_kind() -> None:
    table = Proposal(frozenset({FIXED}), "", 1, "table")
    draft = merged(proposal("Ý một.", A), table)
    with pytest.raises(ValueError, match="one kind"):
        drafting.join(draft, ids(draft))
    with pytest.raises(ValueError, match="two blocks"):
        drafting.join(draft, ids(draft)[:1])


def test_joining_a_manual_block_keeps_its_words_and_the_sources_of_the_other() -> None:
    first = merged(proposal("Ý một.", A))
    draft = drafting.add_manual(first, ids(first)[0], "Tự viết.")
    whole = drafting.join(draft, ids(draft)).blocks[0]
    assert (whole.text, whole.state) == ("Ý một. Tự viết.", BlockState.EDITED)
    assert whole.base_members == {A}


def test_both_pieces_of_a_split_rest_on_all_sources_and_survive() -> None:
    first = merged(proposal("Câu một. Câu hai.", A, B))
    cut = drafting.split(first, ids(first)[0], 8)
    assert texts(cut) == ["Câu một.", "Câu hai."]
    after = drafting.remerge(cut, [proposal("Câu một. Câu hai.", A, B, C)])
    assert texts(after) == ["Câu một.", "Câu hai."]
    for block in after.blocks:
        assert drafting.sources(block.members) == {A, B, C}
        assert Flag.ADDED in drafting.flags(block, {A, B, C})


def test_joining_the_pieces_of_a_split_restores_the_block() -> None:
    first = merged(proposal("Câu một. Câu hai.", A, B))
    cut = drafting.split(first, ids(first)[0], 8)
    whole = drafting.join(cut, ids(cut))
    assert whole.blocks[0].state is BlockState.GENERATED
    assert drafting.remerge(whole, [proposal("Câu một. Câu hai.", A, B)]) == whole


def test_a_split_needs_text_on_both_sides() -> None:
    first = merged(proposal("Câu một.", A))
    with pytest.raises(ValueError, match="need text"):
        drafting.split(first, ids(first)[0], 0)


def test_splitting_a_manual_block_gives_two_manual_blocks() -> None:
    cut = drafting.split(drafting.add_manual(Draft(), None, "Câu một. Câu hai."), "m1", 8)
    assert [(b.text, b.state) for b in cut.blocks] == [
        ("Câu một.", BlockState.MANUAL),
        ("Câu hai.", BlockState.MANUAL),
    ]


def test_detached_sources_stay_detached_and_new_units_join_the_rest() -> None:
    first = merged(proposal("Ý chung.", A, B, C, unit_count=3))
    apart = drafting.detach(first, ids(first)[0], [C], "Ý riêng.")
    after = drafting.remerge(apart, [proposal("Ý chung.", A, B, C, D, unit_count=4)])
    found = {b.text: (b.members, b.meta["unit_count"]) for b in after.blocks}
    assert found == {
        "Ý chung.": (frozenset({A, B, D}), 3),
        "Ý riêng.": (frozenset({C}), 1),
    }
    with pytest.raises(ValueError, match="must leave"):
        drafting.detach(first, ids(first)[0], [A, B, C], "x")


def test_compare_lists_new_changed_vanished_and_waiting_blocks_with_units() -> None:
    first = merged(proposal("Một.", A), proposal("Hai.", B, rank=1), proposal("Ba.", C, rank=2))
    before = drafting.edit(first, ids(first)[0], "Sửa.")
    now = [proposal("Một.", A, D), proposal("Hai!", B, rank=1), proposal("Bốn.", ("xa-e", "1"))]
    listed = {c.kind: c for c in drafting.compare(before, drafting.remerge(before, now))}
    assert listed[ChangeKind.WAITING].added_units == ("xa-d",)
    assert (listed[ChangeKind.REWRITTEN].old, listed[ChangeKind.REWRITTEN].new) == ("Hai.", "Hai!")
    assert listed[ChangeKind.ADDED].added_units == ("xa-e",)
    assert (listed[ChangeKind.REMOVED].old, listed[ChangeKind.REMOVED].new) == ("Ba.", "")
    assert listed[ChangeKind.REMOVED].removed_units == ("xa-c",)


def test_fixed_items_are_no_units() -> None:
    after = merged(proposal("Có 5 hội viên.", FIXED))
    assert drafting.compare(Draft(), after)[0].added_units == ()


def test_every_flag_and_change_has_a_label() -> None:
    assert set(drafting.FLAG_LABELS) == set(Flag)
    assert set(drafting.CHANGE_LABELS) == set(ChangeKind)


def test_a_source_in_two_proposals_is_refused() -> None:
    with pytest.raises(ValueError, match="one proposal only"):
        merged(proposal("Một.", A), proposal("Hai.", A, rank=1))
    with pytest.raises(ValueError, match="must not be empty"):
        proposal("Không nguồn.")


def test_a_draft_with_rules_and_waiting_texts_survives_json() -> None:
    first = two_blocks()
    draft = drafting.split(drafting.join(first, ids(first)), ids(first)[0], 6)
    draft = drafting.remerge(draft, [proposal("Ý một.", A, B, D, unit_count=3)])
    stored = json.loads(json.dumps(drafting.draft_to_json(draft), ensure_ascii=False))
    assert drafting.draft_from_json(stored) == draft


def test_going_back_to_the_former_value_undoes_a_whole_merge() -> None:
    before = two_blocks()
    copy = drafting.draft_from_json(drafting.draft_to_json(before))
    drafting.remerge(before, [proposal("Khác.", D)])
    assert before == copy


class TestTakingAMergeBack:
    """What people wrote since stays, everything the merge did goes."""

    before = two_blocks()
    one, two = ids(before)
    now = drafting.remerge(
        before,
        [
            proposal("Ý một, nay ba đơn vị.", A, B, D),
            proposal("Ý hai.", C, rank=1),
            proposal("Ý mới.", ("xa-e", "1"), rank=2),
        ],
    )
    fresh = ids(now)[-1]

    def test_without_hand_work_the_section_is_what_it_was(self) -> None:
        back = drafting.take_back(self.before, self.now, ())
        assert back.blocks == self.before.blocks
        assert self.fresh in back.used

    def test_words_written_since_stay_on_the_old_sources(self) -> None:
        edited = drafting.edit(self.now, self.one, "Lời của chuyên viên.")
        back = drafting.take_back(self.before, edited, {self.one})
        block = back.get(self.one)
        assert (block.text, block.state) == ("Lời của chuyên viên.", BlockState.EDITED)
        assert block.members == {A, B}
        assert texts(back) == ["Lời của chuyên viên.", "Ý hai."]

    def test_a_block_that_the_merge_brought_stays_when_it_was_worked_on(self) -> None:
        edited = drafting.edit(self.now, self.fresh, "Ý mới, viết lại.")
        back = drafting.take_back(self.before, edited, {self.fresh})
        assert texts(back) == ["Ý một.", "Ý hai.", "Ý mới, viết lại."]

    def test_what_was_deleted_since_stays_deleted(self) -> None:
        cut = drafting.delete(self.now, self.two)
        back = drafting.take_back(self.before, cut, {self.two})
        assert texts(back) == ["Ý một."]

    def test_own_paragraphs_keep_their_place(self) -> None:
        added = drafting.add_manual(self.now, self.one, "Đoạn viết thêm.")
        own = next(block.id for block in added.blocks if block.text == "Đoạn viết thêm.")
        assert texts(drafting.take_back(self.before, added, {own})) == [
            *("Ý một.", "Đoạn viết thêm.", "Ý hai.")
        ]

    def test_joined_blocks_are_not_torn_apart(self) -> None:
        joined = drafting.join(self.now, [self.one, self.two])
        assert drafting.take_back(self.before, joined, {self.one}) is joined

    def test_merging_again_brings_the_new_sources_back(self) -> None:
        edited = drafting.edit(self.now, self.one, "Lời của chuyên viên.")
        back = drafting.take_back(self.before, edited, {self.one})
        again = drafting.remerge(back, [proposal("Ý một, nay ba đơn vị.", A, B, D)])
        assert again.get(self.one).text == "Lời của chuyên viên."
        assert again.get(self.one).members == {A, B, D}
