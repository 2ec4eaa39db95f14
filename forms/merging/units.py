"""Who was asked, who answered, who is missing: the roll of a campaign as the merge sees it.

Does not know deadlines or the workflow; a report that arrives here is one the office admits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from forms.schema import EMPTY
from forms.values import Json

ACCEPTED = "accepted"
SUBMITTED = "submitted"
TAG_PREFIX = "tag:"


@dataclass(frozen=True)
class UnitInfo:
    """A unit as it is printed; `order` is its place in the official list of units."""

    id: str
    name: str
    short_name: str = ""
    kind: str = ""
    order: int = 0
    tags: tuple[str, ...] = ()

    @property
    def shown_name(self) -> str:
        return self.short_name or self.name

    def matches(self, applies_to: Iterable[str], tags: Iterable[str] = ()) -> bool:
        """Whether a list of kinds and `tag:` names covers the unit; an empty list covers all."""
        wanted = frozenset(applies_to)
        own = {self.kind, *(f"{TAG_PREFIX}{tag}" for tag in (*self.tags, *tags))}
        return not wanted or bool(wanted & own)


@dataclass(frozen=True)
class UnitReport:
    """One unit's answers; `status` is ACCEPTED, or SUBMITTED when the office admits it early.

    `measures` names, by "field" or "field.column", the unit of measure of figures that do not
    stand in the one the outline asks for (an older version asked for đồng, this one for triệu).
    """

    unit: UnitInfo
    values: Mapping[str, Json]
    revisions: Mapping[str, int] = EMPTY
    status: str = ACCEPTED
    tags: tuple[str, ...] = ()
    measures: Mapping[str, str] = EMPTY


@dataclass(frozen=True)
class Expected:
    """The units asked for a report and those excluded from it, each with its reason."""

    asked: tuple[UnitInfo, ...] = ()
    excluded: tuple[tuple[UnitInfo, str], ...] = ()


def canonical(units: Iterable[UnitInfo]) -> tuple[UnitInfo, ...]:
    """The one order in which units are merged and named, whatever order they arrive in."""
    return tuple(sorted(units, key=lambda unit: (unit.order, unit.name, unit.id)))


@dataclass(frozen=True)
class Roll:
    """Reports in canonical order against the units expected.

    A unit that reports without having been asked counts as asked; the report of an excluded unit
    is left out. Raises ValueError when two reports come from one unit.
    """

    reports: tuple[UnitReport, ...]
    not_submitted: tuple[UnitInfo, ...] = ()
    excluded: tuple[tuple[UnitInfo, str], ...] = ()
    names: Mapping[str, str] = field(default=EMPTY, compare=False)

    @classmethod
    def of(cls, reports: Iterable[UnitReport], expected: Expected) -> Roll:
        barred = {unit.id for unit, _ in expected.excluded}
        by_id = _by_unit(report for report in reports if report.unit.id not in barred)
        asked = {unit.id: unit for unit in expected.asked if unit.id not in barred}
        order = canonical(report.unit for report in by_id.values())
        silent = canonical(unit for key, unit in asked.items() if key not in by_id)
        known = (*asked.values(), *order, *(unit for unit, _ in expected.excluded))
        return cls(
            reports=tuple(by_id[unit.id] for unit in order),
            not_submitted=silent,
            excluded=tuple(sorted(expected.excluded, key=lambda pair: pair[0].order)),
            names={unit.id: unit.shown_name for unit in known},
        )

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Where each unit stands in the canonical order, silent units included."""
        units = canonical((*(report.unit for report in self.reports), *self.not_submitted))
        return {unit.id: index for index, unit in enumerate(units)}


def _by_unit(reports: Iterable[UnitReport]) -> dict[str, UnitReport]:
    found: dict[str, UnitReport] = {}
    for report in reports:
        if report.unit.id in found:
            raise ValueError(f"two reports of one unit: {report.unit.id}")
        found[report.unit.id] = report
    return found
