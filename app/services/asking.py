"""Which sections a campaign asks of whom, where it departs from its outline.

Applicability is decided in one place, a section's `applies_to`. A campaign with rules of its own
therefore works with an outline derived from its version, in which the rules stand as `applies_to`.
Units named one by one carry a tag made for the section (`tags_of`), so that whoever reads kinds
and tags (pages, checks, the merge) needs to know nothing of it. Without rules everything is the
outline's, unchanged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.models import Campaign, CampaignState
from app.services import audit, campaigns, outlines
from app.services.actors import Actor
from app.services.errors import Invalid, NotFound, Refused
from forms import FilledBy, Outline, Section

SETTING, TAKEN_OVER = "asked", "asked_as_before"
EVERYONE, SOME, NOBODY = "all", "some", "none"
_NAMED = "@dot:"
"""Begins the tag of units named for a section; followed by nothing, the tag that nobody has."""


@dataclass(frozen=True)
class Rule:
    """Who is asked one section; `kinds`, `tags` and `units` (ids) count when `who` is SOME."""

    section_key: str
    who: str = SOME
    kinds: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    units: tuple[int, ...] = ()

    @property
    def applies_to(self) -> tuple[str, ...]:
        if self.who == EVERYONE:
            return ()
        if self.who == NOBODY:
            return (f"tag:{_NAMED}",)
        named = (f"tag:{_NAMED}{self.section_key}",) if self.units else ()
        return (*self.kinds, *(f"tag:{tag}" for tag in self.tags), *named)


Rules = tuple[Rule, ...]


def rules_of(campaign: Campaign) -> Rules:
    return rules_in(campaign.settings)


def rules_in(settings: Mapping[str, Any] | None) -> Rules:
    """The rules among a campaign's settings; () when it asks as its outline does."""
    kept: Mapping[str, Any] = (settings or {}).get(SETTING) or {}
    return tuple(
        Rule(
            key,
            rule.get("who", SOME),
            tuple(rule.get("kinds", ())),
            tuple(rule.get("tags", ())),
            tuple(rule.get("units", ())),
        )
        for key, rule in sorted(kept.items())
    )


def outline_of(campaign: Campaign) -> Outline:
    """The outline as this campaign asks it."""
    return effective(outlines.get_outline(campaign.outline_version_id), rules_of(campaign))


def effective(outline: Outline, rules: Rules) -> Outline:
    """The outline with the rules in it: the very same one without rules, else kept per process,
    since caches go by its identity and its `sha256`."""
    if not rules:
        return outline
    place = (outline.sha256, rules)
    found = _EFFECTIVE.get(place)
    if found is None:
        found = _derive(outline, rules)
        if len(_EFFECTIVE) >= _MOST_KEPT:
            _EFFECTIVE.clear()
        _EFFECTIVE[place] = found
    return found


_EFFECTIVE: dict[tuple[str, Rules], Outline] = {}
_MOST_KEPT = 64


def _derive(outline: Outline, rules: Rules) -> Outline:
    wanted = {rule.section_key: rule.applies_to for rule in rules}
    digest = hashlib.sha256(f"{outline.sha256}{rules!r}".encode()).hexdigest()
    return replace(outline, sections=_with_rules(outline.sections, wanted), sha256=digest)


def _with_rules(
    sections: tuple[Section, ...], wanted: Mapping[str, tuple[str, ...]]
) -> tuple[Section, ...]:
    return tuple(
        replace(
            section,
            applies_to=wanted.get(section.key, section.applies_to),
            sections=_with_rules(section.sections, wanted),
        )
        for section in sections
    )


def tags_of(rules: Rules, unit_id: int, tags: Iterable[str] | None) -> tuple[str, ...]:
    """A unit's tags, and those it has by being named in a rule."""
    own = tuple(tags or ())
    if not rules:
        return own
    named = (f"{_NAMED}{rule.section_key}" for rule in rules if unit_id in rule.units)
    return (*own, *named)


