"""What the unit wrote before: the last period's report, and reports of the calendar that end on
the same day (quý II with 6 tháng, quý IV with năm), beside the fields and copied on request.

A unit that several became has the sum of their figures for its last period."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import or_, select

from app.extensions import db
from app.models import Answer, Campaign, Report, ReportState
from app.services import filling, outlines, predecessor_figures, reports
from app.services.actors import Actor
from app.services.earlier_tables import EarlierTable, change_between, earlier_table
from app.services.errors import NotFound
from app.services.predecessor_figures import Predecessors
from app.services.reports import ReportRef
from forms import Answers, Field, Json, Outline, field_type, whole_state

_GLANCE = 90
EARLIER, SAME_END, DECLARED = "earlier", "same_end", "declared"
# Origins of answers that only ever went into blank fields.
COPIED = frozenset({"previous", "prefill"})
WRITTEN = (ReportState.FILLING, ReportState.SUBMITTED, ReportState.ACCEPTED, ReportState.RETURNED)


@dataclass(frozen=True)
class Source:
    """Another report of the same unit; `kind` is EARLIER, SAME_END, or DECLARED (by the outline).

    `report_id` is 0 when it is no report but the sum of those of `predecessors`, or the outline's
    own words.
    """

    kind: str
    report_id: int
    outline_version_id: int
    title: str
    period: str
    predecessors: Predecessors | None = None

    @property
    def label(self) -> str:
        if self.predecessors:
            names = ", ".join(self.predecessors.names)
            return f"Kỳ trước, tổng của {names} ({self.period or self.title})"
        if self.kind == DECLARED:
            return f"Có thể lấy sẵn từ {self.name}"
        words = "Kỳ trước" if self.kind == EARLIER else "Báo cáo cùng kỳ"
        return f"{words} ({self.period or self.title})"

    @property
    def name(self) -> str:
        """Which report it is; "nội dung ghi sẵn" when it is the outline's own words."""
        if not self.title:
            return "nội dung ghi sẵn trong đề cương"
        period = self.period and self.period not in self.title
        return f"{self.title} ({self.period})" if period else self.title

    @property
    def code(self) -> str:
        """How a button names it."""
        return DECLARED if self.kind == DECLARED else str(self.report_id)


@dataclass(frozen=True)
class Earlier:
    """An answer of a source as text, and how this period differs where it is in numbers.

    `table`: the same as a table; `is_free`: nothing is written yet, so it can be copied.
    """

    source: Source
    text: str
    change: str
    table: EarlierTable | None = None
    is_free: bool = False

    @property
    def is_short(self) -> bool:
        """It is read at a glance and needs no opening."""
        return self.table is None and len(self.text) <= _GLANCE and "\n" not in self.text


@dataclass(frozen=True)
class Offer:
    """How many blank fields a source could fill."""

    source: Source
    count: int


def sources(ref: ReportRef) -> list[Source]:
    """Reports of the same unit to look at, the campaign's own predecessor first."""
    wanted = [Campaign.id == ref.previous_id] if ref.previous_id else []
    if ref.period_to:
        wanted.append(Campaign.period_to == ref.period_to)
    if not wanted:
        return []
    rows = db.session.execute(
        select(Report.id, Campaign)
        .join(Campaign, Campaign.id == Report.campaign_id)
        .where(
            Report.unit_id == ref.unit_id,
            Report.id != ref.id,
            Report.kind == "own",
            Report.state.in_(WRITTEN),
            Campaign.state != "draft",
            or_(*wanted),
        )
        .order_by((Campaign.id == ref.previous_id).desc(), Campaign.id.desc())
        .limit(4)
    ).all()
    listed = [_source(report_id, found, ref) for report_id, found in rows]
    if ref.previous_id and not any(source.kind == EARLIER for source in listed):
        listed[:0] = _summed(ref.unit_id, ref.previous_id)
    return listed


def _summed(unit_id: int, campaign_id: int) -> list[Source]:
    """The sum of what the unit's predecessors reported there; nothing when none of them did."""
    who = predecessor_figures.find(unit_id, campaign_id)
    found = db.session.get(Campaign, campaign_id)
    if who is None or found is None:
        return []
    return [Source(EARLIER, 0, found.outline_version_id, found.title, found.period_label, who)]


def _source(report_id: int, found: Campaign, ref: ReportRef) -> Source:
    kind = EARLIER if found.id == ref.previous_id else SAME_END
    return Source(kind, report_id, found.outline_version_id, found.title, found.period_label)


