"""The promises of re-merging, kept while editors and late units act in any order.

A long search: SEARCH=thorough (tests/searching.py).
"""

import random
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from forms import drafting
from forms.drafting import BlockState, Draft, Proposal
from tests.forms.drafting.toy_answers import Answers, alive, near, propose
from tests.searching import THOROUGH, examples

SEARCH = settings(
    max_examples=examples(100),
    stateful_step_count=40 if THOROUGH else 25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

UNITS = [f"U{number}" for number in range(6)]
IDEAS = st.frozensets(st.integers(0, 14), max_size=5)
PICK = st.integers(0, 20)
ALIVE = (BlockState.GENERATED, BlockState.EDITED, BlockState.MANUAL)
WORKED = (BlockState.EDITED, BlockState.DELETED)


class Desk(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.answers: Answers = {}
        self.draft = Draft()
        self.count = 0
        self.similarity: drafting.Similarity | None = near

    @initialize(strict=st.booleans())
    def match_by_shared_sentences_only(self, strict: bool) -> None:
        self.similarity = None if strict else near

    def merge(self) -> None:
        before = self.draft
        proposals = propose(self.answers)
        after = drafting.remerge(before, proposals, self.similarity)
        applied = drafting.apply_rules(proposals, before.rules)
        self.texts_of_people_stay(before, after)
        self.merging_again_changes_nothing(after, proposals)
        self.order_of_units_is_irrelevant(before, after)
        self.every_source_is_in_one_block(after, applied)
        self.flags_are_exact(after, applied)
        self.generated_blocks_say_what_the_sources_say(after, applied)
        self.places_are_kept(before, after, applied)
        self.ids_are_never_reused(before, after)
        self.storage_gives_back_the_same(after)
        self.changes_are_all_listed(before, after)
        self.draft = after

    def texts_of_people_stay(self, before: Draft, after: Draft) -> None:
        for block in before.blocks:
            if block.state is not BlockState.GENERATED:
                now = after.get(block.id)
                assert (now.state, now.text) == (block.state, block.text)

    def merging_again_changes_nothing(self, after: Draft, proposals: list[Proposal]) -> None:
        again = drafting.remerge(after, proposals, self.similarity)
        assert again == after
        assert drafting.compare(after, again) == ()

    def order_of_units_is_irrelevant(self, before: Draft, after: Draft) -> None:
        shuffled = list(self.answers.items())
        random.Random(len(shuffled)).shuffle(shuffled)
        proposals = propose(dict(shuffled))
        random.Random(1).shuffle(proposals)
        assert drafting.remerge(before, proposals, self.similarity) == after

    def every_source_is_in_one_block(self, after: Draft, applied: list[Proposal]) -> None:
        held = [member for block in after.blocks for member in block.members]
        assert len(held) == len(set(held))
        assert set(held) == {member for p in applied for member in p.members}
        assert drafting.sources(held) == alive(self.answers)

    def flags_are_exact(self, after: Draft, applied: list[Proposal]) -> None:
        texts = {p.members: p.text for p in applied}
        living = alive(self.answers)
        for block in after.blocks:
            found = drafting.flags(block, living)
            if block.state not in WORKED or not block.sourced:
                assert found == ()
                continue
            assert (found == ()) == (texts.get(block.base_members) == block.base_text)
            here = drafting.sources(block.base_members) & living
            assert not found or here or found != (drafting.Flag.SOURCE_MOVED,)
            if block.theirs and block.theirs.gone:
                expected = "source_moved" if here else "source_removed"
                assert found == (expected,)

    def generated_blocks_say_what_the_sources_say(
        self, after: Draft, applied: list[Proposal]
    ) -> None:
        texts = {p.members: p.text for p in applied}
        for block in after.blocks:
            if block.state is BlockState.GENERATED:
                assert texts[block.base_members] == block.text == block.base_text

    def places_are_kept(self, before: Draft, after: Draft, applied: list[Proposal]) -> None:
        if not before.touched:
            assert [b.text for b in after.blocks] == [p.text for p in applied]
            return
        old, new = [b.id for b in before.blocks], [b.id for b in after.blocks]
        assert [i for i in old if i in new] == [i for i in new if i in old]
        homes = {b.members: b.id for b in after.blocks if b.members}
        for one, two in pairwise(applied):
            if homes[two.members] not in old:
                assert new.index(homes[two.members]) == new.index(homes[one.members]) + 1

    def ids_are_never_reused(self, before: Draft, after: Draft) -> None:
        ids = [b.id for b in after.blocks]
        assert len(ids) == len(set(ids))
        assert before.used | set(ids) <= after.used
        assert not (set(ids) - {b.id for b in before.blocks}) & before.used

    def storage_gives_back_the_same(self, after: Draft) -> None:
        assert drafting.draft_from_json(drafting.draft_to_json(after)) == after

    def changes_are_all_listed(self, before: Draft, after: Draft) -> None:
        listed = {change.block_id for change in drafting.compare(before, after)}
        old, new = ({b.id: b for b in d.blocks} for d in (before, after))
        differing = {
            i
            for i in old.keys() | new.keys()
            if i not in old
            or i not in new
            or (old[i].text, old[i].members, old[i].current_text)
            != (new[i].text, new[i].members, new[i].current_text)
        }
        assert listed >= differing

    def pick(self, number: int, states: tuple[BlockState, ...]) -> str | None:
        ids = [b.id for b in self.draft.blocks if b.state in states]
        return ids[number % len(ids)] if ids else None

    def words(self) -> str:
        self.count += 1
        return f"biên tập viên viết lần {self.count}"

    @rule(unit=st.sampled_from(UNITS), ideas=IDEAS)
    def submit(self, unit: str, ideas: frozenset[int]) -> None:
        self.answers[unit] = ideas
        self.merge()

    @rule(unit=st.sampled_from(UNITS))
    def withdraw(self, unit: str) -> None:
        self.answers.pop(unit, None)
        self.merge()

    @rule(unit=st.sampled_from(UNITS), ideas=IDEAS)
    def change_and_take_back(self, unit: str, ideas: frozenset[int]) -> None:
        self.merge()
        living = alive(self.answers)
        calm = {b.id: b for b in self.draft.blocks if b.state is not BlockState.GENERATED}
        calm = {i: b for i, b in calm.items() if not drafting.flags(b, living)}
        kept = dict(self.answers)
        self.answers = {**kept, unit: ideas}
        self.merge()
        self.answers = kept
        self.merge()
        for block_id, block in calm.items():
            assert self.draft.get(block_id) == block

    @rule(number=PICK)
    def edit(self, number: int) -> None:
        if block_id := self.pick(number, ALIVE):
            self.draft = drafting.edit(self.draft, block_id, self.words())
            self.merge()

    @rule(number=PICK)
    def delete(self, number: int) -> None:
        if block_id := self.pick(number, ALIVE):
            self.draft = drafting.delete(self.draft, block_id)
            self.merge()

    @rule(number=PICK)
    def restore(self, number: int) -> None:
        if block_id := self.pick(number, (BlockState.DELETED,)):
            self.draft = drafting.restore(self.draft, block_id)
            assert self.draft.get(block_id).state is not BlockState.DELETED
            self.merge()

    @rule(number=PICK)
    def approve(self, number: int) -> None:
        if block_id := self.pick(number, ALIVE):
            self.draft = drafting.approve(self.draft, block_id)
            self.merge()

    @rule(number=st.integers(-1, 20))
    def add(self, number: int) -> None:
        after = self.pick(number, tuple(BlockState)) if number >= 0 else None
        self.draft = drafting.add_manual(self.draft, after, self.words())
        self.merge()

    @rule(number=PICK, place=st.integers(-1, 20))
    def move(self, number: int, place: int) -> None:
        if block_id := self.pick(number, ALIVE):
            after = self.pick(place, tuple(BlockState)) if place >= 0 else None
            self.draft = drafting.move(self.draft, block_id, after)
            self.merge()

    @rule(number=PICK)
    def accept(self, number: int) -> None:
        if block_id := self.pick(number, WORKED):
            self.draft = drafting.accept(self.draft, block_id)
            self.merge()

    @rule(number=PICK)
    def keep(self, number: int) -> None:
        if block_id := self.pick(number, WORKED):
            text = self.draft.get(block_id).text
            self.draft = drafting.keep(self.draft, block_id)
            if block := self.draft.find(block_id):
                assert drafting.flags(block, alive(self.answers)) == ()
                assert block.text == text
            self.merge()


class DeskWithRules(Desk):
    """The same promises while blocks are also joined, split, detached and separated."""

    @rule(one=PICK, two=PICK)
    def join(self, one: int, two: int) -> None:
        ids = {self.pick(one, ALIVE), self.pick(two, ALIVE)} - {None}
        if len(ids) == 2:
            held = self.held(ids)
            self.draft = drafting.join(self.draft, ids)
            whole = next(i for i in ids if self.draft.find(i))
            assert self.held({whole}) == held
            self.merge()

    @rule(one=PICK, two=PICK)
    def unite(self, one: int, two: int) -> None:
        kept, other = self.pick(one, ALIVE), self.pick(two, ALIVE)
        if kept and other and kept != other:
            text, held = self.draft.get(kept).text, self.held({kept, other})
            self.draft = drafting.unite(self.draft, kept, other)
            assert self.held({kept}) == held
            assert self.draft.get(kept).text == text
            assert self.draft.find(other) is None
            self.merge()

    @precondition(lambda self: len(self.draft.rules) < 6)
    @rule(number=PICK)
    def split(self, number: int) -> None:
        block_id = self.pick(number, ALIVE)
        place = self.draft.get(block_id).text.find(" ") if block_id else -1
        if place > 0:
            self.draft = drafting.split(self.draft, block_id, place)
            self.merge()

    @precondition(lambda self: len(self.draft.rules) < 6)
    @rule(number=PICK)
    def detach(self, number: int) -> None:
        block_id = self.pick(number, (BlockState.GENERATED,))
        members = sorted(self.draft.get(block_id).members) if block_id else []
        if len(members) > 1:
            self.draft = drafting.detach(self.draft, block_id, members[:1], "khác ý 3")
            self.merge()

    @precondition(lambda self: any(isinstance(r, drafting.JoinRule) for r in self.draft.rules))
    @rule()
    def separate(self) -> None:
        joins = [r.block_id for r in self.draft.rules if isinstance(r, drafting.JoinRule)]
        self.draft = drafting.separate(self.draft, joins[-1])
        self.merge()

    def held(self, ids: set[str]) -> frozenset[tuple[str, str]]:
        return frozenset(m for i in ids for m in self.draft.get(i).members)


@pytest.mark.parametrize("desk", [Desk, DeskWithRules])
def test_promises_hold_whatever_people_and_units_do(desk: type[Desk]) -> None:
    run_state_machine_as_test(desk, settings=SEARCH)
