"""Checks on what was collected, for the office to ask back about. Shown, never corrected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from forms.merging.aggregates import figures_of
from forms.merging.answer_checks import answer_findings, symbol_findings
from forms.merging.figure_checks import figure_findings
from forms.merging.findings import CollectedFinding
from forms.merging.units import UnitReport, canonical
from forms.schema import Outline
from forms.values import Json

Values = Mapping[str, Json]


def check_collected(
    outline: Outline,
    reports: Sequence[UnitReport],
    previous: Mapping[str, Values] | None = None,
    of_answers: Callable[[Outline, UnitReport], Iterable[CollectedFinding]] = answer_findings,
) -> tuple[CollectedFinding, ...]:
    """`previous` holds the units' values of last period. Findings stand unit by unit.

    `of_answers` gives what `answer_findings` gives, which follows from one report alone.
    """
    units = canonical(report.unit for report in reports)
    place = {unit.id: number for number, unit in enumerate(units)}
    ordered = sorted(reports, key=lambda report: place[report.unit.id])
    last = [UnitReport(u, previous[u.id]) for u in units if previous and u.id in previous]
    found = [
        *(finding for report in ordered for finding in of_answers(outline, report)),
        *figure_findings(
            outline,
            figures_of(outline, ordered),
            figures_of(outline, last),
            {unit.id: unit.kind for unit in units},
        ),
        *symbol_findings(outline, ordered),
    ]
    fields = {item.key: number for number, (_, item) in enumerate(outline.fields())}
    found.sort(key=lambda finding: (place[finding.unit_id], fields[finding.field_key]))
    return tuple(found)
