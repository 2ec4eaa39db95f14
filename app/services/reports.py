"""One unit's report: what the rules need of it in one query, its answers, its section words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.extensions import db
from app.models import (
    Answer,
    Campaign,
    OutlineVersion,
    Report,
    ReportState,
    SectionAssignment,
    SectionStatus,
    Unit,
)
from app.services import asking, clock, outlines
from app.services.actors import OFFICE_ROLES, UNIT_ROLES, Actor
from app.services.errors import NotFound
from app.services.prepared import Prepared, connection_of_session
from forms import Answers, FilledBy, Outline, Section


@dataclass(frozen=True)
class ReportRef:
    """What permissions and saving need to know of a report (one joined row)."""

    id: int
    state: str
    unit_id: int
    unit_kind: str
    unit_tags: tuple[str, ...]
    campaign_id: int
    campaign_state: str
    office_id: int
    collector_id: int
    outline_version_id: int
    outline_sha256: str
    returned_sections: tuple[str, ...]
    deadline_at: datetime | None
    campaign_title: str
    previous_id: int | None
    period_to: date | None
    unit_name: str
    unit_short_name: str
    asked: asking.Rules = ()
    """Where the campaign asks otherwise than its outline; `unit_tags` hold what follows."""

    @property
    def unit_label(self) -> str:
        return self.unit_short_name or self.unit_name

    @property
    def is_known(self) -> bool:
        """Whether its unit has been told of it: a campaign in preparation is the office's own."""
        return self.campaign_state != "draft"

    @property
    def is_open(self) -> bool:
        """Whether its unit may write now."""
        return self.campaign_state == "published" and ReportState(self.state).is_open

    def section_is_open(self, section_key: str) -> bool:
        """After a return of chosen sections only those are open again."""
        if not self.is_open:
            return False
        partial = self.state == ReportState.RETURNED and self.returned_sections
        return not partial or section_key in self.returned_sections

    def section_must_be_right(self, section_key: str) -> bool:
        """Whether what is wrong there keeps the report from being sent: not in a section that is
        closed because others came back."""
        came_back = self.state in (ReportState.RETURNED, ReportState.AWAITING_APPROVAL)
        partial = came_back and self.returned_sections
        return not partial or section_key in self.returned_sections


def _ref_query() -> Select[*tuple[Any, ...]]:
    """Columns in the order of the fields of ReportRef."""
    reports: Any = Report.__table__
    campaigns: Any = Campaign.__table__
    units: Any = Unit.__table__
    versions: Any = OutlineVersion.__table__
    report, campaign, unit, version = reports.c, campaigns.c, units.c, versions.c
    joined = reports.join(campaigns, campaign.id == report.campaign_id).join(
        versions, version.id == campaign.outline_version_id
    )
    return (
        select(
            report.id,
            report.state,
            report.unit_id,
            unit.kind.label("unit_kind"),
            unit.tags.label("unit_tags"),
            report.campaign_id,
            campaign.state.label("campaign_state"),
            campaign.office_id,
            campaign.collector_id,
            campaign.outline_version_id,
            version.sha256.label("outline_sha256"),
            report.returned_sections,
            func.coalesce(report.deadline_at, campaign.deadline_at).label("deadline_at"),
            campaign.title,
            campaign.previous_id,
            campaign.period_to,
            unit.name,
            unit.short_name,
            campaign.settings,
        )
        .select_from(joined.join(units, unit.id == report.unit_id))
        .where(report.id == bindparam("report_id"))
    )


_REF = Prepared(_ref_query())
_NAMES = tuple(field.name for field in fields(ReportRef))


def get_ref(report_id: int) -> ReportRef:
    """Raises NotFound."""
    row = _REF.first(connection_of_session(), report_id=report_id)
    if row is None:
        raise NotFound("Không tìm thấy báo cáo này.")
    values: dict[str, Any] = dict(zip(_NAMES, row, strict=True))
    values["asked"] = rules = asking.rules_in(values["asked"])
    values["unit_tags"] = asking.tags_of(rules, values["unit_id"], values["unit_tags"])
    values["returned_sections"] = tuple(values["returned_sections"] or ())
    return ReportRef(**values)


def get_report(report_id: int) -> Report:
    """Raises NotFound."""
    report = db.session.get(Report, report_id)
    if report is None:
        raise NotFound("Không tìm thấy báo cáo này.")
    return report


def find_report(campaign: Campaign, unit: Unit, kind: str = "own") -> Report | None:
    return db.session.scalar(
        select(Report).where(
            Report.campaign_id == campaign.id, Report.unit_id == unit.id, Report.kind == kind
        )
    )


def may_read(actor: Actor, ref: ReportRef) -> bool:
    """Its unit, the campaign's office, and viewers of the collecting unit."""
    return (
        (ref.is_known and actor.has(ref.unit_id, *UNIT_ROLES, "viewer"))
        or actor.has(ref.office_id, *OFFICE_ROLES)
        or actor.has(ref.collector_id, "viewer")
    )


