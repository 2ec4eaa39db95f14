"""Who a campaign asks which sections, section by section and unit by unit, for its pages."""

from __future__ import annotations

from dataclasses import dataclass

from app.models import Campaign, Unit
from app.services import asking, following, outlines, reports
from forms import Answers, Section


@dataclass(frozen=True)
class AskedSection:
    """A section that units fill, and who is asked it; `rule` is what the campaign says of its
    own, "" when it leaves it to the outline; `as_before` when the rule was taken over."""

    section: Section
    depth: int
    kinds: frozenset[str]
    rule: str
    as_before: bool = False


def sections_by_kind(campaign: Campaign) -> list[AskedSection]:
    outline = outlines.get_outline(campaign.outline_version_id)
    wanted = asking.outline_of(campaign)
    asked = {kind: Answers(wanted, {}, unit_kind=kind) for kind in dict(outline.unit_kinds)}
    labels = {report.unit_id: report.unit.label for report in following.list_reports(campaign)}
    rules = {
        rule.section_key: asking.words_of(rule, outline, labels)
        for rule in asking.rules_of(campaign)
    }
    taken = asking.taken_over(campaign)
    return [
        AskedSection(
            section,
            depth,
            frozenset(kind for kind, answers in asked.items() if answers.applies(section)),
            rules.get(section.key, ""),
            section.key in taken,
        )
        for section, depth in asking.sections_to_decide(campaign)
    ]


def sections_asked_of(campaign: Campaign, kind: str, tags: tuple[str, ...] = ()) -> list[Section]:
    """What a unit of this kind will be asked (conditions on answers aside)."""
    outline = asking.outline_of(campaign)
    return reports.sections_to_fill(Answers(outline, {}, unit_kind=kind, tags=tags))


def sections_asked_of_unit(campaign: Campaign, unit: Unit) -> list[Section]:
    """The same of one unit, with its tags and the rules that name it."""
    tags = asking.tags_of(asking.rules_of(campaign), unit.id, unit.tags)
    return sections_asked_of(campaign, unit.kind, tags)
