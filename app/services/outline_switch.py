"""Changing the outline of a campaign while units work on it. No answer is ever deleted.

Answers to questions that stay are kept as they are. Those of removed questions stay stored and can
be read (archived_answers). Those of questions of another type are carried over where that is
exact; what is not stays in the history of the answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, insert, select, update

from app.extensions import db
from app.models import (
    Answer,
    AnswerRevision,
    Campaign,
    CampaignState,
    Figure,
    OutlineState,
    OutlineVersion,
    Report,
    ReportState,
    SectionStatus,
)
from app.services import audit, campaigns, clock, notices, outlines
from app.services.actors import Actor
from app.services.errors import Invalid, Refused
from app.services.locking import lock_row
from app.services.outline_touch import GivenAnswer, Touch, TouchedField, touch
from forms import Field, FilledBy, Json, Outline, Required, editing, field_type

ORIGIN = "outline"
"""Origin of the revision that carries an answer over; everything older is of the old question."""


def choices(campaign: Campaign) -> list[OutlineVersion]:
    """Released versions of the campaign's outline other than its own, newest first."""
    return [
        version
        for version in outlines.list_versions()
        if version.outline_id == campaign.outline_version.outline_id
        and version.id != campaign.outline_version_id
    ]


def preview(campaign: Campaign, version: OutlineVersion) -> Touch:
    """What the change would touch. Raises Refused, Invalid."""
    _require_possible(campaign, version)
    return touch(campaign, version)


def switch(
    campaign: Campaign,
    version: OutlineVersion,
    *,
    confirmed: Iterable[str],
    seen: str,
    actor: Actor,
) -> Touch:
    """Give the campaign another outline; gives what it touched.

    `confirmed` are the keys of changed types the officer agreed to, `seen` the token of the
    preview. Raises Refused when that shows something else by now, Invalid when a word is missing.
    """
    reports = _locked(campaign)
    found = preview(campaign, version)
    missing = [i for i in found.to_confirm if i.old.key not in set(confirmed)]
    if missing:
        names = ", ".join(f"“{item.old.label}”" for item in missing)
        raise Invalid(f"Hãy đánh dấu đồng ý đổi loại của {names}, hoặc chọn phiên bản khác.")
    if found.token != seen:
        raise Refused(
            "Trong lúc xem, đơn vị đã nhập thêm nội dung không chuyển được. "
            "Hãy xem lại danh sách bên dưới rồi quyết định."
        )
    old, new = outlines.get_outline(campaign.outline_version_id), outlines.get_outline(version.id)
    for item in found.retyped:
        _carry_over(campaign, item, reports)
    _reopen_sections(old, new, reports)
    _pin(campaign, version)
    _mark_changed(campaign)
    _tell(campaign, version, found, actor)
    return found


def _require_possible(campaign: Campaign, version: OutlineVersion) -> None:
    campaigns.require_open(campaign)
    if version.id == campaign.outline_version_id:
        raise Invalid("Đợt đang dùng chính phiên bản này.")
    if version.state != OutlineState.RELEASED:
        raise Invalid("Chỉ đổi được sang phiên bản đã phát hành.")
    if version.outline_id != campaign.outline_version.outline_id:
        raise Invalid("Đợt đã phát hành chỉ đổi được sang phiên bản khác của cùng đề cương.")


