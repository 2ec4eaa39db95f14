"""Answers to questions that are asked no more, or were asked in another way: still readable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from app.extensions import db
from app.models import Answer, AnswerRevision, Campaign, Report
from app.services import outlines
from app.services.outline_narrowing import holds_any
from app.services.outline_switch import ORIGIN, earlier_version_ids, group_of
from forms import Field, Json, Outline, answer_table, document, editing, field_type, whole_state

_TABLES = frozenset({"table", "items"})


@dataclass(frozen=True)
class ArchivedAnswer:
    """An answer with the question it was given to; `why` says what became of the question."""

    field: Field
    text: str
    table: document.Table | None
    why: str


def archived_fields(campaign: Campaign) -> dict[str, Field]:
    """Questions the campaign's outline asks no more, the newest wording of each."""
    current = outlines.get_outline(campaign.outline_version_id)
    asked = {field.key for _, field in current.fields()}
    found: dict[str, Field] = {}
    for outline in (current, *_earlier(campaign)):
        listed = [field for _, field in outline.fields()] if outline is not current else []
        for field in (*outline.archived_fields(), *listed):
            if field.key not in asked:
                found.setdefault(field.key, field)
    return found


def archived_parts(campaign: Campaign) -> list[Field]:
    """Rows and columns that tables of today have no more, as questions of their own."""
    current = {f.key: f for _, f in outlines.get_outline(campaign.outline_version_id).fields()}
    found: list[Field] = []
    for outline in _earlier(campaign):
        for _, field in outline.fields():
            if field.key in current:
                found += editing.dropped_parts(field, _with(current[field.key], found))
    return found


def _with(field: Field, found: Sequence[Field]) -> Field:
    """The field with the parts of it that were found already, so that each is told once."""
    for part in found:
        if part.key == field.key:
            columns = {column.key for column in field.columns}
            rows = {row.key for row in field.rows}
            field = replace(
                field,
                columns=(*field.columns, *(c for c in part.columns if c.key not in columns)),
                rows=(*field.rows, *(row for row in part.rows if row.key not in rows)),
            )
    return field


def _earlier(campaign: Campaign) -> list[Outline]:
    """Newest first."""
    return [outlines.get_outline(found) for found in reversed(earlier_version_ids(campaign))]


def has_archived(campaign: Campaign) -> bool:
    """Whether the campaign ever asked something else than it does now."""
    return bool(earlier_version_ids(campaign) or archived_fields(campaign))


def archived_answers(report: Report) -> list[ArchivedAnswer]:
    """What the report holds beside the questions of today, in the order of the old outline."""
    if not has_archived(report.campaign):
        return []
    left = [_shown(*pair, "chưa chuyển được sang cách hỏi mới") for pair in left_behind(report)]
    return [*_removed(report), *_of_parts(report), *left]


def _of_parts(report: Report) -> list[ArchivedAnswer]:
    parts = archived_parts(report.campaign)
    rows = db.session.execute(
        select(Answer.field_key, Answer.value).where(
            Answer.report_id == report.id, Answer.field_key.in_({part.key for part in parts})
        )
    )
    values: dict[str, Json] = {row[0]: row[1] for row in rows}
    return [
        _shown(part, values[part.key], "cột, dòng đã bỏ khỏi đề cương")
        for part in parts
        if part.key in values and holds_any((part,), values[part.key])
    ]


def _removed(report: Report) -> list[ArchivedAnswer]:
    fields = archived_fields(report.campaign)
    rows = db.session.execute(
        select(Answer.field_key, Answer.value).where(
            Answer.report_id == report.id, Answer.field_key.in_(fields)
        )
    )
    values: dict[str, Json] = {row[0]: row[1] for row in rows}
    return [
        _shown(field, values[key], "đã bỏ khỏi đề cương")
        for key, field in fields.items()
        if values.get(key) and not field_type(field.type).is_blank(field, values[key])
    ]


def left_behind(report: Report) -> list[tuple[Field, Json]]:
    """What could not be carried over to the new type and has not been answered anew since."""
    if not earlier_version_ids(report.campaign):
        return []
    current = outlines.get_outline(report.campaign.outline_version_id)
    rows = db.session.execute(
        select(AnswerRevision, Answer.revision)
        .join(
            Answer,
            (Answer.report_id == AnswerRevision.report_id)
            & (Answer.field_key == AnswerRevision.field_key),
        )
        .where(AnswerRevision.report_id == report.id, AnswerRevision.origin == ORIGIN)
    ).all()
    found = []
    for revision, newest in rows:
        old = field_before(revision)
        asked = {field.key: field for _, field in current.fields()}.get(revision.field_key)
        if revision.revision != newest or old is None or asked is None:
            continue
        value = _value_before(revision)
        if value and editing.convert_answer(old, asked, value).lost:
            found.append((old, value))
    return found


def field_before(revision: AnswerRevision) -> Field | None:
    """The question that revisions older than this one answer; None when it is no carrying over."""
    version_id = version_of_group(revision.group_key or "")
    if revision.origin != ORIGIN or not version_id:
        return None
    try:
        return outlines.get_outline(version_id).field(revision.field_key)
    except KeyError:
        return None


def version_of_group(group_key: str) -> int:
    prefix = group_of(0)[:-1]
    tail = group_key.removeprefix(prefix)
    return int(tail) if group_key.startswith(prefix) and tail.isdecimal() else 0


def fields_of_revisions(field: Field, revisions: Sequence[AnswerRevision]) -> list[Field]:
    """The question that each of these revisions (newest first) answers."""
    found = []
    for revision in revisions:
        found.append(field)
        field = field_before(revision) or field
    return found


def _value_before(revision: AnswerRevision) -> Json | None:
    value: Json | None = db.session.scalar(
        select(AnswerRevision.value).where(
            AnswerRevision.report_id == revision.report_id,
            AnswerRevision.field_key == revision.field_key,
            AnswerRevision.revision == revision.revision - 1,
        )
    )
    return value


def _shown(field: Field, value: Json, why: str) -> ArchivedAnswer:
    kind = field_type(field.type)
    if kind.widget in _TABLES and whole_state(value) is None:
        return ArchivedAnswer(field, "", answer_table(field, value), why)
    return ArchivedAnswer(field, kind.display(field, value), None, why)
