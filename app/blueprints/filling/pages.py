"""The task list of a report, and the page of one section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from flask import g, render_template, request

from app.blueprints.filling.field_views import FieldView, Shown, field_views
from app.blueprints.filling.together import remark_context
from app.services import (
    assignments,
    attachments,
    first_values,
    previous,
    remarks,
    reports,
    row_files,
    task_list,
)
from app.services.answer_history import ORIGIN_WORDS
from app.services.answer_places import find_section
from app.services.answer_store import writes_for_unit
from app.services.errors import NotFound
from app.services.reports import ReportRef, StoredAnswer
from app.web.session import current_actor
from forms import Answers, Section, validate_section

MOST_SPARE_ROWS = 20


def tasks(report_id: int) -> str:
    ref: ReportRef = g.target
    open_remarks = Counter(r.section_key for r in remarks.open_remarks(report_id))
    only = only_sections(ref)
    answers = reports.load_answers(ref)
    may_fill = only is None and ref.is_open
    unread = previous.unread_fields(report_id)
    listed = task_list.task_list(ref, answers, open_remarks, only, unread)
    return render_template(
        "filling/tasks.html",
        ref=ref,
        report=reports.get_report(report_id),
        tasks=listed,
        sees_all=only is None,
        offers=previous.offers(ref, answers) if may_fill else [],
        to_take=first_values.waiting(ref, answers) if may_fill else {},
        copied=len(previous.copied_fields(ref, answers, unread)),
        remarks=[r for r in remarks.open_remarks(report_id) if not r.section_key],
        for_unit=writes_for_unit(current_actor(), ref),
    )


def only_sections(ref: ReportRef) -> frozenset[str] | None:
    """The sections a coordinating colleague was given; None for who sees the whole report."""
    actor = current_actor()
    if reports.may_read(actor, ref):
        return None
    return reports.assigned_sections(actor, ref.id)


@dataclass(frozen=True)
class Place:
    """Where a section stands among those of the report: its number, and its neighbours."""

    number: int
    total: int
    before: Section | None
    after: Section | None
    part: str = ""


def section(report_id: int, section_key: str) -> str:
    return render_section(g.target, section_key)


def render_section(
    ref: ReportRef,
    section_key: str,
    shown: Mapping[str, Shown] | None = None,
    word: str | None = None,
) -> str:
    """The page of a section; `shown` puts unsaved texts and conflicts in place of stored ones."""
    found, rows = find_section(ref, section_key), reports.answer_rows(ref.id)
    answers = reports.answers_from(ref, {key: row.value for key, row in rows.items()})
    place = place_of(ref, found, answers)
    may_copy = only_sections(ref) is None and ref.section_is_open(section_key)
    known = reports.section_word(ref.id, section_key)
    files = attachments.listed(ref.id) if _takes_files(found) else []
    return render_template(
        "filling/section.html",
        section=found,
        place=place,
        fields=_views(found, answers, rows, shown),
        known_word=known,
        word=known if word is None else word,
        is_open=ref.section_is_open(section_key)
        and assignments.may_write_section(current_actor(), ref, section_key),
        for_unit=writes_for_unit(current_actor(), ref),
        **remark_context(ref, section_key),
        earlier=_earlier(ref, answers, found),
        may_copy=may_copy,
        to_take=first_values.waiting(ref, answers, section_key) if may_copy else {},
        origins=ORIGIN_WORDS,
        attachments=files,
        row_files={
            field.key: row_files.files_of_rows(field, answers.stored(field.key), files)
            for field in found.fields
        },
        trouble=bool(shown),
    )


def _earlier(
    ref: ReportRef, answers: Answers, section: Section
) -> dict[str, list[previous.Earlier]]:
    """What the outline declares stands first; the same report is not shown twice for a field."""
    fields = list(answers.fields_of(section))
    found = {k: [e] for k, e in first_values.beside(ref, fields, answers.values).items()}
    for key, before in previous.beside(previous.sources(ref), fields, answers.values).items():
        listed = found.setdefault(key, [])
        if not any(e.text == before.text and e.source.title == before.source.title for e in listed):
            listed.append(before)
    return found


def _takes_files(section: Section) -> bool:
    kinds = {"attachment", attachments.TYPE_WITH_ROWS}
    return any(field.type in kinds for field in section.fields)


def _views(
    section: Section,
    answers: Answers,
    rows: Mapping[str, StoredAnswer],
    shown: Mapping[str, Shown] | None,
) -> list[FieldView]:
    extra = request.args.get("them", "")
    count = min(request.args.get("dong", 1, type=int), MOST_SPARE_ROWS)
    return field_views(
        section,
        answers,
        rows,
        validate_section(section, answers),
        shown,
        {extra: count} if extra else None,
    )


def place_of(ref: ReportRef, section: Section, answers: Answers) -> Place:
    """Raises NotFound when the section is not asked of this unit (or not of this colleague)."""
    only = only_sections(ref)
    asked = [s for s in reports.sections_to_fill(answers) if only is None or s.key in only]
    keys = [s.key for s in asked]
    if section.key not in keys:
        raise NotFound("Mục này không hỏi đơn vị, hoặc không được giao cho anh/chị.")
    index = keys.index(section.key)
    return Place(
        index + 1,
        len(asked),
        asked[index - 1] if index else None,
        asked[index + 1] if index + 1 < len(asked) else None,
        _part_of(section, answers),
    )


def _part_of(section: Section, answers: Answers) -> str:
    """The part a section stands in: numbers begin again in each. "" for a part itself."""
    for part in answers.outline.sections:
        if part.key != section.key and any(s.key == section.key for s in part.walk()):
            return part.level_name or part.heading
    return ""
