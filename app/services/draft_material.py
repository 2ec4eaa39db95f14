"""What the pages of a draft are read from: its outline, the merged report, the known figures."""

from __future__ import annotations

from dataclasses import dataclass

from app.models import Draft
from app.services import merged_reports, outlines
from forms import MergedReport, Outline, merging


@dataclass(frozen=True)
class Reading:
    """What reading blocks needs, gathered once for a page."""

    draft: Draft
    outline: Outline
    merged: MergedReport
    known: tuple[merging.KnownFigure, ...]

    @classmethod
    def of(cls, draft: Draft) -> Reading:
        outline = outlines.get_outline(draft.campaign.outline_version_id)
        merged = merged_reports.merged_report(draft.campaign, draft.include_submitted)
        return cls(draft, outline, merged, merging.known_in_merged(outline, merged))
