"""Single sentences that stand behind each other, joined into paragraphs of a readable length.

Scope: sentences as the machine worded them, of one field, in the order of the draft; each join is
the editor's own (`actions.join`) and remembered for later merges. What a person worked on, what
waits for a look (differing figures, opposite statements) and whatever is no prose stays by itself.
"""

from collections.abc import Collection, Iterable, Iterator

from forms.drafting.actions import join
from forms.drafting.blocks import Block, BlockState, Draft, JoinRule

MOST_SENTENCES, LONGEST = 4, 700  # characters


def join_sentences(draft: Draft, spared: Collection[str] = ()) -> Draft:
    """`spared` are blocks to be left alone. Raises ValueError when there is nothing to join."""
    joins = [rule for rule in draft.rules if isinstance(rule, JoinRule)]
    joined = {rule.block_id for rule in joins if not rule.one_voice}
    runs = [run for run in _runs(draft.visible, joined.union(spared)) if len(run) > 1]
    if not runs:
        raise ValueError("no sentences to join")
    for run in runs:
        draft = join(draft, [block.id for block in run])
    return draft


def _runs(blocks: Iterable[Block], spared: Collection[str]) -> Iterator[list[Block]]:
    """Even parts of what stands together, so that no sentence is left over by itself."""
    together: list[Block] = []
    for block in blocks:
        joins = _is_sentence(block) and block.id not in spared
        if together and not (joins and _field(block) == _field(together[0])):
            yield from _parted(together)
            together = []
        if joins:
            together.append(block)
    yield from _parted(together)


def _is_sentence(block: Block) -> bool:
    plain = block.kind == "paragraph" and block.state is BlockState.GENERATED
    live = "{{" in block.text  # told in total, numbers that differ are no conflict any more
    doubtful = (block.meta.get("figure_conflict") and not live) or block.meta.get("conflicts_with")
    told = "claim" in block.meta and "\n" not in block.text
    return plain and told and not doubtful and not block.approved and block.theirs is None


def _field(block: Block) -> object:
    return block.meta.get("field")


def _parted(blocks: list[Block]) -> Iterator[list[Block]]:
    parts = -(-len(blocks) // MOST_SENTENCES)
    size = -(-len(blocks) // parts) if parts else 1
    run: list[Block] = []
    for block in blocks:
        length = sum(len(one.text) for one in run) + len(block.text)
        if run and (len(run) == size or length > LONGEST):
            yield run
            run = []
        run.append(block)
    if run:
        yield run
