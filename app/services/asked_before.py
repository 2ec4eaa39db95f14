"""Whom the campaign before asked which sections, taken over by the next one.

What the office decides in the new campaign itself always wins. Units that have ended are replaced
by those that follow them; sections and kinds that the new outline does not have are left out.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from app.extensions import db
from app.models import Campaign, CampaignState, Unit
from app.services import asking, audit, clock, outlines, succession
from app.services.actors import Actor
from app.services.asking import NOBODY, SOME, Rule


def take_over(campaign: Campaign, *, actor: Actor) -> None:
    """The rules of the campaign before this one, instead of those taken over until now."""
    if campaign.state != CampaignState.DRAFT:
        return
    taken = asking.taken_over(campaign)
    own = tuple(rule for rule in asking.rules_of(campaign) if rule.section_key not in taken)
    decided = {rule.section_key for rule in own}
    found = tuple(rule for rule in _rules_before(campaign) if rule.section_key not in decided)
    if not found and not taken:
        return
    asking.put_rules(campaign, (*own, *found), taken={rule.section_key for rule in found})
    audit.record(
        "campaign.asked_taken_over",
        actor,
        campaign_id=campaign.id,
        previous=campaign.previous_id,
        sections=[rule.section_key for rule in found],
    )


def _rules_before(campaign: Campaign) -> list[Rule]:
    before = db.session.get(Campaign, campaign.previous_id) if campaign.previous_id else None
    if before is None:
        return []
    known = {section.key for section, _ in asking.sections_to_decide(campaign)}
    kinds = outlines.get_outline(campaign.outline_version_id).unit_kinds
    return [
        _today(replace(rule, kinds=tuple(kind for kind in rule.kinds if kind in kinds)))
        for rule in asking.rules_of(before)
        if rule.section_key in known
    ]


def _today(rule: Rule) -> Rule:
    """The rule with the units of today; one that would name nobody any more asks nobody."""
    if rule.who != SOME:
        return rule
    named = db.session.scalars(select(Unit).where(Unit.id.in_(rule.units)).order_by(Unit.id))
    heirs = [heir.id for unit in named for heir in succession.heirs_of(unit, clock.today())]
    found = replace(rule, units=tuple(sorted(set(heirs))))
    return found if found.applies_to else Rule(rule.section_key, NOBODY)
