"""Preparing a campaign in five steps that can be saved in any order: what each still lacks.

Step keys are part of addresses: ten, de-cuong, don-vi, han, xem-thu.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import Campaign, CampaignState, OutlineVersion, Report, ReportState, Unit
from app.services import (
    asked_before,
    asked_sections,
    audit,
    campaigns,
    clock,
    known_citations,
    outlines,
    storage,
    succession,
    units,
)
from app.services.actors import OFFICE_ROLES, Actor
from app.services.deadlines import deadline_words
from app.services.errors import Invalid, Refused
from forms import clean_line, parse_citation_line

STEPS: Mapping[str, str] = {
    "ten": "Tên, căn cứ, kỳ báo cáo",
    "de-cuong": "Đề cương",
    "don-vi": "Đơn vị phải báo cáo",
    "han": "Hạn nộp",
    "xem-thu": "Xem thử và phát hành",
}
MOST_FILES = 20


@dataclass(frozen=True)
class Step:
    """One line of the preparation page; `missing` is "" when the step is complete."""

    key: str
    title: str
    summary: str
    missing: str


def steps(campaign: Campaign) -> list[Step]:
    count = campaigns.count_units(campaign)
    summaries = {
        "ten": (campaign.period_label or "chưa ghi kỳ báo cáo", ""),
        "de-cuong": (campaign.outline_version.title, ""),
        "don-vi": (f"{count} đơn vị", "" if count else "Chưa chọn đơn vị nào."),
        "han": (
            deadline_words(campaign.deadline_at),
            "" if campaign.deadline_at else "Chưa đặt hạn nộp.",
        ),
        "xem-thu": ("xem như đơn vị sẽ thấy", ""),
    }
    return [Step(key, title, *summaries[key]) for key, title in STEPS.items()]


def next_step(key: str) -> str:
    keys = list(STEPS)
    return keys[min(keys.index(key) + 1, len(keys) - 1)]


def offices_of(actor: Actor) -> list[Unit]:
    """Offices in which the actor may start a campaign."""
    wanted = actor.units(*OFFICE_ROLES)
    return [unit for unit in units.list_units() if unit.id in wanted]


def collectors_of(office: Unit) -> list[Unit]:
    """Who may issue the merged report: the office's own superiors, nearest first, then itself."""
    found, above = [], office.parent
    while above is not None:
        found.append(above)
        above = above.parent
    return [*found, office]


def set_outline(
    campaign: Campaign, version: OutlineVersion, previous: Campaign | None, *, actor: Actor
) -> None:
    """Choose the outline and the campaign before this one. Raises Refused once published."""
    if campaign.state != CampaignState.DRAFT and version.id != campaign.outline_version_id:
        raise Refused(
            "Đợt đã phát hành: muốn đổi đề cương, hãy xem ảnh hưởng ở trang “Đề cương của đợt”."
        )
    if previous is not None and previous.id == campaign.id:
        raise Invalid("Đợt trước phải là một đợt khác.")
    changes = {
        "outline_version_id": version.id,
        "previous_id": previous.id if previous else None,
    }
    is_other = any(getattr(campaign, name) != value for name, value in changes.items())
    campaigns.change_campaign(campaign, changes, actor=actor)
    db.session.flush()
    db.session.refresh(campaign, ["outline_version"])
    if is_other:
        asked_before.take_over(campaign, actor=actor)


def read_basis(text: str) -> list[dict[str, Any]]:
    """One document a line, as the outline's own basis is kept: symbol, date, issuer, title."""
    found = []
    for typed in text.splitlines():
        if not clean_line(typed):
            continue
        line = known_citations.cited_in_full(typed)
        parsed = parse_citation_line(line)
        day = parsed.date.isoformat() if isinstance(parsed.date, date) else ""
        found.append({"text": clean_line(line), "symbol": parsed.symbol or "", "date": day})
    return found


def basis_text(campaign: Campaign) -> str:
    return "\n".join(
        item["text"] if isinstance(item, dict) and "text" in item else str(item)
        for item in campaign.basis or ()
    )


def add_plan_file(
    campaign: Campaign, name: str, media_type: str, data: bytes, *, actor: Actor
) -> None:
    """Keep a file of the plan beside the campaign; units can download it. Raises Invalid."""
    campaigns.require_open(campaign)
    files = plan_files(campaign)
    if not data:
        raise Invalid("Tệp rỗng. Hãy chọn lại tệp.")
    if len(files) >= MOST_FILES:
        raise Invalid(f"Mỗi đợt giữ tối đa {MOST_FILES} tệp.")
    entry = {"name": clean_line(name)[:200], "type": media_type[:100], "size": len(data)}
    entry["sha256"] = storage.store(data)
    campaigns.put_setting(campaign, "files", [*files, entry])
    audit.record("campaign.file_added", actor, campaign_id=campaign.id, name=entry["name"])