def values_of(source: Source, fields: Iterable[Field], outline: Outline) -> dict[str, Json]:
    """Answers of a source to the same questions: same key and same type in its own outline."""
    types = {field.key: field.type for _, field in outline.fields()}
    wanted = [field for field in fields if types.get(field.key) == field.type]
    if source.predecessors:
        return predecessor_figures.values(source.predecessors, wanted)
    rows = db.session.execute(
        select(Answer.field_key, Answer.value).where(
            Answer.report_id == source.report_id,
            Answer.field_key.in_([field.key for field in wanted]),
        )
    )
    by_key = {field.key: field for field in wanted}
    return {
        key: value
        for key, value in rows
        if not field_type(by_key[key].type).is_blank(by_key[key], value)
    }


def beside(
    found: Iterable[Source], fields: Iterable[Field], present: Mapping[str, Json]
) -> dict[str, Earlier]:
    """By field key what stood there before, of the first source that has something."""
    found_before: dict[str, Earlier] = {}
    listed = list(fields)
    for source in found:
        outline = outlines.get_outline(source.outline_version_id)
        values = values_of(source, listed, outline)
        for field in listed:
            if field.key in values and field.key not in found_before:
                now = present.get(field.key, {})
                found_before[field.key] = shown(source, field, values[field.key], now)
    return found_before


def shown(source: Source, field: Field, before: Json, now: Json) -> Earlier:
    kind = field_type(field.type)
    text, is_free = kind.display(field, before), kind.is_blank(field, now)
    if kind.widget != "table" or whole_state(before) is not None:
        return Earlier(source, text, change_words(field, before, now), None, is_free)
    table = earlier_table(field, before, now)
    return Earlier(source, text, table.moved, table, is_free)


def as_declared(source: Source) -> Source:
    return replace(source, kind=DECLARED)


def change_words(field: Field, before: Json, now: Json) -> str:
    """ "tăng 120 (10%)" for fields of one number; '' for the rest."""
    old, new = single_number(field, before), single_number(field, now)
    if old is None or new is None:
        return ""
    return change_between(old, new)


def single_number(field: Field, value: Json) -> Decimal | None:
    """The number of a field of one number; None of any other and when there is none."""
    kind = field_type(field.type)
    if not kind.holds_numbers or kind.widget != "number":
        return None
    return next((figure.number for figure in kind.figures(field, value)), None)


def offers(ref: ReportRef, answers: Answers) -> list[Offer]:
    """The sources that have something for fields that are blank now."""
    found, blank = sources(ref), _blank_fields(ref, answers)
    outline_of = outlines.get_outline
    counted = [
        Offer(source, len(values_of(source, blank, outline_of(source.outline_version_id))))
        for source in (found if blank else ())
    ]
    return [offer for offer in counted if offer.count]


def _blank_fields(
    ref: ReportRef, answers: Answers, wanted: Container[str] | None = None
) -> list[Field]:
    """Fields that may be written and hold nothing (`wanted` None: of all)."""
    return [
        field
        for section, field in answers.applicable_fields()
        if (wanted is None or field.key in wanted)
        and ref.section_is_open(section.key)
        and field_type(field.type).is_blank(field, answers.stored(field.key))
    ]


def copy(
    ref: ReportRef, report_id: int, keys: Iterable[str] | None, *, actor: Actor
) -> tuple[str, ...]:
    """Copy answers of a source into blank fields (`keys` None: all of them); gives the keys.

    Copied answers are marked unread. Raises NotFound when it is not a source, Refused.
    """
    source = next((s for s in sources(ref) if s.report_id == report_id), None)
    if source is None:
        raise NotFound("Không có báo cáo kỳ trước này.")
    wanted = None if keys is None else set(keys)
    fields = _blank_fields(ref, reports.load_answers(ref), wanted)
    outline = outlines.get_outline(source.outline_version_id)
    group = f"kytruoc-{report_id}"
    return tuple(
        key
        for key, value in values_of(source, fields, outline).items()
        if filling.put_value(ref, key, value, actor=actor, origin="previous", group_key=group)
    )


def unread_fields(report_id: int) -> dict[str, str]:
    """Fields whose answer was copied or imported and not looked through, with where it is from."""
    rows = db.session.execute(
        select(Answer.field_key, Answer.origin).where(
            Answer.report_id == report_id, Answer.unread.is_(True)
        )
    )
    return {row.field_key: row.origin for row in rows}


def copied_fields(ref: ReportRef, answers: Answers, unread: Mapping[str, str]) -> list[str]:
    """The fields of `unread_fields` that were copied and may still be written."""
    return [
        field.key
        for section, field in answers.applicable_fields()
        if unread.get(field.key) in COPIED and ref.section_is_open(section.key)
    ]


def take_back(ref: ReportRef, *, actor: Actor) -> int:
    """Empty again what was copied and nobody has touched since; gives how many fields."""
    copied = copied_fields(ref, reports.load_answers(ref), unread_fields(ref.id))
    return sum(filling.put_value(ref, key, {}, actor=actor, origin="undone") for key in copied)
