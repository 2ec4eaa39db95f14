"""The report as it reads, its Word file, the history of each answer."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, g, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from app.blueprints.filling.table_views import TableView, table_view
from app.extensions import db
from app.models import AnswerRevision, Attachment, ReportState
from app.services import (
    answer_history,
    archived_answers,
    assignments,
    attachments,
    exports,
    reports,
    row_files,
)
from app.services.answer_places import find_field
from app.services.differences import Marked, compare
from app.services.exports import ExportedFile
from app.services.reports import ReportRef
from app.services.row_files import RowFile
from app.web.htmx import is_htmx
from app.web.session import current_actor
from forms import Answers, Field, Section, answer_table, document, field_type, whole_state


@dataclass(frozen=True)
class ReadField:
    """One answer to read: text in paragraphs, a table, or a list as a table; files of its rows."""

    field: Field
    text: str
    table: TableView | None
    files: tuple[RowFile, ...] = ()
    listed: document.Table | None = None


@dataclass(frozen=True)
class ReadPart:
    """A section to read; `depth` is 0 for the parts of the outline."""

    section: Section
    depth: int
    fields: tuple[ReadField, ...]
    is_asked: bool


def read(report_id: int) -> str:
    ref: ReportRef = g.target
    report = reports.get_report(report_id)
    return render_template(
        "filling/read.html",
        ref=ref,
        report=report,
        parts=reading_parts(ref, reports.load_answers(ref)),
        archived=archived_answers.archived_answers(report),
        **TABLE_WORDS,
        is_draft=report.state not in (ReportState.SUBMITTED, ReportState.ACCEPTED),
        may_write=reports.may_write(current_actor(), ref),
    )


TABLE_WORDS = {
    "header_cells": document.header_cells,
    "leaves": document.leaves,
    "cell_text": document.cell_text,
}


def reading_parts(ref: ReportRef, answers: Answers) -> list[ReadPart]:
    """Every section that applies, in order, with its answers."""
    asked = {section.key for section in reports.sections_to_fill(answers)}
    attached = attachments.listed(ref.id)
    found: list[ReadPart] = []

    def walk(section: Section, depth: int) -> None:
        if not answers.applies(section):
            return
        fields = tuple(
            _read_field(field, answers, attached) for field in answers.fields_of(section)
        )
        inside = len(found)
        found.append(ReadPart(section, depth, fields, section.key in asked))
        for child in section.sections:
            walk(child, depth + 1)
        if not fields and len(found) == inside + 1:
            found.pop()

    for section in answers.outline.sections:
        walk(section, 0)
    return found


def _read_field(field: Field, answers: Answers, attached: list[Attachment]) -> ReadField:
    kind, stored = field_type(field.type), answers.stored(field.key)
    value = answers.value(field.key)
    if kind.widget == "table" and whole_state(value) is None:
        return ReadField(field, "", None if kind.is_blank(field, stored) else _table(field, stored))
    files = row_files.listed_files(field.key, stored, attached)
    text = kind.display(field, value)
    is_list = kind.widget == "items" and text and whole_state(value) is None
    listed = answer_table(field, stored) if is_list else None
    return ReadField(field, text, None, tuple(files), listed)


def _table(field: Field, stored: Mapping[str, Any]) -> TableView:
    return table_view(field, stored, ())


def word(report_id: int) -> Response:
    return _sent(exports.report_word(reports.get_report(report_id)))


def _sent(exported: ExportedFile) -> Response:
    return send_file(
        io.BytesIO(exported.data),
        mimetype=exported.media_type,
        as_attachment=True,
        download_name=exported.name,
    )


@dataclass(frozen=True)
class RevisionView:
    """A value an answer had, with the words that differ from the one before it."""

    revision: AnswerRevision
    by: str
    how: str
    pieces: Marked
    is_current: bool


MOST_REVISIONS = 60


def history(report_id: int, field_key: str) -> str:
    ref: ReportRef = g.target
    section, field = find_field(ref, field_key)
    assignments.require_reading(current_actor(), ref, section.key)
    revisions = answer_history.history(report_id, field_key)
    template = "filling/_history.html" if is_htmx() else "filling/history.html"
    return render_template(
        template,
        ref=ref,
        section=section,
        field=field,
        revisions=_revision_views(field, revisions)[:MOST_REVISIONS],
        total=len(revisions),
        may_restore=ref.section_is_open(section.key)
        and assignments.may_write_section(current_actor(), ref, section.key),
    )


def _revision_views(field: Field, revisions: list[AnswerRevision]) -> list[RevisionView]:
    """Newest first, as given; each compared with the one before it in time."""
    names = answer_history.names_of({r.saved_by for r in revisions})
    shown = revisions[: MOST_REVISIONS + 1]
    asked = archived_answers.fields_of_revisions(field, shown)
    pairs = zip(asked, shown, strict=True)
    texts = [field_type(old.type).display(old, r.value) for old, r in pairs] + [""]
    return [
        RevisionView(
            r,
            names.get(r.saved_by, ""),
            answer_history.ORIGIN_WORDS.get(r.origin, ""),
            compare(texts[index], texts[index + 1])[0],
            index == 0,
        )
        for index, r in enumerate(shown)
    ]


def restore(report_id: int, field_key: str) -> Response:
    ref: ReportRef = g.target
    section, _ = find_field(ref, field_key)
    assignments.require_section(current_actor(), ref, section.key)
    revision = request.form.get("revision", 0, type=int)
    changed = answer_history.restore(ref, field_key, revision, actor=current_actor())
    db.session.commit()
    flash("Đã khôi phục bản cũ." if changed else "Bản này đang là bản hiện tại.", "success")
    address = url_for(".section", report_id=report_id, section_key=section.key)
    return redirect(f"{address}#o-{field_key}", 303)
