"""Last period of a unit that several became (1/7/2025): what can be added up is their sum.

Only figures whose outline says that units are summed; prose, choices and ratios of several units
are not one unit's answer, and none is made up. Counting is told: how many of them had reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from app.extensions import db
from app.models import Report, ReportState
from app.services import succession
from app.services.succession import FigureKey
from forms import Column, Field, Json

_SUM = "sum"
_NUMBERS = frozenset({"integer", "decimal", "money"})
_WRITTEN = (ReportState.FILLING, ReportState.SUBMITTED, ReportState.ACCEPTED, ReportState.RETURNED)


@dataclass(frozen=True)
class Predecessors:
    """Units that became this one and reported in the campaign before."""

    campaign_id: int
    unit_ids: tuple[int, ...]
    names: tuple[str, ...]


def find(unit_id: int, campaign_id: int) -> Predecessors | None:
    """None when no predecessor reported there (a split unit's figures cannot be divided)."""
    whole = {unit.id: unit.label for unit in succession.whole_predecessors(unit_id)}
    reported = db.session.scalars(
        select(Report.unit_id)
        .where(
            Report.campaign_id == campaign_id,
            Report.unit_id.in_(whole),
            Report.state.in_(_WRITTEN),
        )
        .order_by(Report.position)
    ).all()
    names = tuple(whole[found] for found in reported)
    return Predecessors(campaign_id, tuple(reported), names) if reported else None


def values(who: Predecessors, fields: Iterable[Field]) -> dict[str, Json]:
    """Sums in the stored shape of answers, by field key; fields that do not add up are absent."""
    sums = succession.sum_figures(who.campaign_id, who.unit_ids)
    found = {field.key: _value(field, sums) for field in fields}
    return {key: value for key, value in found.items() if value}


def _value(field: Field, sums: Mapping[FigureKey, Decimal]) -> Json:
    if field.type in _NUMBERS and field.merge.rule == _SUM:
        number = sums.get((field.key, "", ""))
        return {} if number is None else {"v": _plain(number)}
    if field.type == "table":
        rows = {row.key: _cells(field, row.key, sums) for row in field.rows if row.kind == "item"}
        kept = {key: cells for key, cells in rows.items() if cells}
        return {"rows": kept} if kept else {}
    return {}


def _cells(field: Field, row_key: str, sums: Mapping[FigureKey, Decimal]) -> dict[str, Json]:
    return {
        column.key: {"v": _plain(sums[field.key, row_key, column.key])}
        for column in field.columns
        if _adds_up(column) and (field.key, row_key, column.key) in sums
    }


def _adds_up(column: Column) -> bool:
    return column.type in _NUMBERS and column.merge is not None and column.merge.rule == _SUM


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
