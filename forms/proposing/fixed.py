"""Blocks of fields that are no prose: recommendations, composed sentences, tables.

Each has one fixed member, under which its block is known while its text changes.
"""

from __future__ import annotations

from collections.abc import Iterator

from forms.drafting import FIELD_PREFIX, Proposal
from forms.fields import field_type
from forms.merging import MergedField, MergedRecommendations, MergedReport
from forms.proposing.sentences import composed_sentence, has_figure
from forms.proposing.sources import recommendation_digest, recommendation_text
from forms.schema import Field, Outline
from forms.text import name_within_sentence

ROWS = frozenset({"table", "items"})


def fixed_member(key: str, part: str = "") -> frozenset[tuple[str, str]]:
    return frozenset({(FIELD_PREFIX + key, part)})


def guest_sentences(outline: Outline, merged: MergedReport) -> dict[str, list[Proposal]]:
    """Composed sentences that the outline places under another field (`sentence_at`)."""
    guests: dict[str, list[Proposal]] = {}
    for _, item in outline.fields():
        found = merged.fields.get(item.key)
        if item.sentence_at and found is not None:
            guests.setdefault(item.sentence_at, []).extend(_sentence(item, found, merged))
    return guests


def recommended(item: Field, merged: MergedRecommendations) -> Iterator[Proposal]:
    """One block a recommendation under its addressee; the office decides what goes up."""
    for group in merged.groups:
        for row in group.items:
            digest = recommendation_digest(item, group.key, row)
            yield Proposal(
                frozenset((unit, digest) for unit in row.units),
                f"- {recommendation_text(row)}",
                0,
                "recommendation",
                {
                    "lead": f"Đối với {name_within_sentence(group.label)}:",
                    "unit_count": len(row.units),
                    "expected_count": row.expected,
                },
            )


def fixed(item: Field, merged: MergedField, report: MergedReport) -> Iterator[Proposal]:
    if not item.sentence_at:
        yield from _sentence(item, merged, report)
    if field_type(item.type).widget in ROWS:
        yield Proposal(fixed_member(item.key), item.label, 0, "table", _counts(merged))


def _sentence(item: Field, merged: MergedField, report: MergedReport) -> Iterator[Proposal]:
    """Nothing while no unit has given any of its figures: it would say nothing but gaps."""
    text = composed_sentence(item)
    if text and has_figure(text, report):
        yield Proposal(fixed_member(item.key, "sentence"), text, 0, "figure", _counts(merged))


def _counts(merged: MergedField) -> dict[str, int]:
    return {"unit_count": merged.cell.answered, "expected_count": merged.cell.expected}
