"""Checks on the figures and texts that the units sent, for the office to ask back about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import Campaign, Report, ReportState, Unit
from app.services import asking, merged_reports, outlines
from app.services.memories import LastResults, Memories
from forms import Outline, UnitReport, merging

KIND_WORDS = {
    merging.FindingKind.TEXT_DISAGREES: "Lời văn khác số liệu",
    merging.FindingKind.PREVIOUS_PERIOD: "So với kỳ trước",
    merging.FindingKind.OUTLIER: "Khác thường so với các đơn vị",
    merging.FindingKind.MEASURE: "Có thể nhầm đơn vị tính",
    merging.FindingKind.BOUNDS: "Ngoài mức cho phép",
    merging.FindingKind.SHARE: "Tỷ lệ trên 100%",
    merging.FindingKind.CHECK: "Phần và tổng không khớp",
    merging.FindingKind.DUPLICATE: "Trùng dòng",
    merging.FindingKind.SYMBOL_DATES: "Ngày văn bản không thống nhất",
}


@dataclass(frozen=True)
class CheckLine:
    """One thing to ask a unit about; `section_key` is where it answers."""

    section_key: str
    section: str
    field: str
    kind: str
    message: str
    is_hint: bool


@dataclass(frozen=True)
class UnitChecks:
    unit: str
    report_id: int
    lines: tuple[CheckLine, ...]

    @property
    def wrong(self) -> tuple[CheckLine, ...]:
        return tuple(line for line in self.lines if not line.is_hint)

    @property
    def hints(self) -> tuple[CheckLine, ...]:
        return tuple(line for line in self.lines if line.is_hint)

    @property
    def message(self) -> str:
        """Words to send to the unit, one line a finding that is most likely wrong."""
        listed = "\n".join(f"- {line.section}: {line.message}" for line in self.wrong)
        return f"Đề nghị {self.unit} kiểm tra lại:\n{listed}"


def check_campaign(campaign: Campaign, kind: str = "") -> list[UnitChecks]:
    """Findings of all reports that were sent, unit by unit, those with most to ask first; `kind`
    limits them to one."""
    found = _findings(campaign)
    homes = _homes(campaign)
    ids = _report_ids(campaign)
    by_unit: dict[str, list[CheckLine]] = {}
    for finding in found:
        if kind and finding.kind.value != kind:
            continue
        by_unit.setdefault(finding.unit_id, []).append(_line(finding, homes))
    names = {key: name for key, (name, _) in ids.items()}
    units = [
        UnitChecks(names[unit_id], ids[unit_id][1], tuple(lines))
        for unit_id, lines in by_unit.items()
    ]
    return sorted(units, key=lambda unit: (-len(unit.wrong), -len(unit.hints)))


_kept: LastResults[tuple[merging.CollectedFinding, ...]] = LastResults()


def _findings(campaign: Campaign) -> tuple[merging.CollectedFinding, ...]:
    """Kept for the few campaigns looked at last while nothing has changed."""
    stamp = (
        merged_reports.source_stamp(campaign.id, True),
        merged_reports.source_stamp(campaign.previous_id) if campaign.previous_id else "",
    )
    return _kept.recall(campaign.id, stamp, lambda: _check(campaign))


def _check(campaign: Campaign) -> tuple[merging.CollectedFinding, ...]:
    reports, _ = merged_reports.collect(campaign, True)
    outline = asking.outline_of(campaign)
    memory = _memories.of((campaign.id, outline.sha256))
    return merging.check_collected(
        outline, reports, previous_values(campaign), partial(_of_answers, memory)
    )


Checked = dict[str, tuple[UnitReport, tuple[merging.CollectedFinding, ...]]]
_memories: Memories[Checked] = Memories(dict)


def _of_answers(
    memory: Checked, outline: Outline, report: UnitReport
) -> tuple[merging.CollectedFinding, ...]:
    """Only a report that is new or has changed is checked by itself."""
    known, found = memory.get(report.unit.id, (None, ()))
    if known != report:
        found = tuple(merging.answer_findings(outline, report))
        memory[report.unit.id] = (report, found)
    return found


def forget_findings() -> None:
    """Tests call this: ids then name other campaigns."""
    _kept.clear()
    _memories.clear()


def previous_values(campaign: Campaign) -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """Last period's answers by unit, when there was one; keys that are gone do no harm."""
    if campaign.previous_id is None:
        return {}
    rows = db.session.execute(
        select(Report.id, Report.unit_id).where(
            Report.campaign_id == campaign.previous_id,
            Report.kind == "own",
            Report.state == ReportState.ACCEPTED.value,
        )
    ).all()
    values, _ = merged_reports.load_answers([row.id for row in rows])
    return {str(row.unit_id): values.get(row.id, {}) for row in rows}


def _homes(campaign: Campaign) -> dict[str, tuple[str, str, str]]:
    """Field key → (section key, section with its number, label of the field)."""
    outline = outlines.get_outline(campaign.outline_version_id)
    return {
        field.key: (
            section.key,
            section.title,
            field.label,
        )
        for section, field in outline.fields()
    }


def _report_ids(campaign: Campaign) -> dict[str, tuple[str, int]]:
    rows = db.session.execute(
        select(Report, Unit)
        .join(Unit, Unit.id == Report.unit_id)
        .where(Report.campaign_id == campaign.id)
    )
    found = {}
    for report, unit in rows:
        info = merged_reports.unit_info(unit, report)
        found[info.id] = (info.shown_name, report.id)
    return found


def _line(finding: merging.CollectedFinding, homes: dict[str, tuple[str, str, str]]) -> CheckLine:
    section_key, section, field = homes[finding.field_key]
    return CheckLine(
        section_key,
        section,
        field,
        KIND_WORDS[finding.kind],
        finding.message,
        finding.severity is merging.FindingSeverity.HINT,
    )


def notes_on(campaign: Campaign, path: str) -> dict[str, str]:
    """What there is to ask the units about one figure, by the merged report's unit id."""
    found: dict[str, str] = {}
    for one in _findings(campaign):
        keys = (one.field_key, one.row_key, one.column_key)
        if ".".join(key for key in keys if key) == path:
            found.setdefault(one.unit_id, one.message)
    return found


def count_by_kind(campaign: Campaign) -> list[tuple[str, str, int]]:
    """(kind, words, findings) of the kinds that occur."""
    found = _findings(campaign)
    return [
        (kind.value, words, count)
        for kind, words in KIND_WORDS.items()
        if (count := sum(1 for finding in found if finding.kind is kind))
    ]
