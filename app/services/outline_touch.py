"""What changing the outline of a campaign would touch: read only, shown before it is done."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.extensions import db
from app.models import (
    Answer,
    Campaign,
    Draft,
    DraftBlock,
    OutlineVersion,
    Report,
    ReportState,
    Unit,
)
from app.services import asking, outline_narrowing, outlines
from app.services.following import asked_keys
from app.services.outline_narrowing import NarrowedField, UnaskedSection
from forms import Field, Json, Outline, editing, field_type

_SENT = (ReportState.SUBMITTED, ReportState.ACCEPTED)


@dataclass(frozen=True)
class GivenAnswer:
    """An answer that stands now, with whose it is."""

    report_id: int
    unit: str
    value: Json
    revision: int


@dataclass(frozen=True)
class TouchedField:
    """A field that is taken out or asked in another way, and the answers it has.

    `lost` are units with what could not be carried over to the new way.
    """

    section: str
    old: Field
    new: Field | None
    answers: tuple[GivenAnswer, ...]
    lost: tuple[tuple[str, str], ...] = ()

    @property
    def units(self) -> str:
        return ", ".join(answer.unit for answer in self.answers)


@dataclass(frozen=True)
class AddedField:
    """A new field; `units` is how many are asked, `sent` how many of them have sent already."""

    section: str
    field: Field
    units: int
    sent: int


@dataclass(frozen=True)
class Touch:
    """Everything a change of outline touches. `token` stands for what cannot be carried over."""

    version: OutlineVersion
    differences: tuple[editing.Difference, ...]
    added: tuple[AddedField, ...]
    removed: tuple[TouchedField, ...]
    retyped: tuple[TouchedField, ...]
    narrowed: tuple[NarrowedField, ...]
    unasked: tuple[UnaskedSection, ...]
    kept_answers: int
    reports: int
    sent: int
    draft_blocks: int
    token: str

    @property
    def to_confirm(self) -> tuple[TouchedField, ...]:
        """Type changes that answers were given to: each wants a word of its own."""
        return tuple(item for item in self.retyped if item.answers)


def touch(campaign: Campaign, version: OutlineVersion) -> Touch:
    """What `campaign` would go through by taking `version`. Writes nothing."""
    old = outlines.get_outline(campaign.outline_version_id)
    new = outlines.get_outline(version.id)
    before = {field.key: (section.heading, field) for section, field in old.fields()}
    after = {field.key: field for _, field in new.fields()}
    changed = [
        key
        for key, (_, field) in before.items()
        if key not in after or editing.needs_conversion(field, after[key])
    ]
    answers = _answers(campaign, changed, {key: before[key][1] for key in changed})
    found = [_touched(*before[key], after.get(key), tuple(answers.get(key, ()))) for key in changed]
    retyped = tuple(item for item in found if item.new is not None)
    lost = outline_narrowing.lost_parts(before, after)
    given = _answers(campaign, list(lost), {key: before[key][1] for key in lost})
    told = {key: [(a.unit, a.value) for a in listed] for key, listed in given.items()}
    narrowed = tuple(outline_narrowing.narrowed(before, after, told))
    states = _states(campaign)
    return Touch(
        version,
        editing.compare_outlines(old, new),
        tuple(_added(campaign, version, old, new)),
        tuple(item for item in found if item.new is None),
        retyped,
        narrowed,
        tuple(outline_narrowing.unasked(asking.rules_of(campaign), old, new, _reports(campaign))),
        _count_answers(campaign)
        - sum(len(items) for items in answers.values())
        - sum(len(item.units) for item in narrowed if item.field.key not in answers),
        sum(states.values()),
        sum(states.get(state, 0) for state in _SENT),
        _draft_blocks(campaign, old, new),
        _token(retyped),
    )


def _touched(
    section: str, old: Field, new: Field | None, answers: tuple[GivenAnswer, ...]
) -> TouchedField:
    lost: list[tuple[str, str]] = []
    if new is not None:
        for answer in answers:
            if text := editing.convert_answer(old, new, answer.value).lost:
                lost.append((answer.unit, text))
    return TouchedField(section, old, new, answers, tuple(lost))


def _answers(
    campaign: Campaign, keys: list[str], fields: Mapping[str, Field]
) -> dict[str, list[GivenAnswer]]:
    """The answers that are not blank, by field, units in the order of the list."""
    rows = db.session.execute(
        select(Answer, Unit.short_name, Unit.name)
        .join(Report, Report.id == Answer.report_id)
        .join(Unit, Unit.id == Report.unit_id)
        .where(Report.campaign_id == campaign.id, Answer.field_key.in_(keys))
        .order_by(Report.position, Report.id)
    )
    found: dict[str, list[GivenAnswer]] = {}
    for answer, short, name in rows:
        field = fields[answer.field_key]
        if answer.value and not field_type(field.type).is_blank(field, answer.value):
            given = GivenAnswer(answer.report_id, short or name, answer.value, answer.revision)
            found.setdefault(answer.field_key, []).append(given)
    return found


def _reports(campaign: Campaign) -> Sequence[Any]:
    """Who reports: the units with what decides what they are asked."""
    return db.session.execute(
        select(
            Unit.id,
            Unit.kind,
            Unit.tags,
            Unit.name,
            Unit.short_name,
            Report.state,
            Report.id.label("report_id"),
        )
        .join(Report, Report.unit_id == Unit.id)
        .where(Report.campaign_id == campaign.id, Report.state != ReportState.EXCLUDED)
        .order_by(Report.position, Report.id)
    ).all()


def _count_answers(campaign: Campaign) -> int:
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Answer)
            .join(Report, Report.id == Answer.report_id)
            .where(Report.campaign_id == campaign.id)
        )
        or 0
    )


def _states(campaign: Campaign) -> dict[str, int]:
    rows = db.session.execute(
        select(Report.state, func.count())
        .where(Report.campaign_id == campaign.id, Report.state != ReportState.EXCLUDED)
        .group_by(Report.state)
    )
    return {row[0]: row[1] for row in rows}


def _added(
    campaign: Campaign, version: OutlineVersion, old: Outline, new: Outline
) -> list[AddedField]:
    known = {field.key for _, field in old.fields()}
    fresh = [(section, field) for section, field in new.fields() if field.key not in known]
    rules = asking.rules_of(campaign)
    wanted = asking.effective(new, rules)
    asked = [
        (asked_keys(wanted, row.kind, asking.tags_of(rules, row.id, row.tags)), row.state)
        for row in _reports(campaign)
    ]
    return [
        AddedField(
            section.heading,
            field,
            sum(1 for keys, _ in asked if section.key in keys),
            sum(1 for keys, state in asked if section.key in keys and state in _SENT),
        )
        for section, field in fresh
    ]


def _draft_blocks(campaign: Campaign, old: Outline, new: Outline) -> int:
    """Paragraphs of the office's draft in sections that go: kept, but printed no more."""
    gone = {section.key for section in old.walk()} - {section.key for section in new.walk()}
    return (
        db.session.scalar(
            select(func.count())
            .select_from(DraftBlock)
            .join(Draft, Draft.id == DraftBlock.draft_id)
            .where(Draft.campaign_id == campaign.id, DraftBlock.section_key.in_(gone))
        )
        or 0
    )


def _token(retyped: tuple[TouchedField, ...]) -> str:
    """Changes when other answers than those that were shown would be left behind."""
    lost = [(item.old.key, unit, text) for item in retyped for unit, text in item.lost]
    return hashlib.sha256(repr(lost).encode()).hexdigest()[:32]
