"""How far a report is: counts per section and for the whole, over what is asked of the unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from forms.answers import Answers
from forms.fields import field_type
from forms.schema import Field, Required, Section

DONE_STATUSES = frozenset({"done", "nothing"})
"""Words of the people who fill in that say a section is finished."""


class SectionState(StrEnum):
    """What the answers say, whatever anybody declared."""

    NOT_APPLICABLE = "not_applicable"
    BLANK = "blank"
    PARTIAL = "partial"
    FILLED = "filled"


@dataclass(frozen=True)
class SectionProgress:
    """Of the fields that stand in the section itself: asked, answered, hard ones unanswered."""

    section_key: str
    total: int
    filled: int
    required_missing: int
    state: SectionState


@dataclass(frozen=True)
class ReportProgress:
    """`sections` are those with fields asked of the unit; `done` counts the declared ones."""

    sections: tuple[SectionProgress, ...]
    total: int
    filled: int
    required_missing: int
    done: int

    @property
    def percent(self) -> int:
        """Answered fields per hundred asked, rounded down; 100 when nothing is asked."""
        return 100 * self.filled // self.total if self.total else 100


def section_progress(section: Section, answers: Answers) -> SectionProgress:
    states = [(field, _state(field, answers)) for field in answers.fields_of(section)]
    states = [(field, state) for field, state in states if state]
    filled = sum(state not in ("blank", "partial") for _, state in states)
    missing = sum(
        field.required is Required.HARD and state in ("blank", "partial") for field, state in states
    )
    begun = any(state != "blank" for _, state in states)
    return SectionProgress(
        section.key, len(states), filled, missing, _section_state(len(states), filled, begun)
    )


def report_progress(answers: Answers, statuses: Mapping[str, str]) -> ReportProgress:
    """`statuses` are declarations by section key ("done", "nothing", anything else: open)."""
    all_sections = (section_progress(section, answers) for section in answers.outline.walk())
    sections = tuple(item for item in all_sections if item.total)
    return ReportProgress(
        sections,
        sum(item.total for item in sections),
        sum(item.filled for item in sections),
        sum(item.required_missing for item in sections),
        sum(statuses.get(item.section_key) in DONE_STATUSES for item in sections),
    )


def _state(field: Field, answers: Answers) -> str:
    """The state of an answer; '' for fields nobody types."""
    kind = field_type(field.type)
    return kind.state(field, answers.stored(field.key)) if kind.is_answered else ""


def _section_state(total: int, filled: int, begun: bool) -> SectionState:
    if not total:
        return SectionState.NOT_APPLICABLE
    if filled == total:
        return SectionState.FILLED
    return SectionState.PARTIAL if begun else SectionState.BLANK
