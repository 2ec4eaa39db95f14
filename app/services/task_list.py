"""The task list of one report: its sections in groups, each with the unit's word on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.extensions import db
from app.models import Answer, SectionStatus
from app.services import reports
from app.services.answer_history import names_of
from app.services.reports import ReportRef
from forms import Answers, Required, Section

SECTION_LABELS = {
    "": "Chưa làm",
    "doing": "Đang làm",
    "done": "Xong",
    "nothing": "Không có nội dung",
    "fix": "Cần sửa",
}
FINISHED = ("done", "nothing")


@dataclass(frozen=True)
class TaskRow:
    """One section to fill. `word` is a key of SECTION_LABELS, `is_open`: it may be written.

    `unread` counts answers that were copied or imported, that nobody has looked through and that
    may still be written.
    """

    section: Section
    word: str
    is_open: bool
    required: bool
    edited_by: str
    edited_at: datetime | None
    remarks: int
    unread: int = 0

    @property
    def label(self) -> str:
        return SECTION_LABELS[self.word]


@dataclass(frozen=True)
class TaskGroup:
    """A part of the outline (Phần thứ nhất, Phụ lục) with its sections."""

    part: Section
    rows: tuple[TaskRow, ...]


@dataclass(frozen=True)
class TaskList:
    groups: tuple[TaskGroup, ...]
    done: int
    total: int

    @property
    def unread(self) -> int:
        return sum(row.unread for group in self.groups for row in group.rows)


def task_list(
    ref: ReportRef,
    answers: Answers,
    remarks: Mapping[str, int],
    only: frozenset[str] | None = None,
    unread: Collection[str] = (),
) -> TaskList:
    """`remarks` counts open remarks by section; `only` limits to sections one was given; `unread`
    are the fields that nobody has looked through."""
    words = reports.section_words(ref.id)
    asked = [s for s in reports.sections_to_fill(answers) if only is None or s.key in only]
    edits = _last_edits(ref.id, asked, words)
    names = names_of({by for _, by in edits.values()})
    rows = {
        s.key: _row(ref, s, words.get(s.key), edits.get(s.key), names, remarks, unread)
        for s in asked
    }
    groups = (_group(part, rows) for part in answers.outline.sections)
    done = sum(row.word in FINISHED for row in rows.values())
    return TaskList(tuple(g for g in groups if g.rows), done, len(rows))


def _group(part: Section, rows: Mapping[str, TaskRow]) -> TaskGroup:
    return TaskGroup(part, tuple(rows[s.key] for s in part.walk() if s.key in rows))


Edit = tuple[datetime, int | None]


def _last_edits(
    report_id: int, sections: Iterable[Section], words: Mapping[str, SectionStatus]
) -> dict[str, Edit]:
    """When each section was last worked on and by whom: its answers or the unit's word on it. That
    it was sent back is no work on it."""
    rows = db.session.execute(
        select(Answer.field_key, Answer.updated_at, Answer.updated_by).where(
            Answer.report_id == report_id
        )
    )
    of_fields = {key: (at, by) for key, at, by in rows}
    found: dict[str, Edit] = {}
    for section in sections:
        edits = [of_fields[f.key] for f in section.fields if f.key in of_fields]
        word = words.get(section.key)
        if word is not None and word.status != "fix":
            edits.append((word.updated_at, word.updated_by))
        if edits:
            found[section.key] = max(edits, key=lambda edit: edit[0])
    return found


def _row(
    ref: ReportRef,
    section: Section,
    word: SectionStatus | None,
    edit: Edit | None,
    names: Mapping[int | None, str],
    remarks: Mapping[str, int],
    unread: Collection[str],
) -> TaskRow:
    is_open = ref.section_is_open(section.key)
    return TaskRow(
        section=section,
        word=word.status if word else "",
        is_open=is_open,
        required=any(field.required is Required.HARD for field in section.fields),
        edited_by=names.get(edit[1], "") if edit else "",
        edited_at=edit[0] if edit else None,
        remarks=remarks.get(section.key, 0),
        unread=sum(field.key in unread for field in section.fields) if is_open else 0,
    )
