"""One merged figure with the units behind it: the table an officer opens from a number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import select

from app.extensions import db
from app.models import Answer, Campaign, Report
from app.services import collected_checks, draft_states, drafts, parent_campaign
from app.services.actors import Actor
from app.services.draft_material import Reading
from app.services.errors import NotFound
from forms import (
    CellState,
    Field,
    MergedTable,
    Outline,
    format_number,
    merging,
)


@dataclass(frozen=True)
class UnitFigure:
    """What one unit gave; `report_id` leads to its report, `below_id` to the campaign in which the
    unit gathered it from its own units, `note` says why to ask the unit about it."""

    unit: str
    value: str
    state: str
    estimated: bool
    report_id: int | None
    revision: int | None
    below_id: int | None = None
    note: str = ""


@dataclass(frozen=True)
class FigureLine:
    """One row of a table, each cell with the path that leads to its units."""

    label: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FigureView:
    """One figure with its units, or a table (`lines` under `columns`) to choose a figure from."""

    label: str
    path: str
    total: str
    rule: str
    words: str
    rows: tuple[UnitFigure, ...]
    missing: tuple[str, ...]
    excluded: tuple[str, ...]
    notes: tuple[str, ...]
    columns: tuple[str, ...] = ()
    lines: tuple[FigureLine, ...] = ()


def figure_view(reading: Reading, path: str, actor: Actor) -> FigureView:
    """Raises NotFound when the merged report has no such figure."""
    base = _without_count(path)
    cell = merging.find_cell(reading.merged.fields, base)
    if cell is None:
        raise NotFound("Không có số liệu này trong kết quả tổng hợp.")
    above, whole = merging.parts_of_share(base)
    field = reading.outline.field(above.split(".")[0])
    names = reading.merged.names
    reports = _reports(reading.draft.campaign)
    below = _below(reading.draft.campaign, actor)
    notes = collected_checks.notes_on(reading.draft.campaign, base)
    # What a unit's page works out and nobody types has no number of its own.
    silent = any(s.number is None and s.state is CellState.VALUE for s in cell.sources)
    worked_out = _worked_out(reading, field, base) if silent and not whole else {}
    rows = (_row(reading, field, source, reports, below, worked_out) for source in cell.sources)
    return FigureView(
        _share_label(reading.outline, above, whole) if whole else _label(field, above),
        base,
        cell.text,
        _rule_label(cell),
        cell.count_words(names),
        tuple(
            replace(row, note=notes.get(source.unit_id, ""))
            for row, source in zip(rows, cell.sources, strict=True)
        ),
        tuple(names.get(unit, unit) for unit in cell.missing),
        tuple(names.get(unit, unit) for unit in cell.excluded),
        cell.notes,
        *_table(field, reading.merged.fields[field.key] if base == field.key else None),
    )


def _table(
    field: Field, merged: merging.MergedField | None
) -> tuple[tuple[str, ...], tuple[FigureLine, ...]]:
    if not isinstance(merged, MergedTable):
        return (), ()
    columns = tuple(column.whole_label for column in field.columns)
    lines = tuple(
        FigureLine(
            row.label,
            tuple(
                (merged.cells[row.key, column.key].text, f"{field.key}.{row.key}.{column.key}")
                for column in field.columns
                if (row.key, column.key) in merged.cells
            ),
        )
        for row in field.rows
        if row.kind != "group"
    )
    return columns, lines


def _without_count(path: str) -> str:
    """ "….so_don_vi" and its like are counts over the units of the figure itself."""
    head, _, mark = path.rpartition(".")
    return head if head and mark in ("so_don_vi", "n", "N", "so_dong") else path


def _share_label(outline: Outline, above: str, whole: str) -> str:
    """ "Tổ chức hội – Hội viên so với Dân số": the table they share is named once."""
    part, of = (outline.field(path.split(".")[0]) for path in (above, whole))
    named = _label(of, whole)
    return f"{_label(part, above)} so với {named.removeprefix(f'{part.label} – ')}"


def _label(field: Field, path: str) -> str:
    """ "Hội viên – Tổng số" from the field and the keys of its row and column."""
    keys = path.split(".")[1:]
    rows = {row.key: row.label for row in field.rows}
    columns = {column.key: column.whole_label for column in field.columns}
    parts = [rows.get(key) or columns.get(key, "") for key in keys]
    return " – ".join([field.label, *(part for part in parts if part)])


def _rule_label(cell: merging.MergedCell) -> str:
    rule = merging.RULES.get(cell.rule)
    if rule is not None:
        return rule.label
    return "Tính từ các số khác trong bảng" if cell.rule == "computed" else ""


def _worked_out(reading: Reading, field: Field, path: str) -> dict[int, str]:
    """By report what the unit's own page works out where nobody types: totals, rates, formulas."""
    cell_path = merging.cell_path(reading.merged.fields, path)
    answers = db.session.execute(
        select(Answer.report_id, Answer.value)
        .join(Report, Report.id == Answer.report_id)
        .where(Report.campaign_id == reading.draft.campaign_id, Answer.field_key == field.key)
    )
    return {
        report_id: f"{merging.rounded(one.number)}{'%' if one.percentage else ''}"
        for report_id, value in answers
        for one in merging.known_in_answers(reading.outline, {field.key: value})
        if one.path == cell_path
    }


def _row(
    reading: Reading,
    field: Field,
    source: merging.SourceValue,
    reports: dict[str, int],
    below: dict[str, int],
    worked_out: Mapping[int, str],
) -> UnitFigure:
    merged = reading.merged
    report_id = reports.get(source.unit_id)
    worked = None if source.number is not None else worked_out.get(report_id or 0)
    return UnitFigure(
        merged.names.get(source.unit_id, source.unit_id),
        (worked or _shown(source)) if source.state is CellState.VALUE else "",
        source.state.label,
        source.estimated,
        report_id,
        merged.revision(source.unit_id, field.key),
        below.get(source.unit_id.partition("-")[0]),
    )


def _shown(source: merging.SourceValue) -> str:
    """ "80,91% (1.653/2.043)" of a ratio, whose text is its two numbers; a quotient is rounded."""
    if source.number is None:
        return source.text
    number = merging.rounded(source.number)
    above, stroke, below = source.text.partition("/")
    if not stroke:
        return number
    return f"{number}% ({format_number(Decimal(above))}/{format_number(Decimal(below))})"


def _below(campaign: Campaign, actor: Actor) -> dict[str, int]:
    """Lower campaigns with a draft that the actor may read, by the unit that collected."""
    return {
        str(unit_id): lower.id
        for unit_id, lower in parent_campaign.campaigns_below(campaign.id).items()
        if drafts.find_draft(lower) is not None and draft_states.may_read(actor, lower)
    }


def _reports(campaign: Campaign) -> dict[str, int]:
    """Report id by the merged report's unit id (a consolidated report is a second unit)."""
    rows = db.session.execute(
        select(Report.id, Report.unit_id, Report.kind).where(Report.campaign_id == campaign.id)
    )
    return {
        str(row.unit_id) if row.kind == "own" else f"{row.unit_id}-{row.kind}": row.id
        for row in rows
    }
