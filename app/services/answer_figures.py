"""Figures of an answer as rows that SQL can sum, kept in step with what is stored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, delete, insert

from app.extensions import db
from app.models import Figure, ReportState
from app.services.reports import ReportRef
from forms import Field, FigureValue, Json, field_type

_FIGURE: Any = Figure.__table__
FigureKey = tuple[str, str]


def store_figures(ref: ReportRef, field: Field, before: Json, after: Json) -> None:
    """Write only the rows that differ between two values of an answer."""
    kind = field_type(field.type)
    if not kind.holds_numbers:
        return
    old = {(f.row_key, f.column_key): f for f in kind.figures(field, before)}
    new = {(f.row_key, f.column_key): f for f in kind.figures(field, after)}
    _drop_figures(ref, field.key, [key for key in old if new.get(key) != old[key]])
    _add_figures(ref, field.key, [new[key] for key in new if new[key] != old.get(key)])


_DROP = delete(_FIGURE).where(
    _FIGURE.c.campaign_id == bindparam("campaign"),
    _FIGURE.c.field_key == bindparam("field"),
    _FIGURE.c.row_key == bindparam("row"),
    _FIGURE.c.column_key == bindparam("column"),
    _FIGURE.c.report_id == bindparam("report"),
)


def _drop_figures(ref: ReportRef, field_key: str, keys: list[FigureKey]) -> None:
    place = {"campaign": ref.campaign_id, "field": field_key, "report": ref.id}
    if keys:
        rows = [{**place, "row": row, "column": column} for row, column in keys]
        db.session.connection().execute(_DROP, rows)


_INSERT_FIGURE = insert(_FIGURE)


def _add_figures(ref: ReportRef, field_key: str, figures: Iterable[FigureValue]) -> None:
    rows = [
        {
            "campaign_id": ref.campaign_id,
            "field_key": field_key,
            "row_key": figure.row_key,
            "column_key": figure.column_key,
            "report_id": ref.id,
            "value": figure.number,
            "state": figure.state.value,
            "estimated": figure.estimated,
            "accepted": ref.state == ReportState.ACCEPTED,
        }
        for figure in figures
    ]
    if rows:
        db.session.connection().execute(_INSERT_FIGURE, rows)
