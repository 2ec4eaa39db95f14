"""What a person changes in a proposal before taking it: words, place, kind, leaving out.

Changes name parts by key and are applied together, so a page can be read back in one go.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from forms.reading.outline_kinds import CHOSEN_BY_HAND, new_field
from forms.reading.outline_proposal import (
    Confidence,
    OutlineProposal,
    ProposedField,
    ProposedSection,
    UnusedLine,
)
from forms.text import clean_line

_DROPPED = "đã bỏ khi xem lại"
_BY_HAND = "đã sửa khi xem lại"


class Move(StrEnum):
    """Along with all that stands below the section."""

    UP = "up"
    DOWN = "down"
    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class ProposalChange:
    """`dropped` names parts as "s:<section>", "f:<field>", "b:<symbol>"; `headings` and `labels`
    are by key; `depths` and `order` as the page has them; moving comes
    last. `order` may leave out keys: those keep their place behind the one before them."""

    title: str = ""
    headings: Mapping[str, str] | None = None
    labels: Mapping[str, str] | None = None
    kinds: Mapping[str, str] | None = None
    depths: Mapping[str, int] | None = None
    order: Sequence[str] = ()
    dropped: frozenset[str] = frozenset()
    move: tuple[str, Move] | None = None


def change_proposal(proposal: OutlineProposal, change: ProposalChange) -> OutlineProposal:
    """Unknown keys and empty words change nothing; lines of dropped parts become unused."""
    sections = [_section(section, change) for section in proposal.sections]
    sections = _ordered(sections, change.order)
    if change.move:
        sections = moved(sections, *change.move)
    kept = without(sections, {key[2:] for key in change.dropped if key.startswith("s:")})
    changed = replace(
        proposal,
        title=clean_line(change.title) or proposal.title,
        basis=tuple(b for b in proposal.basis if f"b:{b.symbol}" not in change.dropped),
        sections=tuple(levelled(_without_fields(section, change.dropped) for section in kept)),
    )
    return replace(changed, unused=_unused(proposal, changed))


def without(
    sections: Iterable[ProposedSection], dropped: Collection[str]
) -> Iterable[ProposedSection]:
    """What stood below a dropped heading moves up one step for each."""
    gone: list[int] = []
    for section in sections:
        while gone and gone[-1] >= section.depth:
            gone.pop()
        if section.key in dropped:
            gone.append(section.depth)
        else:
            yield replace(section, depth=section.depth - len(gone)) if gone else section


def moved(sections: Sequence[ProposedSection], key: str, move: Move) -> list[ProposedSection]:
    found = list(sections)
    start = next((place for place, item in enumerate(found) if item.key == key), None)
    if start is None:
        return found
    end = _end(found, start)
    block = found[start:end]
    if move in (Move.IN, Move.OUT):
        step = 1 if move is Move.IN else -1
        most = found[start - 1].depth + 1 if start else 0
        if 0 <= block[0].depth + step <= most:
            found[start:end] = [replace(item, depth=item.depth + step) for item in block]
        return found
    rest = found[:start] + found[end:]
    place = _neighbour(found, start, end, move)
    return rest[:place] + block + rest[place:]


def _neighbour(found: Sequence[ProposedSection], start: int, end: int, move: Move) -> int:
    """Where the block goes in what is left: before or behind the sibling beside it."""
    depth = found[start].depth
    if move is Move.UP:
        for place in range(start - 1, -1, -1):
            if found[place].depth < depth:
                return start
            if found[place].depth == depth:
                return place
        return start
    if end >= len(found) or found[end].depth < depth:
        return start
    return start + _end(found, end) - end


def _end(found: Sequence[ProposedSection], start: int) -> int:
    end = start + 1
    while end < len(found) and found[end].depth > found[start].depth:
        end += 1
    return end


def levelled(sections: Iterable[ProposedSection]) -> Iterable[ProposedSection]:
    """No section stands more than one step below the one before it."""
    last = -1
    for section in sections:
        last = min(section.depth, last + 1)
        yield section if section.depth == last else replace(section, depth=last)


def _section(proposed: ProposedSection, change: ProposalChange) -> ProposedSection:
    heading = clean_line((change.headings or {}).get(proposed.key, ""))
    depth = (change.depths or {}).get(proposed.key, proposed.depth)
    fields = tuple(_field(item, change) for item in proposed.fields)
    changed = replace(proposed, depth=max(0, min(depth, 8)), fields=fields)
    if heading and heading != proposed.section.heading:
        section = replace(proposed.section, heading=heading)
        changed = replace(changed, section=section, confidence=Confidence.SURE, why=_BY_HAND)
    return changed


def _field(proposed: ProposedField, change: ProposalChange) -> ProposedField:
    field = proposed.field
    label = clean_line((change.labels or {}).get(field.key, "")) or field.label
    kind = (change.kinds or {}).get(field.key, field.type)
    if kind != field.type and kind in CHOSEN_BY_HAND:
        made = new_field(field.key, kind, label)
        field = replace(
            made, guidance=field.guidance, filled_by=field.filled_by, required=field.required
        )
    field = replace(field, label=label)
    if field == proposed.field:
        return proposed
    return replace(proposed, field=field, confidence=Confidence.SURE, why=_BY_HAND)


def _without_fields(section: ProposedSection, dropped: frozenset[str]) -> ProposedSection:
    fields = tuple(item for item in section.fields if f"f:{item.key}" not in dropped)
    return section if len(fields) == len(section.fields) else replace(section, fields=fields)


def _ordered(sections: list[ProposedSection], order: Sequence[str]) -> list[ProposedSection]:
    places = {key: place for place, key in enumerate(order)}
    last = -1
    ranks = []
    for number, section in enumerate(sections):
        last = places.get(section.key, last)
        ranks.append((last, number, section))
    return [section for _, _, section in sorted(ranks, key=lambda rank: rank[:2])]


def _unused(before: OutlineProposal, after: OutlineProposal) -> tuple[UnusedLine, ...]:
    texts = {line.number: line.text for line in before.source}
    gone = [
        UnusedLine(number, texts.get(number, ""), _DROPPED)
        for number in before.used() - after.used()
    ]
    return tuple(sorted((*before.unused, *gone), key=lambda line: line.number))