def _locked(campaign: Campaign) -> dict[int, Report]:
    """The reports of the campaign, held: nobody saves an answer until this is done."""
    lock_row(campaign)
    rows = db.session.scalars(
        select(Report)
        .where(Report.campaign_id == campaign.id)
        .order_by(Report.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {report.id: report for report in rows}


def _carry_over(campaign: Campaign, item: TouchedField, reports: dict[int, Report]) -> None:
    if item.new is None:
        return
    for answer in item.answers:
        converted = editing.convert_answer(item.old, item.new, answer.value)
        _write(campaign, item.new, answer, converted)
        _rebuild_figures(campaign, item.new, reports[answer.report_id], converted.value)


def _write(
    campaign: Campaign, field: Field, answer: GivenAnswer, converted: editing.Converted
) -> None:
    """A new revision, also when the stored value stays the same: it marks the old question's."""
    moment, revision = clock.now(), answer.revision + 1
    db.session.execute(
        update(Answer)
        .where(Answer.report_id == answer.report_id, Answer.field_key == field.key)
        .values(
            value=dict(converted.value),
            revision=revision,
            tab="",
            seq=0,
            origin=ORIGIN,
            unread=bool(converted.lost),
            updated_at=moment,
            updated_by=None,
        )
    )
    db.session.add(
        AnswerRevision(
            report_id=answer.report_id,
            field_key=field.key,
            revision=revision,
            value=dict(converted.value),
            origin=ORIGIN,
            group_key=group_of(campaign.outline_version_id),
            saved_at=moment,
            saved_by=None,
        )
    )


def group_of(version_id: int) -> str:
    """What ties revisions to the version whose questions the older ones answer."""
    return f"outline:{version_id}"


def _rebuild_figures(campaign: Campaign, field: Field, report: Report, value: Json) -> None:
    db.session.execute(
        delete(Figure).where(
            Figure.campaign_id == campaign.id,
            Figure.field_key == field.key,
            Figure.report_id == report.id,
        )
    )
    kind = field_type(field.type)
    rows: list[dict[str, Any]] = [
        {
            "campaign_id": campaign.id,
            "field_key": field.key,
            "row_key": figure.row_key,
            "column_key": figure.column_key,
            "report_id": report.id,
            "value": figure.number,
            "state": figure.state.value,
            "estimated": figure.estimated,
            "accepted": report.state == ReportState.ACCEPTED,
        }
        for figure in (kind.figures(field, value) if kind.holds_numbers else ())
    ]
    if rows:
        db.session.execute(insert(Figure), rows)


def _reopen_sections(old: Outline, new: Outline, reports: dict[int, Report]) -> None:
    """Sections that were done and now ask for more are no longer done, where units may write."""
    known = {field.key for _, field in old.fields()}
    more = {
        section.key
        for section, field in new.fields()
        if field.key not in known
        and field.required is not Required.NO
        and field.filled_by is FilledBy.UNIT
    }
    writing = [report.id for report in reports.values() if ReportState(report.state).is_open]
    db.session.execute(
        update(SectionStatus)
        .where(
            SectionStatus.report_id.in_(writing),
            SectionStatus.section_key.in_(more),
            SectionStatus.status.in_(("done", "nothing")),
        )
        .values(status="doing", updated_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def _pin(campaign: Campaign, version: OutlineVersion) -> None:
    earlier = [*earlier_version_ids(campaign), campaign.outline_version_id]
    # A new dict: SQLAlchemy does not see changes inside a JSON value.
    campaign.settings = {**(campaign.settings or {}), "earlier_outlines": earlier}
    campaign.outline_version_id = version.id
    db.session.flush()
    db.session.refresh(campaign, ["outline_version"])


def earlier_version_ids(campaign: Campaign) -> list[int]:
    """Versions the campaign had before, oldest first."""
    return list((campaign.settings or {}).get("earlier_outlines", ()))


def _mark_changed(campaign: Campaign) -> None:
    """Every report counts as changed: merged results and open pages of decisions are old now."""
    db.session.execute(
        update(Report)
        .where(Report.campaign_id == campaign.id)
        .values(changes=Report.changes + 1)
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()


def _tell(campaign: Campaign, version: OutlineVersion, found: Touch, actor: Actor) -> None:
    audit.record(
        "campaign.outline_changed",
        actor,
        campaign_id=campaign.id,
        outline=version.outline_id,
        version=version.version,
        earlier=earlier_version_ids(campaign)[-1],
        added=len(found.added),
        removed=[item.old.key for item in found.removed],
        retyped=[item.old.key for item in found.retyped],
        lost=sum(len(item.lost) for item in found.retyped),
    )
    if campaign.state == CampaignState.PUBLISHED:
        notices.tell_units(
            campaign, f"Đề cương của đợt “{campaign.title[:200]}” có thay đổi: {_words(found)}."
        )


def _words(found: Touch) -> str:
    parts = [
        (len(found.added), "thêm {} nội dung"),
        (len(found.removed), "bỏ {} nội dung"),
        (len(found.retyped), "đổi cách hỏi {} nội dung"),
    ]
    said = [words.format(count) for count, words in parts if count]
    if not said:
        said = ["chỉnh câu chữ"]
    lost = any(item.lost for item in found.retyped)
    kept = "có câu trả lời cần nhập lại" if lost else "câu trả lời đã nhập vẫn giữ nguyên"
    return f"{', '.join(said)}; {kept}"
