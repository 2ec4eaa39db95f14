"""What an editor can do to a draft. Every action returns a new Draft and keeps all sources.

Scope: pure functions; unknown ids raise KeyError, an action a block does not allow ValueError.
Not here: who may do it, saving, what a later merge makes of it (`remerge`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from forms.drafting.blocks import (
    GONE,
    NO_MEMBERS,
    Block,
    BlockState,
    Draft,
    JoinRule,
    Member,
    Rule,
    SplitRule,
    Theirs,
)
from forms.drafting.rules import SEPARATOR, join_meta, join_texts, piece_members


def _change(draft: Draft, block_id: str, step: Callable[[Block], Block]) -> Draft:
    draft.get(block_id)
    blocks = tuple(step(b) if b.id == block_id else b for b in draft.blocks)
    return replace(draft, blocks=blocks, touched=True)


def _remove(draft: Draft, block_id: str) -> Draft:
    blocks = tuple(b for b in draft.blocks if b.id != block_id)
    return replace(draft, blocks=blocks, touched=True)


def _insert(blocks: Sequence[Block], after: str | None, block: Block) -> tuple[Block, ...]:
    place = 0 if after is None else [b.id for b in blocks].index(after) + 1
    return (*blocks[:place], block, *blocks[place:])


def living(draft: Draft, block_id: str) -> Block:
    block = draft.get(block_id)
    if block.state is BlockState.DELETED:
        raise ValueError("a deleted block must be restored first")
    return block


def _state_of(block: Block, text: str) -> BlockState:
    """The state a living block has with this text."""
    if not block.sourced:
        return BlockState.MANUAL
    clean = text == block.base_text and block.theirs is None
    return BlockState.GENERATED if clean else BlockState.EDITED


def with_text(block: Block, text: str) -> Block:
    approved = block.approved and text == block.text
    return replace(block, text=text, state=_state_of(block, text), approved=approved)


def _fresh_id(draft: Draft, prefix: str) -> str:
    number = 1
    while f"{prefix}{number}" in draft.used:
        number += 1
    return f"{prefix}{number}"


def edit(draft: Draft, block_id: str, text: str) -> Draft:
    """Typing the generated text back makes the block follow its sources again."""
    living(draft, block_id)
    return _change(draft, block_id, lambda b: with_text(b, text))


def delete(draft: Draft, block_id: str) -> Draft:
    """Leaves a tombstone, so that no later merge brings the block back."""
    return _change(draft, block_id, lambda b: replace(b, state=BlockState.DELETED, approved=False))


def restore(draft: Draft, block_id: str) -> Draft:
    if draft.get(block_id).state is not BlockState.DELETED:
        return draft
    return _change(draft, block_id, lambda b: replace(b, state=_state_of(b, b.text)))


def approve(draft: Draft, block_id: str, approved: bool = True) -> Draft:
    """The mark falls away when the text of the block changes; it does not count as touching."""
    living(draft, block_id)
    touched = draft.touched
    changed = _change(draft, block_id, lambda b: replace(b, approved=approved))
    return replace(changed, touched=touched)


def add_manual(
    draft: Draft,
    after: str | None,
    text: str,
    kind: str = "paragraph",
    meta: Mapping[str, object] | None = None,
) -> Draft:
    """`after` None puts the block first."""
    block = Block(_fresh_id(draft, "m"), BlockState.MANUAL, text, kind=kind, meta=dict(meta or {}))
    blocks = _insert(draft.blocks, after and draft.get(after).id, block)
    return replace(draft, blocks=blocks, used=draft.used | {block.id}, touched=True)


def move(draft: Draft, block_id: str, after: str | None) -> Draft:
    """`after` None moves the block to the front."""
    block = draft.get(block_id)
    if after == block_id:
        return draft
    rest = [b for b in draft.blocks if b.id != block_id]
    blocks = _insert(rest, after and draft.get(after).id, block)
    return replace(draft, blocks=blocks, touched=True)


def accept(draft: Draft, block_id: str) -> Draft:
    """Take what the sources say now: the editor's text gives way, a block without sources goes."""
    block = draft.get(block_id)
    if not block.sourced:
        return draft
    if block.theirs is not None and block.theirs.gone:
        return _remove(draft, block_id)
    return _change(draft, block_id, _accepted)


def _accepted(block: Block) -> Block:
    text = block.current_text
    return replace(
        _acknowledged(block),
        state=BlockState.GENERATED,
        text=text,
        approved=block.approved and text == block.text,
    )


def _acknowledged(block: Block) -> Block:
    if block.theirs is None:
        return block
    theirs = block.theirs
    return replace(
        block,
        base_members=theirs.members,
        base_text=theirs.text,
        theirs=None,
        meta=theirs.meta,
    )


def keep(draft: Draft, block_id: str) -> Draft:
    """Keep the editor's text and acknowledge the new sources; without sources it turns manual."""
    block = draft.get(block_id)
    if block.theirs is None:
        return draft
    if not block.theirs.gone:
        return _change(draft, block_id, _acknowledged)
    if block.state is BlockState.DELETED:
        return _remove(draft, block_id)
    return _change(draft, block_id, _own)


