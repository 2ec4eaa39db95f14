"""Taking a merge back without taking back what people wrote since.

Scope: pure; one section as it was before the merge and as it is now. Not here: who changed what
(the caller knows the history), undoing single actions.
"""

from collections.abc import Collection
from dataclasses import replace

from forms.drafting.blocks import ApartRule, Block, BlockState, Draft, Rule


def take_back(before: Draft, now: Draft, changed: Collection[str]) -> Draft:
    """`before`, with the words of the blocks that people `changed` since.

    A changed block rests again on the sources it had; one that the merge brought stays as it is,
    behind its predecessor. Where blocks were joined or divided since, the section stays as it is.
    """
    hands = [block for block in now.blocks if block.id in changed]
    if hands and _shaping(now) != _shaping(before):
        return now
    blocks = {block.id: block for block in before.blocks}
    order = [block.id for block in before.blocks]
    for block in hands:
        old = blocks.get(block.id)
        if old is None:
            order.insert(_behind(now, block.id, order), block.id)
        blocks[block.id] = block if old is None else _in_words_of(block, old)
    return replace(
        before,
        blocks=tuple(blocks[block_id] for block_id in order),
        used=before.used | now.used,
        touched=before.touched or bool(hands),
        rules=now.rules if _shaping(now) == _shaping(before) else before.rules,
    )


def _shaping(draft: Draft) -> list[Rule]:
    """The rules that change blocks."""
    return [rule for rule in draft.rules if not isinstance(rule, ApartRule)]


def _in_words_of(block: Block, old: Block) -> Block:
    if block.state is BlockState.GENERATED:
        return old  # the machine's words of now, which go with the merge
    own = BlockState.EDITED if block.state is BlockState.MANUAL and old.sourced else block.state
    return replace(old, text=block.text, state=own, approved=block.approved)


def _behind(now: Draft, block_id: str, order: Collection[str]) -> int:
    """The place behind the nearest block before it that is still there."""
    ids = [block.id for block in now.blocks]
    places = {known: place for place, known in enumerate(order)}
    for earlier in reversed(ids[: ids.index(block_id)]):
        if earlier in places:
            return places[earlier] + 1
    return 0
