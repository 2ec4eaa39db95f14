"""Up the tree: a finished draft becomes the collecting unit's report in the campaign above.

Figures go up as the merged numbers they are, so that the level above adds them up itself; prose
goes up as the draft says it. Only what the campaign above asks under the same key is filled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import Campaign, CampaignState, Draft, DraftBlock, DraftState, Report
from app.services import audit, campaigns, filling, merged_reports, reports
from app.services.actors import Actor
from app.services.errors import Refused
from forms import (
    BlockState,
    CellState,
    Field,
    FilledBy,
    Json,
    MergedList,
    MergedRecommendations,
    MergedReport,
    MergedTable,
    field_type,
    merging,
)

CONSOLIDATED = "consolidated"
ORIGIN = "merged"


@dataclass(frozen=True)
class Upward:
    """What going up would fill: fields of the report above, and those it asks without a source."""

    report: Report
    values: Mapping[str, Json]
    missing: tuple[str, ...]


def upward(draft: Draft) -> Upward:
    """Raises Refused without a campaign above, or when it expects no report of this unit."""
    report = _report_above(draft.campaign)
    merged = merged_reports.merged_report(draft.campaign, draft.include_submitted)
    texts = _texts(draft, merged)
    answers = reports.load_answers(reports.get_ref(report.id))
    values: dict[str, Json] = {}
    missing = []
    for section, item in answers.applicable_fields():
        asked = section.filled_by is FilledBy.UNIT and item.filled_by is FilledBy.UNIT
        if not asked or not field_type(item.type).is_answered:
            continue
        value = _value(item, merged.fields.get(item.key), texts.get(item.key, ""))
        if value:
            values[item.key] = value
        else:
            missing.append(item.label)
    return Upward(report, values, tuple(missing))


def _report_above(campaign: Campaign) -> Report:
    """The consolidated report of the collecting unit, else its only one."""
    if campaign.parent_id is None:
        raise Refused("Đợt này không thuộc đợt báo cáo nào của cấp trên.")
    above = campaigns.get_campaign(campaign.parent_id)
    for kind in (CONSOLIDATED, "own"):
        report = reports.find_report(above, campaign.collector, kind)
        if report is not None:
            return report
    raise Refused(f"Đợt “{above.title}” không yêu cầu {campaign.collector.label} báo cáo.")


def _texts(draft: Draft, merged: MergedReport) -> dict[str, str]:
    """The draft's words by field, with their figures as they are now."""
    found: dict[str, list[str]] = {}
    rows = db.session.scalars(
        select(DraftBlock)
        .where(
            DraftBlock.draft_id == draft.id,
            DraftBlock.state != BlockState.DELETED.value,
            DraftBlock.kind != "table",
        )
        .order_by(DraftBlock.section_key, DraftBlock.position)
    )
    for row in rows:
        key = str(row.meta.get("field", ""))
        found.setdefault(key, []).append(merging.render_tokens(row.text, merged).text)
    return {key: "\n".join(texts) for key, texts in found.items()}


def _value(item: Field, found: merging.MergedField | None, text: str) -> Json:
    """The answer that says what the merged field says; {} when there is nothing to say."""
    if field_type(item.type).widget == "text":
        return {"v": text} if text else {}
    if isinstance(found, MergedTable):
        return _table(item, found)
    if isinstance(found, MergedList):
        return _items([dict(row.cells) for row in found.items])
    if isinstance(found, MergedRecommendations):
        return _items([dict(row.cells) for group in found.groups for row in group.items])
    if isinstance(found, merging.MergedRatio):
        parts = {"num": _cell(found.numerator), "den": _cell(found.denominator)}
        return {"parts": parts} if any(parts.values()) else {}
    if isinstance(found, merging.MergedFigure) and field_type(item.type).widget == "number":
        return _cell(found.cell)
    return {}


def _cell(cell: merging.MergedCell) -> dict[str, Any]:
    if cell.number is not None:
        value = {"v": format(cell.number, "f")}
        return {**value, "e": 1} if cell.estimated else value
    return {"s": CellState.NIL.value} if cell.nothing_arose else {}


def _table(item: Field, found: MergedTable) -> Json:
    """Typed cells only; totals and computed columns are worked out again above."""
    columns = [c.key for c in item.columns if not c.formula and not c.numerator]
    rows: dict[str, dict[str, Any]] = {}
    for row in item.rows:
        if row.kind != "item":
            continue
        for column in columns:
            cell = found.cells.get((row.key, column))
            data = _cell(cell) if cell is not None else {}
            if data:
                rows.setdefault(row.key, {})[column] = data
    return {"rows": rows} if rows else {}


def _items(rows: list[dict[str, Any]]) -> Json:
    items = [
        {"id": f"m{number}", "cells": {key: cell.to_json() for key, cell in row.items()}}
        for number, row in enumerate(rows, 1)
    ]
    return {"items": items} if items else {}


def pass_up(draft: Draft, *, actor: Actor) -> int:
    """Fill the report above; gives how many fields. Raises Refused while the draft is open."""
    if draft.state not in (DraftState.CLOSED, DraftState.ISSUED):
        raise Refused("Hãy chốt dự thảo trước khi đưa lên báo cáo gửi cấp trên.")
    found = upward(draft)
    ref = reports.get_ref(found.report.id)
    for key, value in found.values.items():
        filling.put_value(ref, key, value, actor=actor, origin=ORIGIN)
    audit.record(
        "draft.passed_up",
        actor,
        campaign_id=draft.campaign_id,
        report_id=found.report.id,
        fields=len(found.values),
    )
    return len(found.values)


def possible_parents(campaign: Campaign) -> list[Campaign]:
    """Campaigns in which the collecting unit itself has to report, newest first."""
    rows = db.session.scalars(
        select(Campaign)
        .where(
            Campaign.id.in_(
                select(Report.campaign_id).where(Report.unit_id == campaign.collector_id)
            ),
            Campaign.id != campaign.id,
            Campaign.state != CampaignState.DRAFT,
        )
        .order_by(Campaign.id.desc())
    )
    return [found for found in rows if not _is_above(campaign, found)]


def _is_above(campaign: Campaign, found: Campaign) -> bool:
    """Whether what `campaign` gathers goes into `found` through others already: no circles."""
    seen = set()
    above: Campaign | None = found
    while above is not None and above.parent_id and above.id not in seen:
        seen.add(above.id)
        if above.parent_id == campaign.id:
            return True
        above = db.session.get(Campaign, above.parent_id)
    return False


def campaigns_below(campaign_id: int) -> dict[int, Campaign]:
    """By collecting unit the campaign in which it gathered what it reported here: the second
    level of sources."""
    rows = db.session.scalars(
        select(Campaign).where(Campaign.parent_id == campaign_id).order_by(Campaign.id)
    )
    return {campaign.collector_id: campaign for campaign in rows}
