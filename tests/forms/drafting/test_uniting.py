"""Two blocks of one point: whose words stay, who is counted, what later merges make of it."""

from __future__ import annotations

import pytest

from forms import drafting
from forms.drafting import BlockState, Draft, Proposal

A, B, C, D = ((f"xa-{letter}", "1") for letter in "abcd")


def proposal(text: str, *members: tuple[str, str], rank: int = 0, **meta: object) -> Proposal:
    counts = {"unit_count": len(members), "expected_count": 9, **meta}
    return Proposal(frozenset(members), text, rank, meta=counts)


def two(first: str = "Kinh phí còn ít.", second: str = "Kinh phí hạn hẹp.") -> Draft:
    return drafting.remerge(Draft(), [proposal(first, A, B), proposal(second, C, rank=1)])


def ids(draft: Draft) -> list[str]:
    return [block.id for block in draft.visible]


def texts(draft: Draft) -> list[str]:
    return [block.text for block in draft.visible]


@pytest.mark.parametrize("kept", [0, 1])
def test_the_words_of_one_stay_and_the_units_of_both_are_counted(kept: int) -> None:
    draft = two()
    united = drafting.unite(draft, ids(draft)[kept], ids(draft)[1 - kept])
    (block,) = united.visible
    assert (block.id, block.text) == (ids(draft)[kept], texts(draft)[kept])
    assert (block.members, block.state) == ({A, B, C}, BlockState.GENERATED)
    assert block.meta["unit_count"] == 3


@pytest.mark.parametrize("kept", [0, 1])
def test_merging_again_remembers_it_and_counts_late_units(kept: int) -> None:
    draft = two()
    united = drafting.unite(draft, ids(draft)[kept], ids(draft)[1 - kept])
    same = [proposal("Kinh phí còn ít.", A, B), proposal("Kinh phí hạn hẹp.", C, rank=1)]
    assert drafting.remerge(united, same) == united
    late = [proposal("Kinh phí còn ít.", A, B), proposal("Kinh phí hạn hẹp.", C, D, rank=1)]
    after = drafting.remerge(united, late)
    assert texts(after) == texts(united)
    assert after.visible[0].members == {A, B, C, D}
    assert after.visible[0].meta["unit_count"] == 4


def test_the_number_of_units_in_the_sentence_is_counted_anew() -> None:
    first, second = "Kinh phí còn ít (2/9 đơn vị nêu).", "Kinh phí hạn hẹp (1/9 đơn vị nêu)."
    draft = two(first, second)
    united = drafting.unite(draft, *ids(draft))
    assert texts(united) == ["Kinh phí còn ít (3/9 đơn vị nêu)."]
    assert united.visible[0].state is BlockState.GENERATED
    same = [proposal(first, A, B), proposal(second, C, rank=1)]
    assert drafting.remerge(united, same) == united


def test_words_of_the_editors_own_take_over_the_sources() -> None:
    first = drafting.remerge(Draft(), [proposal("Kinh phí còn ít.", A)])
    draft = drafting.add_manual(first, None, "Nguồn lực còn hạn chế.")
    block = drafting.unite(draft, *ids(draft)).visible[0]
    assert (block.text, block.state) == ("Nguồn lực còn hạn chế.", BlockState.EDITED)
    assert (block.base_text, block.base_members) == ("Kinh phí còn ít.", {A})


def test_sources_that_wait_for_a_decision_wait_on() -> None:
    draft = drafting.edit(two(), ids(two())[0], "Kinh phí rất ít.")
    late = [proposal("Kinh phí thiếu.", A, B, D), proposal("Kinh phí hạn hẹp.", C, rank=1)]
    draft = drafting.remerge(draft, late)
    block = drafting.unite(draft, *ids(draft)).visible[0]
    assert (block.text, block.base_text) == ("Kinh phí rất ít.", "Kinh phí còn ít.")
    assert block.theirs is not None
    assert (block.theirs.text, block.theirs.members) == ("Kinh phí thiếu.", {A, B, C, D})


def test_separating_brings_the_other_back() -> None:
    draft = two()
    parts = [proposal("Kinh phí còn ít.", A, B), proposal("Kinh phí hạn hẹp.", C, rank=1)]
    united = drafting.remerge(drafting.unite(draft, *ids(draft)), parts)
    apart = drafting.remerge(drafting.separate(united, ids(united)[0]), parts)
    assert texts(apart) == [part.text for part in parts]


def test_what_cannot_be_one_point_is_refused() -> None:
    table = Proposal(frozenset({("field:bang", "")}), "", 2, "table")
    draft = drafting.remerge(Draft(), [proposal("Kinh phí còn ít.", A), table])
    with pytest.raises(ValueError, match="one kind"):
        drafting.unite(draft, *ids(draft))
    with pytest.raises(ValueError, match="two blocks"):
        drafting.unite(draft, ids(draft)[0], ids(draft)[0])
    with pytest.raises(KeyError):
        drafting.unite(draft, ids(draft)[0], "never")


def test_what_was_told_apart_is_remembered_and_changes_nothing() -> None:
    draft = two()
    one, other = ids(draft)
    apart = drafting.set_apart(draft, one, other)
    assert drafting.are_apart(apart, other, one)
    assert not drafting.are_apart(draft, one, other)
    assert drafting.set_apart(apart, other, one) is apart
    parts = [proposal("Kinh phí còn ít.", A, B), proposal("Kinh phí hạn hẹp.", C, rank=1)]
    assert drafting.remerge(apart, parts).blocks == draft.blocks


def test_taking_a_merge_back_goes_past_what_was_told_apart_since() -> None:
    before = two()
    grown = [proposal("Kinh phí còn ít.", A, B, D), proposal("Kinh phí hạn hẹp.", C, rank=1)]
    one, other = ids(before)
    now = drafting.set_apart(drafting.remerge(before, grown), one, other)
    now = drafting.edit(now, other, "Kinh phí eo hẹp.")
    back = drafting.take_back(before, now, {other})
    assert texts(back) == ["Kinh phí còn ít.", "Kinh phí eo hẹp."]
    assert back.visible[0].members == {A, B}
    assert drafting.are_apart(back, one, other)


def test_rules_are_stored_and_read_as_they_were() -> None:
    draft = two()
    one, other = ids(draft)
    for changed in (drafting.unite(draft, one, other), drafting.set_apart(draft, one, other)):
        assert drafting.draft_from_json(drafting.draft_to_json(changed)) == changed


def test_joins_stored_before_points_were_united_are_joins() -> None:
    stored = {"join": "g1", "parts": ["xa-a 1", "xa-b 1"]}
    rule = drafting.rule_from_json(stored)
    assert isinstance(rule, drafting.JoinRule)
    assert not rule.one_voice
    assert drafting.rule_to_json(rule) == stored


def test_a_united_sentence_is_still_a_sentence_for_paragraphs() -> None:
    said = [
        proposal(f"Câu {number}.", (f"xa-{number}", "1"), rank=number, claim=f"c{number}")
        for number in range(3)
    ]
    draft = drafting.remerge(Draft(), said)
    united = drafting.unite(draft, *ids(draft)[:2])
    assert texts(drafting.join_sentences(united)) == ["Câu 0. Câu 2."]
