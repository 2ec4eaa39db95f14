"""Around merging again: what it would change, what waits for a decision, taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select

from app.extensions import db
from app.models import Draft, DraftBlock, DraftBlockRevision, DraftSnapshot
from app.services import draft_proposals, draft_store, drafts
from app.services.actors import Actor
from app.services.drafts import SectionChange
from app.services.errors import Invalid, Refused
from forms import Block, BlockState, drafting
from forms import Draft as SectionDraft

KEEP, TAKE, BOTH = "giu", "lay-moi", "ca-hai"
BEFORE_MERGE = "before_merge"


def coming_changes(draft: Draft) -> list[SectionChange]:
    """What merging now would do; nothing is written."""
    if not drafts.is_stale(draft):
        return []
    sections = draft_store.load_sections(draft.id)
    found = []
    for key, proposed in draft_proposals.propose(draft).items():
        before = sections.get(key, SectionDraft())
        after = drafting.remerge(before, proposed.proposals, drafting.wording_similarity)
        found += [
            SectionChange(key, _as_read(change, after))
            for change in drafting.compare(before, after)
        ]
    return found


def _as_read(change: drafting.Change, after: SectionDraft) -> drafting.Change:
    """Of an edited block with the words that stand in the draft, not those once merged."""
    block = after.find(change.block_id)
    if change.kind is not drafting.ChangeKind.WAITING or block is None:
        return change
    return WaitingChange(
        change.kind, change.block_id, block.text, change.new, change.added_units,
        change.removed_units, base=change.old,
    )  # fmt: skip


def waiting_changes(draft: Draft) -> list[SectionChange]:
    """Paragraphs changed by hand whose sources have changed since."""
    rows = db.session.scalars(
        select(DraftBlock)
        .where(DraftBlock.draft_id == draft.id, DraftBlock.state != BlockState.DELETED.value)
        .order_by(DraftBlock.section_key, DraftBlock.position)
    )
    found = []
    for row in rows:
        block = draft_store.block_of(row)
        if block.theirs is not None:
            found.append(SectionChange(row.section_key, _waiting(block)))
    return found


def _waiting(block: Block) -> drafting.Change:
    before, after = drafting.units(block.base_members), drafting.units(block.members)
    return WaitingChange(
        drafting.ChangeKind.WAITING,
        block.id,
        block.text,
        block.current_text,
        tuple(sorted(after - before)),
        tuple(sorted(before - after)),
        base=block.base_text,
    )


@dataclass(frozen=True)
class WaitingChange(drafting.Change):
    """`old` is the edited text, `base` what was merged when it was edited."""

    base: str = ""

    @property
    def reworded(self) -> bool:
        """Whether the machine would now write something else (or nothing)."""
        return self.new != self.base


def decide(draft: Draft, choices: Mapping[str, str], *, actor: Actor) -> int:
    """`choices`: "section:block" → KEEP, TAKE or BOTH; gives how many were decided.

    Raises Invalid for an unknown choice, NotFound for an unknown block.
    """
    by_section: dict[str, dict[str, str]] = {}
    for place, choice in choices.items():
        section_key, _, block_key = place.partition(":")
        if choice not in (KEEP, TAKE, BOTH):
            raise Invalid("Hãy chọn một cách cho mỗi đoạn.")
        by_section.setdefault(section_key, {})[block_key] = choice
    for section_key, wanted in by_section.items():
        drafts.act(
            draft,
            section_key,
            partial(_decided, wanted=wanted),
            actor=actor,
            name="accepted",
        )
    return len(choices)


def _decided(section: SectionDraft, wanted: Mapping[str, str]) -> SectionDraft:
    for block_id, choice in wanted.items():
        section = _STEPS[choice](section, block_id)
    return section


def keep_both(section: SectionDraft, block_id: str) -> SectionDraft:
    """The new text goes behind the draft's, to be edited into one."""
    block = section.get(block_id)
    if block.theirs is not None and not block.theirs.gone:
        joined = "\n".join(text for text in (block.text, block.current_text) if text)
        section = drafting.edit(section, block_id, joined)
    return drafting.keep(section, block_id)


_STEPS = {KEEP: drafting.keep, TAKE: drafting.accept, BOTH: keep_both}


@dataclass(frozen=True)
class Undone:
    """`name` of the snapshot it went back to; `kept` paragraphs have what was written since."""

    name: str
    kept: int


def undo_last_merge(draft: Draft, *, actor: Actor) -> Undone:
    """As a whole, but for words that people wrote since. Raises Refused when there is none."""
    drafts.lock(draft)
    snapshot = find_last_merge(draft)
    if snapshot is None:
        raise Refused("Chưa có lần ghép lại nào để hoàn tác.")
    name = snapshot.name
    written = _written_since(draft, snapshot)
    drafts.restore_snapshot(
        draft, snapshot.id, actor=actor, keep_as=f"Trước khi hoàn tác: {name}",
        written_since=written,
    )  # fmt: skip
    db.session.delete(snapshot)
    return Undone(name, sum(map(len, written.values())))


def find_last_merge(draft: Draft) -> DraftSnapshot | None:
    """What the draft was before the last merge that can be taken back."""
    return db.session.scalar(
        select(DraftSnapshot)
        .where(DraftSnapshot.draft_id == draft.id, DraftSnapshot.kind == BEFORE_MERGE)
        .order_by(DraftSnapshot.id.desc())
        .limit(1)
    )


# What the merge did itself, and decisions about what it brought.
_OF_THE_MERGE = ("merged", "vanished", "accepted", "kept")


def _written_since(draft: Draft, snapshot: DraftSnapshot) -> dict[str, frozenset[str]]:
    """By section the blocks whose words or state people changed since the snapshot."""
    rows = db.session.execute(
        select(DraftBlock.section_key, DraftBlock.key)
        .join(DraftBlockRevision, DraftBlockRevision.block_id == DraftBlock.id)
        .where(
            DraftBlock.draft_id == draft.id,
            DraftBlockRevision.saved_at >= snapshot.created_at,
            DraftBlockRevision.action.not_in(_OF_THE_MERGE),
        )
        .distinct()
    )
    found: dict[str, set[str]] = {}
    for section_key, block_key in rows:
        found.setdefault(section_key, set()).add(block_key)
    return {section_key: frozenset(keys) for section_key, keys in found.items()}
