"""What waits for a decision: a block that a person changed and whose sources say otherwise now."""

from __future__ import annotations

from dataclasses import dataclass

from app.services.differences import Marked, compare
from app.services.draft_material import Reading
from forms import Block, drafting, merging


@dataclass(frozen=True)
class Waiting:
    """What the sources say now of a block that a person changed; `base` is what was merged then,
    `reworded` whether the machine words it otherwise now."""

    labels: tuple[str, ...]
    severity: str
    base: str
    reworded: bool
    old: Marked
    new: Marked
    text: str
    gone: bool
    added: tuple[str, ...]
    removed: tuple[str, ...]


def waiting_of(
    reading: Reading, block: Block, theirs: drafting.Theirs, alive: drafting.Members
) -> Waiting:
    """`theirs` of the block; `alive` is every source that some block of its section rests on."""
    found = drafting.flags(block, alive)
    labels = tuple(
        drafting.FLAG_LABELS[flag] for flag in found if flag is not drafting.Flag.SOURCE_CHANGED
    )
    old, new = compare(
        merging.render_tokens(block.text, reading.merged).text,
        merging.render_tokens(theirs.text, reading.merged).text,
    )
    before, after = drafting.units(block.base_members), drafting.units(theirs.members)
    names = reading.merged.names
    return Waiting(
        labels or (drafting.FLAG_LABELS[drafting.Flag.SOURCE_CHANGED],),
        drafting.severity(found).value,
        merging.render_tokens(block.base_text, reading.merged).text,
        theirs.text != block.base_text,
        old,
        new,
        theirs.text,
        theirs.gone,
        tuple(names.get(unit, unit) for unit in sorted(after - before)),
        tuple(names.get(unit, unit) for unit in sorted(before - after)),
    )
