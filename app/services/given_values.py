"""First values that the office gives its units (`prefill: office`): a population, a target number.

They belong to the campaign and are no answers: a unit takes them into its blank fields, marked
unread, as other first values (app.services.first_values).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.models import Campaign, Report
from app.services import asking, audit, campaigns, following
from app.services.actors import Actor
from app.services.errors import Invalid
from forms import Field, FilledBy, Json, cell_from_json, clean_line, field_type

PREFILL = "office"
SETTING = "given"
_TYPES = frozenset({"integer", "decimal", "money", "short_text", "date"})
Texts = Mapping[tuple[int, str], str]


def fields_of(campaign: Campaign) -> list[Field]:
    """Questions of one line that the outline says begin with what the office gives."""
    return [
        field
        for section, field in asking.outline_of(campaign).fields()
        if field.prefill == PREFILL
        and field.type in _TYPES
        and FilledBy.OFFICE not in (field.filled_by, section.filled_by)
    ]


def given_to(campaign: Campaign, unit_id: int) -> dict[str, Json]:
    """By field key what this unit was given."""
    kept: Mapping[str, Mapping[str, Json]] = (campaign.settings or {}).get(SETTING) or {}
    return {key: values[str(unit_id)] for key, values in kept.items() if str(unit_id) in values}


def units_of(campaign: Campaign) -> list[Report]:
    return [report for report in following.list_reports(campaign) if report.kind == "own"]


def set_values(campaign: Campaign, texts: Texts, *, actor: Actor) -> int:
    """Keep what was typed by unit and field; a blank text takes a value back. Gives how many
    there are. Raises Invalid naming every text that does not read; nothing is kept then."""
    fields = {field.key: field for field in fields_of(campaign)}
    names = {report.unit_id: report.unit.label for report in units_of(campaign)}
    kept: dict[str, dict[str, Any]] = {}
    problems: list[str] = []
    for (unit_id, key), typed in texts.items():
        if key not in fields or unit_id not in names or not (text := clean_line(typed)):
            continue
        parsed = field_type(fields[key].type).parse(fields[key], text)
        if parsed.problems:
            problems.append(f"{names[unit_id]}, {fields[key].label}: {'; '.join(parsed.problems)}")
        kept.setdefault(key, {})[str(unit_id)] = dict(parsed.value)
    if problems:
        raise Invalid("Chưa lưu. " + " ".join(problems), tuple(problems))
    campaigns.put_setting(campaign, SETTING, kept)
    count = sum(len(values) for values in kept.values())
    audit.record("campaign.values_given", actor, campaign_id=campaign.id, count=count)
    return count


def texts_of(campaign: Campaign) -> dict[tuple[int, str], str]:
    """What stands in the inputs: every value as it would be typed."""
    fields = fields_of(campaign)
    found: dict[tuple[int, str], str] = {}
    for report in units_of(campaign):
        given = given_to(campaign, report.unit_id)
        for field in fields:
            if field.key in given:
                kind: Any = field_type(field.type)
                text = kind.edit_text(field, cell_from_json(given[field.key]))
                found[report.unit_id, field.key] = text
    return found
