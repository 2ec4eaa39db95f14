"""Three-way merge of a draft with fresh proposals: nothing an editor wrote is ever lost.

Scope: base = what the editor last acknowledged, ours = the text shown, theirs = the proposals.
Untouched blocks follow their sources; edited and deleted ones stay and keep `theirs` waiting;
manual ones are never looked at. Not here: the decisions about waiting texts (`actions`).

The result depends on the draft and the *set* of proposals only. Merging again with the same
proposals changes nothing. Undoing a merge is going back to the former Draft value.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from forms.drafting.blocks import GONE, Block, BlockState, Draft, Members, Proposal, Theirs
from forms.drafting.matching import Similarity, match
from forms.drafting.rules import apply_rules


def remerge(
    draft: Draft, proposals: Iterable[Proposal], similarity: Similarity | None = None
) -> Draft:
    """`similarity` (0..1) also recognises an edited block whose only unit reworded its sentence.

    Raises ValueError when two proposals share a member.
    """
    ordered = apply_rules(_disjoint(proposals), draft.rules)
    pairs = match(draft, ordered, similarity)
    kept = [b for b in (_follow(block, ordered, pairs) for block in draft.blocks) if b]
    taken, used = set(pairs.values()), set(draft.used)
    homes = {index: block_id for block_id, index in pairs.items()}
    newcomers: dict[int, Block] = {}
    for index, proposal in enumerate(ordered):
        if index not in taken:
            newcomers[index] = _generate(proposal, used)
            homes[index] = newcomers[index].id
    blocks = _arrange(draft.touched, kept, newcomers, homes)
    return replace(draft, blocks=blocks, used=frozenset(used))


def _disjoint(proposals: Iterable[Proposal]) -> list[Proposal]:
    listed = list(proposals)
    if sum(len(p.members) for p in listed) != len(set().union(*(p.members for p in listed))):
        raise ValueError("a source may stand in one proposal only")
    return listed


def _follow(block: Block, proposals: Sequence[Proposal], pairs: dict[str, int]) -> Block | None:
    """None: a generated block whose sources are gone or live in another block."""
    if not block.sourced:
        return block
    generated = block.state is BlockState.GENERATED
    if block.id not in pairs:
        return None if generated else replace(block, theirs=GONE)
    proposal = proposals[pairs[block.id]]
    return _refresh(block, proposal) if generated else _wait(block, proposal)


def _refresh(block: Block, proposal: Proposal) -> Block:
    """The very block when nothing about it has changed."""
    if _says(block, proposal):
        return block
    return replace(
        block,
        text=proposal.text,
        kind=proposal.kind,
        base_text=proposal.text,
        base_members=proposal.members,
        theirs=None,
        approved=block.approved and block.text == proposal.text,
        meta=proposal.meta,
    )


def _says(block: Block, proposal: Proposal) -> bool:
    """Whether an untouched block is what the proposal would make of it."""
    return (
        block.text == block.base_text == proposal.text
        and block.kind == proposal.kind
        and block.theirs is None
        and block.meta == proposal.meta
        and block.base_members == proposal.members
    )


def _wait(block: Block, proposal: Proposal) -> Block:
    if proposal.members == block.base_members and proposal.text == block.base_text:
        return replace(block, theirs=None, meta=proposal.meta)
    return replace(block, theirs=Theirs(proposal.members, proposal.text, proposal.meta))


def _generate(proposal: Proposal, used: set[str]) -> Block:
    block_id = _new_id(proposal.members, used)
    used.add(block_id)
    return Block(
        block_id,
        BlockState.GENERATED,
        proposal.text,
        kind=proposal.kind,
        base_text=proposal.text,
        base_members=proposal.members,
        meta=proposal.meta,
    )


def _new_id(members: Members, used: set[str]) -> str:
    listed = "\x1f".join(f"{source}\x1e{digest}" for source, digest in sorted(members))
    stem = hashlib.sha256(listed.encode()).hexdigest()[:12]
    block_id, count = stem, 1
    while block_id in used:
        count += 1
        block_id = f"{stem}-{count}"
    return block_id


def _arrange(
    touched: bool, kept: Sequence[Block], newcomers: dict[int, Block], homes: dict[int, str]
) -> tuple[Block, ...]:
    """Ranking as long as no person worked on the draft; later a newcomer follows its predecessor
    in the ranking and everything else keeps its place."""
    blocks = {b.id: b for b in (*kept, *newcomers.values())}
    if not touched:
        return tuple(blocks[homes[index]] for index in range(len(homes)))
    behind = {homes.get(index - 1, ""): block.id for index, block in newcomers.items()}
    order: list[str] = []
    for block_id in ("", *(b.id for b in kept)):
        step: str | None = block_id
        while step is not None:
            order.append(step)
            step = behind.get(step)
    return tuple(blocks[block_id] for block_id in order[1:])
