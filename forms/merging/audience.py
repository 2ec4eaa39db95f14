"""Which units a field, a row or a cell was asked of, and what each of them stored there.

Sections and rows that do not apply to a unit's kind, and fields hidden by a condition, leave the
number of expected units. Reads answers; merges nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from dataclasses import field as part
from functools import cached_property
from typing import NamedTuple

from forms.answers import Answers
from forms.merging.readings import Reading, Readings
from forms.merging.units import Roll, UnitInfo, UnitReport
from forms.schema import EMPTY, Field, FilledBy, Outline, Section
from forms.values import Json


@dataclass(frozen=True)
class Audience:
    """The reports a question was put to, the silent units, and how many it does not concern."""

    reports: tuple[UnitReport, ...]
    not_submitted: tuple[str, ...] = ()
    n_not_applicable: int = 0
    excluded: tuple[str, ...] = ()
    names: Mapping[str, str] = part(default=EMPTY, compare=False)
    place: Mapping[str, int] = part(default=EMPTY, compare=False)
    silent: tuple[UnitInfo, ...] = ()

    @classmethod
    def of(cls, roll: Roll) -> Audience:
        return cls(
            reports=roll.reports,
            not_submitted=tuple(unit.id for unit in roll.not_submitted),
            excluded=tuple(unit.id for unit, _ in roll.excluded),
            names=roll.names,
            place=roll.place,
            silent=roll.not_submitted,
        )

    @cached_property
    def unit_ids(self) -> tuple[str, ...]:
        return tuple(report.unit.id for report in self.reports)

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Where each unit stands among these."""
        return {unit_id: index for index, unit_id in enumerate(self.unit_ids)}

    def ordered(self, units: Set[str]) -> tuple[str, ...]:
        """Those of the units that are among these, in canonical order."""
        order = self.order
        return tuple(sorted(units & order.keys(), key=order.__getitem__)) if units else ()

    @cached_property
    def values(self) -> tuple[Mapping[str, Json], ...]:
        """The stored answers of each report."""
        return tuple(report.values for report in self.reports)

    @cached_property
    def measures(self) -> bool:
        """Whether any figures stand in another unit of measure than the outline asks for."""
        return any(report.measures for report in self.reports)

    @cached_property
    def _narrowed(self) -> dict[tuple[str, ...], Audience]:
        return {}

    @cached_property
    def signature(self) -> tuple[object, ...]:
        """All but the answers; equal for audiences of which a merge tells the same."""
        asked = tuple((r.unit, r.status, r.tags, tuple(r.measures.items())) for r in self.reports)
        silent = (self.not_submitted, self.n_not_applicable, self.excluded, self.silent)
        # Their number first: most often it is what differs, and it is told at once.
        return len(asked), asked, silent, tuple(self.names.items()), tuple(self.place.items())

    def narrowed(self, applies_to: tuple[str, ...]) -> Audience:
        """The units a section or row with this `applies_to` concerns."""
        if not applies_to:
            return self
        found = self._narrowed.get(applies_to)
        if found is None:
            found = self._narrowed[applies_to] = self._of_kinds(applies_to)
        return found

    def _of_kinds(self, applies_to: tuple[str, ...]) -> Audience:
        silent = tuple(unit for unit in self.silent if unit.matches(applies_to))
        kept = self._only(lambda report: report.unit.matches(applies_to, report.tags))
        return Audience(
            reports=kept.reports,
            not_submitted=tuple(unit.id for unit in silent),
            n_not_applicable=kept.n_not_applicable + len(self.silent) - len(silent),
            excluded=self.excluded,
            names=self.names,
            place=self.place,
            silent=silent,
        )

    def _only(self, wanted: Callable[[UnitReport], bool]) -> Audience:
        reports = tuple(report for report in self.reports if wanted(report))
        dropped = len(self.reports) - len(reports)
        return Audience(
            reports=reports,
            not_submitted=self.not_submitted,
            n_not_applicable=self.n_not_applicable + dropped,
            excluded=self.excluded,
            names=self.names,
            place=self.place,
            silent=self.silent,
        )

    def of_units(self, unit_ids: Iterable[str]) -> Audience:
        """Only these units, and nobody missing: whoever else was asked had nothing to say."""
        wanted = frozenset(unit_ids)
        reports = tuple(report for report in self.reports if report.unit.id in wanted)
        return Audience(reports=reports, names=self.names, place=self.place)

    def shown(self, outline: Outline, item: Field, readings: Readings) -> Audience:
        """Without the units for whom a condition hides the field."""
        last: _Shown = readings.last("shown", item) or _Shown(outline, {})
        old = last.to if last.outline is outline else EMPTY
        now = {report.unit.id: _asked_as(report) for report in self.reports}
        to = {
            unit_id: kept
            if (kept := old.get(unit_id)) is not None and kept[0] == asked
            else (asked, answers_of(outline, report).shown(item))
            for report, (unit_id, asked) in zip(self.reports, now.items(), strict=True)
        }
        readings.keep("shown", item, _Shown(outline, to))
        return self._only(lambda report: to[report.unit.id][1])


