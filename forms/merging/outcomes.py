"""From a rule's outcome to a merged cell: counts, who is missing, and whether enough is there."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from forms.merging.cells import NO_FIGURE, NOTHING_AROSE, MergedCell, SourceValue
from forms.merging.gathering import Gathering
from forms.values import CellState


class Outcome(NamedTuple):
    """What a rule makes of the answers; without `sources` every answer stands behind it."""

    number: Decimal | None = None
    text: str = NO_FIGURE
    sources: Sequence[SourceValue] | None = None
    notes: tuple[str, ...] = ()


NOTHING = Outcome()
NIL = Outcome(text=NOTHING_AROSE)


def merged_cell(gathering: Gathering, outcome: Outcome) -> MergedCell:
    """The outcome with its counts; withheld when fewer units answered than the rule wants."""
    counts, audience = gathering.counts, gathering.audience
    expected = gathering.expected
    notes = (*outcome.notes, *_unread(gathering))
    nil = counts.get(CellState.NIL, 0)
    lack = shortfall(gathering.rule.options.get("missing"), gathering.n_value + nil, expected)
    if lack:
        outcome, notes = NOTHING, (lack, *notes)
    sources = gathering.sources if outcome.sources is None else outcome.sources
    return MergedCell(
        rule=gathering.rule.rule,
        number=outcome.number,
        text=outcome.text,
        n_value=gathering.n_value,
        n_zero=gathering.numbers.n_zero,
        n_nil=nil,
        n_not_applicable=audience.n_not_applicable + counts.get(CellState.NOT_APPLICABLE, 0),
        n_no_data=counts.get(CellState.NO_DATA, 0),
        n_blank=len(gathering.blank),
        n_not_submitted=len(audience.not_submitted),
        expected=expected,
        sources=sources,
        estimated=gathering.estimated,
        missing=(*gathering.blank, *audience.not_submitted),
        excluded=audience.excluded,
        notes=notes,
    )


def shortfall(missing: object, answered: int, expected: int) -> str:
    """Why a merged value is withheld under the option `missing`, or "" when it is not.

    `missing` is "ignore", "require_all" or the least share of expected units, 0..1.
    """
    if missing in (None, "ignore", ""):
        return ""
    share = Decimal(1) if missing == "require_all" else Decimal(str(missing))
    if answered >= share * expected:
        return ""
    return f"chưa đủ đơn vị báo cáo: {answered}/{expected}"


def _unread(gathering: Gathering) -> tuple[str, ...]:
    count = gathering.counts.get(CellState.INVALID, 0)
    if not count:
        return ()
    units = gathering.names(s.unit_id for s in gathering.odd if s.state is CellState.INVALID)
    return (f"chưa đọc được, chưa tính: {units}",)
