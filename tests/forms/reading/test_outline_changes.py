"""Changing a proposal before it is taken: words, level, place, kind, leaving out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms import (
    Confidence,
    Move,
    OutlineProposal,
    ProposalChange,
    assemble,
    change_proposal,
    dump_outline,
    lines_of_text,
    load_outline,
    propose_outline,
)

TEXT = """ĐỀ CƯƠNG BÁO CÁO QUÝ
I. KẾT QUẢ
1. Tuyên truyền
Nêu rõ.
2. Khoa giáo
- Khuyến học
- Y tế
II. HẠN CHẾ
III. KIẾN NGHỊ"""


@pytest.fixture
def proposal() -> OutlineProposal:
    return propose_outline(lines_of_text(TEXT))


def shape(proposal: OutlineProposal) -> str:
    return " ".join(f"{'.' * s.depth}{s.key}" for s in proposal.sections)


def moved(proposal: OutlineProposal, key: str, move: Move) -> str:
    return shape(change_proposal(proposal, ProposalChange(move=(key, move))))


def test_the_proposal_as_read(proposal: OutlineProposal) -> None:
    assert shape(proposal) == "i .i_1 .i_2 ii iii"


@pytest.mark.parametrize(
    ("key", "move", "expected"),
    [
        ("ii", Move.UP, "ii i .i_1 .i_2 iii"),
        ("i", Move.DOWN, "ii i .i_1 .i_2 iii"),
        ("i_2", Move.UP, "i .i_2 .i_1 ii iii"),
        ("i_1", Move.UP, "i .i_1 .i_2 ii iii"),
        ("i_2", Move.DOWN, "i .i_1 .i_2 ii iii"),
        ("iii", Move.DOWN, "i .i_1 .i_2 ii iii"),
        ("ii", Move.IN, "i .i_1 .i_2 .ii iii"),
        ("i_2", Move.OUT, "i .i_1 i_2 ii iii"),
        ("i", Move.IN, "i .i_1 .i_2 ii iii"),
        ("khong_co", Move.UP, "i .i_1 .i_2 ii iii"),
    ],
)
def test_moving_takes_what_stands_below_along(
    proposal: OutlineProposal, key: str, move: Move, expected: str
) -> None:
    assert moved(proposal, key, move) == expected


def test_words_and_kinds_of_a_person_are_sure(proposal: OutlineProposal) -> None:
    field = proposal.sections[1].fields[0].key
    changed = change_proposal(
        proposal,
        ProposalChange(
            title="Báo cáo quý II",
            headings={"i": "KẾT QUẢ ĐẠT ĐƯỢC"},
            labels={field: "Số buổi tuyên truyền"},
            kinds={field: "integer"},
        ),
    )
    made = assemble(changed, "quy")
    assert (made.title, made.section("i").heading) == ("Báo cáo quý II", "KẾT QUẢ ĐẠT ĐƯỢC")
    assert made.field(field).type == "integer"
    assert made.field(field).merge.rule == "sum"
    assert changed.sections[0].confidence is Confidence.SURE


def test_lines_of_what_is_left_out_are_listed_as_unused(proposal: OutlineProposal) -> None:
    second = proposal.sections[2]
    dropped = frozenset({"s:ii", f"f:{second.fields[0].key}"})
    changed = change_proposal(proposal, ProposalChange(dropped=dropped))
    assert shape(changed) == "i .i_1 .i_2 iii"
    assert {line.text for line in changed.unused} == {"II. HẠN CHẾ", "- Khuyến học"}
    assert {line.reason for line in changed.unused} == {"đã bỏ khi xem lại"}


def test_children_of_a_left_out_heading_move_up(proposal: OutlineProposal) -> None:
    changed = change_proposal(proposal, ProposalChange(dropped=frozenset({"s:i"})))
    assert shape(changed) == "i_1 i_2 ii iii"


KEYS = ("i", "i_1", "i_2", "ii", "iii", "x")


@given(
    order=st.permutations(KEYS),
    depths=st.dictionaries(st.sampled_from(KEYS), st.integers(-3, 20)),
    move=st.none() | st.tuples(st.sampled_from(KEYS), st.sampled_from(Move)),
    dropped=st.frozensets(st.sampled_from([f"s:{key}" for key in KEYS])),
)
def test_whatever_is_changed_the_outline_loads(
    order: list[str],
    depths: dict[str, int],
    move: tuple[str, Move] | None,
    dropped: frozenset[str],
) -> None:
    before = propose_outline(lines_of_text(TEXT))
    change = ProposalChange(order=order, depths=depths, move=move, dropped=dropped)
    changed = change_proposal(before, change)
    assert {s.key for s in changed.sections} == {
        s.key for s in before.sections if f"s:{s.key}" not in dropped
    }
    if changed.sections:
        read = load_outline(dump_outline(assemble(changed, "thu")), "thu")
        assert [s.key for s in read.walk()] == [s.key for s in changed.sections]
