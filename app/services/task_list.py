"""The task list of one report: its sections in groups, each with the unit's word on it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.models import SectionStatus
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

    `unread` counts answers that were copied or imported and that nobody has looked through.
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
    names = names_of({word.updated_by for word in words.values()})
    asked = [s for s in reports.sections_to_fill(answers) if only is None or s.key in only]
    rows = {s.key: _row(ref, s, words.get(s.key), names, remarks, unread) for s in asked}
    groups = (_group(part, rows) for part in answers.outline.sections)
    done = sum(row.word in FINISHED for row in rows.values())
    return TaskList(tuple(g for g in groups if g.rows), done, len(rows))


def _group(part: Section, rows: Mapping[str, TaskRow]) -> TaskGroup:
    return TaskGroup(part, tuple(rows[s.key] for s in part.walk() if s.key in rows))


def _row(
    ref: ReportRef,
    section: Section,
    word: SectionStatus | None,
    names: Mapping[int | None, str],
    remarks: Mapping[str, int],
    unread: Collection[str],
) -> TaskRow:
    return TaskRow(
        section=section,
        word=word.status if word else "",
        is_open=ref.section_is_open(section.key),
        required=any(field.required is Required.HARD for field in section.fields),
        edited_by=names.get(word.updated_by, "") if word else "",
        edited_at=word.updated_at if word else None,
        remarks=remarks.get(section.key, 0),
        unread=sum(field.key in unread for field in section.fields),
    )
