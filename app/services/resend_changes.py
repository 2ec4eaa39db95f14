"""After a return: each comment of the office with the unit's reply, and what changed since the
report was last sent. The office reads the same in place of a new document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.extensions import db
from app.models import AnswerRevision, Remark, Report, ReportState
from app.services import remarks, reports
from app.services.differences import Marked, compare, shortened
from app.services.reports import ReportRef
from forms import Answers, Field, Json, Section, field_type

_SENT = frozenset({ReportState.SUBMITTED, ReportState.ACCEPTED})


@dataclass(frozen=True)
class FieldChange:
    """An answer as it was sent and as it is now: the words that differ and some around them."""

    field: Field
    before: Marked
    after: Marked


@dataclass(frozen=True)
class Note:
    """A comment of the office with the replies to it, oldest first."""

    remark: Remark
    replies: tuple[Remark, ...]


@dataclass(frozen=True)
class SectionChange:
    """`section` is None for what was said of the whole report."""

    section: Section | None
    notes: tuple[Note, ...]
    changes: tuple[FieldChange, ...]


def changes_since_sent(ref: ReportRef, report: Report, answers: Answers) -> list[SectionChange]:
    """Sections with a comment, a return or a change; empty when nothing came back to the unit."""
    sent_at = report.submitted_at
    if sent_at is None or report.state in _SENT:
        return []
    notes = _notes_since(ref.id, sent_at)
    if not notes:
        return []
    before = values_at(ref.id, sent_at)
    found = [SectionChange(None, tuple(notes[""]), ())] if "" in notes else []
    for section in reports.sections_to_fill(answers):
        changes = tuple(_changes(answers, section, before))
        own = tuple(notes.get(section.key, ()))
        if changes or own or section.key in ref.returned_sections:
            found.append(SectionChange(section, own, changes))
    return found


def _notes_since(report_id: int, sent_at: datetime) -> dict[str, list[Note]]:
    """Comments of returns after the last sending, by section ("" for the whole report)."""
    listed = remarks.list_all(report_id)
    found: dict[str, list[Note]] = {}
    for remark in listed:
        if remark.kind == "return" and remark.parent_id is None and remark.created_at >= sent_at:
            replies = tuple(r for r in listed if r.parent_id == remark.id)
            found.setdefault(remark.section_key, []).append(Note(remark, replies))
    return found


def values_at(report_id: int, moment: datetime) -> dict[str, Json]:
    """All answers of a report as they stood at a moment."""
    last = (
        select(AnswerRevision.field_key, func.max(AnswerRevision.revision).label("revision"))
        .where(AnswerRevision.report_id == report_id, AnswerRevision.saved_at <= moment)
        .group_by(AnswerRevision.field_key)
        .subquery()
    )
    rows = db.session.execute(
        select(AnswerRevision.field_key, AnswerRevision.value)
        .join(
            last,
            (AnswerRevision.field_key == last.c.field_key)
            & (AnswerRevision.revision == last.c.revision),
        )
        .where(AnswerRevision.report_id == report_id)
    )
    return {row.field_key: row.value for row in rows}


def _changes(
    answers: Answers, section: Section, before: Mapping[str, Json]
) -> Iterator[FieldChange]:
    for field in answers.fields_of(section):
        if field.type == "computed":
            continue
        old, new = before.get(field.key, {}), answers.stored(field.key)
        kind = field_type(field.type)
        was, now = kind.display(field, old), kind.display(field, new)
        if was != now:
            yield FieldChange(field, *map(shortened, compare(was, now)))
