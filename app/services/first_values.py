"""First values that the outline itself declares: `prefill` and `default`, offered and taken.

From this unit's report under another outline the one of the same period is taken (quý II for
6 tháng), else the latest that ended before; from the last period the campaign's own predecessor.
Only answers that read whole under this outline's question are offered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.extensions import db
from app.models import Answer, Campaign, OutlineVersion, Report
from app.services import filling, given_values, outlines, predecessor_figures, previous, reports
from app.services.actors import Actor
from app.services.previous import DECLARED, EARLIER, WRITTEN, Earlier, Source
from app.services.reports import ReportRef
from forms import Answers, Field, Json, editing, field_type

PREVIOUS_PERIOD = "previous_period"
_OTHER = "outline:"


@dataclass(frozen=True)
class FirstValue:
    source: Source
    value: Json


@dataclass(frozen=True)
class _Wish:
    """The question of another report whose answer a field begins with."""

    field: Field
    outline_id: str
    key: str
    of_last_period: bool


def first_values(ref: ReportRef, fields: Iterable[Field]) -> dict[str, FirstValue]:
    """By field key what the outline declares as its first value and can be had now."""
    listed = list(fields)
    found = {f.key: _default(ref, f) for f in listed if f.default and f.filled_by == "unit"}
    wishes = [wish for field in listed if (wish := _wish(ref, field)) is not None]
    for source, of_source in _by_source(ref, wishes):
        found |= _answers(source, of_source)
    return found | _given(ref, listed)


def _given(ref: ReportRef, fields: list[Field]) -> dict[str, FirstValue]:
    wanted = [field for field in fields if field.prefill == given_values.PREFILL]
    campaign = db.session.get(Campaign, ref.campaign_id) if wanted else None
    if campaign is None:
        return {}
    given = given_values.given_to(campaign, ref.unit_id)
    source = Source(DECLARED, 0, ref.outline_version_id, "số cơ quan tổng hợp cho sẵn", "")
    return {f.key: FirstValue(source, given[f.key]) for f in wanted if f.key in given}


def beside(
    ref: ReportRef, fields: Iterable[Field], present: Mapping[str, Json]
) -> dict[str, Earlier]:
    """The same as texts to show beside the fields."""
    listed = {field.key: field for field in fields}
    return {
        key: previous.shown(first.source, listed[key], first.value, present.get(key, {}))
        for key, first in first_values(ref, listed.values()).items()
    }


def waiting(ref: ReportRef, answers: Answers, section_key: str = "") -> dict[str, FirstValue]:
    """What could be taken into blank fields now, of one section or of all."""
    outline = answers.outline
    fields = [
        field
        for section in ([outline.section(section_key)] if section_key else outline.walk())
        if any(map(_begins_with_something, section.fields)) and ref.section_is_open(section.key)
        for field in filter(_begins_with_something, answers.fields_of(section))
        if field_type(field.type).is_blank(field, answers.stored(field.key))
    ]
    return first_values(ref, fields)


def _begins_with_something(field: Field) -> bool:
    return bool(field.default or field.prefill)


def take(
    ref: ReportRef, *, actor: Actor, section_key: str = "", field_key: str = ""
) -> tuple[str, ...]:
    """Take first values into blank fields (of one section, of one field, or all); gives the keys.

    Taken answers are marked unread. Raises Refused, NotFound.
    """
    found = waiting(ref, reports.load_answers(ref), section_key)
    return tuple(
        key
        for key, first in found.items()
        if field_key in ("", key)
        and filling.put_value(
            ref, key, first.value, actor=actor, origin="prefill", group_key="laysan"
        )
    )


def _default(ref: ReportRef, field: Field) -> FirstValue:
    source = Source(DECLARED, 0, ref.outline_version_id, "", "")
    return FirstValue(source, field_type(field.type).parse(field, field.default).value)


def _wish(ref: ReportRef, field: Field) -> _Wish | None:
    if field.prefill == PREVIOUS_PERIOD:
        return _Wish(field, reports.outline_of(ref).id, field.key, of_last_period=True)
    if not field.prefill.startswith(_OTHER):
        return None
    outline_id, _, key = field.prefill.removeprefix(_OTHER).partition(".")
    return _Wish(field, outline_id, key, of_last_period=False)


def _by_source(ref: ReportRef, wishes: list[_Wish]) -> Iterable[tuple[Source, list[_Wish]]]:
    if not wishes:
        return
    written = _written(ref, {wish.outline_id for wish in wishes})
    for place in dict.fromkeys((wish.outline_id, wish.of_last_period) for wish in wishes):
        source = _source(ref, written.get(place[0], []), of_last_period=place[1])
        if source is not None:
            yield source, [w for w in wishes if (w.outline_id, w.of_last_period) == place]


Written = list[tuple[int, Campaign]]


def _written(ref: ReportRef, outline_ids: set[str]) -> dict[str, Written]:
    """The unit's other reports by outline, the newest campaign first."""
    rows = db.session.execute(
        select(OutlineVersion.outline_id, Report.id, Campaign)
        .join(Campaign, Campaign.id == Report.campaign_id)
        .join(OutlineVersion, OutlineVersion.id == Campaign.outline_version_id)
        .where(
            Report.unit_id == ref.unit_id,
            Report.campaign_id != ref.campaign_id,
            Report.kind == "own",
            Report.state.in_(WRITTEN),
            Campaign.state != "draft",
            OutlineVersion.outline_id.in_(sorted(outline_ids)),
        )
        .order_by(Campaign.id.desc())
    ).all()
    found: dict[str, Written] = {}
    for outline_id, report_id, campaign in rows:
        found.setdefault(outline_id, []).append((report_id, campaign))
    return found


