"""Plain values for storing a draft: lists, dicts and strings that JSON can carry.

Scope: members, waiting texts and rules by themselves (for columns of a block row), whole blocks
and drafts. Not here: the storage. `meta` must hold JSON values only.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from forms.drafting.blocks import (
    ApartRule,
    Block,
    BlockState,
    Draft,
    JoinRule,
    Members,
    Rule,
    SplitRule,
    Theirs,
)

BLANK = " "
MembersJson = str | Sequence[Sequence[str]]


def members_to_json(members: Members) -> MembersJson:
    """Sources and digests in turn, parted by blanks; pairs where a blank stands in one of them."""
    listed = list(members)
    # In the order of the pairs: a blank comes before whatever an id or a digest is made of.
    joined = BLANK.join(sorted(map(BLANK.join, listed)))
    if not listed or joined.count(BLANK) != 2 * len(listed) - 1:
        return [list(member) for member in sorted(listed)]
    _keep(joined, members)
    return joined


def members_from_json(data: MembersJson) -> Members:
    if isinstance(data, str):
        return _kept.get(data) or _members_in(data)
    return frozenset((source, digest) for source, digest in data)


def _members_in(joined: str) -> Members:
    parts = joined.split(BLANK)
    members = frozenset(zip(parts[::2], parts[1::2], strict=True))
    _keep(joined, members)
    return members


# What was written or read last: the members of a draft are read again whenever it is merged, and
# found to be those of a proposal at once when they are the very same.
_kept: dict[str, Members] = {}
_MOST_KEPT = 1 << 10


def _keep(joined: str, members: Members) -> None:
    _kept[joined] = members
    if len(_kept) > _MOST_KEPT:
        # A copy of the keys: other threads keep and drop members at the same time.
        for oldest in list(_kept)[: _MOST_KEPT // 4]:
            _kept.pop(oldest, None)


def theirs_to_json(theirs: Theirs | None) -> dict[str, Any] | None:
    if theirs is None:
        return None
    members = members_to_json(theirs.members)
    return {"members": members, "text": theirs.text, "meta": dict(theirs.meta)}


def theirs_from_json(data: Mapping[str, Any] | None) -> Theirs | None:
    if data is None:
        return None
    return Theirs(members_from_json(data["members"]), data["text"], dict(data["meta"]))


def rule_to_json(rule: Rule) -> dict[str, Any]:
    if isinstance(rule, ApartRule):
        return {"apart": [rule.one, rule.other]}
    if isinstance(rule, JoinRule):
        join = {"join": rule.block_id, "parts": [members_to_json(p) for p in rule.parts]}
        return {**join, "one_voice": True} if rule.one_voice else join
    return {
        "split": rule.block_id,
        "anchor": members_to_json(rule.anchor),
        "moved": members_to_json(rule.moved),
        "text": rule.text,
    }


def rule_from_json(data: Mapping[str, Any]) -> Rule:
    if "apart" in data:
        return ApartRule(*data["apart"])
    if "join" in data:
        parts = tuple(members_from_json(p) for p in data["parts"])
        return JoinRule(data["join"], parts, data.get("one_voice", False))
    anchor, moved = members_from_json(data["anchor"]), members_from_json(data["moved"])
    return SplitRule(data["split"], anchor, moved, data["text"])


def to_json(block: Block) -> dict[str, Any]:
    return {
        "id": block.id,
        "state": block.state.value,
        "text": block.text,
        "kind": block.kind,
        "base_text": block.base_text,
        "base_members": members_to_json(block.base_members),
        "theirs": theirs_to_json(block.theirs),
        "approved": block.approved,
        "meta": dict(block.meta),
    }


def from_json(data: Mapping[str, Any]) -> Block:
    return Block(
        data["id"],
        BlockState(data["state"]),
        data["text"],
        kind=data["kind"],
        base_text=data["base_text"],
        base_members=members_from_json(data["base_members"]),
        theirs=theirs_from_json(data["theirs"]),
        approved=data["approved"],
        meta=dict(data["meta"]),
    )


def draft_to_json(draft: Draft) -> dict[str, Any]:
    return {
        "blocks": [to_json(block) for block in draft.blocks],
        "used": sorted(draft.used),
        "touched": draft.touched,
        "rules": [rule_to_json(rule) for rule in draft.rules],
    }


def draft_from_json(data: Mapping[str, Any]) -> Draft:
    return Draft(
        tuple(from_json(block) for block in data["blocks"]),
        frozenset(data["used"]),
        data["touched"],
        tuple(rule_from_json(rule) for rule in data["rules"]),
    )