def sections_to_decide(campaign: Campaign) -> list[tuple[Section, int]]:
    """Every section that units fill, with its depth, whoever is asked it now."""
    found: list[tuple[Section, int]] = []

    def walk(sections: tuple[Section, ...], depth: int) -> None:
        for section in sections:
            if section.filled_by is FilledBy.UNIT:
                found.append((section, depth))
                walk(section.sections, depth + 1)

    walk(outlines.get_outline(campaign.outline_version_id).sections, 0)
    return found


def find_section(campaign: Campaign, section_key: str) -> Section:
    """A section that rules may be about, as the outline has it. Raises NotFound."""
    for section, _ in sections_to_decide(campaign):
        if section.key == section_key:
            return section
    raise NotFound("Đề cương của đợt này không có mục đó.")


def find_rule(campaign: Campaign, section_key: str) -> Rule | None:
    return next((rule for rule in rules_of(campaign) if rule.section_key == section_key), None)


def set_rule(campaign: Campaign, section_key: str, rule: Rule | None, *, actor: Actor) -> None:
    """Decide who is asked a section; None leaves it to the outline. Raises Invalid, NotFound,
    Refused once published: units would lose what they wrote, or owe what nobody told them."""
    if campaign.state != CampaignState.DRAFT:
        raise Refused(
            "Đợt đã phát hành nên không đổi được mục nào hỏi đơn vị nào. Nếu thật cần, hãy sửa "
            "đề cương thành phiên bản mới rồi đổi đề cương của đợt."
        )
    find_section(campaign, section_key)
    if rule is not None and rule.who == SOME and not rule.applies_to:
        raise Invalid("Hãy đánh dấu ít nhất một loại, một nhóm hoặc một đơn vị được hỏi mục này.")
    others = tuple(kept for kept in rules_of(campaign) if kept.section_key != section_key)
    rules = (*others, rule) if rule is not None else others
    put_rules(campaign, rules, taken=taken_over(campaign) - {section_key})
    audit.record(
        "campaign.asked_set",
        actor,
        campaign_id=campaign.id,
        section=section_key,
        who=rule.who if rule else "",
    )


def put_rules(campaign: Campaign, rules: Rules, *, taken: Collection[str]) -> None:
    """`taken` are the sections whose rule comes from the campaign before this one."""
    campaigns.put_setting(campaign, SETTING, {rule.section_key: _stored(rule) for rule in rules})
    campaigns.put_setting(campaign, TAKEN_OVER, sorted(taken))


def taken_over(campaign: Campaign) -> frozenset[str]:
    """Sections asked as in the campaign before, until the office decides otherwise."""
    return frozenset((campaign.settings or {}).get(TAKEN_OVER) or ())


def _stored(rule: Rule) -> dict[str, Any]:
    if rule.who != SOME:
        return {"who": rule.who}
    return {
        "who": SOME,
        "kinds": list(rule.kinds),
        "tags": list(rule.tags),
        "units": list(rule.units),
    }


def outline_words(section: Section, outline: Outline) -> str:
    """Who is asked when the campaign decides nothing."""
    names = [
        f"nhóm {name.removeprefix('tag:')}"
        if name.startswith("tag:")
        else outline.unit_kinds.get(name, name)
        for name in section.applies_to
    ]
    return ", ".join(names) or "mọi đơn vị"


def words_of(rule: Rule, outline: Outline, unit_labels: Mapping[int, str]) -> str:
    """ "mọi đơn vị", "không đơn vị nào", or the kinds, tags and units."""
    if rule.who == EVERYONE:
        return "mọi đơn vị"
    if rule.who == NOBODY:
        return "không đơn vị nào"
    kinds = [outline.unit_kinds.get(kind, kind) for kind in rule.kinds]
    tags = [f"nhóm {tag}" for tag in rule.tags]
    units = [unit_labels[unit_id] for unit_id in rule.units if unit_id in unit_labels]
    absent = len(rule.units) - len(units)
    others = [f"{absent} đơn vị không có trong đợt"] if absent else []
    return "chỉ: " + ", ".join((*kinds, *tags, *units, *others))
