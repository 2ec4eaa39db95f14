"""Units × sections: the unit's own word on each section, and where the office waits for more."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.models import Campaign, Report, SectionStatus
from app.services import asking, following
from app.services.following import FollowRow, asked_keys
from app.services.work_list import FINISHED
from forms import Outline, Section

# Letter, style and full word of each state of a section.
CELL_WORDS: Mapping[str, tuple[str, str]] = {
    "done": ("X", "xong"),
    "doing": ("Đ", "đang làm"),
    "nothing": ("K", "không có nội dung"),
    "fix": ("S", "cần sửa"),
    "none": ("–", "chưa làm"),
    "not_asked": ("", "không phải làm"),
}


@dataclass(frozen=True)
class Matrix:
    """Units × sections; `cells[(report_id, section_key)]` is the unit's word or 'not_asked'."""

    sections: tuple[Section, ...]
    rows: tuple[FollowRow, ...]
    cells: Mapping[tuple[int, str], str]

    def cell(self, row: FollowRow, section: Section) -> str:
        return self.cells[(row.report.id, section.key)]

    def finished_in(self, section: Section) -> tuple[int, int]:
        """(finished, asked) over the shown units."""
        words = [self.cell(row, section) for row in self.rows]
        asked = [word for word in words if word != "not_asked"]
        return sum(1 for word in asked if word in FINISHED), len(asked)


def matrix(campaign: Campaign, rows: list[FollowRow] | None = None) -> Matrix:
    """Of all units, or of the rows given (one page of them)."""
    ids = None if rows is None else [row.report_id for row in rows]
    rows = following.follow(campaign) if rows is None else rows
    outline, rules = asking.outline_of(campaign), asking.rules_of(campaign)
    asked = {row.report.id: set(_asked(outline, rules, row)) for row in rows}
    shown = set().union(*asked.values()) if asked else set()
    sections = tuple(section for section in outline.walk() if section.key in shown)
    words = _words(campaign, ids)
    cells = {
        (report_id, section.key): words.get((report_id, section.key), "none")
        if section.key in keys
        else "not_asked"
        for report_id, keys in asked.items()
        for section in sections
    }
    return Matrix(sections, tuple(rows), cells)


def _asked(outline: Outline, rules: asking.Rules, row: FollowRow) -> tuple[str, ...]:
    tags = asking.tags_of(rules, row.unit.id, row.unit.tags)
    return asked_keys(outline, row.unit.kind, tags)


def _words(campaign: Campaign, ids: Collection[int] | None) -> dict[tuple[int, str], str]:
    query = (
        select(SectionStatus.report_id, SectionStatus.section_key, SectionStatus.status)
        .join(Report, Report.id == SectionStatus.report_id)
        .where(Report.campaign_id == campaign.id)
    )
    if ids is not None:
        query = query.where(Report.id.in_(ids))
    return {(report_id, key): status for report_id, key, status in db.session.execute(query)}