class _Shown(NamedTuple):
    """To whom a field was shown, with all that it hangs on."""

    outline: Outline
    to: Mapping[str, tuple[Asked, bool]]


Asked = tuple[Mapping[str, Json], str, tuple[str, ...]]  # answers, kind and tags of a unit


def _asked_as(report: UnitReport) -> Asked:
    return report.values, report.unit.kind, (*report.unit.tags, *report.tags)


def answers_of(outline: Outline, report: UnitReport) -> Answers:
    return Answers(outline, *_asked_as(report))


@dataclass(frozen=True)
class Question:
    """A field of the units with the audience it was put to; `readings` are those made before."""

    outline: Outline
    field: Field
    audience: Audience
    readings: Readings = part(default_factory=Readings, repr=False, compare=False)

    @cached_property
    def values(self) -> Mapping[str, Json]:
        """Each unit's stored answer, in canonical order; nothing stored is an empty mapping."""
        key, audience = self.field.key, self.audience
        given = zip(audience.unit_ids, audience.values, strict=True)
        return {unit_id: values.get(key) or EMPTY for unit_id, values in given}

    def read(self, what: str, make: Callable[[str, Json], Reading]) -> Mapping[str, Reading]:
        """What each unit's answer is read into, in canonical order; see `Readings`."""
        return self.readings.of(what, self.field, self.values, make)

    def other(self, field_key: str) -> Question:
        """Another field of the same reports, as a companion of this one."""
        return Question(self.outline, self.outline.field(field_key), self.audience, self.readings)

    def measure_given(self, report: UnitReport, column_key: str, asked: str) -> str:
        """The unit of measure this unit's figures stand in, `asked` unless it says otherwise."""
        path = f"{self.field.key}.{column_key}" if column_key else self.field.key
        return report.measures.get(path, asked)


def questions(outline: Outline, roll: Roll, readings: Readings | None = None) -> Iterable[Question]:
    """Every field asked of units, in the order of the outline."""
    readings = readings or Readings()
    everyone = Audience.of(roll)
    for item, audience, conditional in _asked(outline.sections, everyone, conditional=False):
        shown = audience.shown(outline, item, readings) if conditional else audience
        yield Question(outline, item, shown, readings)


def _asked(
    sections: Iterable[Section], outer: Audience, conditional: bool
) -> Iterable[tuple[Field, Audience, bool]]:
    """Each field with the units its sections concern, and whether it hangs on conditions."""
    for section in sections:
        if section.filled_by is FilledBy.OFFICE:
            continue
        audience = outer.narrowed(section.applies_to)
        hides = conditional or bool(section.show_if)
        for item in section.fields:
            if item.filled_by is FilledBy.UNIT:
                yield item, audience, hides or bool(item.show_if)
        yield from _asked(section.sections, audience, hides)
