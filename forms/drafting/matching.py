"""Which block continues in which proposal.

Scope: greedy assignment by shared members, then by wording for blocks a person worked on.
Not here: what happens to matched and unmatched blocks (`remerge`).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from forms.drafting.blocks import Block, BlockState, Draft, Member, Members, Proposal, units

Similarity = Callable[[str, str], float]
# (pass, minus the likeness, priority of the state, block id, proposal index): sorts best first
Candidate = tuple[int, float, int, str, int]
Pairs = dict[str, int]  # block id -> index of its proposal

SIMILAR_ENOUGH = 0.6
PRIORITY = {BlockState.EDITED: 0, BlockState.DELETED: 1, BlockState.GENERATED: 2}
BY_PERSON = (BlockState.EDITED, BlockState.DELETED)


def match(
    draft: Draft, proposals: Sequence[Proposal], similarity: Similarity | None = None
) -> Pairs:
    pairs = _equal(draft, proposals)
    _assign(pairs, sorted(_overlaps(draft, proposals, pairs)))
    if similarity is not None:
        _assign(pairs, sorted(_rewritten(draft, proposals, similarity, pairs)))
    return pairs


def _equal(draft: Draft, proposals: Sequence[Proposal]) -> Pairs:
    """Blocks whose acknowledged sources are those of a proposal, to the last: nothing could come
    before it, and nothing else shares a source with them."""
    places = {proposal.members: index for index, proposal in enumerate(proposals)}
    best: dict[int, tuple[int, str]] = {}
    for block in draft.blocks:
        index = places.get(block.base_members)
        if index is not None:
            rank = (PRIORITY[block.state], block.id)
            best[index] = min(best.get(index, rank), rank)
    return {block_id: index for index, (_, block_id) in best.items()}


def _assign(pairs: Pairs, candidates: Iterable[Candidate]) -> None:
    """Candidates come best first."""
    taken = set(pairs.values())
    for _, _, _, block_id, index in candidates:
        if block_id not in pairs and index not in taken:
            pairs[block_id] = index
            taken.add(index)


def _index(blocks: Iterable[Block], pending: bool) -> dict[Member, tuple[str, ...]]:
    """The ids of the blocks in which each source stands."""
    found: dict[Member, tuple[str, ...]] = {}
    for block in blocks:
        side = _side(block, pending)
        homes: tuple[str, ...] = (block.id,)
        alone = dict.fromkeys(side, homes)
        for member in found.keys() & side:
            alone[member] = (*found[member], block.id)
        found |= alone
    return found


def _side(block: Block, pending: bool) -> Members:
    if not pending:
        return block.base_members
    return block.theirs.members if block.theirs else frozenset()


def _overlaps(draft: Draft, proposals: Sequence[Proposal], paired: Pairs) -> Iterator[Candidate]:
    """Of what is not paired yet. What was acknowledged goes before what waits."""
    taken = set(paired.values())
    free = [(index, one) for index, one in enumerate(proposals) if index not in taken]
    blocks = {b.id: b for b in draft.blocks if b.sourced and b.id not in paired}
    for pending in (False, True):
        homes = _index(blocks.values(), pending) if free else {}
        for index, proposal in free if homes else ():
            for block_id, count in _shared(proposal.members, homes).items():
                block = blocks[block_id]
                total = len(_side(block, pending)) + len(proposal.members) - count
                yield int(pending), -count / total, PRIORITY[block.state], block_id, index


def _shared(members: Members, homes: Mapping[Member, tuple[str, ...]]) -> Counter[str]:
    """How many of the members stand in each block."""
    shared: Counter[str] = Counter()
    for ids, count in Counter(map(homes.get, members)).items():
        for block_id in ids or ():
            shared[block_id] += count
    return shared


def _rewritten(
    draft: Draft, proposals: Sequence[Proposal], similarity: Similarity, pairs: Pairs
) -> Iterator[Candidate]:
    """A unit rewrote its own sentence: no digest survives, but unit and wording point the way."""
    taken = set(pairs.values())
    free = [(i, units(p.members)) for i, p in enumerate(proposals) if i not in taken]
    for block in draft.blocks:
        if block.state not in BY_PERSON or block.id in pairs:
            continue
        own = units(block.base_members)
        for index, others in free:
            if own & others:
                score = similarity(block.base_text, proposals[index].text)
                if score >= SIMILAR_ENOUGH:
                    yield 0, -round(score, 6), 0, block.id, index


def wording_similarity(first: str, second: str) -> float:
    """Jaccard overlap of character 4-grams, 0..1; deaf to case and spacing."""
    one, two = _grams(first), _grams(second)
    return len(one & two) / len(one | two) if one and two else 0.0


def _grams(text: str) -> frozenset[str]:
    folded = " ".join(text.casefold().split())
    return frozenset(folded[i : i + 4] for i in range(max(1, len(folded) - 3)) if folded)
