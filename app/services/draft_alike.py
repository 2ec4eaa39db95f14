"""Paragraphs of one place that may tell the same point: shown to the editor, who decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.models import Draft, DraftBlock, DraftSection
from app.services import draft_editing, draft_store, drafts
from app.services.actors import Actor
from app.services.draft_material import Reading
from app.services.draft_prose import POINTS, printed_prose
from app.services.errors import Refused
from forms import Draft as SectionDraft
from forms import Section, drafting, merging, narrative

MOST_SHOWN = 40
CHANGED = "Một trong hai đoạn vừa được sửa. Hãy đọc lại rồi chọn."


@dataclass(frozen=True)
class Side:
    """One of two paragraphs as printed; `share` like "7/25" units, "" for the editor's own."""

    key: str
    text: str
    share: str
    revision: int


@dataclass(frozen=True)
class Pair:
    section: Section
    sides: tuple[Side, Side]


def in_draft(reading: Reading, section_key: str = "") -> list[Pair]:
    """Pairs that nobody has decided about, the surest first; of one section when it is named."""
    prose = {
        f"{section.key}:{row.key}": (section, row)
        for section, row in printed_prose(reading.draft, reading.outline)
        if row.kind in POINTS and section_key in ("", section.key)
    }
    texts = {p: merging.render_tokens(r.text, reading.merged).text for p, (_, r) in prose.items()}
    decided = _decided(reading.draft)
    found = narrative.find_alike(
        narrative.Candidate(place, _group(section, row), texts[place])
        for place, (section, row) in prose.items()
    )
    pairs = []
    for one in found:
        section, first = prose[one.first]
        second = prose[one.second][1]
        if not drafting.are_apart(decided.get(section.key, _NOTHING), first.key, second.key):
            sides = _side(first, texts[one.first]), _side(second, texts[one.second])
            pairs.append(Pair(section, sides))
    return pairs


_NOTHING = SectionDraft()


def _group(section: Section, row: DraftBlock) -> str:
    """One question; of recommendations one addressee."""
    return f"{section.key}:{row.meta.get('field', '')}:{row.kind}:{row.meta.get('lead', '')}"


def _side(row: DraftBlock, text: str) -> Side:
    count = len(drafting.units(draft_store.block_of(row).members))
    asked = row.meta.get("expected_count")
    return Side(row.key, text, f"{count}/{asked}" if count and asked else "", row.revision)


def _decided(draft: Draft) -> dict[str, SectionDraft]:
    """Only the rules of each section, without its blocks."""
    heads = db.session.scalars(select(DraftSection).where(DraftSection.draft_id == draft.id))
    return {
        head.section_key: SectionDraft(
            rules=tuple(drafting.rule_from_json(rule) for rule in head.rules)
        )
        for head in heads
    }


@dataclass(frozen=True)
class Seen:
    """A paragraph as the editor read it when deciding."""

    key: str
    revision: int


def unite(draft: Draft, section_key: str, kept: Seen, other: Seen, *, actor: Actor) -> None:
    """One point: `kept` tells it for the units of both. Raises NotFound, Refused."""
    _decide(draft, section_key, (kept, other), drafting.unite, actor=actor, name="united")


def set_apart(draft: Draft, section_key: str, one: Seen, other: Seen, *, actor: Actor) -> None:
    """Two points; they are not asked about again. Raises NotFound, Refused."""
    _decide(draft, section_key, (one, other), drafting.set_apart, actor=actor, name="told_apart")


Decision = Callable[[SectionDraft, str, str], SectionDraft]


def _decide(
    draft: Draft, section_key: str, pair: tuple[Seen, Seen], step: Decision, *, actor: Actor,
    name: str,
) -> None:  # fmt: skip
    _require_unchanged(draft, section_key, *pair)
    keys = (pair[0].key, pair[1].key)
    drafts.act(draft, section_key, lambda section: step(section, *keys), actor=actor, name=name)


def _require_unchanged(draft: Draft, section_key: str, *seen: Seen) -> None:
    drafts.lock(draft)
    for one in seen:
        if draft_editing.get_row(draft, section_key, one.key).revision != one.revision:
            raise Refused(CHANGED)
