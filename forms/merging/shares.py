"""The share of one merged figure in another, where no question asks for it: `{{above:below}}`.

Σ numerators / Σ denominators over the units that gave both, as every ratio of the outline. Figures
that are no sum of what units gave have no share.
"""

from __future__ import annotations

from collections import Counter

from forms.merging.cells import NO_FIGURE, MergedCell, SourceValue
from forms.merging.joined_answers import PairedAnswers
from forms.merging.printing import ROUNDED_PLACES, shown_number
from forms.merging.stored_answers import addends
from forms.values import CellState

BETWEEN = ":"
SUMMED, SHARE_RULE = "sum", "weighted_ratio"


def share_path(above: str, below: str) -> str:
    return f"{above}{BETWEEN}{below}"


def parts_of_share(path: str) -> tuple[str, str]:
    """The paths of the two figures; the second is "" where the path names one figure."""
    above, _, below = path.partition(BETWEEN)
    return above.strip(), below.strip()


def share_cell(above: MergedCell, below: MergedCell) -> MergedCell | None:
    """Who gave one of the two only is missing; None unless both are sums of the units' figures."""
    if above.rule != SUMMED or below.rule != SUMMED:
        return None
    given, whole = _by_unit(above), _by_unit(below)
    paired = PairedAnswers(given, whole)
    sources = tuple(paired[unit] for unit in given if unit in paired)
    states = Counter(source.state for source in sources)
    upper, under = paired.sums
    number = 100 * upper / under if under else None
    unasked = sum(
        source.state is CellState.NOT_APPLICABLE is not given[source.unit_id].state
        for source in sources
    )
    expected = above.expected - unasked
    counted = states[CellState.VALUE] + states[CellState.NIL] + states[CellState.NO_DATA]
    return MergedCell(
        SHARE_RULE,
        number,
        NO_FIGURE if number is None else f"{shown_number(number, ROUNDED_PLACES)}%",
        n_value=states[CellState.VALUE],
        n_zero=sum(source.number == 0 for source in sources),
        n_nil=states[CellState.NIL],
        n_not_applicable=above.n_not_applicable + unasked,
        n_no_data=states[CellState.NO_DATA],
        n_blank=expected - counted - above.n_not_submitted,
        n_not_submitted=above.n_not_submitted,
        expected=expected,
        sources=sources,
        estimated=tuple(source.unit_id for source in sources if source.estimated),
        missing=(*(unit for unit in addends(given) if unit not in paired), *above.missing),
        excluded=above.excluded,
    )


def _by_unit(cell: MergedCell) -> dict[str, SourceValue]:
    return {source.unit_id: source for source in cell.sources}
