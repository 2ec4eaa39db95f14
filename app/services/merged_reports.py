"""The merged result of a campaign: the engine over its accepted reports, and the same by SQL."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, func, select

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
    return _stamp(_roll(campaign_id), include_submitted)


# What a stamp is made of first.
_STAMPED: Any = (
    Report.state, Report.changes, Report.excluded_reason, Report.id, Report.kind, Report.position,
    Unit.name, Unit.short_name, Unit.kind.label("unit_kind"), Unit.tags,
)  # fmt: skip
_ROLL: Any = (*_STAMPED, Report.last_activity_at, Unit.id.label("unit_id"))
Roll = Sequence[Row[Any]]


def _roll(campaign_id: int) -> Roll:
    """The reports asked for, with their units."""
    return db.session.execute(
        select(*_ROLL)
        .join(Unit, Unit.id == Report.unit_id)
        .where(Report.campaign_id == campaign_id)
        .order_by(Report.id)
    ).all()


def _stamp(roll: Roll, include_submitted: bool) -> str:
    admitted = admitted_states(include_submitted)
    lines = [
        repr((_progress(row.state, row.changes, admitted), *row[2 : len(_STAMPED)])) for row in roll
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _progress(state: str, changes: int, admitted: tuple[str, ...]) -> object:
    if state in admitted:
        return changes
    return "x" if state == ReportState.EXCLUDED else "-"


def merged_report(campaign: Campaign, include_submitted: bool = False) -> MergedReport:
    """The engine's result over the admitted reports; kept while nothing has changed."""
    return stamped_report(campaign, include_submitted)[1]


def stamped_report(campaign: Campaign, include_submitted: bool) -> tuple[str, MergedReport]:
    """The merged report with the `source_stamp` of what it was made of."""
    roll = _roll(campaign.id)
    stamp = _stamp(roll, include_submitted)
    rules = asking.rules_of(campaign)
    key = (campaign.id, campaign.outline_version_id, rules, include_submitted, stamp)
    found = _kept.get(key)
    if found is None:
        found = _merge(campaign, include_submitted, roll)
        _keep(key, found)
    return stamp, found


@collector_paused()
def _merge(campaign: Campaign, include_submitted: bool, roll: Roll) -> MergedReport:
    reports, expected = _collect(roll, asking.rules_of(campaign), include_submitted)
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
    return _collect(_roll(campaign.id), asking.rules_of(campaign), include_submitted)


def _collect(
    roll: Roll, rules: asking.Rules, include_submitted: bool
) -> tuple[list[UnitReport], Expected]:
    admitted = admitted_states(include_submitted)
    ordered = sorted(roll, key=lambda row: (row.position, row.id))
    listed = [(row, _info_in(row, rules)) for row in ordered]
    answers = _kept_answers(
        {row.id: (row.changes, row.last_activity_at) for row in ordered if row.state in admitted}
    )
    found = [
        UnitReport(info, *answers[row.id], status=row.state, tags=info.tags)
        for row, info in listed
        if row.state in admitted
    ]
    asked = tuple(info for row, info in listed if row.state != ReportState.EXCLUDED)
    excluded = tuple(
        (info, row.excluded_reason) for row, info in listed if row.state == ReportState.EXCLUDED
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
    tags = asking.tags_of(rules, unit.id, unit.tags)
    return _info(unit.id, report.kind, unit.name, unit.short_name, unit.kind, report.position, tags)


def _info_in(row: Row[Any], rules: asking.Rules) -> UnitInfo:
    tags = asking.tags_of(rules, row.unit_id, row.tags)
    return _info(row.unit_id, row.kind, row.name, row.short_name, row.unit_kind, row.position, tags)


# The very same unit each time: it is compared with itself whenever a report is merged again.
@lru_cache(maxsize=_MOST_ANSWERS)
def _info(
    unit_id: int,
    kind: str,
    name: str,
    short: str,
    unit_kind: str,
    place: int,
    tags: tuple[str, ...],
) -> UnitInfo:
    second = kind != _OWN
    return UnitInfo(
        id=unit_key(unit_id, kind),
        name=f"{name} (tổng hợp)" if second else name,
        short_name=short,
        kind=unit_kind,
        order=place,
        tags=tags,
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
