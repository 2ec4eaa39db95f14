"""Values of a draft: proposals, blocks and the draft itself.

Scope: frozen data and the questions that can be answered from one block alone.
Not here: merging (`remerge`), editor actions (`actions`), storage format (`codec`).

A member is a pair (source id, digest): a unit's sentence as (unit id, digest of the sentence), or
a fixed item (figure sentence, table, list of citations) as ("field:<key>", ""), which keeps its
identity while its text changes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

Member = tuple[str, str]
Members = frozenset[Member]
NO_MEMBERS: Members = frozenset()
FIELD_PREFIX = "field:"
PIECE_MARK = "~"  # separates a digest from the id of the block that was split off


class BlockState(StrEnum):
    GENERATED = "generated"
    EDITED = "edited"
    MANUAL = "manual"
    DELETED = "deleted"


def _check_members(members: Members) -> None:
    if not members:
        raise ValueError("members must not be empty")


@dataclass(frozen=True)
class Proposal:
    """One block that the current answers would produce; `rank` is its place in the section."""

    members: Members
    text: str
    rank: int
    kind: str = "paragraph"
    meta: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        _check_members(self.members)

    def worded(self, text: str) -> "Proposal":
        """In these words; most keep the words they have."""
        return self if text == self.text else replace(self, text=text)


@dataclass(frozen=True)
class Theirs:
    """What would be generated now but is not acknowledged yet; no members: nothing any more."""

    members: Members = NO_MEMBERS
    text: str = ""
    meta: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def gone(self) -> bool:
        return not self.members


GONE = Theirs()


@dataclass(frozen=True)
class Block:
    """`text` is shown; `base_*` is what the editor last acknowledged; `theirs` waits for them."""

    id: str
    state: BlockState
    text: str
    kind: str = "paragraph"
    base_text: str = ""
    base_members: Members = NO_MEMBERS
    theirs: Theirs | None = None
    approved: bool = False
    meta: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def sourced(self) -> bool:
        """A block without base is the editor's own (manual, or a deleted manual one)."""
        return bool(self.base_members)

    @property
    def members(self) -> Members:
        """The sources as of the last merge, acknowledged or not; empty when they are gone."""
        return self.base_members if self.theirs is None else self.theirs.members

    @property
    def current_text(self) -> str:
        """The text that the current sources generate; empty when they are gone."""
        return self.base_text if self.theirs is None else self.theirs.text


@dataclass(frozen=True)
class JoinRule:
    """The editor joined blocks: proposals nearest to the parts become one, in this order.

    `one_voice`: they are the same point, which the first part tells for all.
    """

    block_id: str
    parts: tuple[Members, ...]
    one_voice: bool = False


@dataclass(frozen=True)
class SplitRule:
    """The editor divided a block; `block_id` is the piece that was split off.

    With `moved` empty both pieces rest on all sources (a text cut in two). Otherwise the moved
    members leave the first piece and found the second, whose generated text is `text`.
    """

    block_id: str
    anchor: Members
    moved: Members = NO_MEMBERS
    text: str = ""


@dataclass(frozen=True)
class ApartRule:
    """The editor has seen that two blocks, alike in words, are not the same point."""

    one: str
    other: str


Rule = JoinRule | SplitRule | ApartRule


@dataclass(frozen=True)
class Draft:
    """Ordered blocks of one outline section, tombstones included.

    `used` holds every id ever given out, `touched` says that a person changed something (from
    then on surviving blocks keep their places), `rules` are applied before each merge.
    """

    blocks: tuple[Block, ...] = ()
    used: frozenset[str] = frozenset()
    touched: bool = False
    rules: tuple[Rule, ...] = ()

    def get(self, block_id: str) -> Block:
        """Raises KeyError for an id that is not in the draft."""
        block = self.find(block_id)
        if block is None:
            raise KeyError(block_id)
        return block

    def find(self, block_id: str) -> Block | None:
        return next((block for block in self.blocks if block.id == block_id), None)

    @property
    def visible(self) -> tuple[Block, ...]:
        return tuple(b for b in self.blocks if b.state is not BlockState.DELETED)


def count_words(units_told: object, units_asked: object) -> str:
    """How many units tell a point, as a sentence may carry it."""
    return f"({units_told}/{units_asked} đơn vị nêu)"


def plain(member: Member) -> Member:
    """The member as the answers know it, without the mark of a split-off piece."""
    source, digest = member
    return source, digest.partition(PIECE_MARK)[0]


def sources(members: Iterable[Member]) -> Members:
    return frozenset(map(plain, members))


# A late report leaves the members of most blocks as they are: the very same set comes again.
@lru_cache(maxsize=1 << 9)
def units(members: Members) -> frozenset[str]:
    """Ids of the units behind the members; fixed items have none."""
    found = {source for source, _ in members}
    return frozenset(source for source in found if not source.startswith(FIELD_PREFIX))
