"""What the editor is told: flags of one block, and the list of what a merge changed.

Scope: derived values, never stored. Not here: how they are drawn.
"""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum

from forms.drafting.blocks import (
    Block,
    BlockState,
    Draft,
    Member,
    Members,
    sources,
    units,
)


class Flag(StrEnum):
    SOURCE_CHANGED = "source_changed"
    ADDED = "added"
    REMOVED = "removed"
    TEXT = "text"
    SOURCE_REMOVED = "source_removed"
    SOURCE_MOVED = "source_moved"


FLAG_LABELS = {
    Flag.SOURCE_CHANGED: "Nguồn đã thay đổi",
    Flag.ADDED: "Có thêm đơn vị nêu ý này",
    Flag.REMOVED: "Có đơn vị đã bỏ ý này",
    Flag.TEXT: "Nội dung tổng hợp từ nguồn đã khác",
    Flag.SOURCE_REMOVED: "Nguồn đã bị gỡ",
    Flag.SOURCE_MOVED: "Nguồn đã chuyển sang đoạn khác",
}


class Severity(StrEnum):
    NONE = "none"
    NOTE = "note"
    CHECK = "check"
    BROKEN = "broken"


def flags(block: Block, alive: Set[Member]) -> tuple[Flag, ...]:
    """`alive`: all members that the current answers hold."""
    if block.theirs is None:
        return ()
    if block.theirs.gone:
        here = sources(block.base_members) & alive
        return (Flag.SOURCE_MOVED,) if here else (Flag.SOURCE_REMOVED,)
    found = [Flag.SOURCE_CHANGED]
    if block.theirs.members - block.base_members:
        found.append(Flag.ADDED)
    if block.base_members - block.theirs.members:
        found.append(Flag.REMOVED)
    if block.theirs.text != block.base_text:
        found.append(Flag.TEXT)
    return tuple(found)


def severity(found: tuple[Flag, ...]) -> Severity:
    """Only more units: a note. Other text or fewer units: check. No source left: broken."""
    if not found:
        return Severity.NONE
    if Flag.SOURCE_REMOVED in found:
        return Severity.BROKEN
    grown = set(found) <= {Flag.SOURCE_CHANGED, Flag.ADDED}
    return Severity.NOTE if grown else Severity.CHECK


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    REWRITTEN = "rewritten"
    SOURCES = "sources"
    WAITING = "waiting"
    SETTLED = "settled"


CHANGE_LABELS = {
    ChangeKind.ADDED: "Đoạn mới",
    ChangeKind.REMOVED: "Đoạn không còn nguồn",
    ChangeKind.REWRITTEN: "Nội dung được cập nhật",
    ChangeKind.SOURCES: "Thay đổi đơn vị nguồn",
    ChangeKind.WAITING: "Nguồn đã thay đổi, chờ biên tập viên quyết định",
    ChangeKind.SETTLED: "Nguồn đã trở lại như cũ",
}


@dataclass(frozen=True)
class Change:
    """`old` and `new` are the texts generated from the sources before and after."""

    kind: ChangeKind
    block_id: str
    old: str
    new: str
    added_units: tuple[str, ...] = ()
    removed_units: tuple[str, ...] = ()


_ABSENT = Block("", BlockState.GENERATED, "")


def compare(before: Draft, after: Draft) -> tuple[Change, ...]:
    """What a merge did, in the order of the new draft; vanished blocks come last."""
    old = {b.id: b for b in before.blocks}
    new = {b.id: b for b in after.blocks}
    pairs = [(old.get(b.id, _ABSENT), b) for b in after.blocks]
    pairs += [(b, _ABSENT) for b in before.blocks if b.id not in new]
    found = (_difference(one, two) for one, two in pairs if one is not two)
    return tuple(change for change in found if change is not None)


def _difference(old: Block, new: Block) -> Change | None:
    kind = _kind(old, new)
    if kind is None:
        return None
    more, fewer = _units_apart(new.members, old.members)
    return Change(
        kind,
        new.id or old.id,
        old.current_text or old.text,
        new.current_text or ("" if new.theirs else new.text),
        tuple(sorted(more)),
        tuple(sorted(fewer)),
    )


def _units_apart(later: Members, earlier: Members) -> tuple[frozenset[str], frozenset[str]]:
    """The units that came and those that went; most stand on both sides with the same member."""
    came, went = units(later - earlier), units(earlier - later)
    staying = {source for source, _ in later & earlier} if came or went else frozenset()
    return came - went - staying, went - came - staying


def _kind(old: Block, new: Block) -> ChangeKind | None:
    if old is _ABSENT or new is _ABSENT:
        return ChangeKind.ADDED if old is _ABSENT else ChangeKind.REMOVED
    if new.theirs != old.theirs:
        return ChangeKind.SETTLED if new.theirs is None else ChangeKind.WAITING
    if new.base_text != old.base_text:
        return ChangeKind.REWRITTEN
    return ChangeKind.SOURCES if new.base_members != old.base_members else None
