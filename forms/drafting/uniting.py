"""Two blocks that tell the same point: one of them tells it for the units of both, or they are not.

Scope: pure functions on a draft, remembered as rules for later merges. Not here: which blocks may
be the same point (`forms.narrative.alike`), joining texts behind each other (`actions.join`).
"""

from dataclasses import replace

from forms.drafting.actions import living, with_text
from forms.drafting.blocks import GONE, ApartRule, Block, Draft, JoinRule, Theirs
from forms.drafting.rules import counted_anew, join_meta


def unite(draft: Draft, kept_id: str, other_id: str) -> Draft:
    """The words of the first stay, at its place; the sources of the second are counted with it.

    Raises KeyError for an unknown id, ValueError for a deleted block, the same one twice, or
    blocks of two kinds.
    """
    kept, other = living(draft, kept_id), living(draft, other_id)
    if kept_id == other_id:
        raise ValueError("joining needs two blocks")
    if kept.kind != other.kind:
        raise ValueError("only blocks of one kind can be joined")
    whole = _united(kept, other)
    blocks = tuple(whole if b.id == kept_id else b for b in draft.blocks if b.id != other_id)
    anchors = tuple(b.members for b in (kept, other) if b.members)
    rules = draft.rules
    if len(anchors) > 1:
        rules = (*rules, JoinRule(kept_id, anchors, one_voice=True))
    return replace(draft, blocks=blocks, touched=True, rules=rules)


def _united(kept: Block, other: Block) -> Block:
    members = kept.base_members | other.base_members
    speaker = kept if kept.sourced else other
    block = replace(
        kept,
        base_members=members,
        base_text=counted_anew(speaker.base_text, speaker.meta, members),
        theirs=_united_theirs(kept, other),
        meta=join_meta([kept.meta, other.meta], members),
    )
    return with_text(block, counted_anew(kept.text, kept.meta, members))


def _united_theirs(kept: Block, other: Block) -> Theirs | None:
    sourced = [b for b in (kept, other) if b.sourced]
    if all(b.theirs is None for b in sourced):
        return None
    members = frozenset().union(*(b.members for b in sourced))
    if not members:
        return GONE
    speaker = next(b for b in sourced if b.members)
    meta = speaker.meta if speaker.theirs is None else speaker.theirs.meta
    text = counted_anew(speaker.current_text, meta, members)
    return Theirs(members, text, join_meta([meta], members))


def set_apart(draft: Draft, one: str, other: str) -> Draft:
    """Remember that they are two points. Raises KeyError for an unknown id."""
    if are_apart(draft, draft.get(one).id, draft.get(other).id):
        return draft
    return replace(draft, rules=(*draft.rules, ApartRule(one, other)))


def are_apart(draft: Draft, one: str, other: str) -> bool:
    pair = {one, other}
    return any({r.one, r.other} == pair for r in draft.rules if isinstance(r, ApartRule))