def _own(block: Block) -> Block:
    return replace(
        block, state=BlockState.MANUAL, base_members=NO_MEMBERS, base_text="", theirs=None
    )


def join(draft: Draft, block_ids: Iterable[str]) -> Draft:
    """Join blocks at the place and under the id of the first; remembered for later merges."""
    wanted = {living(draft, block_id).id for block_id in block_ids}
    parts = [b for b in draft.blocks if b.id in wanted]
    if len(parts) < 2:
        raise ValueError("joining needs two blocks")
    if len({b.kind for b in parts}) > 1:
        raise ValueError("only blocks of one kind can be joined")
    whole = _joined(parts)
    blocks = tuple(
        whole if b.id == whole.id else b
        for b in draft.blocks
        if b.id not in wanted or b.id == whole.id
    )
    return replace(draft, blocks=blocks, touched=True, rules=_with_join(draft.rules, parts))


def _with_join(rules: tuple[Rule, ...], parts: Sequence[Block]) -> tuple[Rule, ...]:
    anchors = tuple(b.members for b in parts if b.members)
    return (*rules, JoinRule(parts[0].id, anchors)) if len(anchors) > 1 else rules


def _joined(parts: Sequence[Block]) -> Block:
    members = frozenset().union(*(b.base_members for b in parts))
    block = Block(
        parts[0].id,
        BlockState.MANUAL,
        "",
        kind=parts[0].kind,
        base_text=join_texts(b.base_text for b in parts),
        base_members=members,
        theirs=_joined_theirs(parts),
        meta=join_meta([b.meta for b in parts], members),
    )
    return with_text(block, SEPARATOR.join(b.text for b in parts if b.text))


def _joined_theirs(parts: Sequence[Block]) -> Theirs | None:
    sourced = [b for b in parts if b.sourced]
    if all(b.theirs is None for b in sourced):
        return None
    members = frozenset().union(*(b.members for b in sourced))
    if not members:
        return GONE
    text = join_texts(b.current_text for b in sourced)
    return Theirs(members, text, join_meta([b.meta for b in sourced], members))


def separate(draft: Draft, block_id: str) -> Draft:
    """Forget the last join that made this block; the next merge brings the parts back."""
    made = [i for i, r in enumerate(draft.rules) if _is_join_of(r, block_id)]
    if not made:
        raise ValueError("this block was not joined")
    rules = tuple(r for i, r in enumerate(draft.rules) if i != made[-1])
    return replace(draft, rules=rules, touched=True)


def _is_join_of(rule: Rule, block_id: str) -> bool:
    return isinstance(rule, JoinRule) and rule.block_id == block_id


def split(draft: Draft, block_id: str, at: int) -> Draft:
    """Cut the text at a character position; both pieces rest on all sources of the block."""
    block = living(draft, block_id)
    first, second = block.text[:at].rstrip(), block.text[at:].lstrip()
    if not first or not second:
        raise ValueError("both pieces need text")
    if not block.sourced:
        return add_manual(edit(draft, block_id, first), block_id, second, block.kind, block.meta)
    piece_id = _fresh_id(draft, "s")
    piece = with_text(_copy_of(block, piece_id), second)
    rules = (*draft.rules, SplitRule(piece_id, block.members)) if block.members else draft.rules
    return _place_piece(edit(draft, block_id, first), block_id, piece, rules)


def _copy_of(block: Block, piece_id: str) -> Block:
    theirs = block.theirs
    if theirs is not None and not theirs.gone:
        theirs = replace(theirs, members=piece_members(theirs.members, piece_id))
    members = piece_members(block.base_members, piece_id)
    return replace(block, id=piece_id, base_members=members, theirs=theirs)


def _place_piece(draft: Draft, after: str, piece: Block, rules: tuple[Rule, ...]) -> Draft:
    blocks = _insert(draft.blocks, after, piece)
    return replace(draft, blocks=blocks, used=draft.used | {piece.id}, rules=rules)


def detach(draft: Draft, block_id: str, moved: Iterable[Member], text: str) -> Draft:
    """Take some sources out of a block into one of their own ("khác ý"), with their own text."""
    block = living(draft, block_id)
    leaving = frozenset(moved)
    staying = block.members - leaving
    if block.theirs is not None:
        raise ValueError("decide about the new sources first")
    if not leaving or not staying or not leaving < block.members or not text:
        raise ValueError("some sources must leave, some must stay, and the piece needs text")
    piece_id = _fresh_id(draft, "s")
    piece = _founded(block, piece_id, leaving, text)
    rules = (*draft.rules, SplitRule(piece_id, block.members, leaving, text))
    meta = join_meta([block.meta], staying)
    smaller = _change(draft, block_id, lambda b: replace(b, base_members=staying, meta=meta))
    return _place_piece(smaller, block_id, piece, rules)


def _founded(block: Block, piece_id: str, members: frozenset[Member], text: str) -> Block:
    return Block(
        piece_id,
        BlockState.GENERATED,
        text,
        kind=block.kind,
        base_text=text,
        base_members=members,
        meta=join_meta([block.meta], members),
    )
