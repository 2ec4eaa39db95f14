"""The merged result of a campaign: the engine over its accepted reports, and the same by SQL."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from app.extensions import db
from app.models import Answer, Campaign, Figure, Report, ReportState, Unit
from app.services import asking
from app.services.garbage import collector_paused
from app.services.memories import Memories
from forms import Expected, MergedReport, UnitInfo, UnitReport, merge_report, merging

_OWN = "own"


def admitted_states(include_submitted: bool) -> tuple[str, ...]:
    if include_submitted:
        return (ReportState.ACCEPTED.value, ReportState.SUBMITTED.value)
    return (ReportState.ACCEPTED.value,)


def source_stamp(campaign_id: int, include_submitted: bool = False) -> str:
    """Changes whenever what would be merged changes: who is asked, how they are called and
    ordered, who is in, their saves."""
    rows = db.session.execute(
        select(
            Report.state,
            Report.changes,
            Report.excluded_reason,
            # What `unit_info` makes of them:
            Report.id,
            Report.kind,
            Report.position,
            Unit.name,
            Unit.short_name,
            Unit.kind,
            Unit.tags,
        )
        .join(Unit, Unit.id == Report.unit_id)
        .where(Report.campaign_id == campaign_id)
        .order_by(Report.id)
    ).all()
    admitted = admitted_states(include_submitted)
    lines = [repr((_progress(row.state, row.changes, admitted), *row[2:])) for row in rows]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _progress(state: str, changes: int, admitted: tuple[str, ...]) -> object:
    if state in admitted:
        return changes
    return "x" if state == ReportState.EXCLUDED else "-"


def merged_report(campaign: Campaign, include_submitted: bool = False) -> MergedReport:
    """The engine's result over the admitted reports; kept while nothing has changed."""
    stamp = source_stamp(campaign.id, include_submitted)
    rules = asking.rules_of(campaign)
    key = (campaign.id, campaign.outline_version_id, rules, include_submitted, stamp)
    found = _kept.get(key)
    if found is None:
        found = _merge(campaign, include_submitted)
        _keep(key, found)
    return found


@collector_paused()
def _merge(campaign: Campaign, include_submitted: bool) -> MergedReport:
    reports, expected = collect(campaign, include_submitted)
    memory = _memories.of((campaign.id, campaign.outline_version_id, include_submitted))
    return merge_report(asking.outline_of(campaign), reports, expected, memory)


_memories: Memories[merging.MergeMemory] = Memories(merging.MergeMemory)


_kept: dict[tuple[Any, ...], MergedReport] = {}
_MOST_KEPT = 8


def _keep(key: tuple[Any, ...], merged: MergedReport) -> None:
    # A copy of the keys: other threads keep and drop results at the same time.
    for oldest in list(_kept)[: max(len(_kept) - _MOST_KEPT + 1, 0)]:
        _kept.pop(oldest, None)
    _kept[key] = merged


def forget_merged() -> None:
    """Tests that rebuild the database call this: ids then name other campaigns."""
    _kept.clear()
    _memories.clear()
    _answers.clear()


def collect(campaign: Campaign, include_submitted: bool) -> tuple[list[UnitReport], Expected]:
    """Admitted reports with their answers, and who was asked.

    Two queries; answers of reports that have not changed since they were last read are kept.
    """
    rows = db.session.execute(
        select(Report, Unit)
        .join(Unit, Unit.id == Report.unit_id)
        .where(Report.campaign_id == campaign.id)
        .order_by(Report.position, Report.id)
    ).all()
    admitted, rules = admitted_states(include_submitted), asking.rules_of(campaign)
    marks = {r.id: (r.changes, r.last_activity_at) for r, _ in rows if r.state in admitted}
    answers = _kept_answers(marks)
    found = [
        UnitReport(
            unit_info(unit, report, rules),
            *answers[report.id],
            status=report.state,
            tags=asking.tags_of(rules, unit.id, unit.tags),
        )
        for report, unit in rows
        if report.state in admitted
    ]
    asked = tuple(unit_info(u, r, rules) for r, u in rows if r.state != ReportState.EXCLUDED)
    excluded = tuple(
        (unit_info(u, r, rules), r.excluded_reason)
        for r, u in rows
        if r.state == ReportState.EXCLUDED
    )
    return found, Expected(asked, excluded)


Values = dict[str, Mapping[str, Any]]
Mark = tuple[int, datetime | None]
_answers: dict[int, tuple[Mark, Values, dict[str, int]]] = {}
_MOST_ANSWERS = 6000


def _kept_answers(marks: Mapping[int, Mark]) -> dict[int, tuple[Values, dict[str, int]]]:
    """(values, revisions) by report id; a mark says how often and when a report was saved."""
    stale = [key for key, mark in marks.items() if key not in _answers or _answers[key][0] != mark]
    if len(_answers) + len(stale) > _MOST_ANSWERS:
        _answers.clear()
        stale = list(marks)
    values, revisions = load_answers(stale) if stale else ({}, {})
    for key in stale:
        _answers[key] = (marks[key], values.get(key, {}), revisions.get(key, {}))
    return {key: _answers[key][1:] for key in marks}


def unit_key(unit_id: int, kind: str) -> str:
    """What a report's unit is called in a merged report."""
    return str(unit_id) if kind == _OWN else f"{unit_id}-{kind}"


def unit_info(unit: Unit, report: Report, rules: asking.Rules = ()) -> UnitInfo:
    """The reporting unit; a consolidated report counts as a second one beside the unit's own."""
    second = report.kind != _OWN
    return UnitInfo(
        id=unit_key(unit.id, report.kind),
        name=f"{unit.name} (tổng hợp)" if second else unit.name,
        short_name=unit.short_name,
        kind=unit.kind,
        order=report.position,
        tags=asking.tags_of(rules, unit.id, unit.tags),
    )


def load_answers(
    report_ids: Iterable[int],
) -> tuple[dict[int, dict[str, Mapping[str, Any]]], dict[int, dict[str, int]]]:
    """(values, revisions) by report id and field key."""
    values: dict[int, dict[str, Mapping[str, Any]]] = {}
    revisions: dict[int, dict[str, int]] = {}
    rows = db.session.execute(
        select(Answer.report_id, Answer.field_key, Answer.value, Answer.revision).where(
            Answer.report_id.in_(list(report_ids))
        )
    )
    for report_id, key, value, revision in rows:
        values.setdefault(report_id, {})[key] = value
        revisions.setdefault(report_id, {})[key] = revision
    return values, revisions


def sql_sums(campaign_id: int) -> dict[tuple[str, str, str], tuple[Decimal | None, int]]:
    """(field, row, column) → (sum, units with a value) over accepted reports, by one GROUP BY."""
    rows = db.session.execute(
        select(
            Figure.field_key,
            Figure.row_key,
            Figure.column_key,
            func.sum(Figure.value),
            func.count(Figure.value),
        )
        .where(Figure.campaign_id == campaign_id, Figure.accepted.is_(True))
        .group_by(Figure.field_key, Figure.row_key, Figure.column_key)
    )
    return {(field, row, column): (total, count) for field, row, column, total, count in rows}
