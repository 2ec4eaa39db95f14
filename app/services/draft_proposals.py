"""What the current sources would make of each section.

The last results are kept: a merge that was prepared without any lock finds them when it writes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple

from app.models import Campaign, Draft
from app.services import draft_content, kept_analyses, merged_reports, outlines
from app.services.garbage import collector_paused
from app.services.kept_analyses import analysed
from app.services.memories import Memories
from forms import (
    MergedReport,
    ProposalMemory,
    ProposeOptions,
    Section,
    SectionProposals,
    propose_section,
    propose_sections,
)

Sections = dict[str, SectionProposals]
Tell = Callable[[int, int], None]
"""(sections ready, sections in all)."""


def propose(draft: Draft, merged: MergedReport | None = None) -> Sections:
    """Proposals by section key of what the units have sent by now, or of what was merged of it."""
    return propose_for(draft.campaign, draft.include_submitted, draft.settings, merged=merged)


def propose_for(
    campaign: Campaign,
    include_submitted: bool,
    settings: dict[str, Any],
    tell: Tell | None = None,
    merged: MergedReport | None = None,
) -> Sections:
    """As `propose`, also before there is a draft."""
    options = _options(campaign, settings)
    if merged is None:
        merged = merged_reports.merged_report(campaign, include_submitted)
    # A copy: other threads add to them at the same time.
    for kept in tuple(_kept):
        if kept.merged is merged and kept.options == options:
            return kept.sections
    outline = outlines.get_outline(campaign.outline_version_id)
    with collector_paused(), kept_analyses.readings_of(campaign.id, include_submitted):
        memory = _memories.of((campaign.id, campaign.outline_version_id, include_submitted))
        found = propose_sections(outline, merged, options, analysed, tell, memory)
    _kept.append(_Kept(merged, options, found))
    return found


def propose_one(draft: Draft, section: Section) -> SectionProposals:
    """Of one section what `propose` gives for it, without making out the others."""
    options = _options(draft.campaign, draft.settings)
    merged = merged_reports.merged_report(draft.campaign, draft.include_submitted)
    for kept in tuple(_kept):
        if kept.merged is merged and kept.options == options:
            return kept.sections.get(section.key, SectionProposals())
    version = draft.campaign.outline_version_id
    memory = _memories.of((draft.campaign_id, version, draft.include_submitted))
    outline = outlines.get_outline(version)
    return propose_section(outline, section, merged, options, analysed, memory)


class _Kept(NamedTuple):
    """A result lives no longer than the merged report it was made of."""

    merged: MergedReport
    options: ProposeOptions
    sections: Sections


_kept: deque[_Kept] = deque(maxlen=2)


_memories: Memories[ProposalMemory] = Memories(ProposalMemory)


def _options(campaign: Campaign, settings: dict[str, Any]) -> ProposeOptions:
    outline = outlines.get_outline(campaign.outline_version_id)
    return ProposeOptions(
        office_texts=draft_content.office_texts(campaign, outline),
        name_units_in_difficulties=bool(settings.get("name_units_in_difficulties")),
        count_suffix=bool(settings.get("count_suffix")),
    )


def forget_proposals() -> None:
    """Measurements of a first merge call this."""
    kept_analyses.forget()
    _kept.clear()
    _memories.clear()
