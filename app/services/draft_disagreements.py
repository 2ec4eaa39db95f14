"""Paragraphs of a draft that do not go together, in one section or anywhere in the draft."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.models import DraftBlock
from app.services.draft_material import Reading
from app.services.draft_prose import TABLE, printed_prose
from forms import BlockState, merging, narrative

ONE_UNIT = frozenset({"example", "recommendation"})
WORDS = {
    narrative.DisagreementKind.OPPOSITE: "Nói ngược nhau về cùng một việc",
    narrative.DisagreementKind.FIGURE: "Cùng một nội dung, số liệu khác nhau",
}


@dataclass(frozen=True)
class Side:
    """One of two paragraphs: where it stands, and the words in question."""

    section_key: str
    heading: str
    block_key: str
    text: str


@dataclass(frozen=True)
class Pair:
    words: str
    sides: tuple[Side, Side]


def in_section(reading: Reading, rows: Iterable[DraftBlock]) -> Mapping[str, frozenset[str]]:
    """By the key of a block the keys of those that say the opposite, whatever their fields."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in narrative.find_disagreements(_passages(reading, rows)):
        if one.kind is narrative.DisagreementKind.OPPOSITE:
            first, second = (place.partition(":")[2] for place in (one.first, one.second))
            found[first].add(second)
            found[second].add(first)
    return {key: frozenset(others) for key, others in found.items()}


def in_draft(reading: Reading) -> list[Pair]:
    """Over the whole draft, in the order of the outline; archived sections are not printed."""
    sections = {section.key: section for section in reading.outline.walk()}
    rows = [row for _, row in printed_prose(reading.draft, reading.outline)]

    def side(place: str, text: str) -> Side:
        section_key, _, block_key = place.partition(":")
        return Side(section_key, sections[section_key].title, block_key, text)

    return [
        Pair(WORDS[one.kind], (side(one.first, one.said), side(one.second, one.against)))
        for one in narrative.find_disagreements(_passages(reading, rows))
    ]


def _passages(reading: Reading, rows: Iterable[DraftBlock]) -> list[narrative.Passage]:
    return [
        narrative.Passage(
            f"{row.section_key}:{row.key}",
            merging.render_tokens(row.text, reading.merged).text,
            row.kind in ONE_UNIT,
        )
        for row in rows
        if row.state != BlockState.DELETED and row.kind != TABLE
    ]