def _source(ref: ReportRef, written: Written, *, of_last_period: bool) -> Source | None:
    if of_last_period and ref.previous_id:
        earlier = next((s for s in previous.sources(ref) if s.kind == EARLIER), None)
        return earlier and previous.as_declared(earlier)
    fitting = [item for item in written if _fits(item[1], ref, of_last_period)]
    if not fitting:
        return None
    report_id, campaign = max(fitting, key=lambda item: (item[1].period_to or date.min, item[1].id))
    title, period = campaign.title, campaign.period_label
    return Source(DECLARED, report_id, campaign.outline_version_id, title, period)


def _fits(campaign: Campaign, ref: ReportRef, of_last_period: bool) -> bool:
    """Not after this report's period; of the last period: before it. Undated: in the order made."""
    if campaign.period_to and ref.period_to:
        same = campaign.period_to == ref.period_to
        return campaign.period_to < ref.period_to or (same and not of_last_period)
    return campaign.id < ref.campaign_id


def _answers(source: Source, wishes: list[_Wish]) -> dict[str, FirstValue]:
    if source.predecessors:
        values = predecessor_figures.values(source.predecessors, [w.field for w in wishes])
        return {key: FirstValue(source, value) for key, value in values.items()}
    outline = outlines.get_outline(source.outline_version_id)
    asked = {field.key: field for _, field in outline.fields()}
    rows = db.session.execute(
        select(Answer.field_key, Answer.value).where(
            Answer.report_id == source.report_id,
            Answer.field_key.in_([wish.key for wish in wishes if wish.key in asked]),
        )
    )
    stored = {row.field_key: row.value for row in rows}
    return {
        wish.field.key: FirstValue(source, value)
        for wish in wishes
        if wish.key in stored and (value := _whole(asked[wish.key], wish.field, stored[wish.key]))
    }


def _whole(old: Field, new: Field, value: Json) -> Json:
    """The answer under the new question; {} when blank, or when a part would be lost."""
    if field_type(old.type).is_blank(old, value):
        return {}
    converted = editing.convert_answer(old, new, value)
    return {} if converted.lost else converted.value