def may_write(actor: Actor, ref: ReportRef) -> bool:
    """Its unit, and the office on the unit's behalf (marked as such)."""
    own = ref.is_known and actor.has(ref.unit_id, *UNIT_ROLES)
    return own or actor.has(ref.office_id, *OFFICE_ROLES)


def assigned_sections(actor: Actor, report_id: int) -> frozenset[str]:
    """Sections of a report given to this account, as long as it holds a role in the reporting
    unit, or to a unit in which it coordinates."""
    units = actor.units("coordinator", *UNIT_ROLES)
    rows = db.session.execute(
        select(
            SectionAssignment.section_key,
            SectionAssignment.user_id,
            SectionAssignment.unit_id,
            Report.unit_id.label("reporting"),
        )
        .join(Report, Report.id == SectionAssignment.report_id)
        .where(SectionAssignment.report_id == report_id)
    )
    return frozenset(
        row.section_key
        for row in rows
        if row.unit_id in units or (row.user_id == actor.id and row.reporting in units)
    )


def outline_of(ref: ReportRef) -> Outline:
    return asking.effective(outlines.parsed(ref.outline_version_id, ref.outline_sha256), ref.asked)


def load_values(report_id: int) -> dict[str, Mapping[str, Any]]:
    rows = db.session.execute(
        select(Answer.field_key, Answer.value).where(Answer.report_id == report_id)
    )
    return {row.field_key: row.value for row in rows}


def load_answers(ref: ReportRef) -> Answers:
    """All answers of a report, ready for conditions, validation and progress."""
    return answers_from(ref, load_values(ref.id))


def answers_from(ref: ReportRef, values: Mapping[str, Mapping[str, Any]]) -> Answers:
    """The same of values that were read already."""
    return Answers(outline_of(ref), values, unit_kind=ref.unit_kind, tags=ref.unit_tags)


@dataclass(frozen=True)
class StoredAnswer:
    """An answer as pages show it."""

    value: Mapping[str, Any]
    revision: int
    origin: str
    unread: bool
    updated_at: datetime


_ANSWERS: Any = Answer.__table__
_ROWS = Prepared(
    select(
        _ANSWERS.c.field_key,
        _ANSWERS.c.value,
        _ANSWERS.c.revision,
        _ANSWERS.c.origin,
        _ANSWERS.c.unread,
        _ANSWERS.c.updated_at,
    ).where(_ANSWERS.c.report_id == bindparam("report_id"))
)


def answer_rows(report_id: int) -> dict[str, StoredAnswer]:
    rows = _ROWS.rows(connection_of_session(), report_id=report_id)
    return {key: StoredAnswer(*row) for key, *row in rows}


def section_words(report_id: int) -> dict[str, SectionStatus]:
    """The unit's own word on each section it has touched."""
    return {
        status.section_key: status
        for status in db.session.scalars(
            select(SectionStatus).where(SectionStatus.report_id == report_id)
        )
    }


_STATUS: Any = SectionStatus.__table__
_WORD = Prepared(
    select(_STATUS.c.status).where(
        _STATUS.c.report_id == bindparam("report_id"),
        _STATUS.c.section_key == bindparam("section_key"),
    )
)


def section_word(report_id: int, section_key: str) -> str:
    """The unit's own word on one section; '' when it has not touched it."""
    row = _WORD.first(connection_of_session(), report_id=report_id, section_key=section_key)
    return str(row[0]) if row else ""


def sections_to_fill(answers: Answers) -> list[Section]:
    """Sections that this unit is asked to fill, in order: those with fields that apply to it."""
    return [
        section
        for section in answers.outline.walk()
        if section.fields and section.filled_by is FilledBy.UNIT and answers.applies(section)
    ]


def list_unit_reports(actor: Actor) -> list[Report]:
    """Reports of the actor's units in published or closed campaigns, nearest deadline first."""
    units = actor.units(*UNIT_ROLES, "viewer")
    if not units:
        return []
    deadline = func.coalesce(Report.deadline_at, Campaign.deadline_at)
    return list(
        db.session.scalars(
            select(Report)
            .join(Campaign, Campaign.id == Report.campaign_id)
            .options(contains_eager(Report.campaign), joinedload(Report.unit))
            .where(Report.unit_id.in_(units), Campaign.state != "draft")
            .order_by(deadline, Report.id)
        )
    )


def effective_deadline(report: Report) -> datetime | None:
    return report.deadline_at or report.campaign.deadline_at


def touch(report_id: int, actor: Actor) -> None:
    """Note that somebody worked on the report just now."""
    report = get_report(report_id)
    report.last_activity_at, report.last_activity_by = clock.now(), actor.id or None
