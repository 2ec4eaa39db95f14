"""One unit's report as the office reads it: sections beside checks, last period and remarks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from app.extensions import db
from app.models import Attachment, AuditEvent, Remark, Report, SectionStatus
from app.services import attachments, remarks, reports, row_files, succession
from app.services.audit_words import action_words
from app.services.row_files import RowFile
from app.services.task_list import SECTION_LABELS
from forms import (
    Answers,
    Field,
    Finding,
    Section,
    answer_table,
    document,
    field_type,
    format_number,
    target_words,
    validate_report,
    whole_state,
)

_TABLES = frozenset({"table", "items"})
_MARGIN = Decimal("0.5")


@dataclass(frozen=True)
class ReadItem:
    """One answer: `table` when it has rows and columns, else `text` ("" when unanswered);
    `files` are those of its rows (the scans of cited documents), `targets` what was set from
    above, a line for the question or for each row."""

    field: Field
    text: str
    table: document.Table | None
    before: str
    files: tuple[RowFile, ...] = ()

    @property
    def targets(self) -> tuple[str, ...]:
        own = (target_words(self.field.targets),) if self.field.targets else ()
        rows = [row for row in self.field.rows if row.targets]
        return (*own, *(f"{row.label}: {target_words(row.targets)}" for row in rows))


@dataclass(frozen=True)
class ReadSection:
    """A heading with what the unit answered under it; `word` is the unit's own word on it."""

    section: Section
    depth: int
    items: tuple[ReadItem, ...]
    word: str
    findings: tuple[Finding, ...]
    remarks: tuple[Remark, ...]
    is_asked: bool
    is_returned: bool


@dataclass(frozen=True)
class Reading:
    sections: tuple[ReadSection, ...]
    must: int
    warnings: int

    def find(self, section_key: str) -> ReadSection | None:
        return next((part for part in self.sections if part.section.key == section_key), None)


def read_report(report: Report) -> Reading:
    """The whole report in the order of its outline; a constant number of queries."""
    ref = reports.get_ref(report.id)
    answers = reports.load_answers(ref)
    findings = validate_report(answers)
    reader = _Reader(
        answers,
        reports.section_words(report.id),
        succession.previous_figures(report),
        findings,
        remarks.list_all(report.id),
        frozenset(ref.returned_sections if report.state == "returned" else ()),
        attachments.listed(report.id),
    )
    parts = tuple(part for section in answers.outline.sections for part in reader.walk(section, 0))
    must = sum(1 for finding in findings if finding.severity == "block")
    return Reading(parts, must, len(findings) - must)


@dataclass(frozen=True)
class _Reader:
    answers: Answers
    words: Mapping[str, SectionStatus]
    before: Mapping[succession.FigureKey, Decimal]
    findings: tuple[Finding, ...]
    remarks: list[Remark]
    returned: frozenset[str]
    attached: list[Attachment]

    def walk(self, section: Section, depth: int) -> list[ReadSection]:
        """The section and those inside it; nothing when none of them is the unit's."""
        if not self.answers.applies(section) or section.filled_by != "unit":
            return []
        own = self._read(section, depth)
        inside = [part for child in section.sections for part in self.walk(child, depth + 1)]
        return [own, *inside] if own.is_asked or inside else []

    def _read(self, section: Section, depth: int) -> ReadSection:
        fields = self.answers.fields_of(section)
        status = self.words.get(section.key)
        return ReadSection(
            section,
            depth,
            tuple(self._item(field) for field in fields),
            SECTION_LABELS.get(status.status if status else "", ""),
            tuple(f for f in self.findings if f.section_key == section.key),
            tuple(r for r in self.remarks if r.section_key == section.key),
            bool(section.fields),
            section.key in self.returned,
        )

    def _item(self, field: Field) -> ReadItem:
        kind, value = field_type(field.type), self.answers.value(field.key)
        before = self._before(field)
        stored = self.answers.stored(field.key)
        files = tuple(row_files.listed_files(field.key, stored, self.attached))
        if kind.widget in _TABLES and value and whole_state(value) is None:
            return ReadItem(field, "", answer_table(field, value), before, files)
        return ReadItem(field, kind.display(field, value) if value else "", None, before, files)

    def _before(self, field: Field) -> str:
        """Last period beside a single figure, with how much it changed when that is a lot."""
        number = self.before.get((field.key, "", ""))
        if number is None:
            return ""
        text = f"kỳ trước: {format_number(number)}"
        now = self._number(field)
        if now is None or number == 0 or abs(now - number) <= abs(number) * _MARGIN:
            return text
        return f"{text} – thay đổi {_percent(now, number)}"

    def _number(self, field: Field) -> Decimal | None:
        value = self.answers.stored(field.key)
        if not value:
            return None
        figures = field_type(field.type).figures(field, value)
        return next((f.number for f in figures if f.row_key == "" == f.column_key), None)


def _percent(now: Decimal, before: Decimal) -> str:
    change = (now - before) * 100 / abs(before)
    return f"{'+' if change > 0 else ''}{format_number(change.quantize(Decimal(1)))}%"


@dataclass(frozen=True)
class StepView:
    """Who took a step and why: a changed state never hides it."""

    event: AuditEvent
    words: str
    reason: str


def steps_of(report: Report) -> list[StepView]:
    """The steps of a report, newest first."""
    events = db.session.scalars(
        select(AuditEvent)
        .where(AuditEvent.report_id == report.id, AuditEvent.action.startswith("report."))
        .order_by(AuditEvent.id.desc())
    )
    return [
        StepView(event, action_words(event.action), str(event.details.get("reason") or ""))
        for event in events
    ]
