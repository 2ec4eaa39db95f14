"""Advice on a whole report: gathers what the advice looks at (last period, other units)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal

from sqlalchemy import select

from app.extensions import db
from app.models import Answer, Report
from app.services import outlines, previous, reports
from app.services.previous import EARLIER, Source
from app.services.reports import ReportRef
from app.services.writing_advice import (
    Advice,
    advise_copied,
    advise_figures,
    advise_jump,
    advise_table_jumps,
    advise_text,
    advise_turns,
    text_of,
)
from forms import Answers, Field, Json, merging


def advise_report(ref: ReportRef, answers: Answers, unread: Collection[str] = ()) -> list[Advice]:
    """All advice, in the order of the outline; compares with last period and other units.

    Of `unread` fields, copied and not looked through, nobody needs to hear that they are copies.
    """
    fields = [field for _, field in answers.applicable_fields()]
    before = earlier_values(previous.sources(ref), fields)
    found = list(advise_fields(fields, answers, before))
    values = {field.key: answers.stored(field.key) for field in fields}
    found += advise_figures(answers.outline, _unit_of(ref), values)
    texts = {f.key: text for f in fields if f.type == "narrative" and (text := _text(f, answers))}
    others = _of_other_units(ref, texts)
    for field in fields:
        if field.key in texts:
            earlier = "" if field.key in unread else text_of(field, before.get(field.key, {}))
            found += advise_copied(field, texts[field.key], earlier, others.get(field.key, ()))
    order = {field.key: n for n, field in enumerate(fields)}
    return sorted(found, key=lambda advice: order.get(advice.field_key, 0))


def advise_fields(
    fields: Iterable[Field], answers: Answers, before: dict[str, Json]
) -> Iterator[Advice]:
    """What can be said without other units' reports."""
    listed = list(fields)
    numbers: list[tuple[Field, Decimal]] = []
    prose: dict[str, str] = {}
    for field in listed:
        if field.type == "narrative" and (text := _text(field, answers)):
            prose[field.key] = text
            yield from advise_text(field, text)
        now = previous.single_number(field, answers.stored(field.key))
        if now is not None:
            numbers.append((field, now))
            was = previous.single_number(field, before.get(field.key, {}))
            yield from advise_jump(field, was, now)
        elif field.type == "table":
            old = before.get(field.key, {})
            yield from advise_table_jumps(field, old, answers.stored(field.key))
    yield from advise_turns(prose, numbers)


def _unit_of(ref: ReportRef) -> merging.UnitInfo:
    return merging.UnitInfo(str(ref.unit_id), ref.unit_name, ref.unit_short_name, ref.unit_kind)


def earlier_values(found: Iterable[Source], fields: Iterable[Field]) -> dict[str, Json]:
    """Answers of the last period, by field key."""
    source = next((s for s in found if s.kind == EARLIER), None)
    if source is None:
        return {}
    return previous.values_of(source, fields, outlines.get_outline(source.outline_version_id))


def _text(field: Field, answers: Answers) -> str:
    return text_of(field, answers.stored(field.key))


def _of_other_units(ref: ReportRef, texts: Iterable[str]) -> dict[str, list[str]]:
    """Texts of the same fields in the campaign's other reports (only whether they coincide is
    ever told, never whose they are)."""
    rows = db.session.execute(
        select(Answer.field_key, Answer.value)
        .join(Report, Report.id == Answer.report_id)
        .where(
            Report.campaign_id == ref.campaign_id,
            Report.id != ref.id,
            Answer.field_key.in_(list(texts)),
        )
    )
    outline = reports.outline_of(ref)
    found: dict[str, list[str]] = {}
    for field_key, value in rows:
        found.setdefault(field_key, []).append(text_of(outline.field(field_key), value))
    return found
