"""Sentences joined into paragraphs: what is joined, what stays, what later merges make of it."""

from __future__ import annotations

import pytest

from forms import drafting
from forms.drafting import BlockState, Draft, Proposal
from forms.drafting.paragraphs import LONGEST, MOST_SENTENCES


def said(number: int, **meta: object) -> Proposal:
    text = f"Câu số {number} của các đơn vị."
    given = {"claim": f"c{number}", "field": "ket_qua", **meta}
    return Proposal(
        frozenset({("xa-a", str(number)), ("xa-b", str(number))}), text, number, meta=given
    )


def merged(*proposals: Proposal) -> Draft:
    return drafting.remerge(Draft(), proposals)


def texts(draft: Draft) -> list[str]:
    return [block.text for block in draft.visible]


def test_sentences_of_a_field_become_even_paragraphs() -> None:
    joined = drafting.join_sentences(merged(*map(said, range(5))))
    assert [text.count("Câu") for text in texts(joined)] == [3, 2]
    assert texts(joined)[0].startswith("Câu số 0 của các đơn vị. Câu số 1")
    assert all(block.state is BlockState.GENERATED for block in joined.visible)


def test_no_source_is_lost_and_merging_again_changes_nothing() -> None:
    proposals = [said(number) for number in range(9)]
    joined = drafting.join_sentences(merged(*proposals))
    members = frozenset().union(*(block.members for block in joined.visible))
    assert members == frozenset().union(*(one.members for one in proposals))
    assert drafting.remerge(joined, proposals) == joined


def test_a_late_unit_goes_into_its_paragraph_and_a_new_point_stands_behind() -> None:
    joined = drafting.join_sentences(merged(*map(said, range(4))))
    late = Proposal(said(1).members | {("xa-c", "1")}, said(1).text, 1, meta=dict(said(1).meta))
    after = drafting.remerge(joined, [said(0), late, said(2), said(3), said(9)])
    assert texts(after) == [*texts(joined), said(9).text]
    assert ("xa-c", "1") in after.visible[0].members


def test_what_a_person_worked_on_or_should_look_at_stays_by_itself() -> None:
    draft = merged(
        *map(said, range(2)), said(2, figure_conflict=True), *map(said, range(3, 5)),
        said(5, conflicts_with=["c1"]), *map(said, range(6, 9)),
    )  # fmt: skip
    edited = next(block for block in draft.blocks if block.text == said(7).text)
    draft = drafting.edit(draft, edited.id, "Đã sửa tay.")
    spared = next(block.id for block in draft.blocks if block.text == said(3).text)
    joined = drafting.join_sentences(draft, {spared})
    assert [text.count("Câu") for text in texts(joined)] == [2, 1, 1, 1, 1, 1, 0, 1]


def test_numbers_that_are_told_in_total_are_no_conflict() -> None:
    live = Proposal(frozenset({("xa-a", "8")}), "Có {{quy.thu}} triệu đồng.", 8,
                    meta={"claim": "c8", "field": "ket_qua", "figure_conflict": True})  # fmt: skip
    assert len(texts(drafting.join_sentences(merged(said(0), live)))) == 1


def test_fields_kinds_and_long_texts_keep_apart() -> None:
    long = Proposal(frozenset({("xa-c", "9")}), "Dài " * (LONGEST // 4) + ".", 9,
                    meta={"claim": "c9", "field": "ket_qua"})  # fmt: skip
    table = Proposal(frozenset({("field:quy", "")}), "Bảng", 5, "table", {"field": "ket_qua"})
    draft = merged(
        said(0), said(1), said(2, field="han_che"), said(3, field="han_che"), table, long
    )
    joined = drafting.join_sentences(draft)
    assert [text.count("Câu") for text in texts(joined)] == [2, 2, 0, 0]


@pytest.mark.parametrize("count", [0, 1])
def test_with_nothing_to_join_it_says_so(count: int) -> None:
    with pytest.raises(ValueError, match="no sentences"):
        drafting.join_sentences(merged(*map(said, range(count))))


def test_paragraphs_are_not_joined_into_longer_ones() -> None:
    joined = drafting.join_sentences(merged(*map(said, range(9))))
    with pytest.raises(ValueError, match="no sentences"):
        drafting.join_sentences(joined)


def test_no_paragraph_gets_too_long() -> None:
    joined = drafting.join_sentences(merged(*map(said, range(23))))
    assert max(text.count("Câu") for text in texts(joined)) == MOST_SENTENCES
    assert min(text.count("Câu") for text in texts(joined)) > 1
