"""The editor's standing decisions about blocks ("gộp", "tách"), applied to fresh proposals.

Scope: a pure function from proposals to proposals. Not here: how a rule comes to be (`actions`).

Rules are applied in the order in which they were made; each one's members refer to the result of
those before it. They never change after they were made, so the outcome depends only on the rules
and the set of proposals: a late answer that is withdrawn again leaves no trace.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from forms.drafting.blocks import (
    PIECE_MARK,
    ApartRule,
    JoinRule,
    Members,
    Proposal,
    Rule,
    SplitRule,
    count_words,
    units,
)

SEPARATOR = " "


def in_order(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Members of different proposals are disjoint, so the order is total and input-independent."""
    listed = list(proposals)
    if len({p.rank for p in listed}) == len(listed):
        return sorted(listed, key=lambda p: p.rank)
    return sorted(listed, key=lambda p: (p.rank, min(p.members)))


def join_texts(texts: Iterable[str]) -> str:
    """Equal texts appear once: pieces of one split block share their generated text."""
    return SEPARATOR.join(dict.fromkeys(text for text in texts if text))


def apply_rules(proposals: Iterable[Proposal], rules: Sequence[Rule]) -> list[Proposal]:
    ordered = in_order(proposals)
    for rule in rules:
        if isinstance(rule, JoinRule):
            ordered = in_order(_join(ordered, rule))
        elif not isinstance(rule, ApartRule):
            ordered = in_order(_split(ordered, rule))
    return ordered


def _nearest(proposals: Sequence[Proposal], anchor: Members) -> int | None:
    """Index of the proposal with the highest Jaccard overlap.

    None when no proposal shares half of the smaller side: a few sentences that moved elsewhere
    must not drag a foreign block into the rule.
    """
    best, best_score = None, 0.0
    for index, proposal in enumerate(proposals):
        shared = len(anchor & proposal.members)
        if 2 * shared < min(len(anchor), len(proposal.members)):
            continue
        score = shared / (len(anchor) + len(proposal.members) - shared)
        if score > best_score:
            best, best_score = index, score
    return best


def _join(proposals: Sequence[Proposal], rule: JoinRule) -> list[Proposal]:
    nearest = (_nearest(proposals, part) for part in rule.parts)
    picked = list(dict.fromkeys(index for index in nearest if index is not None))
    if len(picked) < 2:
        return list(proposals)
    rest = [p for index, p in enumerate(proposals) if index not in picked]
    parts = [proposals[index] for index in picked]
    return [*rest, join_proposals(parts, one_voice=rule.one_voice)]


def join_proposals(parts: Sequence[Proposal], *, one_voice: bool = False) -> Proposal:
    members = frozenset().union(*(p.members for p in parts))
    first = parts[0]
    text = join_texts(p.text for p in parts)
    if one_voice:
        text = counted_anew(first.text, first.meta, members)
    rank = min(p.rank for p in parts)
    return Proposal(members, text, rank, parts[0].kind, join_meta([p.meta for p in parts], members))


def counted_anew(text: str, meta: Mapping[str, object], members: Members) -> str:
    """The text with the number of units it carries, if it does, counted over the members."""
    told, asked = meta.get("unit_count"), meta.get("expected_count")
    return text.replace(count_words(told, asked), count_words(len(units(members)), asked))


def join_meta(metas: Sequence[Mapping[str, object]], members: Members) -> dict[str, object]:
    """The first part speaks for all, except for the number of units, which is counted anew."""
    merged: dict[str, object] = {}
    for meta in metas:
        merged = {**meta, **merged}
    if "unit_count" in merged:
        merged["unit_count"] = len(units(members))
    return merged


def _split(proposals: Sequence[Proposal], rule: SplitRule) -> list[Proposal]:
    index = _nearest(proposals, rule.anchor)
    if index is None:
        return list(proposals)
    rest = [p for i, p in enumerate(proposals) if i != index]
    return [*rest, *_pieces(proposals[index], rule)]


def _pieces(proposal: Proposal, rule: SplitRule) -> list[Proposal]:
    if not rule.moved:
        copies = piece_members(proposal.members, rule.block_id)
        return [proposal, replace(proposal, members=copies)]
    moved, staying = proposal.members & rule.moved, proposal.members - rule.moved
    if not moved or not staying:
        return [proposal]
    return [
        replace(proposal, members=staying, meta=join_meta([proposal.meta], staying)),
        replace(proposal, members=moved, text=rule.text, meta=join_meta([proposal.meta], moved)),
    ]


def piece_members(members: Members, piece_id: str) -> Members:
    """The same sources under names of their own, so that each member stays in one block only."""
    return frozenset((source, f"{digest}{PIECE_MARK}{piece_id}") for source, digest in members)
