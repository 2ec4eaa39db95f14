"""A proposal, as it stands after the user's changes → an outline that loads without faults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from forms.reading.outline_proposal import OutlineProposal, ProposedSection
from forms.schema import Choice, DocumentInfo, Outline, Section

_ABOVE = (
    Choice("cap_uy_cap_tren", "Cấp ủy cấp trên"),
    Choice("chinh_quyen_cap_tren", "Chính quyền cấp trên"),
    Choice("trung_uong", "Trung ương"),
)


def assemble(proposal: OutlineProposal, outline_id: str, version: int = 1) -> Outline:
    """`outline_id` must be a key of the language ("kl49"); raises ValueError without sections."""
    if not proposal.sections:
        raise ValueError("a proposal without sections makes no outline")
    return Outline(
        outline_id,
        version,
        proposal.title,
        proposal.kind,
        _nested(proposal.sections),
        basis=proposal.basis,
        document=DocumentInfo(subject=_subject(proposal.title)),
        addressees=_addressees(proposal),
    )


def _addressees(proposal: OutlineProposal) -> tuple[Choice, ...]:
    """Recommendations must go to somebody: to those above, where the đề cương names nobody."""
    kinds = {item.field.type for section in proposal.sections for item in section.fields}
    if proposal.addressees or "recommendations" not in kinds:
        return proposal.addressees
    return _ABOVE


def _nested(flat: Sequence[ProposedSection]) -> tuple[Section, ...]:
    """Deeper sections go under the one before them; a leap in depth counts as one step."""
    found: list[Section] = []
    start = 0
    while start < len(flat):
        end = start + 1
        while end < len(flat) and flat[end].depth > flat[start].depth:
            end += 1
        head = flat[start]
        fields = tuple(item.field for item in head.fields)
        inner = _nested(flat[start + 1 : end])
        found.append(replace(head.section, fields=fields, sections=inner))
        start = end
    return tuple(found)


def _subject(title: str) -> str:
    """What stands under BÁO CÁO: the title without that word."""
    rest = title.removeprefix("Báo cáo").strip()
    return rest if rest != title else ""
