"""How much the checks have to say about each of many reports, kept while a report stays the same.

Checking a full report takes some twenty milliseconds, and an officer looks at all of them again
and again; what is kept is two numbers.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.models import Campaign, Report
from app.services import asking, merged_reports
from forms import Answers, Severity, validate_report

_MOST_KEPT = 20_000


@dataclass(frozen=True)
class FindingCount:
    """`must` have to be mended, `warnings` are worth a look."""

    must: int = 0
    warnings: int = 0

    def __bool__(self) -> bool:
        return bool(self.must or self.warnings)

    @property
    def words(self) -> str:
        parts = ((self.must, "nội dung phải sửa"), (self.warnings, "lưu ý"))
        return ", ".join(f"{count} {words}" for count, words in parts if count)


_kept: OrderedDict[tuple[object, ...], FindingCount] = OrderedDict()


def count_findings(campaign: Campaign, reports: Sequence[Report]) -> Mapping[int, FindingCount]:
    """By report id; one query for the answers of all that have changed since."""
    marks = {report.id: _mark(campaign, report) for report in reports}
    units = {report.id: report.unit for report in reports}
    changed = [report_id for report_id, mark in marks.items() if mark not in _kept]
    values, _ = merged_reports.load_answers(changed)
    outline, rules = asking.outline_of(campaign), asking.rules_of(campaign)
    found = {report_id: _kept[mark] for report_id, mark in marks.items() if mark in _kept}
    for report_id in changed:
        unit = units[report_id]
        answers = Answers(
            outline,
            values.get(report_id, {}),
            unit_kind=unit.kind,
            tags=asking.tags_of(rules, unit.id, unit.tags),
        )
        found[report_id] = _keep(marks[report_id], answers)
    return found


def _mark(campaign: Campaign, report: Report) -> tuple[object, ...]:
    """Another one after every save, and for whatever else decides what is asked."""
    return (
        report.id,
        report.changes,
        report.last_activity_at,
        campaign.outline_version_id,
        report.unit.kind,
        tuple(report.unit.tags or ()),
        asking.rules_of(campaign),
    )


def _keep(mark: tuple[object, ...], answers: Answers) -> FindingCount:
    severities = [finding.severity for finding in validate_report(answers)]
    must = severities.count(Severity.BLOCK)
    _kept[mark] = count = FindingCount(must, len(severities) - must)
    if len(_kept) > _MOST_KEPT:
        _kept.popitem(last=False)
    return count


def forget_counted() -> None:
    """For another database in the same process, whose ids mean other reports."""
    _kept.clear()
