"""A block continues in the proposal that shares most of its sources, whatever shortcut finds it."""

from hypothesis import given
from hypothesis import strategies as st

from forms.drafting import Block, BlockState, Draft, Proposal, Theirs
from forms.drafting.matching import PRIORITY, match

SOURCES = [(f"u{number}", "a") for number in range(7)]
SETS = st.frozensets(st.sampled_from(SOURCES), max_size=5)
STATES = st.sampled_from([BlockState.GENERATED, BlockState.EDITED, BlockState.DELETED])


@st.composite
def proposals(draw: st.DrawFn) -> list[Proposal]:
    """No source stands in two of them."""
    homes = draw(st.lists(st.integers(0, 3), min_size=len(SOURCES), max_size=len(SOURCES)))
    sets = [
        frozenset(source for source, home in zip(SOURCES, homes, strict=True) if home == place)
        for place in range(3)
    ]
    return [Proposal(members, "", rank) for rank, members in enumerate(sets) if members]


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    found = draw(st.lists(st.tuples(SETS, STATES, st.none() | SETS), max_size=5))
    return Draft(
        tuple(
            Block(f"b{n}", state, "", base_members=base, theirs=None if theirs is None else
                  Theirs(theirs))
            for n, (base, state, theirs) in enumerate(found)
        )
    )  # fmt: skip


@given(drafts(), proposals())
def test_blocks_are_matched_as_by_looking_at_every_pair(
    draft: Draft, proposed: list[Proposal]
) -> None:
    candidates = sorted(
        (int(pending), -len(side & one.members) / len(side | one.members), PRIORITY[block.state],
         block.id, index)
        for pending in (False, True)
        for block in draft.blocks
        if block.base_members
        for side in [_side(block, pending)]
        for index, one in enumerate(proposed)
        if side & one.members
    )  # fmt: skip
    pairs: dict[str, int] = {}
    for _, _, _, block_id, index in candidates:
        if block_id not in pairs and index not in pairs.values():
            pairs[block_id] = index
    assert match(draft, proposed) == pairs


def _side(block: Block, pending: bool) -> frozenset[tuple[str, str]]:
    if not pending:
        return block.base_members
    return block.theirs.members if block.theirs else frozenset()