def remove_plan_file(campaign: Campaign, number: int, *, actor: Actor) -> None:
    """Take a file off the list; its bytes stay in the storage. Raises Invalid."""
    files = plan_files(campaign)
    if not 0 <= number < len(files):
        raise Invalid("Tệp này không còn trong danh sách.")
    gone = files.pop(number)
    campaigns.put_setting(campaign, "files", files)
    audit.record("campaign.file_removed", actor, campaign_id=campaign.id, name=gone["name"])


def plan_files(campaign: Campaign) -> list[dict[str, Any]]:
    return list((campaign.settings or {}).get("files", ()))


@dataclass(frozen=True)
class UnitChoice:
    """`locked` says why a unit cannot be taken off the list any more, "" when it can."""

    unit: Unit
    chosen: bool
    locked: str


@dataclass(frozen=True)
class KindGroup:
    """Units of one kind, to be ticked together or one by one."""

    kind: str
    label: str
    choices: tuple[UnitChoice, ...]
    sections: int
    is_known: bool

    @property
    def chosen(self) -> int:
        return sum(1 for choice in self.choices if choice.chosen)


def unit_choices(campaign: Campaign, days: date | None = None) -> list[KindGroup]:
    """Valid units in tree order, grouped by kind; those that began to write are locked in."""
    state = {
        row[0]: row[1]
        for row in db.session.execute(
            select(Report.unit_id, Report.state).where(Report.campaign_id == campaign.id)
        )
    }
    groups: dict[str, list[UnitChoice]] = {}
    for unit in units.list_units(days or clock.today()):
        if unit.id == campaign.office_id:
            continue  # its own part of the report is asked for on its own
        if unit.id == campaign.collector_id and unit.id not in state:
            continue
        locked = _locked(campaign, state.get(unit.id))
        groups.setdefault(unit.kind, []).append(UnitChoice(unit, unit.id in state, locked))
    outline = outlines.get_outline(campaign.outline_version_id)
    labels = dict(outline.unit_kinds)
    found = [
        KindGroup(
            kind,
            labels.get(kind) or (f"Loại khác ({kind})" if kind else "Chưa ghi loại"),
            tuple(choices),
            _asked(campaign, kind),
            kind in labels or not labels,
        )
        for kind, choices in groups.items()
    ]
    # Kinds that the outline knows come first: they are the ones it was written for.
    return sorted(found, key=lambda group: not group.is_known)


def _locked(campaign: Campaign, state: str | None) -> str:
    if state is None:
        return ""
    if state != ReportState.NOT_STARTED:
        return ReportState(state).label.lower()
    return "đã được giao" if campaign.state != CampaignState.DRAFT else ""


def own_report(campaign: Campaign) -> Report | None:
    """The office's own part of the report, in which coordinating bodies are given sections."""
    return db.session.scalar(
        select(Report).where(
            Report.campaign_id == campaign.id,
            Report.unit_id == campaign.office_id,
            Report.kind == "own",
        )
    )


def _asked(campaign: Campaign, kind: str) -> int:
    return len(asked_sections.sections_asked_of(campaign, kind))


def wanted_units(
    campaign: Campaign,
    ticked: Iterable[int],
    kinds: Iterable[str],
    tags: Iterable[str],
    without: Iterable[str] = (),
) -> list[int]:
    """Unit ids in tree order: those ticked, and all valid ones of the named kinds and tags, but
    none that carries a tag of `without`."""
    ids, all_kinds, all_tags, no_tags = set(ticked), set(kinds), set(tags), set(without)
    own = {campaign.collector_id, campaign.office_id}
    found = []
    for unit in units.list_units(clock.today()):
        own_tags = set(unit.tags or ())
        named = unit.id not in own and (unit.kind in all_kinds or bool(all_tags & own_tags))
        if (unit.id in ids or named) and not no_tags & own_tags:
            found.append(unit.id)
    return found


def previous_of(campaign: Campaign) -> Campaign | None:
    return db.session.get(Campaign, campaign.previous_id) if campaign.previous_id else None


def units_of_previous(campaign: Campaign) -> list[int]:
    """Units of the campaign before this one; one that has ended is replaced by all that follow."""
    if campaign.previous_id is None:
        return []
    today, found = clock.today(), []
    for unit in db.session.scalars(
        select(Unit)
        .join(Report, Report.unit_id == Unit.id)
        .where(Report.campaign_id == campaign.previous_id)
        .order_by(Report.position)
    ):
        found += [heir.id for heir in succession.heirs_of(unit, today) if heir.valid_on(today)]
    return list(dict.fromkeys(found))


def known_tags() -> list[str]:
    counts: Counter[str] = Counter()
    for tags in db.session.scalars(select(Unit.tags)):
        counts.update(tags or ())
    return sorted(counts)
