"""Sources of a block as they are stored, and proposals in their one order."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from forms.drafting import Proposal, members_from_json, members_to_json
from forms.drafting.rules import in_order

WORDS = st.text("abcdef0123456789-:_", max_size=8)


@given(st.frozensets(st.tuples(WORDS, WORDS)))
def test_sources_are_stored_in_the_order_of_their_pairs_and_read_as_they_were(
    members: frozenset[tuple[str, str]],
) -> None:
    stored = members_to_json(members)
    assert members_from_json(stored) == members
    if members:
        assert stored == " ".join(f"{source} {digest}" for source, digest in sorted(members))


def test_a_blank_in_a_source_keeps_the_pairs_apart() -> None:
    members = frozenset({("đơn vị 2", "b"), ("đơn vị", "a")})
    assert members_to_json(members) == [["đơn vị", "a"], ["đơn vị 2", "b"]]


def test_sources_that_were_just_written_are_read_as_the_very_same_and_older_ones_as_equal() -> None:
    written = [frozenset({(f"u{number}", "a"), ("u", "b")}) for number in range(1100)]
    stored = [members_to_json(members) for members in written]
    assert members_from_json(stored[-1]) is written[-1]
    first = members_from_json(stored[0])
    assert first == written[0]
    assert first is not written[0]


def test_proposals_of_one_rank_stand_by_their_first_source_whatever_order_they_come_in() -> None:
    proposals = [
        Proposal(frozenset({("xa-c", "1")}), "Ba", 0),
        Proposal(frozenset({("xa-a", "2"), ("xa-d", "1")}), "Một", 1),
        Proposal(frozenset({("xa-b", "1")}), "Hai", 1),
    ]
    for listed in permutations(proposals):
        assert [one.text for one in in_order(listed)] == ["Ba", "Một", "Hai"]
    alone = permutations(proposals[:2])
    assert all([one.text for one in in_order(two)] == ["Ba", "Một"] for two in alone)
